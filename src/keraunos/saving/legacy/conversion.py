"""Arrays that older versions laid out otherwise, in today's layout."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos.layers import (
    GRU,
    LSTM,
    Bidirectional,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    TimeDistributed,
)
from keraunos.models import Model

Arrays = list[np.ndarray]


def converted(layer: Any, arrays: Arrays, version: str, backend: str) -> Arrays:
    """The arrays of a layer in today's order and shapes.

    Args:
        layer: whose they are. arrays: as in the file.
        version: of the Keras that wrote them, "1" if it does not say.
        backend: what it computed with: Theano's convolutions turn their kernels round.
    """
    if isinstance(layer, Bidirectional):
        half = len(arrays) // 2
        parts = zip((layer.forward_layer, layer.backward_layer), (arrays[:half], arrays[half:]))
        return [a for one, own in parts for a in converted(one, own, version, backend)]
    if isinstance(layer, TimeDistributed):
        return converted(layer.layer, arrays, version, backend)
    if isinstance(layer, Model):
        return _nested(layer, arrays, version, backend)
    if version.startswith("1"):
        arrays = _of_keras_1(layer, arrays)
    if backend == "theano" and isinstance(layer, (Conv1D, Conv2D, Conv2DTranspose)):
        arrays = [_turned(arrays[0]), *arrays[1:]]
    return _of_cudnn(layer, arrays)


def _nested(model: Any, arrays: Arrays, version: str, backend: str) -> Arrays:
    """A model inside: its trained weights come first, then the rest, each in the order of its layers."""
    left = list(arrays)
    groups: dict[int, Arrays] = {id(layer): [] for layer in model.layers}
    for kind in ("trainable_weights", "non_trainable_weights"):
        for layer in model.layers:
            count = len(getattr(layer, kind))
            groups[id(layer)] += left[:count]
            left = left[count:]
    if version.startswith("1") or left:
        return arrays
    made = {id(x): converted(x, groups[id(x)], version, backend) for x in model.layers}
    out: Arrays = []
    for kind in ("trainable_weights", "non_trainable_weights"):
        for layer in model.layers:
            count = len(getattr(layer, kind))
            own = made[id(layer)]
            out += own[:count] if kind == "trainable_weights" else own[len(own) - count :]
    return out


# --- Keras 1 ------------------------------------------------------------------------------------


def _of_keras_1(layer: Any, arrays: Arrays) -> Arrays:
    for kinds, convert in _KERAS_1:
        if isinstance(layer, kinds) and arrays:
            return convert(layer, arrays)
    return arrays


def _conv1d(layer: Any, arrays: Arrays) -> Arrays:
    kernel = arrays[0]
    if kernel.ndim != 4:
        return arrays
    if kernel.shape[:2] != (layer.kernel_size[0], 1):  # (filters, channels, length, 1)
        kernel = np.transpose(kernel, (2, 3, 1, 0))
    return [kernel[:, 0], *arrays[1:]]


def _conv2d(layer: Any, arrays: Arrays) -> Arrays:
    if layer.data_format != "channels_first":
        return arrays
    return [
        np.transpose(arrays[0], (2, 3, 1, 0)),
        *arrays[1:],
    ]  # from (filters, channels, rows, columns)


def _gates(order: tuple[int, ...]) -> Callable[[Any, Arrays], Arrays]:
    """One kernel, recurrent kernel and bias for each gate become one of each, gates in this order."""

    def join(_layer: Any, arrays: Arrays) -> Arrays:
        if len(arrays) != 3 * len(order):
            return arrays
        return [
            np.concatenate([arrays[3 * gate + part] for gate in order], axis=-1)
            for part in range(3)
        ]

    return join


_KERAS_1: tuple[tuple[Any, Callable[[Any, Arrays], Arrays]], ...] = (
    (Conv1D, _conv1d),
    ((Conv2D, Conv2DTranspose), _conv2d),
    (GRU, _gates((0, 1, 2))),
    (LSTM, _gates((0, 2, 1, 3))),  # i, c, f, o there; i, f, c, o here
)


def _turned(kernel: np.ndarray) -> np.ndarray:
    """A kernel turned by half a turn over its axes of space."""
    space = tuple(range(kernel.ndim - 2))
    return np.ascontiguousarray(np.flip(kernel, space))


# --- CuDNN --------------------------------------------------------------------------------------


def _of_cudnn(layer: Any, arrays: Arrays) -> Arrays:
    """Layers for CuDNN had two biases and the transposes of the kernels."""
    gates = 4 if isinstance(layer, LSTM) else 3 if isinstance(layer, GRU) else 0
    if not gates or len(arrays) != 3 or arrays[2].shape != (2 * gates * layer.units,):
        return arrays
    kernel, recurrent, bias = arrays
    kernel = np.hstack([k.reshape(k.shape[::-1]).T for k in np.hsplit(kernel, gates)])
    recurrent = np.hstack([k.T for k in np.hsplit(recurrent, gates)])
    return [kernel, recurrent, bias.reshape(2, -1) if gates == 3 else np.add(*np.split(bias, 2))]
