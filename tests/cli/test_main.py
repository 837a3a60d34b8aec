"""The command line as a script sees it: exit codes, one line for each trouble, and help that comes at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from childvoice import __version__
from childvoice.cli.main import DONE, FAILED, SOME_FAILED, _coded, main, names
from childvoice.errors import BrokenInput

CHILDVOICE = Path(sys.executable).with_name("childvoice")
HEAVY = ("torch", "spacy", "streamlit", "sklearn", "pandas", "sentence_transformers", "bertopic", "pyarrow")


def command(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(CHILDVOICE), *words], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_exit_codes_are_what_the_documents_promise():
    assert (DONE, SOME_FAILED, FAILED) == (0, 1, 2)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["exporrt", "x.xlsx"], "No such command 'exporrt'. Did you mean 'export'?"),
        (["export"], "Missing argument"),
        (["export", "--nope", "x.xlsx"], "No such option: --nope"),
        (["--nope"], "No such option: --nope"),
        (["serve", "--port", "many"], "Invalid value for '--port'"),
    ],
)
def test_bad_usage_ends_with_2_and_says_why(words, told, capsys):
    assert main(words) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert shown.out == ""
    assert "Traceback" not in shown.err


def test_without_a_command_the_help_is_shown_and_nothing_was_done(capsys):
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["export", "x.xlsx"], ["triangulate"], ["serve"], ["run"]])
def test_trouble_of_ours_is_one_line_and_2(words, capsys, tmp_path):
    assert main([*words, "--review", str(tmp_path / "none")]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("childvoice: ")
    assert shown.err.count("\n") == 1
    assert shown.out == ""


@pytest.mark.parametrize("flag", ["--version"])
def test_the_version(flag, capsys):
    assert main([flag]) == 0
    assert capsys.readouterr().out == f"childvoice, version {__version__}\n"


def test_help_lists_every_command_with_the_first_line_of_its_file(capsys):
    assert main(["--help"]) == 0
    long = capsys.readouterr().out
    assert main(["-h"]) == 0
    assert capsys.readouterr().out == long
    assert "\n  childvoice demo                           explore" in long
    for name in names():
        assert f"\n  {name} " in long
    assert {"read", "deidentify", "code", "topics", "init", "run", "serve", "demo"} <= set(names())


@pytest.mark.parametrize("name", names())
def test_every_command_has_help_with_an_example_that_names_it(name, capsys):
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: childvoice {name} ")
    assert f"Example: childvoice {name}" in shown


def test_help_imports_nothing_heavy():
    program = (
        "import sys; from childvoice.cli import main; code = main(['--help']); "
        f"print([m for m in {HEAVY!r} if m in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


def ends(raised: BaseException | None = None, code: int | None = None) -> int:
    """The exit code of a command that raises or returns so."""

    def work() -> int | None:
        if raised is not None:
            raise raised
        return code

    with pytest.raises(Exception) as caught:  # noqa: PT011 - Typer's own, which carries the code
        _coded(work)()
    found = caught.value.exit_code  # type: ignore[attr-defined]
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1), (2, 2)])
def test_what_a_command_returns_is_its_exit_code(returned, code, capsys):
    assert ends(code=returned) == code
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("raised", "line"),
    [
        (BrokenInput("it is cut short", subject="a.docx", remedy="Get it again"), "a.docx: it is cut short. Get it again."),
        (OSError(28, "No space left on device", "/home/me/Chloe/a.sqlite"), "a.sqlite: No space left on device. "),
        (OSError("odd"), "a file: cannot be used. "),
        (KeyboardInterrupt(), "stopped; what was saved is kept."),
        (ValueError("invalid literal: 'Chloe was sad'"), "a fault of childvoice (ValueError in test_main.py, line "),
    ],
)  # fmt: skip
def test_every_trouble_is_one_line_without_a_traceback_and_without_the_text(raised, line, capsys):
    assert ends(raised) == 2
    shown = capsys.readouterr().err
    assert shown.startswith(f"childvoice: {line}")
    assert shown.count("\n") == 1
    assert "Chloe" not in shown


def test_the_console_script_ends_with_0_1_or_2(tmp_path):
    assert command("--version").returncode == 0
    assert command("triangulate", "--review", str(tmp_path)).returncode == 2
    assert command("nonsense").returncode == 2
    good, bad = tmp_path / "note.txt", tmp_path / "note.xyz"
    good.write_text("YP: I like my worker.\nStaff: That is good.\n", encoding="utf-8")
    bad.write_text("?", encoding="utf-8")
    some = command("read", str(good), str(bad), "-o", str(tmp_path / "units.jsonl"))
    assert (some.returncode, "note.xyz" in some.stderr) == (1, True)
    assert "note: kind and group guessed: not in the manifest (note.txt)" in some.stderr
    assert command("read", str(bad), "-o", str(tmp_path / "none.jsonl")).returncode == 2
    module = subprocess.run(
        [sys.executable, "-m", "childvoice", "nonsense"], capture_output=True, check=False
    )
    assert module.returncode == 2


def test_names_come_out_of_a_pipe_and_the_spans_go_beside(tmp_path):
    spans, clean = tmp_path / "spans.jsonl", tmp_path / "clean.csv"
    text = "My worker is called Mrs Hannah Okafor, her phone is 07700 900123."
    rows = "".join(json.dumps({"doc_id": f"d{n}", "text": text}) + "\n" for n in (2, 1))
    done = command("deidentify", "-", "-o", str(clean), "--spans", str(spans), input=rows)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Okafor" not in clean.read_text(encoding="utf-8")
    beside = [json.loads(line) for line in spans.read_text(encoding="utf-8").splitlines()]
    assert [b["doc_id"] for b in beside] == ["d2", "d1"], "order kept"
    assert any(text[start:end] == "07700 900123" for start, end, *_ in beside[0]["spans"])


def test_after_a_broken_row_neither_result_stays(tmp_path):
    spans, clean = tmp_path / "spans.jsonl", tmp_path / "clean.jsonl"
    rows = '{"doc_id": "1", "text": "Hello."}\n{"doc_id": "2", "words": "Chloe"}\n'
    done = command("deidentify", "-", "-o", str(clean), "--spans", str(spans), input=rows)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "childvoice: standard input: row 2 has no 'text'. Each row needs doc_id, text."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_has_enough_is_no_trouble():
    rows = b'{"doc_id": "1", "text": "Hello."}\n' * 4000
    script = f'"{CHILDVOICE}" deidentify - | head -n 1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", script], input=rows, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"0"
    assert done.stderr == b""
