"""An OpenID provider that checks and can lie: `python oidc.py --port 0 --record FILE` prints its port.

Written from OpenID Connect Core 1.0, Discovery 1.0, RFC 6749, RFC 7636 and RFC 7517; it imports nothing of the client.
It checks what a provider checks: client and secret, the registered return address, `openid` in the scope, a code that
is used once within a minute by the client it was made for, and PKCE (S256 only). Who comes is signed in at once as
`--email`, as behind a desktop login. Everything it may get wrong is told on the command line.
One line of the record per token handed out: hash of the subject, moment.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from portlight.simulator.outside.serving import for_ever, listening, until_stopped

CODE_LASTS = 60


def count(file: Path | str) -> dict[str, int]:
    """What a record holds: tokens, and how many people they were for."""
    with open(file, encoding="utf-8") as lines:
        who = [line.split("\t")[0] for line in lines]
    return {"tokens": len(who), "people": len(set(who))}


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Provider:
    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = ""
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}

    async def discovery(self, request: web.Request) -> web.Response:
        return web.json_response({
            "issuer": self.how.say_issuer or self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        })  # fmt: skip

    async def jwks(self, request: web.Request) -> web.Response:
        public = self.key.public_key().public_numbers()
        one = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": number(public.n), "e": number(public.e)}
        return web.json_response({"keys": [one]})

    async def authorize(self, request: web.Request) -> web.Response:
        asked = request.query
        if asked.get("client_id") != self.how.client or asked.get("redirect_uri") != self.how.back:
            return web.Response(
                status=400, text="unknown client or return address"
            )  # never sent back: RFC 6749 4.1.2.1
        back = {"state": asked.get("state", "")}
        if self.how.deny:
            return self._return(back | {"error": "access_denied"})
        wrong = self._wrong(asked)
        if wrong:
            return self._return(back | {"error": "invalid_request", "error_description": wrong})
        code = secrets.token_urlsafe(24)
        self.codes[code] = {"at": time.time(), "nonce": asked["nonce"], "challenge": asked["code_challenge"]}
        return self._return(back | {"code": code})

    def _wrong(self, asked: Any) -> str:
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            return "not a request for a code with the scope openid"
        if not asked.get("state") or not asked.get("nonce"):
            return "no state or no nonce"
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            return "no PKCE with S256"
        return ""

    def _return(self, what: dict[str, str]) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{self.how.back}?{urlencode(what)}"})

    async def token(self, request: web.Request) -> web.Response:
        if self.how.broken:
            return web.Response(status=500, text="broken as asked")
        form = await request.post()
        if not self._is_client(request, form):
            return web.json_response({"error": "invalid_client"}, status=401)
        kept = self.codes.pop(str(form.get("code")), None)
        fresh = kept is not None and time.time() - kept["at"] <= CODE_LASTS
        drawn = b64(hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest())
        right = fresh and form.get("redirect_uri") == self.how.back and form.get("grant_type") == "authorization_code"
        if kept is None or not right or not hmac.compare_digest(drawn, kept["challenge"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        access = secrets.token_urlsafe(24)
        claims = self._claims(kept["nonce"])
        self.tokens[access] = claims
        if self.how.record:
            with self.how.record.open("a", encoding="utf-8") as record:
                record.write(f"{hashlib.sha256(self.how.subject.encode()).hexdigest()[:16]}\t{time.time():.3f}\n")
        said = {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": self._signed(claims)}
        return web.json_response(said)

    def _is_client(self, request: web.Request, form: Any) -> bool:
        given = f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
        header = request.headers.get("Authorization", "")
        if header.startswith("Basic "):
            given = base64.b64decode(header[6:]).decode()
        return hmac.compare_digest(given.encode(), f"{self.how.client}:{self.how.secret}".encode())

    def _claims(self, nonce: str) -> dict[str, Any]:
        how, now = self.how, int(time.time())
        made: dict[str, Any] = {
            "iss": how.claim_issuer or self.issuer, "aud": how.audience or how.client, "sub": how.subject,
            "iat": now - how.old, "exp": now - how.old + 300, "nonce": how.nonce or nonce,
        }  # fmt: skip
        if not how.email_apart:
            made |= self._address()
        if how.amr:
            made["amr"] = how.amr
        if how.acr:
            made["acr"] = how.acr
        return made

    def _address(self) -> dict[str, Any]:
        return {"email": self.how.email, "email_verified": not self.how.unverified}

    def _signed(self, claims: dict[str, Any]) -> str:
        head = {"alg": self.how.algorithm, "typ": "JWT", "kid": "1"}
        text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
        if self.how.algorithm == "none":
            return f"{text}."
        key = self.other if self.how.wrong_key else self.key
        return f"{text}.{b64(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    async def userinfo(self, request: web.Request) -> web.Response:
        claims = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if claims is None:
            return web.json_response({"error": "invalid_token"}, status=401)
        return web.json_response({"sub": self.how.userinfo_subject or self.how.subject, **self._address()})


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--client", default="portlight")
    parser.add_argument("--secret", default="harbour")
    parser.add_argument("--back", required=True, help="the one return address that is registered")
    parser.add_argument("--email", default="bao@office.example")
    parser.add_argument("--subject", default="subject-1")
    parser.add_argument("--unverified", action="store_true", help="email_verified is false")
    parser.add_argument("--email-apart", action="store_true", help="the address stands in userinfo only")
    parser.add_argument("--userinfo-subject", default="", help="userinfo tells of another subject")
    parser.add_argument("--amr", action="append", default=[])
    parser.add_argument("--acr", default="")
    parser.add_argument("--deny", action="store_true", help="the person says no")
    parser.add_argument("--broken", action="store_true", help="500 at the token's address")
    parser.add_argument("--say-issuer", default="", help="another issuer in the discovery")
    parser.add_argument("--claim-issuer", default="", help="another issuer in the token")
    parser.add_argument("--audience", default="", help="the token is for another client")
    parser.add_argument("--nonce", default="", help="another nonce in the token")
    parser.add_argument("--old", type=int, default=0, help="the token was made so many seconds ago")
    parser.add_argument("--wrong-key", action="store_true", help="signed by a key nobody knows")
    parser.add_argument("--algorithm", default="RS256", help="what the token's head says; `none`: unsigned")
    return parser.parse_args(given)


async def serve(how: argparse.Namespace) -> None:
    provider = Provider(how)
    app = web.Application()
    app.add_routes([
        web.get("/.well-known/openid-configuration", provider.discovery), web.get("/jwks", provider.jwks),
        web.get("/authorize", provider.authorize), web.post("/token", provider.token),
        web.get("/userinfo", provider.userinfo),
    ])  # fmt: skip
    await listening(app, how.port, known=lambda port: setattr(provider, "issuer", f"http://127.0.0.1:{port}"))
    await for_ever()


def main() -> None:
    until_stopped(serve(arguments()))


if __name__ == "__main__":
    main()
