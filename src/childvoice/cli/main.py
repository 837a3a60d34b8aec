"""Put the commands together; turn errors into exit codes: 0 done, 1 some inputs failed, 2 nothing done."""

from __future__ import annotations

import functools
import importlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from childvoice import __version__
from childvoice.errors import ChildvoiceError

DONE, SOME_FAILED, FAILED = 0, 1, 2
_COMMANDS = Path(__file__).parent / "commands"
_HELP = """Qualitative voice-of-the-child analysis, offline.

\b
childvoice demo                           explore a fictional review in the browser
childvoice init my-review                 begin your own
childvoice run --review my-review         read, take names out, code, keep
childvoice serve --review my-review       open the dashboard
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = _ending(lambda: get_command(_app(given)).main(args=given, prog_name="childvoice"))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else FAILED
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    return code


def names() -> list[str]:
    """Name the commands, from the files in ``commands/``."""
    return sorted(path.stem for path in _COMMANDS.glob("[!_]*.py"))


def _app(given: list[str]) -> typer.Typer:
    """Make the commands; only the one that is called is imported, because imports cost seconds."""
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(help=_HELP)(_root)
    called = next((word for word in given if not word.startswith("-")), "")
    for name in names():
        if name == called:
            module: Any = importlib.import_module(f"childvoice.cli.commands.{name}")
            app.command(name)(_coded(module.command))
        else:
            app.command(name, short_help=_first_line(name))(lambda: None)
    return app


def _version(asked: bool) -> None:
    if asked:
        print(f"childvoice, version {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _first_line(name: str) -> str:
    text = (_COMMANDS / f"{name}.py").read_text(encoding="utf-8")
    return text.split('"""', 2)[1].strip().splitlines()[0].rstrip(".")


def _coded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Let ``command`` end with its exit code, which Typer would drop."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        raise typer.Exit(_ending(lambda: command(*args, **options)))

    return run


def _ending(work: Callable[[], int | None]) -> int:
    """Do ``work`` and return its exit code whatever happens, with one line that says what to do."""
    try:
        return work() or DONE
    except (typer.Exit, typer.BadParameter):
        raise
    except ChildvoiceError as error:
        return _tell(str(error))
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        _let_go()
        return DONE
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "a file"
        return _tell(f"{name}: {error.strerror or 'cannot be used'}. Check the place and the free space.")
    except KeyboardInterrupt:
        return _tell("stopped; what was saved is kept. Run the same command again to go on.")
    except Exception as error:  # noqa: BLE001 - a message or a traceback could show words of a document
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}"
        return _tell(f"a fault of childvoice ({place}). Please report this line; it holds no text of yours.")


def _tell(line: str) -> int:
    print(f"childvoice: {line}", file=sys.stderr)
    return FAILED


def _let_go() -> None:
    """Forget what standard output still holds, or Python would complain of the closed pipe as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
