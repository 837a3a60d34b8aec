"""Train the theme coder: fine-tune all-MiniLM-L6-v2 on corpora/training with text, evidence and valence heads.

    python models/theme_coder/train.py            about 45 minutes on one core; writes coder.onnx and coder.json here

One pass of the encoder gives four things: a logit per theme for the whole passage, a logit per theme for each token
(trained on the marked evidence), the valence of each token where it is evidence, and the valence of the whole. What is
kept is the running mean of the weights, which does better on writers that the training has not seen.
Thresholds are chosen on the writer ``elm``; the writer ``fir`` is touched by ``benchmarks/themes.py`` alone.
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
sys.path[:0] = [str(ROOT / "src"), str(HERE.parent)]

from childvoice.engines import checked_folder, stay_offline  # noqa: E402 - the recipe runs from a checkout
from childvoice.themes.codebook import load  # noqa: E402
from childvoice.themes.concerns import tells_of_harm  # noqa: E402

stay_offline()
from export_onnx import export  # noqa: E402
from from_onnx import mean  # noqa: E402
from transformers import AutoModel, AutoTokenizer  # noqa: E402 - after the hub was switched off

THEMES = load("voice_of_the_child").ids
VALENCES = ("positive", "negative", "mixed", "neutral")
WRITERS = (
    "ash", "aspen", "beech", "birch", "bramble", "burdock", "campion", "cedar", "clover", "cypress", "dogwood", "elder",
    "fig", "foxglove", "gorse", "hawthorn", "hazel", "heather", "juniper", "laurel", "lime", "linden", "mallow", "maple",
    "nettle", "oak", "plum", "poplar", "quince", "rowan", "sage", "sorrel", "thyme", "vetch", "willow", "yarrow", "yew",
    "sample",
)  # fmt: skip
DEV = "elm"
SAMPLE = "sample"
LONGEST = 160
SEED = 20181107
IGNORE = -100


class Coder(nn.Module):
    """The encoder with its heads. Output: theme logits, token theme logits, token valence, text valence, disclosure."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder)
        size = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.2)
        self.text = nn.Linear(size, len(THEMES))
        self.token = nn.Linear(size, len(THEMES))
        self.token_valence = nn.Linear(size, len(VALENCES))
        self.text_valence = nn.Linear(size, len(VALENCES))
        self.disclosure = nn.Linear(size, 1)

    def forward(self, input_ids, token_type_ids, attention_mask=None):
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        if attention_mask is None:  # a text alone, as childvoice reads it
            pooled = hidden.mean(1)
        else:
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * mask).sum(1) / mask.sum(1)
        hidden, dropped = self.dropout(hidden), self.dropout(pooled)
        return (
            self.text(dropped),
            self.token(hidden),
            self.token_valence(hidden),
            self.text_valence(dropped),
            self.disclosure(dropped),
        )


def rows_of(writer: str) -> list[dict]:
    if writer == SAMPLE:
        return whole_turns()
    path = ROOT / "corpora" / "training" / f"{writer}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def whole_turns() -> list[dict]:
    """The turns and notes of the sample review that have gold codes, most of them about nothing in the codebook.

    What may tell of harm is left out: the gold of the sample does not say so.
    """
    path = ROOT / "corpora" / "sample" / "gold" / "codes.jsonl"
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        codes = [
            {"code": c["code"], "valence": c["valence"], "evidence": row["text"][c["start"] : c["end"]]}
            for c in row["codes"]
        ]
        told = {c["valence"] for c in codes}
        if row["role"] == "interviewer" or tells_of_harm(row["text"]):
            continue
        valence = told.pop() if len(told) == 1 else "mixed" if told else "neutral"
        rows.append(
            {"text": row["text"], "question": "", "codes": codes, "valence": valence, "disclosure": False}
        )
    return rows


def fragment(row: dict, chance: random.Random) -> dict:
    """Now and then the evidence alone, as a report quotes it: the coder must not lean on the rest."""
    codes = [c for c in row["codes"] if len(c["evidence"].split()) >= 4 and c["evidence"] != row["text"]]
    if codes and chance.random() < 0.25:
        pick = chance.choice(codes)
        return row | {
            "text": pick["evidence"],
            "codes": [c for c in row["codes"] if c["evidence"] in pick["evidence"]],
            "valence": pick["valence"],
            "question": "",
        }
    return row


