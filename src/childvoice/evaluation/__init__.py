"""How good is a stage, on gold of one's own? One file a stage; figures come with 95 % intervals over documents."""

from __future__ import annotations

from typing import Any

from childvoice.deidentify import Roster
from childvoice.evaluation import deidentify, themes, voice

STAGES = ("deidentify", "voice", "themes")

Result = dict[str, Any]


def measure(
    stage: str, rows: list[dict[str, Any]], roster: Roster | None = None, *, policy: str = "standard"
) -> Result:
    """Run ``stage`` on gold ``rows`` and compare. ``roster`` helps deidentify and voice; ``policy`` is deidentify's."""
    if stage == "deidentify":
        return deidentify.measure(rows, roster, policy=policy)
    return voice.measure(rows, roster) if stage == "voice" else themes.measure(rows)


def as_text(result: Result) -> str:
    """The result as a table for people."""
    lines = []
    for name, value in result.items():
        if isinstance(value, dict):
            lines.append(f"\n{name}")
            lines += [f"  {key:<28} {_figure(inner)}" for key, inner in value.items()]
        else:
            lines.append(f"{name:<30} {_figure(value)}")
    return "\n".join(lines)


def _figure(value: Any) -> str:
    if isinstance(value, dict):
        parts = [f"{k} {_figure(v)}" for k, v in value.items()]
        return "  ".join(parts)
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return f"({value[0]:.3f} to {value[1]:.3f})"
    return str(value)
