"""Linear algebra: decompositions, systems of equations, norms. Leading axes are a batch."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.core import Tracer

from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_arrays
from keraunos.ops.core import as_float as _float
from keraunos.ops.public import op

__all__ = [
    "cholesky", "cholesky_inverse", "det", "eig", "eigh", "inv", "jvp", "lstsq", "lu_factor",
    "matrix_rank", "norm", "pinv", "qr", "solve", "solve_triangular", "svd",
]  # fmt: skip


def _matrices(owner: str, x: Any, square: bool = False) -> Any:
    array = _float(x)
    if array.ndim < 2 or (square and array.shape[-1] != array.shape[-2]):
        kind = "square matrices (..., n, n)" if square else "matrices (..., m, n)"
        raise ShapeError(bad(f"ops.{owner}", "x", kind, array, ""))
    return array


@op("linalg")
def cholesky(x: Any, upper: bool = False) -> Any:
    """L with x = L·Lᵀ of a positive definite x; upper: Lᵀ.

    Raises: ValueError if x is not positive definite (known outside of a program only: NaN within).
    """
    factor = jnp.linalg.cholesky(_matrices("cholesky", x, square=True), upper=upper)
    if not isinstance(factor, Tracer) and bool(jnp.any(jnp.isnan(factor))):
        raise ValueError(bad("ops.cholesky", "x", "positive definite", _array(x), ""))
    return factor


@op("linalg")
def cholesky_inverse(x: Any, upper: bool = False) -> Any:
    """The inverse of A, given its Cholesky factor x: A = x·xᵀ, or xᵀ·x if upper."""
    factor = _matrices("cholesky_inverse", x, square=True)
    inverse = jax.scipy.linalg.solve_triangular(
        factor, jnp.broadcast_to(jnp.eye(factor.shape[-1], dtype=factor.dtype), factor.shape),
        lower=not upper,
    )  # fmt: skip
    turned = jnp.swapaxes(inverse, -1, -2)
    return inverse @ turned if upper else turned @ inverse


@op("linalg")
def det(x: Any) -> Any:
    """The determinant."""
    return jnp.linalg.det(_matrices("det", x, square=True))


@op("numpy")
def slogdet(x: Any) -> Any:
    """The sign of the determinant, and the logarithm of its absolute value."""
    return tuple(jnp.linalg.slogdet(_matrices("slogdet", x, square=True)))


@op()
def logdet(x: Any) -> Any:
    """The logarithm of the determinant of positive definite matrices."""
    return jnp.linalg.slogdet(_matrices("logdet", x, square=True))[1]


@op("linalg")
def eig(x: Any) -> Any:
    """The eigenvalues and eigenvectors (as columns), complex; on a CPU only."""
    return tuple(jnp.linalg.eig(_matrices("eig", x, square=True)))


@op("linalg")
def eigh(x: Any) -> Any:
    """The eigenvalues, rising, and eigenvectors (as columns) of symmetric matrices."""
    return tuple(jnp.linalg.eigh(_matrices("eigh", x, square=True)))


@op("linalg")
def inv(x: Any) -> Any:
    """The inverse."""
    return jnp.linalg.inv(_matrices("inv", x, square=True))


@op("linalg")
def pinv(x: Any, rcond: Any = None) -> Any:
    """The pseudo-inverse; singular values below rcond · the largest count as 0."""
    return jnp.linalg.pinv(_matrices("pinv", x), rtol=rcond)


@op("linalg")
def matrix_rank(x: Any, tol: Any = None) -> Any:
    """How many singular values are above the tolerance."""
    return jnp.linalg.matrix_rank(_array(x), rtol=None if tol is None else tol)


@op("linalg")
def lu_factor(x: Any) -> Any:
    """L and U in one matrix (L's diagonal is 1), and the rows exchanged."""
    return tuple(jax.scipy.linalg.lu_factor(_matrices("lu_factor", x)))


@op("linalg")
def qr(x: Any, mode: str = "reduced") -> Any:
    """Q with orthonormal columns and R upper triangular, x = Q·R.

    Args: mode: "reduced" (Q as wide as x) or "complete" (Q square).
    Raises: ValueError for another mode.
    """
    if mode not in ("reduced", "complete"):
        raise ValueError(bad("ops.qr", "mode", "'reduced' or 'complete'", mode, ""))
    return tuple(jnp.linalg.qr(_matrices("qr", x), mode=mode))


@op("linalg")
def svd(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """U, the singular values (falling) and Vᵀ with x = U·diag(s)·Vᵀ; or the values alone."""
    found = jnp.linalg.svd(_matrices("svd", x), full_matrices=full_matrices, compute_uv=compute_uv)
    return tuple(found) if compute_uv else found


@op("linalg")
def solve(a: Any, b: Any) -> Any:
    """x with a·x = b.

    Shapes: a (..., n, n), b (..., n) or (..., n, k) -> as b.
    Differs: a batch of vectors b goes with a batch of matrices.
    """
    matrix, right = _matrices("solve", a, square=True), _float(b)
    if right.ndim == matrix.ndim - 1:
        return jnp.linalg.solve(matrix, right[..., None])[..., 0]
    return jnp.linalg.solve(matrix, right)


@op("linalg")
def solve_triangular(a: Any, b: Any, lower: bool = False) -> Any:
    """x with a·x = b, a upper triangular, or lower.

    Shapes: a (..., n, n), b (..., n) or (..., n, k) -> as b.
    """
    matrix, right = _matrices("solve_triangular", a, square=True), _float(b)
    if right.ndim == matrix.ndim - 1:
        return jax.scipy.linalg.solve_triangular(matrix, right[..., None], lower=lower)[..., 0]
    return jax.scipy.linalg.solve_triangular(matrix, right, lower=lower)


@op("linalg")
def lstsq(a: Any, b: Any, rcond: Any = None) -> Any:
    """x with the least |a·x - b|²; singular values below rcond · the largest count as 0."""
    return jnp.linalg.lstsq(_matrices("lstsq", a), _float(b), rcond=rcond)[0]


@op("linalg")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """The norm of vectors (one axis) or matrices (two).

    Args: ord: None (the root of the sum of squares), a number, "fro", "nuc", inf or -inf.
    """
    return jnp.linalg.norm(_float(x), ord=ord, axis=axis, keepdims=keepdims)


@op("linalg")
def jvp(fun: Callable[..., Any], primals: Any, tangents: Any, has_aux: bool = False) -> Any:
    """fun(*primals) and its directional derivative along the tangents.

    Args: has_aux: fun gives (output, more); the result is then (output, derivative, more).
    Example:
        >>> [float(y) for y in jvp(lambda x: x * x, (3.0,), (1.0,))]
        [9.0, 6.0]
    """
    return jax.jvp(fun, tuple(as_arrays(primals)), tuple(as_arrays(tangents)), has_aux=has_aux)
