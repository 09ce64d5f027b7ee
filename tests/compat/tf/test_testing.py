"""`tf.test.TestCase`."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import testing


def test_assertions():
    case = testing.TestCase()
    case.setUp()
    case.assertAllClose({"a": ops.ones(2)}, {"a": np.ones(2)})
    case.assertAllEqual([1, 2], ops.array([1, 2]))
    case.assertShapeEqual(np.ones((2, 1)), ops.zeros((2, 1)))
    case.assertNotAllClose(ops.ones(2), np.zeros(2))
    case.assertAllInRange([0.5], 0, 1)
    with case.cached_session():
        assert case.evaluate([ops.ones(1)])[0].tolist() == [1]
    for wrong in (
        lambda: case.assertAllClose(ops.ones(2), np.zeros(2)),
        lambda: case.assertAllEqual([1], [2]),
        lambda: case.assertShapeEqual(np.ones(1), np.ones(2)),
        lambda: case.assertNotAllClose(np.ones(1), np.ones(1)),
        lambda: case.assertAllInRange([2], 0, 1),
    ):
        with pytest.raises(AssertionError):
            wrong()
