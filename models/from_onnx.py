"""The weights of a shipped int8 ONNX as a state of its torch model again, so that a recipe can go on from what is shipped.

What quantisation took (a step of 1/127 of the largest weight of a column) is not given back; a few hundred steps of
training make up for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper


def weights(path: Path, model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """A state for ``model`` from the network that ``export_onnx.export`` wrote for a model of the same make.

    Parts that the network does not hold (the pooler of BERT) stay as they are in ``model``. ``model`` may have fewer
    layers than the network: the first ones are taken.
    """
    graph = onnx.load(str(path)).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    users = {name: node for node in graph.node for name in node.input}
    found = {name: value for name, value in stored.items() if value.dtype == np.float32 and value.ndim}
    for name in (n.removesuffix("_quantized") for n in stored if n.endswith("_quantized")):
        full = (stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"]) * stored[
            f"{name}_scale"
        ]
        found[_named(name, users, graph)] = full if name.endswith(".weight") else full.T
    state = model.state_dict()
    for name, value in state.items():  # the exporter turned the heads for their product, and kept their names
        if name in found and found[name].T.shape == value.shape != found[name].shape:
            found[name] = found[name].T
    loose = [n for n in found if n not in state and n.startswith("matmul")]
    missing = [n for n in state if n not in found and state[n].dtype.is_floating_point and "pooler" not in n]
    for name in loose:  # a product without a bias has lost its name: its shape tells
        alike = [m for m in missing if tuple(state[m].shape) == found[name].shape]
        if len(alike) == 1:
            found[alike[0]] = found.pop(name)
            missing.remove(alike[0])
    if missing:
        raise SystemExit(f"{path.name} does not hold {', '.join(missing)}")
    return {
        name: torch.from_numpy(np.ascontiguousarray(found[name])) if name in found else value
        for name, value in state.items()
    }


def mean(paths: Sequence[Path], model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The mean of the weights of several networks of one make and one descent (model soup, Wortsman et al. 2022)."""
    states = [weights(path, model) for path in paths]
    return {
        name: torch.stack([s[name] for s in states]).mean(0) if value.dtype.is_floating_point else value
        for name, value in states[0].items()
    }


def _named(name: str, users: dict, graph: onnx.GraphProto) -> str:
    """The name of a quantised weight; that of a product is told by the bias that is added to it."""
    if name.endswith(".weight"):
        return name
    after: dict[str, list] = {}
    for node in graph.node:
        for taken in node.input:
            after.setdefault(taken, []).append(node)
    node = users[f"{name}_quantized"]
    for _ in range(4):
        node = after[node.output[0]][0]
        if node.op_type == "Add":
            bias = next((i for i in node.input if i.endswith(".bias")), "")
            return bias.removesuffix("bias") + "weight" if bias else f"matmul {name}"
    return f"matmul {name}"
