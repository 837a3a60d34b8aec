"""Theme coding against gold: F1 by theme, false alarms where there is no theme, valence, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from childvoice import themes
from childvoice.evaluation.intervals import interval, ratio

_Pair = tuple[frozenset[str], frozenset[str]]


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures for gold rows ``{"id", "text", "codes": [{"code", "start", "end"} or id, ...], "valence"}``.

    Rows of one ``doc_id`` (or ``source_url``) are drawn together in the intervals.
    """
    coder = themes.load_coder("voice_of_the_child")
    coded = coder.code_texts([r["text"] for r in rows], [str(r.get("question") or "") for r in rows])
    pairs = [
        (_codes(row), frozenset(c.theme for c in result.codes))
        for row, result in zip(rows, coded, strict=True)
    ]
    groups: dict[str, list[_Pair]] = {}
    for row, pair in zip(rows, pairs, strict=True):
        groups.setdefault(str(row.get("doc_id") or row.get("source_url") or row["id"]), []).append(pair)
    by_theme = {t: _f1(pairs, {t}) for t in coder.themes if any(t in g for g, _ in pairs)}
    empty = [found for gold, found in pairs if not gold]
    said = [
        (row["valence"], result.valence.value)
        for row, result in zip(rows, coded, strict=True)
        if row.get("valence")
    ]
    result: dict[str, Any] = {
        "rows": len(rows),
        "micro F1": _f1(pairs, None),
        "interval": interval(list(groups.values()), lambda g: _f1([p for group in g for p in group], None)),
        "macro F1": ratio(sum(by_theme.values()), len(by_theme)),
        "false alarms on rows without theme": ratio(sum(bool(f) for f in empty), len(empty)),
        "F1 by theme": by_theme,
    }
    if said:
        result["valence accuracy"] = ratio(sum(a == b for a, b in said), len(said))
        result["valence kappa"] = _kappa(said)
    overlaps = list(_evidence(rows, coded))
    if overlaps:
        result["evidence overlaps"] = ratio(sum(o > 0 for o in overlaps), len(overlaps))
        result["evidence mean overlap (IoU)"] = ratio(sum(overlaps), len(overlaps))
    return result


def _codes(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(c["code"] if isinstance(c, dict) else c for c in row.get("codes", ()))


def _f1(pairs: Sequence[_Pair], only: set[str] | None) -> float:
    right = found = gold = 0
    for truth, guess in pairs:
        if only is not None:
            truth, guess = truth & only, guess & only
        right += len(truth & guess)
        found += len(guess)
        gold += len(truth)
    return ratio(2 * right, found + gold)


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (1960) of gold and found valence."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[v] * second[v] for v in first) / n**2
    return ratio(observed - chance, 1 - chance)


def _evidence(rows: list[dict[str, Any]], coded: Sequence[themes.CodedText]) -> Iterator[float]:
    """Overlap (intersection over union) of marked and found words, for each code that is right and has words marked."""
    for row, result in zip(rows, coded, strict=True):
        found = {c.theme: (c.start, c.end) for c in result.codes}
        for code in row.get("codes", ()):
            marked = _marked(row["text"], code) if isinstance(code, dict) else None
            if marked and code["code"] in found:
                (a, b), (c, d) = found[code["code"]], marked
                yield ratio(max(0, min(b, d) - max(a, c)), max(b, d) - min(a, c))


def _marked(text: str, code: dict[str, Any]) -> tuple[int, int] | None:
    """Where gold says that the words of a code stand: by offsets, or by the words themselves."""
    if "start" in code:
        return code["start"], code["end"]
    words = code.get("evidence") or ""
    start = text.find(words)
    return (start, start + len(words)) if words and start >= 0 else None
