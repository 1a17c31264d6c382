"""A passkey in software, for tests: what a browser and its authenticator answer (WebAuthn, none attestation, ES256)."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Key:
    """`verifies`: whether it checks who holds it (fingerprint, PIN). `origin`: the page that asks."""

    def __init__(self, *, verifies: bool = True, origin: str = "http://localhost:8000") -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.verifies = verifies
        self.origin = origin
        self.handle = b""

    def make(self, question: dict[str, Any], *, alone: bool = True) -> str:
        asked = question["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        held = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(self._rp(asked["rp"]["id"]), self._flags() | ATTESTED, 0, bytes(held))
        said = self._client("webauthn.create", asked["challenge"])
        return self._told(
            {"clientDataJSON": said, "attestationObject": bytes(AttestationObject.create("none", data, {}))},
            {"credProps": {"rk": alone}},
        )

    def show(self, question: dict[str, Any]) -> str:
        asked = question["publicKey"]
        data = bytes(AuthenticatorData.create(self._rp(asked.get("rpId", "localhost")), self._flags(), 1))
        said = self._client("webauthn.get", asked["challenge"])
        signature = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._told(
            {"clientDataJSON": said, "authenticatorData": data, "signature": signature, "userHandle": self.handle}, {}
        )

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.verifies else 0)

    def _rp(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _told(self, response: dict[str, bytes], extensions: dict[str, Any]) -> str:
        return json.dumps({
            "id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key",
            "response": {name: websafe_encode(value) for name, value in response.items()},
            "clientExtensionResults": extensions, "authenticatorAttachment": "platform",
        })  # fmt: skip
