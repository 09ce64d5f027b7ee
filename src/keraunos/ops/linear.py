"""Products of arrays, and distances."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core import config
from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.lowering import product
from keraunos.ops.public import op


def _matmul(a: Any, b: Any) -> Any:
    kept = jnp.int32 if a.dtype == b.dtype == jnp.int8 else None
    return product.matmul(a, b, preferred_element_type=kept)


@op("numpy")
def matmul(x1: Any, x2: Any) -> Any:
    """The matrix product; int8 matrices give int32.

    Shapes: (..., i, j), (..., j, k) -> (..., i, k); a vector counts as a row before, a column after.
    """
    return _matmul(jnp.asarray(_array(x1)), jnp.asarray(_array(x2)))


@op("numpy")
def dot(x1: Any, x2: Any) -> Any:
    """The products of the last axis of x1 with the last but one of x2, summed."""
    return jnp.dot(_array(x1), _array(x2))


@op("numpy")
def vdot(x1: Any, x2: Any) -> Any:
    """The sum of conj(x1) · x2, both as one axis."""
    return jnp.vdot(_array(x1), _array(x2))


@op("numpy")
def inner(x1: Any, x2: Any) -> Any:
    """The products of both last axes, summed."""
    return jnp.inner(_array(x1), _array(x2))


@op("numpy")
def outer(x1: Any, x2: Any) -> Any:
    """All products of an element of x1 with one of x2."""
    return jnp.outer(_array(x1), _array(x2))


@op("numpy")
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    """Sums of products over the axes named: a pair of lists, or how many last and first ones."""
    return jnp.tensordot(_array(x1), _array(x2), axes=axes)


@op("numpy")
def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Sums of products, written as indices: "ij,jk->ik"; int8 operands give int32."""
    arrays = [jnp.asarray(_array(x)) for x in operands]
    if all(a.dtype == jnp.int8 for a in arrays):
        kwargs.setdefault("preferred_element_type", jnp.int32)
    if len(arrays) != 2 or set(kwargs) - {"preferred_element_type", "precision"}:
        return jnp.einsum(subscripts, *arrays, **kwargs)
    return product.einsum(subscripts, *arrays, **kwargs)


@op("numpy")
def cross(
    x1: Any, x2: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Any:
    """The cross product of vectors of 3 (or 2) along an axis.

    Args: axisa, axisb, axisc: the axis of the vectors in x1, x2 and the result; `axis`: in all three.
    """
    return jnp.cross(_array(x1), _array(x2), axisa, axisb, axisc, axis)


@op("numpy")
def kron(x1: Any, x2: Any) -> Any:
    """x2 in place of each element of x1, times the element."""
    return jnp.kron(_array(x1), _array(x2))


@op()
def cdist(x: Any, y: Any) -> Any:
    """The Euclidean distance of each row of x to each row of y.

    Shapes: (..., n, d), (..., m, d) -> (..., n, m).
    Raises: ValueError if the rows differ in size.
    """
    rows, others = _float(x), _float(y)
    if rows.shape[-1] != others.shape[-1]:
        raise ShapeError(bad("ops.cdist", "y", f"rows of {rows.shape[-1]}", others, ""))
    return jnp.linalg.norm(rows[..., :, None, :] - others[..., None, :, :], axis=-1)


@op("nn")
def normalize(x: Any, axis: Any = -1, order: int = 2, epsilon: float | None = None) -> Any:
    """x / max(norm(x), epsilon) along an axis.

    Args: order: of the norm, an int >= 1. epsilon: a float > 0; None: the process's epsilon.
    Raises: ValueError for another order.
    """
    if not isinstance(order, int) or order < 1:
        raise ValueError(bad("ops.normalize", "order", "an int >= 1", order, ""))
    array, least = _float(x), config.epsilon() if epsilon is None else epsilon
    if order == 2:
        total = jnp.sum(jnp.square(array), axis, keepdims=True)
        return array * jax.lax.rsqrt(jnp.maximum(total, least**2))
    total = jnp.sum(jnp.abs(array) ** order, axis, keepdims=True)
    return array / jnp.maximum(total ** (1 / order), least)
