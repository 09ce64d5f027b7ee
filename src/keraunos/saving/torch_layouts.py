"""How torch lays out the weights of a layer, and how they are turned into ours and back."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from keraunos import layers
from keraunos.core.variable import Variable

Arrays = dict[str, np.ndarray]
"""Arrays of one module by their names in it."""


class Leaf(NamedTuple):
    """One variable: its name in torch, its array turned into ours (given our shape) and back."""

    name: str
    ours: Callable[[np.ndarray, tuple[int, ...]], np.ndarray]
    theirs: Callable[[np.ndarray], np.ndarray]


def _leaf(name: str) -> Leaf:
    return Leaf(name, lambda array, shape: array, lambda array: array)


def _kernel_in(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """(out, in, *sizes) -> (*sizes, in, out)."""
    return np.transpose(array, (*range(2, array.ndim), 1, 0))


def _kernel_out(array: np.ndarray) -> np.ndarray:
    last = array.ndim - 1
    return np.transpose(array, (last, last - 1, *range(last - 1)))


def _depthwise_in(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """(channels · multiplier, 1, *sizes) -> (*sizes, channels, multiplier)."""
    parted = array.reshape(*shape[-2:], *array.shape[2:])
    return np.transpose(parted, (*range(2, parted.ndim), 0, 1))


def _depthwise_out(array: np.ndarray) -> np.ndarray:
    last = array.ndim - 1
    turned = np.transpose(array, (last - 1, last, *range(last - 1)))
    return turned.reshape(-1, 1, *turned.shape[2:])


def _reshaped(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return array.reshape(shape) if array.size == np.prod(shape) else array


_KERNEL = Leaf("weight", _kernel_in, _kernel_out)
_BIAS = _leaf("bias")
_SCALED = {"gamma": _leaf("weight"), "beta": _BIAS}
_CONV = {"kernel": _KERNEL, "bias": _BIAS}
_DEPTHWISE = {"kernel": Leaf("weight", _depthwise_in, _depthwise_out), "bias": _BIAS}

LEAVES: dict[type, dict[str, Leaf]] = {
    layers.Dense: _CONV,
    layers.DepthwiseConv1D: _DEPTHWISE, layers.DepthwiseConv2D: _DEPTHWISE,
    layers.Conv1D: _CONV, layers.Conv2D: _CONV, layers.Conv3D: _CONV,
    layers.Conv1DTranspose: _CONV, layers.Conv2DTranspose: _CONV, layers.Conv3DTranspose: _CONV,
    layers.Embedding: {"embeddings": _leaf("weight")},
    layers.BatchNormalization: {
        **_SCALED, "moving_mean": _leaf("running_mean"), "moving_variance": _leaf("running_var"),
    },
    layers.LayerNormalization: _SCALED, layers.GroupNormalization: _SCALED,
    layers.RMSNormalization: {"scale": _leaf("weight")},
    layers.PReLU: {"alpha": Leaf("weight", _reshaped, lambda array: array.reshape(-1))},
}  # fmt: skip
"""Layer -> our attribute -> what torch has in its place."""

GATES = {layers.SimpleRNN: (0,), layers.LSTM: (0, 1, 2, 3), layers.GRU: (1, 0, 2)}
"""Recurrent layer -> where torch has each of our gates."""

_RECURRENT = re.compile(r"(weight_ih|weight_hh|bias_ih|bias_hh)_l(\d+)(_reverse)?")
_ATTENTION = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")


def modules(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The arrays of a state_dict by module and name; layers of a stack of LSTMs count as modules.

    Example:
        >>> modules({"net.0.weight": 1, "rnn.bias_ih_l1": 2})
        {'net.0': {'weight': 1}, 'rnn.1': {'bias_ih_l0': 2}}
    """
    found: dict[str, dict[str, Any]] = {}
    for key, value in state.items():
        owner, _, name = key.rpartition(".")
        if name == "num_batches_tracked":
            continue
        if owner.rpartition(".")[2] == "out_proj":
            owner, name = owner.rpartition(".")[0], f"out_proj.{name}"
        stacked = _RECURRENT.fullmatch(name)
        if stacked:
            owner = owner if stacked[2] == "0" else f"{owner}.{stacked[2]}"
            name = f"{stacked[1]}_l0{stacked[3] or ''}"
        found.setdefault(owner, {})[name] = value
    return found


def known(layer: Any) -> bool:
    """Whether torch has a counterpart whose layout is known."""
    if isinstance(layer, layers.Bidirectional):
        return isinstance(layer.forward_layer, tuple(GATES))
    return isinstance(layer, (*LEAVES, *GATES, layers.MultiHeadAttention))


def ours(layer: Any, arrays: Arrays) -> list[tuple[Variable, np.ndarray]]:
    """Pairs (variable, value) of a layer from a module's arrays.

    Args: arrays: those that `theirs` names.
    Raises: ValueError if the two differ in kind.
    """
    if isinstance(layer, layers.Bidirectional):
        both = ((layer.forward_layer, ""), (layer.backward_layer, "_reverse"))
        return [pair for one, end in both for pair in _recurrent_in(one, arrays, end)]
    if isinstance(layer, tuple(GATES)):
        return _recurrent_in(layer, arrays, "")
    if isinstance(layer, layers.MultiHeadAttention):
        return _attention_in(layer, arrays)
    return [
        (variable, leaf.ours(arrays[leaf.name], variable.shape))
        for variable, leaf in _leaves(layer)
    ]


