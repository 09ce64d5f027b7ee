"""Numbers of categories as vectors: one_hot, multi_hot, count, tf_idf."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad, unknown
from keraunos.core.typing import Array, Shape

MODES = ("int", "one_hot", "multi_hot", "count")
_SPELLED = {"binary": "multi_hot", "tf-idf": "tf_idf"}
"""Other spellings of modes that Keras takes."""


def check_mode(owner: str, mode: Any, modes: tuple[str, ...] = MODES, sparse: Any = False) -> str:
    """The mode as it is spelled here, if it is one; sparse results do not exist.

    Raises: ValueError for an unknown mode, or if sparse.
    """
    mode = _SPELLED.get(mode, mode)
    if mode not in modes:
        raise ValueError(unknown(owner, "output_mode", str(mode), modes))
    if sparse:
        why = (
            "False, as results are arrays" if mode != "int" else "False where output_mode is 'int'"
        )
        raise ValueError(bad(owner, "sparse", why, sparse, "Leave it out."))
    return mode


def encoded_shape(shape: Shape, mode: str, depth: Any) -> Shape:
    """The shape that comes out.

    Shapes: int: as it is; one_hot: (batch, ..., 1) -> (..., depth), else (..., n) -> (..., n, depth); the
        others: (..., n) -> (..., depth).
    """
    if mode == "int":
        return tuple(shape)
    if mode == "one_hot" and not _is_column(shape):
        return (*shape, depth)
    return (*shape[:-1], depth)


def _is_column(shape: Shape) -> bool:
    """Whether each row holds one number, in an axis of its own."""
    return len(shape) > 1 and shape[-1] == 1


def encoded(
    numbers: Array, mode: str, depth: int, dtype: str, weights: Any = None, scale: Any = None
) -> Array:
    """Vectors for numbers in [0, depth); numbers outside leave no trace.

    Args:
        numbers: ints. mode, depth: as of the layer. dtype: of the result.
        weights: what each number counts, of the shape of the numbers.
        scale: (depth,), by which counts are multiplied.
    Shapes: see `encoded_shape`.
    """
    numbers = ops.cast(numbers, "int32") if mode != "int" else numbers
    if mode == "int":
        return ops.cast(numbers, dtype)
    if mode == "one_hot":
        if _is_column(numbers.shape):
            numbers = ops.squeeze(numbers, -1)
        return ops.one_hot(numbers, depth, dtype=dtype)
    counts = _counted(numbers, depth, weights)
    if mode == "multi_hot":
        counts = ops.minimum(counts, 1)
    return ops.cast(counts if scale is None else counts * ops.cast(scale, "float32"), dtype)


def _counted(numbers: Array, depth: int, weights: Any) -> Array:
    """How often each category is in each row, as float32."""
    outer = tuple(numbers.shape[:-1])
    flat = ops.reshape(numbers, (-1, numbers.shape[-1] if len(numbers.shape) else 1))
    rows = flat.shape[0]
    places = flat + depth * ops.expand_dims(ops.arange(rows, dtype="int32"), -1)
    outside = ops.logical_or(flat < 0, flat >= depth)
    places = ops.ravel(ops.where(outside, rows * depth, places))
    each = ops.ones_like(places, "float32") if weights is None else ops.ravel(weights)
    sums = ops.segment_sum(ops.cast(each, "float32"), places, num_segments=rows * depth)
    return ops.reshape(sums, (*outer, depth))
