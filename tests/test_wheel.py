"""What is released is whole: the wheel works away from the checkout, and holds nothing that git does not know."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what belongs to it is what git knows")
PLACES = {"src/childvoice/": "childvoice/", "app/": "childvoice/bundled/app/", "models/": "childvoice/bundled/models/",
          "corpora/sample/documents/": "childvoice/bundled/sample/documents/", "corpora/sample/gold/": "childvoice/bundled/sample/gold/",
          "corpora/sample/evidence/": "childvoice/bundled/sample/evidence/"}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)  # fmt: skip
    return [f for f in listed.stdout.decode().split("\0") if f and (ROOT / f).is_file()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(place)], cwd=ROOT, capture_output=True, check=True)  # fmt: skip
    return place


@pytest.fixture(scope="module")
def installed(made: Path) -> Path:
    (wheel,) = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made / "site")  # noqa: S202 - made by ourselves a moment ago
    return made / "site"


def test_the_wheel_holds_all_that_runs_and_nothing_else(installed):
    held = {p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()}
    wanted = {
        to + file.removeprefix(place)
        for file in tracked()
        for place, to in PLACES.items()
        if file.startswith(place) and not (place == "models/" and file.endswith(".py"))
    }
    (record,) = {h.split("/")[0] for h in held if ".dist-info/" in h}
    assert {h for h in held if not h.startswith(record)} == wanted
    assert "childvoice/py.typed" in held
    assert f"{record}/licenses/LICENSE" in held
    told = (installed / record / "METADATA").read_text(encoding="utf-8")
    assert f"Version: {record.removeprefix('childvoice-').removesuffix('.dist-info')}\n" in told
    assert "childvoice_deidentify" in (installed / record / "entry_points.txt").read_text(encoding="utf-8")


PROGRAM = """
import childvoice, pathlib, sys
from childvoice import resources, themes
from childvoice.engines import recorded_weights, trained_weights
from childvoice.deidentify import deidentify_text
assert pathlib.Path(childvoice.__file__).is_relative_to(sys.argv[1])
assert {resources.resource(n).parent.name for n in ("app", "models", "sample")} == {"bundled"}
assert recorded_weights() and trained_weights()
(coded,) = themes.load_coder("voice_of_the_child").code_texts(["I've had five workers and nobody told me why they left."])
print(childvoice.__version__, *[c.theme for c in coded.codes], deidentify_text("Kayleigh Marsh told Priya.").text)
"""


def test_the_wheel_works_where_there_is_no_checkout(installed, tmp_path):
    here = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(installed)],
        cwd=tmp_path, env=here, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "continuity" in ran.stdout
    assert "Kayleigh" not in ran.stdout


def test_the_source_archive_builds_tests_and_documents_itself(made):
    (archive,) = made.glob("*.tar.gz")
    with tarfile.open(archive) as whole:
        held = {name.partition("/")[2] for name in whole.getnames()}
    left = set(tracked()) - held
    assert left <= {f for f in left if f.startswith(".")}, "only what git, CI and editors want stays out"
