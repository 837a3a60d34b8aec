"""What opens a vault: a key file kept outside the review, or a passphrase."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from childvoice.errors import VaultError

KEY_LENGTH = 32
_HEADER = "childvoice key 1\n"
# RFC 7914 and OWASP (2023) for what a person types: 128 MiB and about half a second a try.
_SCRYPT = {"n": 2**17, "r": 8, "p": 1}
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Key:
    """A key file's content or a passphrase; never shown."""

    kind: str
    secret: bytes = field(repr=False)

    @classmethod
    def from_file(cls, path: Path) -> Key:
        """Read a key file. Raises VaultError if it is none."""
        try:
            text = path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            text = ""
        secret = text.removeprefix(_HEADER).strip()
        if not text.startswith(_HEADER) or len(secret) != 2 * KEY_LENGTH:
            raise VaultError(
                "this is no key file of childvoice",
                subject=path.name,
                remedy="Name the file that 'childvoice vault new-key' made",
            )
        return cls("file", bytes.fromhex(secret))

    @classmethod
    def from_passphrase(cls, words: str, *, new: bool = False) -> Key:
        """Make a key of what a person types; a ``new`` one must have some length."""
        if new and len(words) < _SHORTEST:
            raise VaultError(
                f"the passphrase is shorter than {_SHORTEST} characters",
                remedy="Choose four or more words that have nothing to do with each other",
            )
        return cls("passphrase", words.encode("utf-8"))

    def derive(self, how: dict[str, Any]) -> bytes:
        """Return the key that wraps the vault's own, by the salt and costs in ``how``."""
        salt = bytes.fromhex(str(how["salt"]))
        if self.kind == "passphrase":
            costs = {name: int(how[name]) for name in _SCRYPT}
            # A header that somebody else wrote could ask for all memory there is.
            if costs["n"] > 2**20 or costs["r"] > 32 or costs["p"] > 8:
                raise VaultError("its header asks for more work than is sane", remedy="Restore a backup")
            return Scrypt(salt=salt, length=KEY_LENGTH, **costs).derive(self.secret)
        return HKDF(hashes.SHA256(), KEY_LENGTH, salt, b"childvoice vault").derive(self.secret)

    def new_way(self) -> dict[str, Any]:
        """Return a fresh salt, with the costs for a passphrase."""
        way: dict[str, Any] = {"key": self.kind, "salt": secrets.token_hex(16)}
        return way | _SCRYPT if self.kind == "passphrase" else way


def new_key_file(path: Path) -> None:
    """Write a new key file that only its owner may read. Raises VaultError if something stands there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise VaultError(
            "there is a file already",
            subject=path.name,
            remedy="Choose another name; a key is never overwritten",
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{_HEADER}{secrets.token_hex(KEY_LENGTH)}\n")
