"""Files encrypted with AES-256-GCM under one random key, which is itself encrypted under the person's key.

``vault/`` holds ``vault.json`` (how the person's key is derived, and the wrapped key), one file an entry, and an
encrypted index, so that not even names of files can be read. Each entry is bound to its place: moved or exchanged
entries do not open. Changing the person's key wraps the same key anew and rewrites nothing else.

What encryption cannot do: unsay what was on the disk before. Deleted originals may be recovered from some disks;
keep the review on an encrypted disk as well.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from childvoice.errors import VaultError
from childvoice.vault.keys import KEY_LENGTH, Key

FOLDER = "vault"
IDENTITY = "identity key"
_HEAD, _INDEX = "vault.json", "index"
_ORIGINALS = ("documents", "incoming")
_NONCE = 12
_VERSION = 1


class Vault:
    """An open vault. Every method raises VaultError for a damaged one."""

    def __init__(self, folder: Path, key: bytes, index: dict[str, str]) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)
        self._key = key
        self._index = index

    @classmethod
    def create(cls, review: Path, key: Key) -> Self:
        """Make an empty vault in the review. Raises VaultError if there is one."""
        folder = review / FOLDER
        if (folder / _HEAD).exists():
            raise VaultError("there is a vault already", remedy="Open it with its own key")
        folder.mkdir(parents=True, exist_ok=True)
        made = cls(folder, secrets.token_bytes(KEY_LENGTH), {})
        made._write_index()
        made.change_key(key)
        return made

    @classmethod
    def open(cls, review: Path, key: Key) -> Self:
        """Open the vault of a review. Raises VaultError if there is none or the key is another."""
        folder = review / FOLDER
        try:
            head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
            way, wrapped = head["way"], bytes.fromhex(head["wrapped"])
        except FileNotFoundError:
            raise VaultError(
                "this review has no vault", remedy="Make one with 'childvoice vault lock'"
            ) from None
        except (ValueError, KeyError, TypeError):
            raise _damaged(_HEAD) from None
        if way.get("key") != key.kind:
            wanted = "a passphrase" if way.get("key") == "passphrase" else "a key file"
            raise VaultError(f"this vault is opened with {wanted}", remedy="Give that one")
        try:
            opened = AESGCM(key.derive(way)).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _aad(_HEAD))
        except InvalidTag:
            raise VaultError(
                "this is not its key",
                remedy="Look for the right key file or passphrase. Without it nobody can open the vault, not even "
                "who made childvoice; the review itself goes on without it",
            ) from None
        vault = cls(folder, opened, {})
        vault._index = json.loads(vault._read(_INDEX))
        return vault

    @classmethod
    def of(cls, review: Path, key: Key) -> Self:
        """Open the vault of a review, or make it."""
        there = (review / FOLDER / _HEAD).is_file()
        return cls.open(review, key) if there else cls.create(review, key)

    def put_identities(self, key: Mapping[str, tuple[str, ...]]) -> None:
        """Keep who is behind each pseudonym."""
        self.put(IDENTITY, json.dumps({p: list(names) for p, names in key.items()}).encode("utf-8"))

    def names(self) -> list[str]:
        """Return the names of what lies in the vault."""
        return sorted(self._index)

    def get(self, name: str) -> bytes:
        """Return an entry. Raises VaultError if there is none."""
        if name not in self._index:
            raise VaultError(
                "there is no such entry in the vault", remedy="See what 'childvoice vault show' lists"
            )
        return self._read(self._index[name])

    def put(self, name: str, data: bytes) -> None:
        """Keep an entry, in place of one of the same name. On the disk as a whole when this returns."""
        old = self._index.get(name)
        place = secrets.token_hex(16)
        self._write(place, data)
        self._index[name] = place
        self._write_index()
        if old:
            (self._folder / old).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Throw an entry away, if it is there."""
        if place := self._index.pop(name, ""):
            self._write_index()
            (self._folder / place).unlink(missing_ok=True)

    def change_key(self, key: Key) -> None:
        """Let another key open the vault, and no longer the one before."""
        way = key.new_way()
        nonce = secrets.token_bytes(_NONCE)
        wrapped = nonce + AESGCM(key.derive(way)).encrypt(nonce, self._key, _aad(_HEAD))
        head: dict[str, Any] = {"version": _VERSION, "way": way, "wrapped": wrapped.hex()}
        _replace(self._folder / _HEAD, json.dumps(head).encode("utf-8"))

    def _read(self, place: str) -> bytes:
        try:
            data = (self._folder / place).read_bytes()
            return self._cipher.decrypt(data[:_NONCE], data[_NONCE:], _aad(place))
        except (OSError, InvalidTag, ValueError):
            raise _damaged(place) from None

    def _write(self, place: str, data: bytes) -> None:
        nonce = secrets.token_bytes(_NONCE)
        _replace(self._folder / place, nonce + self._cipher.encrypt(nonce, data, _aad(place)))

    def _write_index(self) -> None:
        self._write(_INDEX, json.dumps(self._index).encode("utf-8"))


def exists(review: Path) -> bool:
    """Tell whether a review has a vault."""
    return (review / FOLDER / _HEAD).is_file()


def is_locked(review: Path) -> bool:
    """Tell whether the originals of a review lie in its vault alone."""
    return exists(review) and not (review / "documents").is_dir()


def lock(review: Path, key: Key, *, strict: bool = False) -> int:
    """Put the originals into the vault (made if there is none) and delete them outside; return how many.

    ``strict`` keeps no originals at all: they are deleted, here and in the vault, and only the identity key stays.
    Every file is read back from the vault before the first is deleted.
    """
    vault = Vault.of(review, key)
    files = [p for name in _ORIGINALS for p in sorted((review / name).rglob("*")) if p.is_file()]
    names = {path: path.relative_to(review).as_posix() for path in files}
    if strict:
        for name in vault.names():
            if name != IDENTITY:
                vault.remove(name)
    else:
        for path, name in names.items():
            vault.put(name, path.read_bytes())
        again = Vault.open(review, key)
        for path, name in names.items():
            if again.get(name) != path.read_bytes():
                raise _damaged(name)
    for folder in _ORIGINALS:
        if (review / folder).is_dir():
            shutil.rmtree(review / folder)
    return len(files)


def unlock(review: Path, key: Key) -> int:
    """Put the originals back into their folders; they stay in the vault too. Return how many."""
    vault = Vault.open(review, key)
    names = [n for n in vault.names() if n != IDENTITY]
    for name in names:
        path = review / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, vault.get(name))
    return len(names)


def _replace(path: Path, data: bytes) -> None:
    """Write a file as a whole: whoever pulls the plug finds the old one or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def _aad(place: str) -> bytes:
    return f"childvoice vault {_VERSION} {place}".encode()


def _damaged(place: str) -> VaultError:
    return VaultError(
        "the vault is damaged", subject=place, remedy="Restore the folder 'vault' from a backup"
    )
