"""`tf.linalg`: solving by factors and by least squares, and what is read off a matrix."""

from typing import Any

from keraunos import ops
from keraunos.core.typing import Array


def adjoint(matrix: Any, name: Any = None) -> Array:
    """The conjugate of the transposed matrix."""
    return ops.conj(ops.swapaxes(matrix, -1, -2))


def lstsq(
    matrix: Any, rhs: Any, l2_regularizer: float = 0.0, fast: bool = True, name: Any = None
) -> Array:
    """The X that makes |A X - B|² + λ |X|² least: (..., m, n), (..., m, k) -> (..., n, k)."""
    across = adjoint(matrix)
    if not fast and not l2_regularizer:
        return ops.matmul(ops.linalg.pinv(matrix), rhs)
    gram = ops.matmul(across, matrix)
    gram = gram + l2_regularizer * ops.eye(gram.shape[-1], dtype=gram.dtype)
    return ops.solve(gram, ops.matmul(across, rhs))


def triangular_solve(
    matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: Any = None
) -> Array:
    """The X with A X = B for a triangular A; adjoint: for its adjoint."""
    if adjoint:
        matrix, lower = ops.conj(ops.swapaxes(matrix, -1, -2)), not lower
    return ops.solve_triangular(matrix, rhs, lower=lower)


def cholesky_solve(chol: Any, rhs: Any, name: Any = None) -> Array:
    """The X with L Lᵀ X = B."""
    return triangular_solve(chol, triangular_solve(chol, rhs), adjoint=True)


def eigvalsh(tensor: Any, name: Any = None) -> Array:
    """The eigenvalues of a symmetric matrix, the smallest first."""
    return ops.eigh(tensor)[0]


def tensor_diag_part(input: Any, name: Any = None) -> Array:
    """The diagonal of a square matrix."""
    return ops.diagonal(input)
