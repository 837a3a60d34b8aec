"""Weights are loaded only if they are the recorded ones, and nothing looks for them on a network."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from childvoice import engines
from childvoice.errors import ModelError
from childvoice.resources import resource
from childvoice.themes.network import Network


def test_the_installed_weights_are_the_recorded_ones():
    for name in engines.recorded_weights():
        assert engines.checked_folder(name).is_dir()


def test_a_package_that_is_not_there_is_named_with_what_to_do(monkeypatch):
    record = {"package": "no-such-package", "version": "1.0", "module": "nosuch", "folder": "m", "files": {}}
    monkeypatch.setattr(engines, "recorded_weights", lambda: {"lost": record})
    with pytest.raises(
        ModelError,
        match=r"no-such-package .* is not installed\. Install childvoice with its constraints file",
    ):
        engines.checked_folder("lost")


def test_other_weights_under_the_same_name_are_refused(monkeypatch):
    real = engines.recorded_weights()["all-MiniLM-L6-v2"]
    forged = real | {"files": {"config.json": "0" * 64}}
    monkeypatch.setattr(engines, "recorded_weights", lambda: {"all-MiniLM-L6-v2": forged})
    with pytest.raises(ModelError, match=r"config\.json differs"):
        engines.checked_folder("all-MiniLM-L6-v2")


def test_a_changed_theme_coder_is_refused(tmp_path: Path):
    folder = resource("models") / "theme_coder"
    shutil.copy(folder / "coder.json", tmp_path)
    (tmp_path / "coder.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the recorded ones"):
        Network(tmp_path)
    card = json.loads((folder / "coder.json").read_text(encoding="utf-8"))
    assert set(card["thresholds"]) == set(card["themes"])


def test_model_libraries_are_told_to_stay_offline(monkeypatch):
    for name in engines.OFFLINE:
        monkeypatch.delenv(name, raising=False)
    engines.stay_offline()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
