"""The vault: what is in it can be read with its key, with nothing else, and not be exchanged unnoticed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from childvoice.cli import main
from childvoice.errors import VaultError
from childvoice.store import Workspace
from childvoice.vault import IDENTITY, Key, Vault, is_locked, lock, new_key_file, unlock

SAID = "Danika Marsh: They listened to me. Café, £5.\n".encode()


@pytest.fixture
def key(tmp_path: Path) -> Key:
    new_key_file(tmp_path / "my.key")
    return Key.from_file(tmp_path / "my.key")


@pytest.fixture
def review(tmp_path: Path) -> Path:
    folder = tmp_path / "review"
    (folder / "documents" / "north").mkdir(parents=True)
    (folder / "documents" / "north" / "Danika Marsh.txt").write_bytes(SAID)
    (folder / "documents" / "roster.csv").write_text("id,name\nC1,Danika Marsh\n", encoding="utf-8")
    Workspace.create(folder).close()
    return folder


def everything(folder: Path) -> bytes:
    return b"".join(str(p.name).encode() + p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_locked_originals_are_nowhere_in_the_review_and_come_back_byte_by_byte(
    review: Path, key: Key
) -> None:
    assert lock(review, key) == 2
    assert is_locked(review)
    assert b"Danika" not in everything(review)
    assert b"listened" not in everything(review)
    assert unlock(review, key) == 2
    assert (review / "documents" / "north" / "Danika Marsh.txt").read_bytes() == SAID
    assert lock(review, key) == 2  # and again, over what is there


def test_strict_keeps_the_identity_key_and_no_original(review: Path, key: Key) -> None:
    lock(review, key)
    Vault.open(review, key).put(IDENTITY, b'{"[Child 1]": ["Danika Marsh"]}')
    unlock(review, key)
    assert lock(review, key, strict=True) == 2
    assert Vault.open(review, key).names() == [IDENTITY]
    assert unlock(review, key) == 0


def test_another_key_does_not_open_it_and_the_message_says_what_that_means(
    review: Path, key: Key, tmp_path: Path
) -> None:
    lock(review, key)
    new_key_file(tmp_path / "other.key")
    other = Key.from_file(tmp_path / "other.key")
    with pytest.raises(VaultError, match="nobody can open the vault"):
        Vault.open(review, other)
    with pytest.raises(VaultError, match="opened with a key file"):
        Vault.open(review, Key.from_passphrase("correct horse battery staple"))
    Vault.open(review, key).change_key(other)
    assert len(Vault.open(review, other).names()) == 2
    with pytest.raises(VaultError, match="not its key"):
        Vault.open(review, key)


def test_a_passphrase_opens_what_it_locked(review: Path) -> None:
    words = Key.from_passphrase("correct horse battery staple", new=True)
    lock(review, words)
    assert "scrypt" not in repr(words)
    assert "horse" not in repr(words)
    assert Vault.open(review, Key.from_passphrase("correct horse battery staple")).names()
    with pytest.raises(VaultError, match="not its key"):
        Vault.open(review, Key.from_passphrase("correct horse battery stable"))
    with pytest.raises(VaultError, match="shorter than 12"):
        Key.from_passphrase("short", new=True)


def test_a_changed_or_exchanged_entry_is_noticed(review: Path, key: Key) -> None:
    lock(review, key)
    places = sorted(p for p in (review / "vault").iterdir() if len(p.name) == 32)
    first, second = (p.read_bytes() for p in places)
    places[0].write_bytes(second)
    places[1].write_bytes(first)
    vault = Vault.open(review, key)
    for name in vault.names():
        with pytest.raises(VaultError, match="damaged"):
            vault.get(name)
    places[0].write_bytes(first[:-1] + bytes([first[-1] ^ 1]))
    places[1].unlink()
    for name in vault.names():
        with pytest.raises(VaultError, match="damaged"):
            vault.get(name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=40), st.binary(max_size=300))
def test_any_name_and_any_content_comes_back(review: Path, key: Key, name: str, data: bytes) -> None:
    if not (review / "vault").exists():
        Vault.create(review, key)
    Vault.open(review, key).put(name, data)
    assert Vault.open(review, key).get(name) == data


def test_a_key_file_is_its_owners_and_never_overwritten(tmp_path: Path) -> None:
    new_key_file(tmp_path / "my.key")
    if sys.platform != "win32":
        assert (tmp_path / "my.key").stat().st_mode & 0o077 == 0
    with pytest.raises(VaultError, match="already"):
        new_key_file(tmp_path / "my.key")
    (tmp_path / "no.key").write_text("hello", encoding="utf-8")
    with pytest.raises(VaultError, match="no key file"):
        Key.from_file(tmp_path / "no.key")


def test_seeing_who_is_who_is_written_into_the_audit_log(
    review: Path, key: Key, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--review", str(review), "--key", str(tmp_path / "my.key")]
    assert main(["vault", "lock", *words]) == 0
    Vault.open(review, key).put(IDENTITY, json.dumps({"[Child 1]": ["Danika Marsh"]}).encode())
    assert main(["vault", "identities", *words, "--name", "Priya"]) == 0
    assert "[Child 1]\tDanika Marsh" in capsys.readouterr().out
    with Workspace.open(review) as workspace:
        assert [(x.person, x.act) for x in workspace.ledger.audit()][-1] == ("Priya", "identities shown")
        assert "Danika" not in str(workspace.ledger.audit())
    assert main(["run", "--review", str(review)]) == 2
    assert "childvoice vault unlock" in capsys.readouterr().err
