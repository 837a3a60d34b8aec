"""What is left when the power goes, and what is left behind: nothing acknowledged is lost, and no name stays anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from childvoice.resources import resource

HERE = Path(__file__).parent
needs_kill = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")

# In a process of its own with one thread, so that it may fork: each child is a session that is killed.
_KILLING = textwrap.dedent(
    """
    import json, os, random, signal, sys, time
    sys.path.insert(0, {tests!r})
    from test_reliability import check, session
    from childvoice.store import Workspace

    place, kind, chance = {place!r}, {kind!r}, random.Random(20181107)
    told, moments = [], []
    for turn in range({turns}):
        out, into = os.pipe()
        child = os.fork()
        if not child:
            try:
                session(place, kind, into)
            finally:
                os._exit(3)
        os.close(into)
        first = os.read(out, 1)
        moments.append(chance.uniform(0, {longest}))
        time.sleep(moments[-1])
        os.kill(child, signal.SIGKILL)
        with os.fdopen(out) as pipe:
            told += (first.decode() + pipe.read()).splitlines()
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, "the session ended by itself"
        check(place, kind, told)
    print(json.dumps([len(told), {turns}]))
    """
)


def session(place: str, kind: str, into: int) -> None:
    """Work until killed; tell of each thing that was shown as kept, once it was."""
    from childvoice.decisions import About, Draft, Verdict
    from childvoice.store import Workspace
    from test_decisions import LEFT, SAID, on

    with Workspace.open(place) as workspace:
        if kind == "run":
            os.write(into, b"-\n")
            while True:
                keep_all(workspace)
                os.write(into, b"run\n")
        turn = 0
        while True:
            turn += 1
            if turn % 5 == 0:
                gone = workspace.ledger.undo("Priya")
                os.write(into, f"undone {gone[0].gesture}\n".encode())
                continue
            memo = Draft(About.CODE, Verdict.MEMO, value="a memo")
            made = workspace.ledger.decide(
                "Priya", [on(SAID, LEFT, Verdict.ACCEPT, "continuity"), *[memo] * (turn % 3)]
            )
            os.write(into, f"kept {made[0].number} {made[-1].number}\n".encode())


def keep_all(workspace: object) -> None:
    """Do what a run does with its result."""
    from childvoice.pipeline.journey import Kept, keep
    from childvoice.pipeline.progress import Silent
    from test_store import story

    made = [story(f"s{n}", units=40) for n in range(6)]
    kept = Kept(
        documents=[m[0] for m in made],
        excerpts=[e for m in made for e in m[1]],
        codings=[c for m in made for c in m[2]],
        concerns=[made[0][1][0].id],
        topics=[],
        withheld=[],
    )
    keep(workspace, kept, Silent())  # type: ignore[arg-type]
    workspace.save_run_id("r")  # type: ignore[attr-defined]


def check(place: str, kind: str, told: list[str]) -> None:
    """See that all that was told of is there, and nothing is half."""
    from childvoice.decisions import standing
    from childvoice.store import Workspace

    with Workspace.open(place) as workspace:
        decisions = workspace.ledger.decisions()
        assert workspace.ledger.verify() == []
        if kind == "run":
            assert len(decisions) == 1, "a run touches no decision"
            for source in workspace.sources():
                assert len(workspace.excerpts(source=source.id)) == len(workspace.units(source.id)) == 40
            return
        numbers = {d.number for d in decisions}
        now = {d.gesture for d in standing(decisions)}
        for line in told:
            act, first, *last = line.split()
            if act == "kept":
                assert set(range(int(first), int(last[0]) + 1)) <= numbers, line
            elif act == "undone":
                assert int(first) not in now, line


def killed(place: Path, kind: str, turns: int, longest: float) -> int:
    code = _KILLING.format(tests=str(HERE), place=str(place), kind=kind, turns=turns, longest=longest)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)[0])


@needs_kill
def test_a_review_session_killed_at_fifty_moments_loses_nothing_that_was_shown_as_kept(
    tmp_path: Path,
) -> None:
    from childvoice.store import Workspace

    Workspace.create(tmp_path).close()
    assert killed(tmp_path, "session", turns=50, longest=0.05) > 50
    with Workspace.open(tmp_path) as workspace:
        workspace.ledger.undo("Priya")  # and the next session goes on


@needs_kill
def test_a_run_killed_while_it_saves_is_made_whole_by_the_next(tmp_path: Path) -> None:
    from childvoice.decisions import Verdict
    from childvoice.store import Workspace
    from test_decisions import LEFT, SAID, on
    from test_store import everything

    with Workspace.create(tmp_path / "undisturbed") as workspace:
        keep_all(workspace)
        expected = everything(workspace)
    with Workspace.create(tmp_path / "killed") as workspace:
        workspace.ledger.decide("Priya", [on(SAID, LEFT, Verdict.ACCEPT, "continuity")])
    killed(tmp_path / "killed", "run", turns=25, longest=0.1)
    with Workspace.open(tmp_path / "killed") as workspace:
        keep_all(workspace)
        assert everything(workspace) == expected
        assert len(workspace.ledger.decisions()) == 1


# -- what is left behind -------------------------------------------------------------------------------------

CANARIES = ("Quenvarra", "Zoltibrook", "Wexmorden", "07700 900461", "07700900461")
_TALK = """Interviewer: Who came to see you?
Quenvarra: Mr Wexmorden did. He said he would ring me on 07700 900461 and he never rang back.
Quenvarra: I told Mr Wexmorden that I hate it when nobody tells me things.
"""
_FILES = {
    "Quenvarra Zoltibrook talk.txt": _TALK,
    "Quenvarra Zoltibrook scan.docx": "this is no Word file, and its name is told to nobody later",
    "roster.csv": "id,name,aliases,role,relation,notes\nC1,Quenvarra Zoltibrook,,child,,\nS1,Abel Wexmorden,,staff,,social worker\n",
}
_DRIVER = r"""
import os, socket, sys

