"""Linear algebra."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.op_grid import M, V, X, call, check, parameters, same

from keraunos import KerasTensor, ops

BATCH = np.stack([M, M + np.eye(3)])
LOWER = np.linalg.cholesky(M)
F32 = ("float32",)
INTS = ("float32", "int32")

CASES = {
    "cholesky": [call(M, dtypes=F32), call(BATCH), call(M, upper=True)],
    "cholesky_inverse": [call(LOWER, dtypes=F32), call(LOWER.T.copy(), upper=True)],
    **same([call(M, dtypes=INTS), call(BATCH)], "det inv slogdet logdet"),
    "eigh": [call(M, dtypes=F32, gradient=False), call(BATCH, gradient=False)],
    "eig": [call(M, dtypes=F32, gradient=False)],
    "pinv": [call(X, dtypes=F32), call(X, 0.5)],
    "matrix_rank": [call(M, dtypes=F32), call(np.outer(V, V)), call(M, 0.5)],
    "lu_factor": [call(M, dtypes=F32), call(BATCH)],
    "qr": [call(M, dtypes=F32), call(X.T.copy(), mode="complete", gradient=False), call(BATCH)],
    "svd": [call(X, dtypes=F32, gradient=False), call(X, full_matrices=False), call(X, compute_uv=False)],
    "solve": [call(M, V[:3], dtypes=F32), call(M, X.T.copy()), call(BATCH, BATCH[:, :, :1])],
    "solve_triangular": [call(M, V[:3], dtypes=F32), call(LOWER, X.T.copy(), lower=True)],
    "lstsq": [call(X.T.copy(), V[:3], dtypes=F32), call(X, X, rcond=0.1)],
    "norm": [call(X), call(X, 2, 1), call(X, "fro"), call(X, "nuc"),
             call(X, np.inf, axis=0, keepdims=True),
             call(V, 1), call(X, 3, axis=-1), call(BATCH, axis=(1, 2)), call(X, -1)],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_derivatives_along_a_direction():
    value, slope = ops.jvp(lambda x: x * x, (3.0,), (2.0,))
    assert (float(value), float(slope)) == (9, 12)
    assert ops.jvp(lambda x: (x, "more"), (jnp.ones(2),), (jnp.ones(2),), has_aux=True)[2] == "more"


def test_decompositions_put_together_again():
    q, r = ops.qr(M.astype("float32"))
    np.testing.assert_allclose(q @ r, M, atol=1e-5)
    u, s, v = ops.svd(X.astype("float32"), full_matrices=False)
    np.testing.assert_allclose(u * s @ v, X, atol=1e-5)


def test_a_batch_of_vectors_beside_a_batch_of_matrices():
    vectors = np.stack([V[:3], V[1:]])
    found = ops.solve(BATCH, vectors)
    np.testing.assert_allclose(found, np.linalg.solve(BATCH, vectors[..., None])[..., 0], rtol=1e-4)


def test_an_unknown_batch():
    q, r = ops.qr(KerasTensor((None, 3, 4)))
    assert (q.shape, r.shape) == ((None, 3, 3), (None, 3, 4))
    assert ops.solve(KerasTensor((None, 3, 3)), KerasTensor((None, 3))).shape == (None, 3)


def test_what_is_not_positive_definite():
    with pytest.raises(ValueError, match="`x` must be positive definite"):
        ops.cholesky(-M.astype("float32"))
    assert np.isnan(jax.jit(ops.cholesky)(-M.astype("float32"))).any()


@pytest.mark.parametrize("name", ["det", "inv", "cholesky", "eigh", "slogdet"])
def test_matrices_that_are_not_square(name):
    with pytest.raises(ValueError, match=f"{name}: `x` must be square matrices"):
        getattr(ops, name)(X.astype("float32"))


def test_a_mode_that_is_none():
    with pytest.raises(ValueError, match="'reduced' or 'complete'"):
        ops.qr(M.astype("float32"), mode="full")
