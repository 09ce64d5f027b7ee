"""`tf.linalg`, beside numpy's."""

import numpy as np
import pytest

from keraunos.compat.tf import matrices

DRAW = np.random.default_rng(0)
A, B = DRAW.random((4, 3)), DRAW.random((4, 2))
L = np.tril(DRAW.random((3, 3)) + np.eye(3))
RIGHT = DRAW.random((3, 2))


@pytest.mark.parametrize("how", [{}, {"fast": False}])
def test_least_squares(how):
    expected = np.linalg.lstsq(A, B, rcond=None)[0]
    np.testing.assert_allclose(matrices.lstsq(A, B, **how), expected, rtol=1e-3, atol=1e-3)


def test_a_penalty_shrinks_the_solution():
    expected = np.linalg.solve(A.T @ A + 2 * np.eye(3), A.T @ B)
    np.testing.assert_allclose(matrices.lstsq(A, B, l2_regularizer=2.0), expected, rtol=1e-4)


def test_solving_by_triangles():
    np.testing.assert_allclose(L @ matrices.triangular_solve(L, RIGHT), RIGHT, rtol=1e-4)
    np.testing.assert_allclose(
        L.T @ matrices.triangular_solve(L, RIGHT, adjoint=True), RIGHT, rtol=1e-4
    )
    np.testing.assert_allclose(L @ L.T @ matrices.cholesky_solve(L, RIGHT), RIGHT, rtol=1e-3)


def test_what_is_read_off_a_matrix():
    assert matrices.adjoint(np.array([[1 + 2j, 3]])).tolist() == [[1 - 2j], [3]]
    assert matrices.tensor_diag_part(np.diag([1.0, 2.0])).tolist() == [1, 2]
    np.testing.assert_allclose(matrices.eigvalsh(np.diag([3.0, 1.0])), [1, 3])
