"""What two releases of one review tell together that neither tells alone.

Somebody with both can subtract. Where a number has changed by fewer people than may be shown, the difference is a
small number: after one child's withdrawal, '24 of 30' and '23 of 29' tell what that child raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from childvoice.release.content import Content


def differences(before: Content, after: Content) -> list[str]:
    """Say, a sentence each, where a number of people changed by a small number from one release to the other."""
    least = max(smallest(before), smallest(after))
    old = dict(_numbers(before))
    found = []
    for name, number in _numbers(after):
        was = old.get(name, "")
        if was.isdigit() and number.isdigit() and 0 < abs(int(was) - int(number)) < least:
            found.append(f"{name}: {was} before, {number} now")
    return found


def smallest(content: Content) -> int:
    """Return the smallest number of people that a release may tell."""
    return max(content.about.below, 10) if content.about.rule == "round" else content.about.below


def _numbers(content: Content) -> Iterator[tuple[str, str]]:
    """Every number of people, with a name that is the same in another release."""
    for group, people in content.took_part.items():
        yield f"Took part ({group.value})", people
    for row in content.themes:
        yield f"{row.label} ({row.group.value})", row.people
        yield f"{row.label}, asked and silent ({row.group.value})", row.asked_and_silent
    for tone in content.tones:
        yield f"{tone.theme}, {tone.tone.value}", tone.people
    for stage in content.stages:
        for raised in stage.raised:
            yield f"{raised.theme} at {stage.name} ({raised.group.value})", raised.people
