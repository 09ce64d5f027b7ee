"""Numbers become vectors of the shape that was announced; those outside leave no trace."""

import itertools

import numpy as np
import pytest

from keraunos.layers.preprocessing.encoding import MODES, check_mode, encoded, encoded_shape

SHAPES = [(), (1,), (4,), (4, 1), (4, 3), (2, 4, 1), (2, 4, 3)]


@pytest.mark.parametrize(("shape", "mode"), [*itertools.product(SHAPES, MODES)])
def test_the_shape_is_the_one_announced(shape, mode):
    numbers = np.zeros(shape, "int32")
    assert encoded(numbers, mode, 5, "float32").shape == encoded_shape(shape, mode, 5)


def by_hand(numbers, mode, depth, weights=None):
    rows = numbers.reshape(-1, numbers.shape[-1])
    weights = np.ones(rows.shape) if weights is None else weights.reshape(rows.shape)
    found = np.zeros((len(rows), depth))
    for i, j in np.ndindex(*rows.shape):
        if 0 <= rows[i, j] < depth:
            found[i, rows[i, j]] += weights[i, j]
    found = np.minimum(found, 1) if mode == "multi_hot" else found
    return found.reshape(*numbers.shape[:-1], depth)


@pytest.mark.parametrize("mode", ["multi_hot", "count"])
def test_counts_are_those_by_hand(mode):
    numbers = np.random.default_rng(0).integers(-2, 8, (2, 5, 7))
    found = encoded(numbers, mode, 6, "float32")
    np.testing.assert_allclose(found, by_hand(numbers, mode, 6))


def test_weights_and_scales():
    numbers, weights = np.array([[0, 1, 1], [9, 2, 2]]), np.array([[0.5, 1, 2], [3, 4, 5.0]])
    found = encoded(numbers, "count", 3, "float32", weights)
    np.testing.assert_allclose(found, by_hand(numbers, "count", 3, weights))
    scaled = encoded(numbers, "tf_idf", 3, "float32", scale=np.array([1.0, 10.0, 100.0]))
    np.testing.assert_allclose(scaled, [[1, 20, 0], [0, 0, 200]])


def test_one_hot_of_numbers_outside_is_zero():
    assert encoded(np.array([-1, 1, 7]), "one_hot", 3, "float32").tolist() == [
        [0, 0, 0], [0, 1, 0], [0, 0, 0],
    ]  # fmt: skip


def test_other_spellings():
    assert check_mode("L", "binary") == "multi_hot"
    assert check_mode("L", "tf-idf", (*MODES, "tf_idf")) == "tf_idf"
    assert check_mode("L", "count") == "count"


def test_unknown_modes_and_sparse_results_are_refused():
    with pytest.raises(ValueError, match="L: unknown output_mode 'multihot'.*multi_hot"):
        check_mode("L", "multihot")
    with pytest.raises(ValueError, match="L: `sparse` must be False"):
        check_mode("L", "count", sparse=True)
    with pytest.raises(ValueError, match="L: `sparse` must be False"):
        check_mode("L", "int", sparse=True)
