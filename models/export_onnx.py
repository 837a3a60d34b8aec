"""Write a network of torch as int8 ONNX; the recipes in the folders beside this file use it."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic


def export(
    model: torch.nn.Module, example: dict[str, torch.Tensor], outputs: list[str], dynamic: dict[str, dict], path: Path
) -> None:  # fmt: skip
    """Trace ``model`` on ``example`` (inputs by name) and quantise its matrix products, a scale per channel.

    ``dynamic`` names the axes of each input that vary. What is written between is deleted.
    """
    full = path.with_suffix(".full.onnx")
    program = torch.onnx.export(
        model, tuple(example.values()), input_names=list(example), output_names=outputs, dynamo=True, dynamic_shapes=dynamic
    )  # fmt: skip
    program.save(str(full))
    network = onnx.load(str(full))
    # Shapes of the exporter confuse the quantiser's own inference; it computes them again.
    del network.graph.value_info[:]
    forget(network)
    onnx.save(network, str(full))
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True)
    for left in path.parent.glob(full.name + "*"):
        left.unlink()


def forget(network: onnx.ModelProto) -> None:
    """Take out what the exporter notes beside each step: the folders of this machine, and other bytes in another folder."""
    graph = network.graph
    for part in (network, graph, *graph.node, *graph.initializer, *graph.input, *graph.output):
        del part.metadata_props[:]
