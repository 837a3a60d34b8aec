"""The five rules of ARCHITECTURE.md that a machine can hold, beside the import contracts in .importlinter."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import childvoice
from childvoice.drawer import plugins

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "childvoice"
MODULES = sorted(SOURCE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_after_deidentify_can_reach_raw_text():
    allowed = ("childvoice.ingest", "childvoice.deidentify", "childvoice.pipeline", "childvoice.raw")
    outside = [
        _dotted(p) for p in MODULES if "childvoice.raw" in _imports(p) and not _dotted(p).startswith(allowed)
    ]
    assert outside == []


def test_pages_reach_neither_raw_text_nor_the_stages_that_hold_it():
    forbidden = ("childvoice.raw", "childvoice.ingest", "childvoice.deidentify", "childvoice.pipeline")
    for page in sorted((ROOT / "app").rglob("*.py")):
        bad = [n for n in _imports(page) if n.startswith(forbidden)]
        assert bad == [], f"{page.name} imports {bad}"


def test_only_the_command_line_prints():
    for path in MODULES:
        dotted = _dotted(path)
        if dotted.startswith("childvoice.cli"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        assert not [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"], dotted


def test_every_module_is_used_by_another_or_found_by_folder():
    found_by_folder = {
        m.__name__
        for package in (
            "childvoice.ingest.readers",
            "childvoice.deidentify.recognisers",
            "childvoice.publish.formats",
            "childvoice.exchange.formats",
        )
        for m in plugins(package)
    } | {_dotted(p) for p in (SOURCE / "cli" / "commands").glob("*.py")}
    imported = set().union(
        *(_imports(p) for p in MODULES), *(_imports(p) for p in (ROOT / "app").rglob("*.py"))
    )
    # Programs of others import the last three: spaCy, scikit-learn, Presidio.
    beside = {f"childvoice.exchange.{name}" for name in ("spacy_component", "estimator", "presidio")}
    roots = {"childvoice", "childvoice.__main__", "childvoice.cli"} | beside
    orphans = {_dotted(p) for p in MODULES} - imported - found_by_folder - roots
    # A package counts as used if one of its modules is.
    orphans = {o for o in orphans if not any(n.startswith(o + ".") for n in imported | found_by_folder)}
    assert orphans == set()


def test_every_plug_in_keeps_its_contract():
    for reader in plugins("childvoice.ingest.readers"):
        assert reader.EXTENSIONS
        assert callable(reader.read), reader.__name__
    for recogniser in plugins("childvoice.deidentify.recognisers"):
        assert callable(recogniser.find), recogniser.__name__
    for form in plugins("childvoice.publish.formats"):
        assert isinstance(form.ENDING, str)
        assert callable(form.write), form.__name__


def test_public_names_are_few_and_pinned():
    assert [
        n for n in vars(childvoice) if not n.startswith("_") and n.islower() and n in ("pipeline", "records")
    ] == [n for n in vars(childvoice) if n in ("pipeline", "records")]
    assert re.fullmatch(r"\d+\.\d+\.\d+", childvoice.__version__)


def test_help_needs_no_heavy_library():
    code = "import sys; from childvoice.cli import main; main(['--help']); print([m for m in ('torch', 'spacy', 'streamlit', 'sklearn', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_no_errors_are_ignored():
    for path in [*MODULES, *(ROOT / "app").rglob("*.py")]:
        assert 'errors="ignore"' not in path.read_text(encoding="utf-8"), path.name


def test_no_path_of_a_machine_is_written_down_not_even_in_weights():
    """An exporter of networks notes in its file where the program lay that made them."""
    path_of_a_machine = re.compile(rb"(?<![\w.])/(?:home|root|work|Users)/\w|[A-Z]:\\\\?Users")
    told = [ROOT / "app", ROOT / "src", ROOT / "models", ROOT / "docs", ROOT / "corpora", ROOT / "benchmarks"]
    for path in (p for folder in told for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        found = path_of_a_machine.search(path.read_bytes())
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]!r}"
