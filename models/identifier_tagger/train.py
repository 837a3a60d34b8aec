"""Train the identifier tagger: all-MiniLM-L6-v2 with signs of each word, fine-tuned to mark identifiers.

    python models/identifier_tagger/train.py       about 30 minutes on one core; writes tagger.onnx and tagger.json here

Each pass reads every document with other names, places and numbers in it (``vary.py``). The writer ``alder`` and
``corpora/heldout`` are never read here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "src"), str(HERE.parent), str(HERE)]

from childvoice.engines import checked_folder, stay_offline  # noqa: E402 - the recipe runs from a checkout

stay_offline()
from corpus import Marked, nameless, sample, written  # noqa: E402
from export_onnx import export  # noqa: E402
from from_onnx import mean  # noqa: E402
from transformers import AutoModel  # noqa: E402 - after the hub was switched off
from vary import roughen, vary  # noqa: E402

from childvoice.deidentify.names.signs import LISTED, SIGNS  # noqa: E402
from childvoice.deidentify.names.windows import Window, windows  # noqa: E402
from childvoice.records import Label  # noqa: E402

KINDS = tuple(str(label) for label in Label if label is not Label.RARE_EVENT)
TAGS = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))
WRITERS = (
    "pine", "rush", "sedge", "tansy", "briar", "bracken", "clary", "fescue", "daisy", "holly", "iris", "ivy",
)  # fmt: skip
SEED = 20181107
BATCH = 12
NAMELESS = 1600


class Tagger(nn.Module):
    """The encoder with the signs added to its word vectors, and one linear layer to the tags."""

    def __init__(self, folder: Path, layers: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder)
        # The upper layers of the encoder know what a sentence means; which words are names is told by the lower ones.
        del self.encoder.encoder.layer[layers:]
        size = self.encoder.config.hidden_size
        self.signs = nn.Linear(len(SIGNS), size, bias=False)
        nn.init.normal_(self.signs.weight, std=0.02)
        self.dropout = nn.Dropout(0.15)
        self.tags = nn.Linear(size, len(TAGS))

    def forward(self, input_ids, signs, attention_mask=None):
        vectors = self.encoder.embeddings.word_embeddings(input_ids) + self.signs(signs)
        hidden = self.encoder(inputs_embeds=vectors, attention_mask=attention_mask).last_hidden_state
        return self.tags(self.dropout(hidden))


def tags_of(window: Window, spans: list[tuple[int, int, str]]) -> list[int]:
    """The tag of each piece of the window; -100 for the two special ones."""
    tags = []
    for start, end in window.offsets:
        if end <= start:
            tags.append(-100)
            continue
        hit = next((s for s in spans if s[0] < end and start < s[1]), None)
        if hit is None or hit[2] not in KINDS:
            tags.append(0)
        else:
            tags.append(1 + 2 * KINDS.index(hit[2]) + (start > hit[0]))
    return tags


def examples(documents: list[Marked], chance: random.Random) -> list[tuple[Window, list[int]]]:
    """Every document in a new variant, cut into windows at changing places."""
    found = []
    for document in documents:
        new = vary(document, chance)
        text = roughen(new.text, list(new.spans), chance)
        for window in windows(text, longest=chance.choice((48, 96, 126))):
            near = [s for s in new.spans if s[0] < window.end and window.start < s[1]]
            found.append((window, tags_of(window, near)))
    return found


def tensors(batch: list[tuple[Window, list[int]]], chance: random.Random) -> dict[str, torch.Tensor]:
    longest = max(len(w.ids) for w, _ in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask, tags = torch.zeros_like(ids), torch.full_like(ids, -100)
    signs = torch.zeros(len(batch), longest, len(SIGNS))
    for i, (window, told) in enumerate(batch):
        n = len(window.ids)
        ids[i, :n], mask[i, :n], tags[i, :n] = torch.tensor(window.ids), 1, torch.tensor(told)
        signs[i, :n] = torch.from_numpy(window.signs.copy())
        if chance.random() < 0.25:
            # Names that no list knows: the context must do.
            hidden = torch.rand(n) < 0.5
            signs[i, :n][hidden, LISTED] = 0.0
    return {"input_ids": ids, "attention_mask": mask, "signs": signs, "tags": tags}


def plain_lines(texts: list[str], chance: random.Random) -> list[Marked]:
    """Some of the texts without names, eight to a document: a word that can be a name mostly is none."""
    chosen = chance.sample(texts, min(len(texts), NAMELESS))
    return [Marked("", "\n".join(chosen[i : i + 8]) + "\n", ()) for i in range(0, len(chosen), 8)]


def train(
    documents: list[Marked], texts: list[str], epochs: int, rate: float, layers: int, start: Sequence[Path]
) -> Tagger:
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    model = Tagger(checked_folder("all-MiniLM-L6-v2"), layers)
    if start:
        model.load_state_dict(mean(start, model))
    new = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": rate}, {"params": new, "lr": 1e-3}], weight_decay=0.01
    )
    weight = torch.ones(len(TAGS))
    weight[1:] = 2.5  # a name left in costs more than a word taken out
    for epoch in range(epochs):
        model.train()
        rows = examples([*documents, *plain_lines(texts, chance)], chance)
        # Like lengths together, so that little is padded; the order of batches is by chance.
        rows.sort(key=lambda r: (len(r[0].ids), chance.random()))
        batches = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
        chance.shuffle(batches)
        began, total = time.perf_counter(), 0.0
        for n, batch in enumerate(batches):
            done = (epoch + n / len(batches)) / epochs
            pace = min(1.0, done / 0.08 + 0.01) * max(0.02, 0.5 + 0.5 * math.cos(math.pi * done))
            for group, full in zip(optimizer.param_groups, (rate, 1e-3), strict=True):
                group["lr"] = full * pace
            b = tensors(batch, chance)
            # Half the bits for the products: 1.6 times as fast where the processor knows bfloat16, the same quality.
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(b["input_ids"], b["signs"], b["attention_mask"])
            loss = nn.functional.cross_entropy(
                logits.float().flatten(0, 1), b["tags"].flatten(), weight=weight, ignore_index=-100
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
        print(
            f"epoch {epoch + 1}/{epochs} loss {total / len(batches):.4f} {time.perf_counter() - began:.0f} s",
            flush=True,
        )
    return model.eval()


def write(model: Tagger, path: Path) -> None:
    """Write the int8 ONNX that childvoice loads."""
    window = next(iter(windows("Aoife: hiya Will, is your nan Jean in?\n")))
    made = tensors([(window, [0] * len(window.ids))], random.Random(0))
    # One window at a time is read, so that nothing is masked.
    example = {n: made[n] for n in ("input_ids", "signs")}
    export(model, example, ["tags"], {n: {1: torch.export.Dim("tokens", max=512)} for n in example}, path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument(
        "--start",
        type=Path,
        nargs="+",
        default=[],
        help="go on from these weights (a tagger.onnx), or from the mean of several",
    )
    parser.add_argument("--layers", type=int, default=6, help="of the encoder, from below")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--writers", nargs="*", default=list(WRITERS))
    options = parser.parse_args()
    torch.set_num_threads(1)
    np.random.seed(SEED)
    options.out.mkdir(parents=True, exist_ok=True)
    documents = [
        *sample(),
        *(d for w in options.writers for d in written(ROOT / "corpora" / "identifiers" / w)),
    ]
    model = train(documents, nameless(), options.epochs, options.rate, options.layers, options.start)
    path = options.out / "tagger.onnx"
    write(model, path)
    card = {
        "name": "identifier_tagger", "tags": list(TAGS), "signs": list(SIGNS), "writers": ["sample", *options.writers],
        "layers": options.layers, "epochs": options.epochs, "seed": SEED, "documents": len(documents),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip
    (options.out / "tagger.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
