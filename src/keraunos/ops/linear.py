"""Products and norms."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float


def _matmul(a: Any, b: Any) -> Any:
    kept = jnp.int32 if a.dtype == b.dtype == jnp.int8 else None
    return jnp.matmul(a, b, preferred_element_type=kept)


@register("keras.ops.dot", "keras.ops.numpy.dot")
@operation
def dot(x1: Any, x2: Any) -> Any:
    """The dot product of the last axis of x1 and the last but one of x2."""
    return jnp.dot(_array(x1), _array(x2))


@register("keras.ops.einsum", "keras.ops.numpy.einsum")
@operation
def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Sums of products, written as indices: "ij,jk->ik"."""
    return jnp.einsum(subscripts, *map(_array, operands), **kwargs)


@register("keras.ops.matmul", "keras.ops.numpy.matmul")
@operation
def matmul(x1: Any, x2: Any) -> Any:
    """The matrix product; (..., i, j) and (..., j, k) -> (..., i, k)."""
    return _matmul(_array(x1), _array(x2))


@register("keras.ops.norm", "keras.ops.numpy.norm")
@operation
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """The norm of a vector or matrix."""
    return jnp.linalg.norm(_float(x), ord=ord, axis=axis, keepdims=keepdims)


@register("keras.ops.outer", "keras.ops.numpy.outer")
@operation
def outer(x1: Any, x2: Any) -> Any:
    """All products of an element of x1 with one of x2."""
    return jnp.outer(_array(x1), _array(x2))


@register("keras.ops.tensordot", "keras.ops.numpy.tensordot")
@operation
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    """Sums of products over the axes named."""
    return jnp.tensordot(_array(x1), _array(x2), axes=axes)