def batch(rows: list[dict], tokenizer) -> dict[str, torch.Tensor]:
    pairs = [(r.get("question") or "", r["text"]) for r in rows]
    encoded = tokenizer(
        [q for q, _ in pairs], [t for _, t in pairs], padding=True, truncation="longest_first", max_length=LONGEST,
        return_tensors="pt", return_offsets_mapping=True,
    )  # fmt: skip
    offsets, types = encoded.pop("offset_mapping"), encoded["token_type_ids"]
    themes = torch.zeros(len(rows), len(THEMES))
    tokens = torch.zeros(*types.shape, len(THEMES))
    valence = torch.full(types.shape, IGNORE)
    words = (types == 1) & (offsets[..., 1] > offsets[..., 0])
    for i, row in enumerate(rows):
        for code in row["codes"]:
            k = THEMES.index(code["code"])
            start = row["text"].find(code["evidence"])
            hit = words[i] & (offsets[i, :, 0] < start + len(code["evidence"])) & (offsets[i, :, 1] > start)
            themes[i, k] = 1
            tokens[i, hit, k] = 1
            v = VALENCES.index(code["valence"])
            # Two codes of opposite valence on the same words teach nothing about those words.
            valence[i] = torch.where(
                hit, torch.where((valence[i] == IGNORE) | (valence[i] == v), v, IGNORE - 1), valence[i]
            )
    valence[valence == IGNORE - 1] = IGNORE
    return {
        **encoded, "themes": themes, "tokens": tokens, "token_valence": valence, "words": words,
        "valence": torch.tensor([VALENCES.index(r["valence"]) for r in rows]),
        "disclosure": torch.tensor([float(r["disclosure"]) for r in rows]),
    }  # fmt: skip


def inputs(b: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {k: b[k] for k in ("input_ids", "attention_mask", "token_type_ids")}


def loss_of(model: Coder, b: dict[str, torch.Tensor]) -> torch.Tensor:
    text, token, token_valence, valence, disclosure = (x.float() for x in model(**inputs(b)))
    weight = torch.full((len(THEMES),), 4.0)
    bce, cross = nn.functional.binary_cross_entropy_with_logits, nn.functional.cross_entropy
    words = b["words"].unsqueeze(-1).float()
    per_token = bce(token, b["tokens"], pos_weight=weight, reduction="none") * words
    total = bce(text, b["themes"], pos_weight=weight) + per_token.sum() / (words.sum() * len(THEMES))
    if (b["token_valence"] != IGNORE).any():
        total = total + 0.8 * cross(
            token_valence.flatten(0, 1), b["token_valence"].flatten(), ignore_index=IGNORE
        )
    total = total + 0.4 * cross(valence, b["valence"])
    return total + 0.3 * bce(disclosure[:, 0], b["disclosure"], pos_weight=torch.tensor(8.0))


def train(epochs: int, rate: float, writers: tuple[str, ...], start: Sequence[Path]) -> tuple[Coder, object]:
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    folder = checked_folder("all-MiniLM-L6-v2")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = Coder(folder)
    if start:
        model.load_state_dict(mean(start, model))
    if not epochs:
        return model.eval(), tokenizer
    rows = [r for w in writers for r in rows_of(w)]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(rows) / 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.0, (steps - s) / steps)
    )
    running = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    )
    for epoch in range(epochs):
        model.train()
        began, total = time.perf_counter(), 0.0
        for group in batches(rows, chance):
            # Half the bits for the products: 1.6 times as fast where the processor knows bfloat16, the same quality.
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(model, batch([fragment(r, chance) for r in group], tokenizer))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            running.update_parameters(model)
            total += loss.item()
        print(
            f"epoch {epoch + 1}/{epochs} loss {total / (steps / epochs):.3f} {time.perf_counter() - began:.0f} s",
            flush=True,
        )
    model.load_state_dict(running.module.state_dict())
    return model.eval(), tokenizer


def batches(rows: list[dict], chance: random.Random) -> list[list[dict]]:
    """Sixteen rows of like length each, in an order of chance, so that little is padded."""
    ordered = sorted(rows, key=lambda r: len(r["text"]) + len(r.get("question") or "") + chance.random() * 30)
    groups = [ordered[at : at + 16] for at in range(0, len(ordered), 16)]
    chance.shuffle(groups)
    return groups


def write(model: Coder, tokenizer, path: Path) -> None:
    """Write the int8 ONNX that childvoice loads."""
    made = tokenizer(["Was she nice?"], ["She was, aye."], return_tensors="pt")
    # One text at a time is read, so that nothing is masked.
    example = {n: made[n] for n in ("input_ids", "token_type_ids")}
    dynamic = {n: {1: torch.export.Dim("tokens", max=512)} for n in example}
    export(model, example, ["text", "token", "token_valence", "valence", "disclosure"], dynamic, path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument(
        "--start",
        type=Path,
        nargs="+",
        default=[],
        help="go on from these weights (a coder.onnx), or from the mean of several",
    )
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--writers", nargs="+", default=list(WRITERS))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    np.random.seed(SEED)
    options.out.mkdir(parents=True, exist_ok=True)
    model, tokenizer = train(options.epochs, options.rate, tuple(options.writers), options.start)
    onnx_path = options.out / "coder.onnx"
    write(model, tokenizer, onnx_path)
    card = {
        "name": "theme_coder", "themes": list(THEMES), "valences": list(VALENCES), "longest": LONGEST,
        "writers": options.writers, "epochs": options.epochs, "seed": SEED,
        "sha256": hashlib.sha256(onnx_path.read_bytes()).hexdigest(),
    }  # fmt: skip
    (options.out / "coder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
