"""Data at the door: what becomes columns, and what is refused with what to do."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.core.errors import DataError
from keraunos.data.arrays import (
    Columns,
    as_columns,
    on_device,
    split_validation,
    unpack,
    weights_of_classes,
)

X = np.arange(12.0).reshape(6, 2)


class Table:
    """As a DataFrame of pandas or polars."""

    def __init__(self, array):
        self.array = array

    def to_numpy(self):
        return self.array


class Sparse:
    """As a matrix of scipy.sparse."""

    shape, dtype = (6, 2), np.dtype("float64")

    def toarray(self):
        return X


@pytest.mark.parametrize(
    "given",
    [X, X.tolist(), Table(X), Sparse(), jnp.asarray(X), Table(X.astype(object))],
    ids=["numpy", "list", "table", "sparse", "jax", "mixed table"],
)
def test_what_holds_numbers_becomes_float32_columns(given):
    columns = as_columns(given)
    assert columns.rows == 6
    assert columns.x.dtype == "float32"
    np.testing.assert_array_equal(columns.x, X)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("uint8", "uint8"),
        ("int64", "int32"),
        ("bool", "bool"),
        ("float16", "float16"),
        ("float64", "float32"),
    ],
)
def test_dtypes(given, expected):
    assert as_columns(np.ones((3, 1)).astype(given)).x.dtype == expected


def test_large_integers():
    assert as_columns(np.array([2**31 + 5])).x.dtype == "uint32"
    with pytest.raises(
        DataError, match="integers of at most 32 bits; got values from 0 to 4294967296"
    ):
        as_columns(np.array([0, 2**32]))


def test_structures_stay():
    columns = as_columns({"a": X, "b": [X, X[:, 0]]}, [X[:, 0], X])
    assert columns.x["b"][1].shape == (6,)
    assert columns.y[0].shape == (6,)
    part = columns.take(1, 3)
    assert part.x["a"].shape == (2, 2)
    assert part.sample_weight is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((None,), "`x` must be an array"),
        ((X, X[:3]), "same number of rows; got x 6, y 3"),
        ((X, None, np.ones(5)), "got x 6, sample_weight 5"),
        (([X, X[:2]],), "got x 6, 2"),
        ((np.zeros((0, 2)),), r"at least one row; got float32\[0, 2\]"),
        ((np.array(["a", "b"]),), "numbers of one dtype"),
        (([[1], [1, 2]],), "rows of equal length"),
        ((np.float32(3),), r"Use np.array\(\[x\]\)"),
    ],
)
def test_what_is_refused(arguments, sentence):
    with pytest.raises(DataError, match=sentence):
        as_columns(*arguments)


def test_class_weights_are_weights_of_rows():
    one_hot = np.eye(3)[[0, 2, 1]]
    weights = {0: 0.5, 2: 3.0}
    np.testing.assert_allclose(weights_of_classes(one_hot, weights, "fit"), [0.5, 3, 1])
    np.testing.assert_allclose(weights_of_classes(np.array([[2], [0]]), weights, "fit"), [3, 0.5])
    with pytest.raises(ValueError, match="cannot both be given"):
        as_columns(X, X[:, 0], np.ones(6), {0: 1.0})
    with pytest.raises(ValueError, match="needs one array of targets; got 2"):
        as_columns(X, [X, X], None, {0: 1.0})


def test_the_device_holds_a_copy():
    array = np.ascontiguousarray(np.zeros((1024, 64), "float32"))
    held = on_device(Columns(array)).x
    array[:] = 7
    assert float(jnp.max(held)) == 0
    assert isinstance(held, jax.Array)


@pytest.mark.parametrize(("share", "at"), [(0.5, 3), (0.2, 4), (0.34, 3)])
def test_validation_takes_the_last_rows(share, at):
    first, last = split_validation(as_columns(X), share)
    assert first.rows == at
    np.testing.assert_array_equal(last.x, X[at:])


@pytest.mark.parametrize("share", [1.0, -0.5, 0.9])
def test_a_share_must_leave_rows_for_both(share):
    with pytest.raises(ValueError, match="must leave rows for both parts"):
        split_validation(as_columns(X), share)


def test_unpack_takes_one_to_three():
    assert unpack((1, 2), "fit") == (1, 2, None)
    with pytest.raises(ValueError, match=r"\(x, y\) or \(x, y, sample_weight\)"):
        unpack((1, 2, 3, 4), "fit")
