"""From an address to a line that may speak: with TLS and a password, against a mail server that is not ours."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portlight.channels.email.connecting import NoLine, Way, connect

USER, PASSWORD = "office", "the tide comes at six"


class Nothing:
    """What the other side does with mail: nothing."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path)


@asynccontextmanager
async def mail_server(trusted: tuple[Path, Path]) -> AsyncIterator[int]:
    """A mail server that speaks only after STARTTLS and to whom it knows; gives its port.

    In the loop of its caller and not in a thread, so that no transport of either side outlives the loop: one that does
    is warned of when it is collected, in whatever test runs then.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*trusted)
    lines: list[SMTP] = []

    def line() -> SMTP:
        lines.append(
            SMTP(
                Nothing(), hostname="localhost", tls_context=context, require_starttls=True,
                authenticator=authenticate, auth_required=True,
            )
        )  # fmt: skip
        return lines[-1]

    server = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for one in lines:
            await until(lambda one=one: one.transport is None)
        await server.wait_closed()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.005)


def try_to_connect(trusted: tuple[Path, Path] | None = None, **changes: Any) -> str:
    """What the line says to MAIL once it stands."""
    usual: dict[str, Any] = {
        "host": "localhost", "user": USER, "password": PASSWORD, "tls": "starttls", "seconds": 5.0,
    }  # fmt: skip

    async def speak(port: int) -> str:
        line = await connect(Way(**{**usual, "port": port, **changes}), post=None)  # type: ignore[arg-type]
        reply = await line.ask(b"MAIL FROM:<notices@office.example>", seconds=5.0)
        line.transport.close()
        await until(lambda: line.transport is None)
        return f"{reply.code}"

    async def both() -> str:
        if trusted is None:
            return await speak(1)
        async with mail_server(trusted) as port:
            return await speak(port)

    return asyncio.run(both())


def test_it_speaks_through_tls_and_with_its_password(
    trusted: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
    assert try_to_connect(trusted) == "250"


def test_a_certificate_nobody_vouches_for_is_refused(trusted: tuple[Path, Path]) -> None:
    with pytest.raises(NoLine, match="certificate"):
        try_to_connect(trusted)


def test_a_wrong_password_gives_no_line(trusted: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
    with pytest.raises(NoLine, match="AUTH: 535"):
        try_to_connect(trusted, password="wrong")


def test_nobody_answering_gives_no_line() -> None:
    with pytest.raises(NoLine):
        try_to_connect(host="127.0.0.1", user="", password="", tls="off", seconds=2.0)
