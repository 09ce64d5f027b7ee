"""Operations that make, join, cut and rearrange arrays."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.config import floatx as _floatx
from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array as _array


def _pad(x: Any, pad_width: Any, mode: str, constant_values: Any) -> Any:
    options = {} if constant_values is None else {"constant_values": constant_values}
    return jnp.pad(x, pad_width, mode=mode, **options)


@register("keras.ops.arange", "keras.ops.numpy.arange")
@operation
def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Any:
    """The numbers from start up to stop, without stop."""
    return jnp.arange(start, stop, step, dtype=dtype)


@register("keras.ops.argmax", "keras.ops.numpy.argmax")
@operation
def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the largest is."""
    return jnp.argmax(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.argmin", "keras.ops.numpy.argmin")
@operation
def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the smallest is."""
    return jnp.argmin(_array(x), axis=axis, keepdims=keepdims)


@register("keras.ops.broadcast_to", "keras.ops.numpy.broadcast_to")
@operation
def broadcast_to(x: Any, shape: Any) -> Any:
    """x repeated to this shape."""
    return jnp.broadcast_to(_array(x), shape)


@register("keras.ops.concatenate", "keras.ops.numpy.concatenate")
@operation
def concatenate(xs: Any, axis: int = 0) -> Any:
    """The arrays joined along an axis."""
    return jnp.concatenate([_array(x) for x in xs], axis=axis)


@register("keras.ops.expand_dims", "keras.ops.numpy.expand_dims")
@operation
def expand_dims(x: Any, axis: Any) -> Any:
    """x with new axes of size 1."""
    return jnp.expand_dims(_array(x), axis)


@register("keras.ops.eye", "keras.ops.numpy.eye")
@operation
def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Any:
    """Ones on the k-th diagonal, (N, M)."""
    return jnp.eye(N, M, k=k, dtype=dtype or _floatx())


@register("keras.ops.flip", "keras.ops.numpy.flip")
@operation
def flip(x: Any, axis: Any = None) -> Any:
    """x in reverse order along axes."""
    return jnp.flip(_array(x), axis=axis)


@register("keras.ops.full", "keras.ops.numpy.full")
@operation
def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """An array of one value."""
    return jnp.full(shape, fill_value, dtype=dtype or _floatx())


@register("keras.ops.full_like", "keras.ops.numpy.full_like")
@operation
def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Any:
    """An array of one value in the shape of x."""
    return jnp.full_like(_array(x), fill_value, dtype=dtype)


@register("keras.ops.moveaxis", "keras.ops.numpy.moveaxis")
@operation
def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """x with axes moved."""
    return jnp.moveaxis(_array(x), source, destination)


@register("keras.ops.ones", "keras.ops.numpy.ones")
@operation
def ones(shape: Any, dtype: Any = None) -> Any:
    """Ones."""
    return jnp.ones(shape, dtype=dtype or _floatx())


@register("keras.ops.ones_like", "keras.ops.numpy.ones_like")
@operation
def ones_like(x: Any, dtype: Any = None) -> Any:
    """Ones in the shape of x."""
    return jnp.ones_like(_array(x), dtype=dtype)


@register("keras.ops.pad", "keras.ops.numpy.pad")
@operation
def pad(x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> Any:
    """x with borders added."""
    return _pad(_array(x), pad_width, mode, constant_values)


@register("keras.ops.ravel", "keras.ops.numpy.ravel")
@operation
def ravel(x: Any) -> Any:
    """x as one axis."""
    return jnp.ravel(_array(x))


@register("keras.ops.repeat", "keras.ops.numpy.repeat")
@operation
def repeat(x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Each element several times."""
    return jnp.repeat(_array(x), repeats, axis=axis)


@register("keras.ops.reshape", "keras.ops.numpy.reshape")
@operation
def reshape(x: Any, newshape: Any) -> Any:
    """x in another shape."""
    return jnp.reshape(_array(x), newshape)


@register("keras.ops.split", "keras.ops.numpy.split")
@operation
def split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """x cut into parts along an axis."""
    return jnp.split(_array(x), indices_or_sections, axis=axis)


@register("keras.ops.squeeze", "keras.ops.numpy.squeeze")
@operation
def squeeze(x: Any, axis: Any = None) -> Any:
    """x without axes of size 1."""
    return jnp.squeeze(_array(x), axis=axis)


@register("keras.ops.stack", "keras.ops.numpy.stack")
@operation
def stack(x: Any, axis: int = 0) -> Any:
    """The arrays joined along a new axis."""
    return jnp.stack([_array(one) for one in x], axis=axis)


@register("keras.ops.swapaxes", "keras.ops.numpy.swapaxes")
@operation
def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """x with two axes exchanged."""
    return jnp.swapaxes(_array(x), axis1, axis2)


@register("keras.ops.take", "keras.ops.numpy.take")
@operation
def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """The elements at these indices."""
    return jnp.take(_array(x), _array(indices), axis=axis)


@register("keras.ops.take_along_axis", "keras.ops.numpy.take_along_axis")
@operation
def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Any:
    """For each place the element that its index names along the axis."""
    return jnp.take_along_axis(_array(x), _array(indices), axis=axis)


@register("keras.ops.tile", "keras.ops.numpy.tile")
@operation
def tile(x: Any, repeats: Any) -> Any:
    """x laid side by side."""
    return jnp.tile(_array(x), repeats)


@register("keras.ops.transpose", "keras.ops.numpy.transpose")
@operation
def transpose(x: Any, axes: Any = None) -> Any:
    """x with its axes in another order."""
    return jnp.transpose(_array(x), axes)


@register("keras.ops.tril", "keras.ops.numpy.tril")
@operation
def tril(x: Any, k: int = 0) -> Any:
    """The lower triangle."""
    return jnp.tril(_array(x), k)


@register("keras.ops.triu", "keras.ops.numpy.triu")
@operation
def triu(x: Any, k: int = 0) -> Any:
    """The upper triangle."""
    return jnp.triu(_array(x), k)


@register("keras.ops.where", "keras.ops.numpy.where")
@operation
def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """x1 where the condition holds, else x2."""
    return (
        jnp.where(_array(condition), _array(x1), _array(x2))
        if x1 is not None
        else jnp.where(_array(condition))
    )


@register("keras.ops.zeros", "keras.ops.numpy.zeros")
@operation
def zeros(shape: Any, dtype: Any = None) -> Any:
    """Zeros."""
    return jnp.zeros(shape, dtype=dtype or _floatx())


@register("keras.ops.zeros_like", "keras.ops.numpy.zeros_like")
@operation
def zeros_like(x: Any, dtype: Any = None) -> Any:
    """Zeros in the shape of x."""
    return jnp.zeros_like(_array(x), dtype=dtype)