def refuse(*given, **named):
    raise SystemExit("a connection was attempted")

# Nothing may ask for another machine: no address is looked up, no packet leaves.
socket.getaddrinfo = refuse
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
from childvoice.cli import main

place = "my-review"
assert main(["run", "--review", place]) == 1
assert main(["export", "report.docx", "--review", place]) == 0
assert main(["export", "tables", "--review", place]) == 0
assert main(["findings", "--review", place, "-o", "themes.csv"]) == 0
assert main(["governance", "papers", "--review", place]) == 0
assert main(["backup", place, "b.backup", "--without-originals"]) == 0
os.environ["CHILDVOICE_REVIEW"] = os.path.abspath(place)
from streamlit.testing.v1 import AppTest
sys.path.insert(0, {app!r})
assert not AppTest.from_file({app!r} + "/main.py", default_timeout=120).run().exception
"""


def test_a_whole_run_asks_no_network_and_leaves_no_name_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "my-review" / "documents"
    folder.mkdir(parents=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("home", "temp", "cache"):
        (tmp_path / name).mkdir()
    (tmp_path / "my-review" / "childvoice.toml").write_text("[themes]\ntopics = false\n", encoding="utf-8")
    surroundings = {
        "HOME": str(tmp_path / "home"),
        "USERPROFILE": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temp"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    driver = _DRIVER.format(app=str(resource("app")))
    done = subprocess.run(
        [sys.executable, "-c", driver],
        cwd=tmp_path,
        env={**os.environ, **surroundings},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    # The person at the terminal is told which of their files failed; no other word of theirs is on it.
    said = (done.stdout + done.stderr).replace(b"Quenvarra Zoltibrook scan.docx", b"")
    left = {"the terminal": said} | {
        p.relative_to(tmp_path).as_posix(): b"".join([p.read_bytes(), *_inside(p)])
        for p in tmp_path.rglob("*")
        if p.is_file() and not p.is_relative_to(folder)
    }
    assert {
        "my-review/workspace.sqlite",
        "report.docx",
        "b.backup",
        "themes.csv",
    } <= set(left)
    for place in list(left):  # and their names
        left[f"the name of {place}"] = place.encode()
    for place, content in left.items():
        for canary in CANARIES:
            assert canary.lower().encode() not in content.lower(), f"{canary} in {place}"


def _inside(path: Path) -> list[bytes]:
    """What a zip (a Word file, a backup) holds, which its own bytes hide."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]
