"""K's random numbers."""

import numpy as np

from keraunos.compat.backend import noise as K


def test_distributions():
    normal = np.asarray(K.random_normal((4000,), 3.0, 2.0, seed=5))
    assert abs(normal.mean() - 3) < 0.15
    assert abs(normal.std() - 2) < 0.1
    even = np.asarray(K.random_uniform((4000,), -1, 1, seed=5))
    assert -1 <= even.min() < -0.99
    assert 0.99 < even.max() < 1
    assert np.abs(np.asarray(K.truncated_normal((4000,), seed=5))).max() <= 2
    assert abs(np.asarray(K.random_bernoulli((4000,), 0.25, seed=5)).mean() - 0.25) < 0.03


def test_seeds_and_dtypes():
    same = [np.asarray(K.random_normal((3,), seed=7)) for _ in range(2)]
    np.testing.assert_array_equal(*same)
    assert not np.array_equal(K.random_normal((3,)), K.random_normal((3,)))
    assert K.random_uniform((2,)).dtype == "float32"
    assert K.random_binomial((2,), 0.5, dtype="int32").dtype == "int32"
