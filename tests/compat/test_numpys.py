"""Numpy's old names."""

import numpy as np
import pytest

from keraunos import compat
from keraunos.compat.numpys import OLD


def test_they_are_there_while_old_imports_are_answered(old):
    import keras  # noqa: F401

    assert np.zeros(2, dtype=np.float).dtype == np.float64
    assert np.array(["a"], np.object).dtype == object
    assert np.product([2, 3]) == 6 and np.NaN != np.NaN and np.Inf == -np.NINF
    assert np.asscalar(np.array([3])) == 3 and np.asfarray([1]).dtype == np.float64
    np.testing.assert_array_equal(np.msort(np.array([[2, 1], [1, 2]])), [[1, 1], [2, 2]])
    assert all(hasattr(np, name) for name in OLD)
    compat.uninstall()
    with pytest.raises(AttributeError):
        np.float  # noqa: B018
    assert np.bool is np.bool_
