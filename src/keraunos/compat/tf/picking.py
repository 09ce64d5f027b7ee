"""TensorFlow's functions that pick, place and sort elements, bound norms, or gather a list of tensors."""

import builtins
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.typing import Array

TopK = namedtuple("TopK", ["values", "indices"])
Unique = namedtuple("Unique", ["y", "idx"])
UniqueWithCounts = namedtuple("UniqueWithCounts", ["y", "idx", "count"])


def gather(
    params: Any, indices: Any, validate_indices: Any = None, axis: int | None = None,
    batch_dims: int = 0, name: Any = None,
) -> Array:  # fmt: skip
    """The slices of these numbers along an axis; with batch_dims, row by row."""
    if not batch_dims:
        return ops.take(params, indices, axis=axis or 0)
    if batch_dims != 1 or axis not in (None, 1):
        raise ValueError(
            bad(
                "tf.gather",
                "batch_dims",
                "0, or 1 with axis 1",
                (batch_dims, axis),
                "Use vectorized_map.",
            )
        )
    return ops.vectorized_map(lambda pair: ops.take(pair[0], pair[1], axis=0), (params, indices))


def gather_nd(params: Any, indices: Any, batch_dims: int = 0, name: Any = None) -> Array:
    """The elements, or slices, at places (…, coordinates)."""
    if batch_dims:
        raise ValueError(bad("tf.gather_nd", "batch_dims", "0", batch_dims, "Use tf.gather."))
    places = ops.convert_to_tensor(indices, "int32")
    return ops.convert_to_tensor(params)[tuple(places[..., i] for i in range(places.shape[-1]))]


def scatter_nd(indices: Any, updates: Any, shape: Any, name: Any = None) -> Array:
    """Zeros of this shape with the updates added at the places (…, coordinates)."""
    return ops.scatter(ops.convert_to_tensor(indices, "int32"), ops.convert_to_tensor(updates),
                       tuple(int(n) for n in shape))  # fmt: skip


def tensor_scatter_nd_update(tensor: Any, indices: Any, updates: Any, name: Any = None) -> Array:
    """The tensor with the updates at the places (…, coordinates)."""
    return ops.scatter_update(tensor, ops.convert_to_tensor(indices, "int32"), updates)


def tensor_scatter_nd_add(tensor: Any, indices: Any, updates: Any, name: Any = None) -> Array:
    """The tensor with the updates added at the places (…, coordinates)."""
    tensor = ops.convert_to_tensor(tensor)
    return tensor + scatter_nd(indices, ops.cast(updates, tensor.dtype), tensor.shape)


def tensor_scatter_nd_sub(tensor: Any, indices: Any, updates: Any, name: Any = None) -> Array:
    """The tensor with the updates taken away at the places (…, coordinates)."""
    return tensor_scatter_nd_add(tensor, indices, ops.negative(updates))


def slice(input_: Any, begin: Any, size: Any, name: Any = None) -> Array:
    """A block from `begin` on; a size of -1: up to the end."""
    sizes = [int(n) for n in size]
    if -1 in sizes:
        sizes = [h - int(b) if n == -1 else n for h, b, n in zip(input_.shape, begin, sizes)]
    return ops.slice(input_, ops.stack([*begin]), sizes)


def strided_slice(
    input_: Any, begin: Any, end: Any, strides: Any = None, begin_mask: int = 0, end_mask: int = 0,
    *_more: Any, **_names: Any,
) -> Array:  # fmt: skip
    """A block from `begin` to before `end`; a bit of a mask: from, or up to, the very end."""
    steps = [1] * len(begin) if strides is None else strides
    cuts = [
        builtins.slice(
            None if begin_mask >> i & 1 else int(b), None if end_mask >> i & 1 else int(e), int(s)
        )
        for i, (b, e, s) in enumerate(zip(begin, end, steps))
    ]
    return ops.convert_to_tensor(input_)[tuple(cuts)]


def reverse_sequence(
    input: Any, seq_lengths: Any, seq_axis: int = 1, batch_axis: int = 0, name: Any = None
) -> Array:
    """Each row's first elements in reverse order, the rest as they are.

    Raises: ValueError if the axes are not 0 for the batch and 1 for the sequence.
    """
    if (seq_axis, batch_axis) != (1, 0):
        axes = (seq_axis, batch_axis)
        raise ValueError(
            bad("tf.reverse_sequence", "seq_axis", "1 with batch_axis 0", axes, "Move it.")
        )
    x = ops.convert_to_tensor(input)
    places, lengths = ops.arange(x.shape[1]), ops.expand_dims(ops.cast(seq_lengths, "int32"), 1)
    return gather(x, ops.where(places < lengths, lengths - 1 - places, places), batch_dims=1)


def dynamic_partition(
    data: Any, partitions: Any, num_partitions: int, name: Any = None
) -> list[Array]:
    """The rows of each number; on arrays only, as their count is not known before."""
    rows, numbers = np.asarray(data), np.asarray(partitions)
    return [ops.convert_to_tensor(rows[numbers == i]) for i in range(num_partitions)]


