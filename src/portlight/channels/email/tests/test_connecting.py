"""From an address to a line that may speak: with TLS and a password, against a mail server that is not ours."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(trusted: tuple[Path, Path]) -> Iterator[Controller]:
    """A mail server that speaks only after STARTTLS and to whom it knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*trusted)
    controller = Controller(
        Nothing(), hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
        authenticator=authenticate, auth_required=True,
    )  # fmt: skip
    controller.start()
    yield controller
    controller.stop()


def way(server: Controller, **changes: Any) -> Way:
    usual: dict[str, Any] = {
        "host": "localhost", "port": server.port, "user": USER, "password": PASSWORD, "tls": "starttls", "seconds": 5.0,
    }  # fmt: skip
    return Way(**{**usual, **changes})


def try_to_connect(where: Way) -> str:
    """What the line says to MAIL once it stands."""

    async def speak() -> str:
        line = await connect(where, post=None)  # type: ignore[arg-type]
        reply = await line.ask(b"MAIL FROM:<notices@office.example>", seconds=5.0)
        line.transport.close()
        await asyncio.sleep(0)
        return f"{reply.code}"

    return asyncio.run(speak())


def test_it_speaks_through_tls_and_with_its_password(
    server: Controller, trusted: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
    assert try_to_connect(way(server)) == "250"


def test_a_certificate_nobody_vouches_for_is_refused(server: Controller) -> None:
    with pytest.raises(NoLine, match="certificate"):
        try_to_connect(way(server))


def test_a_wrong_password_gives_no_line(
    server: Controller, trusted: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
    with pytest.raises(NoLine, match="AUTH: 535"):
        try_to_connect(way(server, password="wrong"))


def test_nobody_answering_gives_no_line() -> None:
    with pytest.raises(NoLine):
        try_to_connect(Way(host="127.0.0.1", port=1, user="", password="", tls="off", seconds=2.0))
