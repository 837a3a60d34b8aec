"""What an overview that was read from a release shows in place of counting: tables as they were signed off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Released:
    """A release behind an overview: which it is, who signed it off when, and its tables, after suppression.

    ``tones`` are rows of people by how a theme was for children, by theme. ``unchecked`` says that some of the codes
    that were counted had not been confirmed by a person.
    """

    name: str
    signed_by: str
    signed_at: str
    themes: list[dict[str, Any]] = field(repr=False)
    tones: dict[str, list[dict[str, str]]] = field(repr=False)
    documents: list[dict[str, str]] = field(repr=False)
    cases: list[dict[str, Any]] = field(repr=False)
    limits: tuple[str, ...] = field(repr=False)
    unchecked: bool = True
