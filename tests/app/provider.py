"""A small provider of OpenID Connect on this machine: it lets in whom the test names, and cheats when told to."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "childvoice", "a-secret-of-the-test-and-of-nobody-else"


@dataclass
class Provider:
    """What the provider does next: whom it says it sees, and how it spoils the token (see ``_token``)."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    spoilt: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    left: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def lets_in(self, email: str, *, subject: str = "", spoilt: str = "", **claims: Any) -> None:
        """Say who logs in next."""
        self.person = {"sub": subject or f"id of {email}", "email": email, "email_verified": True, **claims}
        self.spoilt = spoilt

    def token(self, asked: dict[str, str]) -> str:
        """Make the token that says who somebody is, spoilt as the test wants it."""
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.person
        header, key, algorithm = {"alg": "RS256", "kid": "one"}, self.key, "RS256"
        if self.spoilt == "expired":
            claims |= {"iat": now - 7200, "exp": now - 3600}
        elif self.spoilt == "nonce":
            claims["nonce"] = "of another log-in"
        elif self.spoilt == "no nonce":
            del claims["nonce"]
        elif self.spoilt == "audience":
            claims["aud"] = "another program of the council"
        elif self.spoilt == "issuer":
            claims["iss"] = "http://127.0.0.1:1"
        elif self.spoilt == "signature":
            key = self.other
        elif self.spoilt == "public key as secret":
            header, algorithm = {"alg": "HS256", "kid": "one"}, "HS256"
            key = OctKey.import_key(self.key.as_pem(private=False), {"kid": "one"})
        elif self.spoilt == "unsigned":
            parts = ({"alg": "none"}, claims)
            return ".".join(_plain(json.dumps(p).encode()) for p in parts) + "."
        return jwt.encode(header, claims, key, algorithms=[algorithm])


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextlib.contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider; yields what it is told by."""
    at = Provider()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            asked = {k: v[0] for k, v in parse_qs(place.query).items()}
            if place.path == "/.well-known/openid-configuration":
                ends = {
                    f"{n}_endpoint": f"{at.address}/{n}"
                    for n in ("authorization", "token", "userinfo", "end_session")
                }
                self._say(
                    {
                        "issuer": at.address,
                        "jwks_uri": f"{at.address}/jwks",
                        "response_types_supported": ["code"],
                        "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                        "code_challenge_methods_supported": ["S256"],
                        **ends,
                    }
                )
            elif place.path == "/jwks":
                self._say(KeySet([at.key]).as_dict(private=False))
            elif place.path == "/userinfo":
                self._say(at.person)
            elif place.path == "/authorization":
                at.asked.append(asked)
                code = secrets.token_hex()
                at.codes[code] = asked
                self._send_to(asked["redirect_uri"], {"code": code, "state": asked["state"]})
            elif place.path == "/end_session":
                at.left += 1
                self._send_to(asked["post_logout_redirect_uri"], {})
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            given = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            asked = at.codes.pop(given.get("code", ""), None)
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            proof = _plain(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
            if (
                asked is None
                or self.headers["Authorization"] != f"Basic {basic}"
                or proof != asked["code_challenge"]
            ):
                self.send_error(400)
                return
            self._say(
                {
                    "access_token": "of no use",
                    "token_type": "Bearer",
                    "expires_in": 300,
                    "id_token": at.token(asked),
                }
            )

        def _say(self, what: Any) -> None:
            data = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _send_to(self, address: str, query: dict[str, str]) -> None:
            self.send_response(302)
            self.send_header("Location", f"{address}?{urlencode(query)}" if query else address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    at.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield at
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
