"""Operations that rearrange one array: its shape, its order, its edges."""

from typing import Any

import jax.numpy as jnp
import numpy as np

from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import ShapeError
from keraunos.core.symbolic import KerasTensor, infer
from keraunos.core.typing import Shape
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import broadcast_shapes, op


def _reshaped(_function: Any, x: KerasTensor, newshape: Any) -> KerasTensor:
    wanted = (newshape,) if isinstance(newshape, int) else tuple(newshape)
    return KerasTensor(reshaped(x.shape, wanted), x.dtype)


def reshaped(shape: Shape, wanted: Shape) -> Shape:
    """The shape after a reshape; -1 is what is left over, None stays unknown.

    Raises: ShapeError (a ValueError) if the elements do not fit.
    Example:
        >>> reshaped((None, 4, 6), (-1, 3)), reshaped((2, 6), (3, -1))
        ((None, 3), (3, 4))
    """
    unknown = None in shape or None in wanted
    have, need = (int(np.prod([s for s in sizes if s not in (None, -1)], dtype=np.int64))
                  for sizes in (shape, wanted))  # fmt: skip
    if wanted.count(-1) > 1 or (not unknown and not _fits(have, need, -1 in wanted)):
        raise ShapeError(
            f"ops.reshape: an array of shape {shape} cannot have shape {wanted}. The number of elements "
            "must stay the same; one size may be -1, which is then what is left over."
        )
    left = None if unknown else have // max(need, 1)
    return tuple(left if size == -1 else size for size in wanted)


def _fits(have: int, need: int, open_axis: bool) -> bool:
    return (need > 0 and have % need == 0) if open_axis else have == need


def _broadcast_to(_function: Any, x: KerasTensor, shape: Any) -> KerasTensor:
    wanted = tuple(shape)
    broadcast_shapes("broadcast_to", x.shape, wanted)
    return KerasTensor(wanted, x.dtype)


def _repeated(function: Any, x: KerasTensor, repeats: Any, axis: int | None = None) -> KerasTensor:
    counts = np.asarray(repeats)
    if counts.size == 1 or axis is None or x.shape[axis] is not None:
        return infer(function, x, repeats, axis)
    shape = list(x.shape)
    shape[axis] = int(counts.sum())
    return KerasTensor(shape, x.dtype)


@op("numpy", rule=_reshaped)
def reshape(x: Any, newshape: Any) -> Any:
    """x in another shape; one size may be -1, which is then what is left over."""
    return jnp.reshape(_array(x), newshape)


@op("numpy")
def ravel(x: Any) -> Any:
    """x as one axis."""
    return jnp.ravel(_array(x))


@op("numpy")
def expand_dims(x: Any, axis: Any) -> Any:
    """x with new axes of size 1."""
    return jnp.expand_dims(_array(x), axis)


@op("numpy")
def squeeze(x: Any, axis: Any = None) -> Any:
    """x without axes of size 1: all of them, or those named."""
    return jnp.squeeze(_array(x), axis=axis)


@op("numpy", rule=_broadcast_to)
def broadcast_to(x: Any, shape: Any) -> Any:
    """x repeated to this shape."""
    return jnp.broadcast_to(_array(x), shape)


@op("numpy")
def transpose(x: Any, axes: Any = None) -> Any:
    """x with its axes in another order; None: reversed."""
    return jnp.transpose(_array(x), axes)


@op("numpy")
def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """x with two axes exchanged."""
    return jnp.swapaxes(_array(x), axis1, axis2)


@op("numpy")
def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """x with axes moved."""
    return jnp.moveaxis(_array(x), source, destination)


@op("numpy")
def flip(x: Any, axis: Any = None) -> Any:
    """x in reverse order along axes; None: all."""
    return jnp.flip(_array(x), axis=axis)


@op("numpy")
def fliplr(x: Any) -> Any:
    """x in reverse order along axis 1."""
    return jnp.fliplr(_array(x))


@op("numpy")
def flipud(x: Any) -> Any:
    """x in reverse order along axis 0."""
    return jnp.flipud(_array(x))


@op("numpy")
def rot90(array: Any, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Any:
    """The array turned k times by 90°, from the first axis towards the second."""
    return jnp.rot90(_array(array), k, axes)


@op("numpy")
def roll(x: Any, shift: Any, axis: Any = None) -> Any:
    """x moved by so many places; what leaves at the end comes back at the start."""
    return jnp.roll(_array(x), shift, axis)


@op("numpy", rule=_repeated)
def repeat(x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Each element several times; along an axis, or of x as one axis."""
    counts = repeats if hasattr(repeats, "shape") else np.asarray(repeats)  # known in a program too
    return jnp.repeat(_array(x), counts, axis=axis)


@op("numpy")
def tile(x: Any, repeats: Any) -> Any:
    """x laid side by side."""
    return jnp.tile(_array(x), repeats)


@op("numpy")
def pad(x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> Any:
    """x with borders added.

    Args: pad_width: (before, after) for each axis. mode: "constant", "reflect", "symmetric", "edge" and
        the other modes of numpy.pad. constant_values: what constant borders hold; None: 0.
    Raises: ValueError if constant_values come with another mode.
    """
    if constant_values is not None and mode != "constant":
        raise ValueError(
            f"ops.pad: `constant_values` go with mode='constant' only; got mode={mode!r}. Leave one out."
        )
    options = {} if constant_values is None else {"constant_values": _array(constant_values)}
    return jnp.pad(_array(x), pad_width, mode=mode, **options)


@op("numpy")
def tril(x: Any, k: int = 0) -> Any:
    """x with 0 above the k-th diagonal."""
    return jnp.tril(_array(x), k)


@op("numpy")
def triu(x: Any, k: int = 0) -> Any:
    """x with 0 below the k-th diagonal."""
    return jnp.triu(_array(x), k)


@op("numpy")
def diag(x: Any, k: int = 0) -> Any:
    """The k-th diagonal of a matrix, or the matrix with this diagonal."""
    return jnp.diag(_array(x), k)


@op("numpy")
def diagflat(x: Any, k: int = 0) -> Any:
    """The matrix whose k-th diagonal is x as one axis."""
    return jnp.diagflat(_array(x), k)


@op("numpy")
def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The diagonals over two axes, as the last axis."""
    return jnp.diagonal(_array(x), offset, axis1, axis2)


@op("numpy")
def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The sum of the diagonals over two axes."""
    return jnp.trace(_array(x), offset, axis1, axis2)


@op("numpy")
def view(x: Any, dtype: Any = None) -> Any:
    """The bits of x read as another dtype; the last axis grows or shrinks where its size differs."""
    array = jnp.asarray(_array(x))
    return array if dtype is None else array.view(standardize_dtype(dtype))
