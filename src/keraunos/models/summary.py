"""The table of a model's layers, shapes and parameters."""

import io
import re
import sys
from collections.abc import Callable
from math import prod
from typing import Any

from keraunos.core import tree
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import Layer

_SIZES = {
    "bfloat16": 2,
    "float16": 2,
    "float64": 8,
    "int64": 8,
    "uint64": 8,
    "bool": 1,
    "int8": 1,
    "uint8": 1,
}


def readable_size(size: float) -> str:
    """Bytes for people.

    Example:
        >>> readable_size(2048)
        '2.00 KB'
    """
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} TB"


def _bytes(variables: list[Any]) -> int:
    return sum(v.size * _SIZES.get(standardize_dtype(v.dtype), 4) for v in variables)


def output_shape_text(layer: Layer) -> str:
    """The shape that comes out of a layer, "?" if it was never called in a graph."""
    try:
        output = layer.output
    except (AttributeError, ValueError):
        return "?"
    if isinstance(output, KerasTensor):
        return str(tuple(output.shape))
    return ", ".join(str(tuple(t.shape)) for t in tree.flatten(output))


def _connections(layer: Layer, kept: set[int]) -> str:
    sources = []
    for node in layer._inbound_nodes:
        if id(node) not in kept:
            continue
        for tensor in node.input_tensors:
            h = tensor._keras_history
            sources.append(f"{h.operation.name}[{h.node_index}][{h.tensor_index}]" if h else "?")
    return ", ".join(sources) or "-"


def _is_linear(model: Any) -> bool:
    return not hasattr(model, "_nodes") or (
        all(len(n.parent_nodes) <= 1 for n in model._nodes)
        and (len(model._nodes) == len(model.layers) and len(model.outputs) == 1)
    )


def rows_of(
    model: Any, expand_nested: bool, show_trainable: bool, connected: bool, depth: int = 0
) -> list[list[str]]:
    """One row a layer: name and type, output shape, parameters, and what else was asked for."""
    kept = {id(n) for n in getattr(model, "_nodes", ())}
    rows = []
    for layer in model.layers:
        count = f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"
        row = [
            f"{'  ' * depth}{layer.name} ({type(layer).__name__})",
            output_shape_text(layer),
            count,
        ]
        if connected:
            row.append("-" if depth else _connections(layer, kept))
        if show_trainable:
            row.append(
                "Y"
                if layer.trainable and layer.trainable_weights
                else "N"
                if layer.weights
                else "-"
            )
        rows.append(row)
        if expand_nested and hasattr(layer, "layers"):
            rows += rows_of(layer, expand_nested, show_trainable, connected, depth + 1)
    return rows


def _in_range(rows: list[list[str]], layer_range: Any) -> list[list[str]]:
    if layer_range is None:
        return rows
    names = [row[0].strip().split(" ")[0] for row in rows]
    ends = []
    for pattern, order in zip(layer_range, (names, list(reversed(names)))):
        found = next((n for n in order if n == pattern or re.fullmatch(pattern, n)), None)
        if found is None:
            raise ValueError(
                f"summary: `layer_range` must name layers; got {pattern!r}. Known: {names}."
            )
        ends.append(names.index(found))
    return rows[ends[0] : ends[1] + 1]


def totals_of(model: Any) -> list[tuple[str, int, int]]:
    """Label, count and bytes of all, trainable, other and the optimizer's parameters."""
    weights = model.weights
    trainable = model.trainable_weights
    other = model.non_trainable_weights
    optimizer = list(model.optimizer.variables) if model.optimizer is not None else []
    optimizer = optimizer if getattr(model.optimizer, "built", False) else []
    groups = [("Total params", [*weights, *optimizer]), ("Trainable params", trainable),
              ("Non-trainable params", other)]  # fmt: skip
    if optimizer:
        groups.append(("Optimizer params", optimizer))
    return [(label, sum(prod(v.shape) for v in vs), _bytes(vs)) for label, vs in groups]


def print_summary(
    model: Any, line_length: int | None, positions: Any, print_fn: Callable[[str], Any] | None,
    expand_nested: bool, show_trainable: bool, layer_range: Any,
) -> None:  # fmt: skip
    """Draw the table with rich; see `Model.summary`."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    headers = ["Layer (type)", "Output Shape", "Param #"]
    if not _is_linear(model):
        headers.append("Connected to")
    if show_trainable:
        headers.append("Trainable")
    shares = (
        [p / (positions[-1] if positions[-1] > 1 else 1) for p in positions] if positions else None
    )
    table = Table(box=box.HEAVY_HEAD, show_lines=True, width=line_length)
    for i, header in enumerate(headers):
        ratio = None
        if shares and i < len(shares):
            ratio = max(1, round(100 * (shares[i] - (shares[i - 1] if i else 0))))
        table.add_column(header, justify="right" if header == "Param #" else "left", ratio=ratio)
    rows = rows_of(model, expand_nested, show_trainable, not _is_linear(model))
    for row in _in_range(rows, layer_range):
        table.add_row(*row)
    console = Console(
        file=None if print_fn is None else io.StringIO(), width=line_length, highlight=False, markup=False,
        color_system="auto" if print_fn is None else None,
    )  # fmt: skip
    with console.capture() as capture:
        console.print(f'Model: "{model.name}"')
        console.print(table)
        for label, count, size in totals_of(model):
            console.print(f" {label}: {count:,} ({readable_size(size)})")
    text = capture.get()
    if print_fn is None:
        sys.stdout.write(text)
    else:
        print_fn(text)
