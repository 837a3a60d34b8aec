"""The one place that reads configuration: ``childvoice.toml`` in the folder of the review.

Every setting has a default here, so that the file may be empty; a key that is not known is refused, because a
misspelt ``threshhold`` would otherwise change nothing and say nothing.
"""

from __future__ import annotations

import difflib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from childvoice.errors import SettingsError

FILE_NAME = "childvoice.toml"


class _Section(BaseModel):
    # Strict: ``below = true`` would otherwise mean 1, and show every number.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Review(_Section):
    """What the review is called, and how its coding is meant.

    ``independent``: while they check codes, people see their own decisions and nobody else's.
    """

    title: str = "Untitled review"
    council: str = ""
    purpose: str = ""
    approach: Literal["codebook", "reflexive"] = "codebook"
    independent: bool = False
    lines_of_enquiry: dict[str, str] = Field(default_factory=dict)


class Deidentify(_Section):
    """How names are taken out. ``keep`` are words that are never a name here (services, public figures)."""

    policy: Literal["strict", "standard", "light"] = "standard"
    keep: tuple[str, ...] = Field(default=(), strict=False)


class Themes(_Section):
    """Which codebook, and how far above the coder's threshold a suggestion must score to count; below, a person decides."""

    codebook: str = "voice_of_the_child"
    unsure_band: float = Field(default=0.12, ge=0.0, le=0.5)
    topics: bool = True


class Suppression(_Section):
    """Counts from 1 to ``below`` minus 1 are shown as ``c``; 1 shows all.

    With ``rule = "round"`` nothing under 10 is shown and all else is rounded to the nearest 5.
    """

    below: int = Field(default=6, ge=1, le=50)
    rule: Literal["conceal", "round"] = "conceal"
    show_zero: bool = True


class Store(_Section):
    """Where the workspace lies. Empty: ``workspace.sqlite`` in the folder of the review.

    ``postgresql://USER@HOST/DATABASE`` (docs/server.md): a database of a server, for several hosts or a council's own.
    """

    address: str = ""


class Retention(_Section):
    """Until which day the review may be kept: a date, with or without quotation marks."""

    until: date | None = None

    @field_validator("until", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        # Strict alone would refuse "2027-03-31" in quotes, which people write; numbers stay refused.
        return date.fromisoformat(value) if isinstance(value, str) else value


class Safeguarding(_Section):
    """Who is told of passages that may tell of harm: a name and how to reach them."""

    lead: str = ""
    contact: str = ""


class Settings(_Section):
    """All settings of a review."""

    review: Review = Review()
    deidentify: Deidentify = Deidentify()
    themes: Themes = Themes()
    suppression: Suppression = Suppression()
    store: Store = Store()
    retention: Retention = Retention()
    safeguarding: Safeguarding = Safeguarding()


def load(folder: Path) -> Settings:
    """Read the settings of the review in ``folder``; defaults where it has no ``childvoice.toml``.

    Raises SettingsError naming the key, with the nearest known one where a key is unknown.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Settings()
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not valid TOML ({error})", subject=FILE_NAME, remedy="Mend it there") from None
    try:
        return _placed(Settings.model_validate(written), folder)
    except ValidationError as error:
        raise _explain(error) from None


def _placed(chosen: Settings, folder: Path) -> Settings:
    """A codebook file is meant as seen from the review, wherever the command is given."""
    if not chosen.themes.codebook.endswith(".toml"):
        return chosen
    placed = chosen.themes.model_copy(update={"codebook": str(folder / chosen.themes.codebook)})
    return chosen.model_copy(update={"themes": placed})


def _explain(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "model_type":
        return SettingsError(f"'{key}' is a heading", subject=FILE_NAME, remedy=f"Write it as [{key}]")
    if first["type"] != "extra_forbidden":
        return SettingsError(
            f"'{key}': {first['msg']}", subject=FILE_NAME, remedy="Change or remove that line"
        )
    known = _known_keys()
    # 'below' alone is near 'suppression.below' as well: a line often stands under the wrong heading.
    name, last = key.rpartition(".")[2], {k.rpartition(".")[2]: k for k in known}
    near = (
        last.get(name)
        or next(iter(difflib.get_close_matches(key, known, n=1)), None)
        or next((last[n] for n in difflib.get_close_matches(name, last, n=1)), None)
    )
    remedy = f"Perhaps '{near}' was meant" if near else f"Known keys: {', '.join(known)}"
    return SettingsError(f"unknown key '{key}'", subject=FILE_NAME, remedy=remedy)


def _known_keys() -> list[str]:
    keys: list[str] = []
    for section, info in Settings.model_fields.items():
        model: Any = info.annotation
        keys.append(section)
        keys.extend(f"{section}.{name}" for name in model.model_fields)
    return keys