def dynamic_stitch(indices: Any, data: Any, name: Any = None) -> Array:
    """Rows at these places, those of later lists over those of earlier ones."""
    places = np.concatenate([np.ravel(np.asarray(i)) for i in indices])
    rows = [ops.reshape(d, (-1, *d.shape[len(np.shape(i)) :])) for i, d in zip(indices, data)]
    _, last = np.unique(places[::-1], return_index=True)
    return ops.take(ops.concatenate(rows, axis=0), len(places) - 1 - last, axis=0)


def argsort(
    values: Any,
    axis: int = -1,
    direction: str = "ASCENDING",
    stable: bool = False,
    name: Any = None,
) -> Array:
    """The places that put the values in order."""
    values = ops.convert_to_tensor(values)
    return ops.argsort(-values if direction == "DESCENDING" else values, axis)


def sort(values: Any, axis: int = -1, direction: str = "ASCENDING", name: Any = None) -> Array:
    """The values in order."""
    found = ops.sort(values, axis)
    return ops.flip(found, axis) if direction == "DESCENDING" else found


def _order_met(x: Any) -> tuple[Any, Any, Any]:
    array = np.asarray(x)
    values, first, inverse, counts = np.unique(
        array, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return values[order], place[inverse.ravel()].astype("int32"), counts[order].astype("int32")


def unique(x: Any, out_idx: Any = "int32", name: Any = None) -> Unique:
    """(the values in the order met, which of them each element is); on numbers only."""
    values, places, _ = _order_met(x)
    return Unique(ops.convert_to_tensor(values), ops.convert_to_tensor(places))


def unique_with_counts(x: Any, out_idx: Any = "int32", name: Any = None) -> UniqueWithCounts:
    """As `unique`, with how often each occurs."""
    return UniqueWithCounts(*map(ops.convert_to_tensor, _order_met(x)))


def top_k(input: Any, k: int = 1, sorted: bool = True, name: Any = None) -> TopK:
    """(the k largest along the last axis, their places)."""
    return TopK(*ops.top_k(input, k, sorted))


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool", name: Any = None) -> Array:
    """True up to each length."""
    longest = int(np.max(np.asarray(lengths))) if maxlen is None else int(maxlen)
    mask = ops.arange(longest) < ops.expand_dims(lengths, -1)
    return ops.cast(mask, str(dtype))


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: Any = None) -> Array:
    """The tensor, made shorter where its norm is above the limit."""
    norm = ops.sqrt(ops.sum(ops.square(t), axis=axes, keepdims=True))
    return ops.multiply(t, ops.divide(clip_norm, ops.maximum(norm, clip_norm)))


def global_norm(t_list: Any, name: Any = None) -> Array:
    """The norm of all tensors together, None left out."""
    return ops.sqrt(sum(ops.sum(ops.square(t)) for t in t_list if t is not None))


def clip_by_global_norm(
    t_list: Any, clip_norm: Any, use_norm: Any = None, name: Any = None
) -> tuple[list[Any], Array]:
    """The tensors, made shorter together if their norm is above the limit; and the norm before."""
    norm = global_norm(t_list) if use_norm is None else use_norm
    factor = ops.divide(clip_norm, ops.maximum(norm, clip_norm))
    return [None if t is None else ops.multiply(t, factor) for t in t_list], norm


def while_loop(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, *_more: Any,
               **_names: Any) -> Any:  # fmt: skip
    """The body again and again as long as the condition holds."""
    return ops.while_loop(cond, body, tuple(loop_vars))


def broadcast_to(input: Any, shape: Any, name: Any = None) -> Array:
    """The tensor repeated up to this shape."""
    return ops.broadcast_to(input, tuple(int(n) for n in shape))


class TensorArray:
    """A list of tensors that are written one by one and stacked."""

    def __init__(self, dtype: Any = "float32", size: Any = None, dynamic_size: Any = None,
                 **_unused: Any) -> None:  # fmt: skip
        self.dtype = str(dtype)
        self._parts: dict[int, Any] = {}
        self._size = int(size or 0)

    def write(self, index: Any, value: Any, name: Any = None) -> "TensorArray":
        """Put a tensor at a place."""
        self._parts[int(index)] = ops.convert_to_tensor(value)
        return self

    def read(self, index: Any, name: Any = None) -> Any:
        """The tensor at a place."""
        return self._parts[int(index)]

    def unstack(self, value: Any, name: Any = None) -> "TensorArray":
        """Put each row at its place."""
        self._parts = {i: value[i] for i in range(value.shape[0])}
        return self

    def size(self, name: Any = None) -> int:
        """How many places it has."""
        return max([self._size, *(i + 1 for i in self._parts)])

    def stack(self, name: Any = None) -> Array:
        """All tensors, along a new first axis."""
        return ops.stack([self._parts[i] for i in sorted(self._parts)])

    def concat(self, name: Any = None) -> Array:
        """All tensors, along their first axis."""
        return ops.concatenate([self._parts[i] for i in sorted(self._parts)], axis=0)
