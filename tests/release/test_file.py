"""The file itself: whole or refused, with one message that says what to do."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from childvoice.cli.main import main
from childvoice.errors import ReleaseError
from childvoice.release import read, write
from childvoice.release.file import MANIFEST, PARTS

Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: Parts, out: Path) -> Path:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out


def manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Parts], None]:
    def act(parts: Parts) -> None:
        told = json.loads(parts[MANIFEST])
        change(told)
        parts[MANIFEST] = json.dumps(told).encode()

    return act


def content(change: Callable[[dict[str, Any]], object]) -> Callable[[Parts], None]:
    """Change the content and put the digests right, as somebody who knows how would."""

    def act(parts: Parts) -> None:
        told = json.loads(parts["content.json"])
        change(told)
        parts["content.json"] = json.dumps(told).encode()
        manifest(lambda m: m["parts"].update({n: hashlib.sha256(parts[n]).hexdigest() for n in PARTS}))(parts)

    return act


BROKEN: dict[str, tuple[Callable[[Parts], object], str]] = {
    "a letter of a quote": (
        lambda p: p.update({"content.json": p["content.json"].replace(b"They", b"thEy", 1)}),
        "changed after it was made",
    ),
    "its page": (lambda p: p.update({"edition.html": b"<p>All is well</p>"}), "changed after it was made"),
    "a part more": (lambda p: p.update({"workspace.sqlite": b"x"}), "changed after it was made"),
    "a part less": (lambda p: p.pop("edition.html"), "changed after it was made"),
    "no manifest": (lambda p: p.pop(MANIFEST), "no release of childvoice"),
    "another program's": (manifest(lambda m: m.update(format="other")), "no release of childvoice"),
    "newer": (manifest(lambda m: m.update(version=2)), "made by a newer childvoice"),
    "no version": (manifest(lambda m: m.pop("version")), "damaged"),
    "version in words": (manifest(lambda m: m.update(version="two")), "damaged"),
    "manifest cut short": (lambda p: p.update({MANIFEST: p[MANIFEST][:40]}), "damaged"),
    "a field more": (content(lambda c: c.update(identity_key={"[Child 1]": "x"})), "damaged"),
    "a field less": (content(lambda c: c.pop("quotes")), "damaged"),
    "a number in words": (content(lambda c: c["themes"][0].update(people="three")), "damaged"),
    "evidence outside its quote": (content(lambda c: c["quotes"][0]["codes"][0].update(end=9999)), "damaged"),
    "a quote that is not there": (content(lambda c: c["findings"][0].update(quote=9999)), "damaged"),
    "a theme that is not there": (content(lambda c: c["themes"][0].update(theme="other")), "damaged"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_not_as_it_was_made_is_refused(what: str, made: Path, tmp_path: Path) -> None:
    change, said = BROKEN[what]
    parts = parts_of(made)
    change(parts)
    path = packed(parts, tmp_path / "changed.cvrelease")
    with pytest.raises(ReleaseError, match=said) as told:
        read(path)
    assert told.value.remedy
    assert str(tmp_path) not in str(told.value)


def test_an_old_format_says_so(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("childvoice.release.file.VERSION", 2)
    with pytest.raises(ReleaseError, match="old format"):
        read(made)


@pytest.mark.parametrize("kept", [0, 10, 0.3, 0.9])
def test_a_file_that_is_cut_short_is_refused(made: Path, tmp_path: Path, kept: float) -> None:
    data = made.read_bytes()
    path = tmp_path / "short.cvrelease"
    path.write_bytes(data[: int(kept * len(data)) if kept < 1 else int(kept)])
    with pytest.raises(ReleaseError, match="no release of childvoice, or it is cut short"):
        read(path)


def test_a_byte_changed_anywhere_is_found(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    whole = read(made)
    path = tmp_path / "changed.cvrelease"
    for at in range(0, len(data), max(1, len(data) // 150)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])
        try:
            # A time or an attribute of the archive may differ; nothing that is shown may.
            assert read(path) == whole
        except ReleaseError:
            continue


def test_an_archive_that_would_unpack_to_too_much_is_refused(made: Path, tmp_path: Path) -> None:
    parts = parts_of(made)
    parts["content.json"] = b" " * (65 * 1024 * 1024)
    with pytest.raises(ReleaseError):
        read(packed(parts, tmp_path / "bomb.cvrelease"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no such file"):
        read(tmp_path / "nowhere.cvrelease")
    with pytest.raises(ReleaseError):
        read(tmp_path)


def test_the_file_is_read_only_and_never_written_over(made: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o444
    release = read(made)
    out = tmp_path / "again.cvrelease"
    write(release.content, release.name, release.signed, release.edition, out)
    assert out.read_bytes() == made.read_bytes()
    with pytest.raises(ReleaseError, match="there already"):
        write(release.content, release.name, release.signed, release.edition, out)
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_verify_proves_and_finds(
    made: Path, reviewed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(made), "--review", str(reviewed)]) == 0
    said = capsys.readouterr().out
    for proof in (
        "proved: the digest of every part",
        "no vault, roster, identity key",
        "no number of people from 1 to 5",
        "no passage of the safeguarding queue",
        "proved: the review made it, unchanged",
        "It may be passed on.",
    ):
        assert proof in said
    # Whoever makes it anew with all digests right is found by the digest that the review keeps.
    parts = parts_of(made)
    content(lambda c: c["about"].update(title="Another title"))(parts)
    forged = packed(parts, tmp_path / "forged.cvrelease")
    assert main(["verify", str(forged), "--review", str(reviewed)]) == 1
    said = capsys.readouterr().out
    assert "found: the review knows of no such release" in said
    assert "found: the page inside is not the one that its content makes" in said
    assert "Do not pass it on." in said
    content(lambda c: c["quotes"][0].update(text="Ring me on 07700 900123, says [Child 7]. " * 9))(parts)
    assert main(["verify", str(packed(parts, tmp_path / "leaky.cvrelease"))]) == 1
    said = capsys.readouterr().out
    assert "a phone may stand in quote 1" in said
    assert "[Child 7]" in said
    parts["content.json"] = b"{}"
    assert main(["verify", str(packed(parts, tmp_path / "damaged.cvrelease"))]) == 2
    assert "changed after it was made" in capsys.readouterr().err


def test_verify_finds_a_known_name_in_a_release(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,aliases,role,relation,notes\nC1,Kezia Bramble,,child,,\n", encoding="utf-8")
    assert main(["verify", str(made), "--roster", str(roster)]) == 0
    assert "It may be passed on." in capsys.readouterr().out
    parts = parts_of(made)
    content(lambda c: c["about"].update(purpose="For Kezia Bramble"))(parts)
    named = packed(parts, tmp_path / "named.cvrelease")
    assert main(["verify", str(named), "--roster", str(roster)]) == 1
    said = capsys.readouterr().out
    assert "found: C1 in named.cvrelease (content.json text)" in said
    assert said.endswith("Do not pass it on.\n")
