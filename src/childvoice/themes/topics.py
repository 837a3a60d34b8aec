"""Draft themes outside the codebook, with BERTopic over passages in the words that carry their content.

Vectors of whole spoken sentences group by how people talk ('I was on the stairs', 'I said it was fine'); so a passage is
encoded by its content words alone. The result depends on the set of passages alone: they are sorted by the hash of
their text before anything else, every draw is seeded, and what lies far from the middle of its topic is in none. A
draft is a suggestion to a person.
"""

from __future__ import annotations

import hashlib
import math
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from childvoice.engines import stay_offline
from childvoice.records import Topic
from childvoice.themes.vectors import vectors as vectors_of

SEED = 20181107
FEWEST = 12
"""Below this many passages there is nothing to group."""
_NEAR = 0.3
"""A passage that is less alike (cosine) to the middle of its topic is about something else."""
_DIRECTIONS = 100
_PARTS = ("hdbscan", "sentence_transformers", "spacy", "torch", "transformers", "umap")
_EVERYDAY = 5.6  # Zipf frequency from which a word is in everybody's mouth
# Words that are everywhere in this field and name no topic.
_FIELD = {
    "social", "worker", "workers", "child", "person", "place", "relative", "school", "organisation", "said", "says", "just", "like", "really", "know", "got", "get", "dont", "don",
    "didn", "doesn", "thing", "things", "bit", "lot", "going", "went", "want", "think", "yeah", "year", "years", "time", "day", "days", "people", "ve", "ll", "re", "did", "does", "right", "good", "let",
    "say", "tell", "told", "asked", "ask", "come", "came", "goes", "gone", "put", "one", "two", "three", "make", "made", "way", "mum", "dad", "nan", "thats", "im", "ive", "isn", "wasn", "won", "okay", "dunno",
}  # fmt: skip


def content_words(text: str) -> list[str]:
    """Words of ``text`` that may name what it is about: no pseudonyms, no function words, none used in every talk."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
    from wordfreq import zipf_frequency

    plain = re.sub(r"\[[^\]]*\]", " ", text).casefold()
    words = re.findall(r"[a-z]{3,}", plain)
    return [
        w
        for w in words
        if w not in ENGLISH_STOP_WORDS and w not in _FIELD and zipf_frequency(w, "en") < _EVERYDAY
    ]


def discover(texts: Sequence[tuple[str, str]]) -> list[Topic]:
    """Group passages given as (id, text) into topics, largest first; the same for any order of ``texts``.

    Passages with fewer than two content words are in none. Fewer than FEWEST passages give no topic.
    """
    content = {id_: " ".join(words) for id_, text in texts if len(words := content_words(text)) >= 2}
    kept = sorted((t for t in texts if t[0] in content), key=lambda t: (_digest(t[1]), t[0]))
    if len(kept) < FEWEST:
        return []
    ids, bodies = [id_ for id_, _ in kept], [text for _, text in kept]
    embedded = vectors_of([content[id_] for id_ in ids])
    numbers = grouped(bodies, embedded)
    return _topics(ids, bodies, embedded, numbers)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def grouped(texts: Sequence[str], vectors: Any) -> list[int]:
    """The topic of each text, -1 for none, by Ward's method on the directions in which the vectors differ most.

    Of planted themes of 14 to 40 passages among up to 2,300 others it finds more than UMAP and HDBSCAN, which BERTopic
    takes by itself, in a twentieth of the time (``benchmarks/topics.py``).
    """
    from sklearn.decomposition import PCA
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    from childvoice.themes.knots import Ward

    with warnings.catch_warnings():
        # The libraries that BERTopic imports warn of their own plans.
        warnings.simplefilter("ignore")
        bertopic = light_bertopic()
        directions = PCA(min(_DIRECTIONS, len(texts) - 1), svd_solver="full")
        model = bertopic(
            embedding_model=None,
            umap_model=make_pipeline(directions, Normalizer()),
            hdbscan_model=Ward(topics_of(len(texts)), SEED),
            vectorizer_model=CountVectorizer(stop_words="english"),
            calculate_probabilities=False,
        )
        numbers, _ = model.fit_transform(list(texts), vectors)
    return _near_enough([int(n) for n in numbers], vectors)


class _NotThere:
    """Finds none of the packages that are to be left out: whoever tries to import one hears that it is not installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        del path, target
        if name in _PARTS:
            raise ModuleNotFoundError(f"left out: {name}", name=name)


def light_bertopic() -> Any:
    """The class BERTopic without the parts that it may have and we do not use: a second to import in place of eight.

    Its light installation (BERTopic's guide, "Lightweight installation") leaves those packages out. Where they are
    installed they are hidden while it is imported; nothing else of childvoice imports them at run time.
    """
    stay_offline()
    hiding = _NotThere()
    sys.meta_path.insert(0, hiding)
    try:
        from bertopic import BERTopic
    finally:
        sys.meta_path.remove(hiding)
    return BERTopic


def topics_of(count: int) -> int:
    """Into how many topics to part ``count`` passages: the root of half of them (Mardia et al. 1979), 40 in each at least."""
    return max(3, min(count // 40, round(math.sqrt(count / 2))))


def _near_enough(numbers: list[int], vectors: Any) -> list[int]:
    """Topics without what lies far from their middle: -1."""
    array = np.array(numbers)
    kept = array.copy()
    for number in sorted(set(numbers)):
        at = np.flatnonzero(array == number)
        centre = vectors[at].mean(axis=0)
        kept[at[vectors[at] @ (centre / np.linalg.norm(centre)) < _NEAR]] = -1
    return [int(n) for n in kept]


def _topics(ids: Sequence[str], texts: Sequence[str], vectors: Any, numbers: Sequence[int]) -> list[Topic]:
    members: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        if number != -1:
            members[number].append(place)
    words = _words(texts, numbers)
    ranked = sorted(members.values(), key=lambda at: (-len(at), ids[at[0]]))
    topics = []
    for new, at in enumerate(ranked):
        centre = vectors[at].mean(axis=0)
        nearest = sorted(at, key=lambda i: (-float(vectors[i] @ centre), ids[i]))
        told = words[numbers[at[0]]]
        topics.append(
            Topic(
                id=new,
                label=", ".join(told[:3]) or f"topic {new}",
                words=tuple(told),
                excerpts=tuple(ids[i] for i in at),
                representatives=tuple(ids[i] for i in nearest[:4]),
            )
        )
    return topics


def _words(texts: Sequence[str], numbers: Sequence[int]) -> dict[int, list[str]]:
    """The words that set each topic apart (class-based tf-idf, Grootendorst 2022), without words of the field."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    labels = sorted(set(numbers) - {-1})
    if not labels:
        return {}
    joined = [" ".join(t for t, n in zip(texts, numbers, strict=True) if n == label) for label in labels]
    vectorizer = CountVectorizer(
        stop_words=sorted(ENGLISH_STOP_WORDS | _FIELD),
        token_pattern=r"(?u)\b[a-z]{3,}\b",  # noqa: S106 - a pattern of words
    )
    try:
        counts = vectorizer.fit_transform(joined).toarray().astype(float)
    except ValueError:  # nothing but stop words
        return {label: [] for label in labels}
    names = vectorizer.get_feature_names_out()
    frequency = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    rarity = np.log1p(counts.sum() / len(labels) / np.maximum(counts.sum(axis=0), 1))
    weights = frequency * rarity
    return {
        label: [
            str(names[i])
            for i in sorted(range(len(names)), key=lambda i: (-row[i], names[i]))[:8]
            if row[i] > 0
        ]
        for label, row in zip(labels, weights, strict=True)
    }
