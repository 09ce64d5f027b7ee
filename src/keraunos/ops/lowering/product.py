"""Products of many rows and a matrix, as products of two matrices.

The gradient of (a, b, k) · (k, n) sums over two axes, for which XLA lays its operands out anew; that of
(a · b, k) · (k, n) sums over one, in place.
"""

from functools import cache
from math import prod
from typing import Any

import jax.numpy as jnp

from keraunos.ops.lowering.platform import for_elsewhere


def matmul(x: Any, w: Any, **options: Any) -> Any:
    """jnp.matmul, whose rows are one axis where w is a matrix."""
    if x.ndim < 3 or w.ndim != 2 or not _is_product(x, w, 1):
        return jnp.matmul(x, w, **options)
    return _of_rows(x, w, 1, options)


def einsum(subscripts: str, x: Any, w: Any, **options: Any) -> Any:
    """jnp.einsum of two, as a product of matrices where it is one: "abc,cde->abde"."""
    summed = _summed(subscripts)
    if not summed or not _is_product(x, w, summed):
        return jnp.einsum(subscripts, x, w, **options)
    return _of_rows(x, w, summed, options)


def _is_product(x: Any, w: Any, summed: int) -> bool:
    return x.shape[-summed:] == w.shape[:summed] and 0 not in w.shape and not for_elsewhere()


def _of_rows(x: Any, w: Any, summed: int, options: dict[str, Any]) -> Any:
    """Σ over the last `summed` axes of x and as many first ones of w."""
    size = prod(w.shape[:summed])
    y = jnp.matmul(x.reshape(-1, size), w.reshape(size, -1), **options)
    return y.reshape(*x.shape[:-summed], *w.shape[summed:])


@cache
def _summed(subscripts: str) -> int:
    """How many axes "RS,SC->RC" sums over (each letter once to a side); 0 for any other equation."""
    x, _, rest = subscripts.replace(" ", "").replace("...", ".").partition(",")
    w, _, result = rest.partition("->")
    summed = (len(x) + len(w) - len(result)) // 2
    rows, shared, columns = x[: len(x) - summed], x[len(x) - summed :], w[summed:]
    letters = rows + shared + columns
    fits = w == shared + columns and result == rows + columns and "." not in w
    return summed if fits and len(set(letters)) == len(letters) else 0
