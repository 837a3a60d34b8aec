"""Draft themes: the same for any order, found when many speak of a thing that no theme covers, none from little."""

from __future__ import annotations

import random
import subprocess
import sys

from childvoice.themes import discover
from childvoice.themes.topics import content_words

PETS = "dog cat hamster rabbit pony budgie kitten puppy tortoise goldfish".split()
FOOD = "pizza chips pasta sausages curry noodles toast cereal gravy beans".split()
BUSES = "bus train taxi tram minibus coach ferry bike scooter car".split()
SAID = (
    "The {} slept under the blanket near the radiator.",
    "Nobody asked what happens to the {}.",
    "My {} was at home alone.",
    "I think about the {} in the evening.",
)
ATE = (
    "We ate {} for supper on the sofa.",
    "Burnt {} again in the kitchen.",
    "Cold {} with ketchup is best.",
    "I can cook {} myself.",
)
RODE = (
    "The {} broke down near the roundabout.",
    "We queue for the {} in the rain.",
    "The {} driver waves.",
    "I ride the {} past the bridge.",
)


def planted_passages() -> list[list[str]]:
    """Three themes of forty passages each; benchmarks/topics.py plants them among others."""
    return [[line.format(word) for word in words for line in lines] for words, lines in ((PETS, SAID), (FOOD, ATE), (BUSES, RODE))]  # fmt: skip


def _passages():
    return [(f"p{n}", text) for n, text in enumerate(t for theme in planted_passages() for t in theme)]


def test_three_planted_topics_are_found_in_every_order():
    passages = _passages()
    results = []
    for seed in (1, 2):
        random.Random(seed).shuffle(passages)
        results.append(discover(passages))
    assert results[0] == results[1]
    assert sum(len(t.excerpts) for t in results[0]) >= 0.8 * len(passages)
    plain = dict(passages)
    for words in (PETS, FOOD, BUSES):
        best = max(results[0], key=lambda t: sum(any(w in plain[e] for w in words) for e in t.excerpts))
        assert sum(any(w in plain[e] for w in words) for e in best.excerpts) >= 0.6 * len(best.excerpts)


def test_too_little_gives_no_topic():
    assert discover(_passages()[:5]) == []
    assert discover([]) == []


def test_pseudonyms_and_everyday_words_are_no_content():
    assert content_words("[Child 3] said that she really liked the hamster") == ["liked", "hamster"]


def test_bertopic_comes_without_torch_and_hides_nothing_afterwards() -> None:
    program = (
        "import sys; from childvoice.themes.topics import light_bertopic; light_bertopic(); "
        "loaded = [m for m in ('torch', 'transformers', 'umap', 'hdbscan') if m in sys.modules]; "
        "import importlib.util; print(loaded, importlib.util.find_spec('umap') is not None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