def theirs(layer: Any) -> Arrays:
    """The arrays of a torch module that computes what a layer does."""
    if isinstance(layer, layers.Bidirectional):
        backward = _recurrent_out(layer.backward_layer, "_reverse")
        return {**_recurrent_out(layer.forward_layer, ""), **backward}
    if isinstance(layer, tuple(GATES)):
        return _recurrent_out(layer, "")
    if isinstance(layer, layers.MultiHeadAttention):
        return _attention_out(layer)
    return {leaf.name: leaf.theirs(v.numpy()) for v, leaf in _leaves(layer)}


def _leaves(layer: Any) -> list[tuple[Variable, Leaf]]:
    table = next(table for kind, table in LEAVES.items() if isinstance(layer, kind))
    pairs = [(getattr(layer, name, None), leaf) for name, leaf in table.items()]
    return [(variable, leaf) for variable, leaf in pairs if isinstance(variable, Variable)]


# --- recurrent layers: torch keeps two biases, and GRU's gates in another order ------------------


def _ordered(layer: Any, array: np.ndarray) -> np.ndarray:
    order = next(order for kind, order in GATES.items() if isinstance(layer, kind))
    parts = np.split(array, len(order), axis=-1)
    return np.concatenate([parts[i] for i in order], axis=-1)


def _two_biases(layer: Any) -> bool:
    return isinstance(layer, layers.GRU)


def _recurrent_in(layer: Any, arrays: Arrays, end: str) -> list[tuple[Variable, np.ndarray]]:
    cell = layer.cell
    if isinstance(layer, layers.GRU) and not cell.reset_after:
        raise ValueError("torch's GRU is that of reset_after=True; this one has False")
    pairs = [
        (cell.kernel, _ordered(layer, arrays[f"weight_ih_l0{end}"].T)),
        (cell.recurrent_kernel, _ordered(layer, arrays[f"weight_hh_l0{end}"].T)),
    ]
    if cell.use_bias:
        two = [_ordered(layer, arrays[f"bias_{kind}_l0{end}"]) for kind in ("ih", "hh")]
        pairs.append((cell.bias, np.stack(two) if _two_biases(layer) else two[0] + two[1]))
    return pairs


def _recurrent_out(layer: Any, end: str) -> Arrays:
    cell = layer.cell
    if isinstance(layer, layers.GRU) and not cell.reset_after:
        raise ValueError("torch's GRU is that of reset_after=True; this one has False")
    made = {
        f"weight_ih_l0{end}": _ordered(layer, cell.kernel.numpy()).T,
        f"weight_hh_l0{end}": _ordered(layer, cell.recurrent_kernel.numpy()).T,
    }
    if cell.use_bias:
        bias = _ordered(layer, cell.bias.numpy())
        two = bias if _two_biases(layer) else (bias, np.zeros_like(bias))
        made |= {f"bias_{kind}_l0{end}": array for kind, array in zip(("ih", "hh"), two)}
    return made


# --- attention: torch keeps query, key and value in one matrix, heads side by side ---------------


def _projections(layer: Any) -> list[Any]:
    return [layer._query_dense, layer._key_dense, layer._value_dense]


def _attention_in(layer: Any, arrays: Arrays) -> list[tuple[Variable, np.ndarray]]:
    pairs = []
    for dense, weight in zip(_projections(layer), np.split(arrays[_ATTENTION[0]], 3)):
        pairs.append((dense.kernel, _reshaped(weight.T, dense.kernel.shape)))
    output = layer._output_dense
    pairs.append((output.kernel, _reshaped(arrays[_ATTENTION[2]].T, output.kernel.shape)))
    if output.bias is not None:
        for dense, bias in zip(_projections(layer), np.split(arrays[_ATTENTION[1]], 3)):
            pairs.append((dense.bias, _reshaped(bias, dense.bias.shape)))
        pairs.append((output.bias, arrays[_ATTENTION[3]]))
    return pairs


def _attention_out(layer: Any) -> Arrays:
    three = _projections(layer)
    kernels = [dense.kernel.numpy() for dense in three]
    if len({kernel.shape for kernel in kernels}) > 1:
        raise ValueError("torch's in_proj_weight needs equal sizes of query, key and value")
    output = layer._output_dense
    kernel = output.kernel.numpy()
    made = {
        _ATTENTION[0]: np.concatenate([k.reshape(k.shape[0], -1).T for k in kernels]),
        _ATTENTION[2]: kernel.reshape(-1, kernel.shape[-1]).T,
    }
    if output.bias is not None:
        made[_ATTENTION[1]] = np.concatenate([d.bias.numpy().reshape(-1) for d in three])
        made[_ATTENTION[3]] = output.bias.numpy()
    return made
