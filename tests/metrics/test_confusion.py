"""The counts below all threshold metrics: two ways of counting, ties, and what is refused."""

import numpy as np
import pytest

from keraunos import metrics
from keraunos.metrics.confusion import CELLS, check_thresholds, counts, is_even

RNG = np.random.default_rng(4)


def written_out(y_true, y_pred, weights, threshold):
    above, positive = y_pred > threshold, y_true != 0
    cells = (above & positive, above & ~positive, ~above & ~positive, ~above & positive)
    return [float(weights[cell].sum()) for cell in cells]


@pytest.mark.parametrize("thresholds", [[0.3], [0.9, 0.1, 0.5], list(np.linspace(0, 1, 11))])
def test_counts_are_those_of_the_definition(thresholds):
    y_true, weights = (RNG.random(50) > 0.6).astype("float32"), RNG.random(50).astype("float32")
    y_pred = RNG.random(50).astype("float32")
    found = counts(y_true, y_pred, weights, thresholds)
    for i, threshold in enumerate(thresholds):
        expected = written_out(y_true, y_pred, weights, np.float32(threshold))
        np.testing.assert_allclose([found[c][i] for c in CELLS], expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("thresholds", [[0.2, 0.7], [0.0, 0.25, 0.5, 0.75, 1.0]])
def test_labels_are_counted_apart(thresholds):
    y_true, y_pred = (
        (RNG.random((20, 3)) > 0.5).astype("float32"),
        RNG.random((20, 3)).astype("float32"),
    )
    ones = np.ones_like(y_pred)
    together = counts(y_true, y_pred, ones, thresholds)
    for label in range(3):
        alone = counts(y_true[:, label], y_pred[:, label], ones[:, label], thresholds)
        for cell in CELLS:
            np.testing.assert_array_equal(together[cell][:, label], alone[cell])


def test_every_sample_is_in_one_cell():
    y_true, y_pred = np.array([0.0, 1.0, 1.0, 0.0]), np.array([-2.0, 0.5, 1.0, 7.0], "float32")
    found = counts(y_true, y_pred, np.ones(4, "float32"), list(np.linspace(0, 1, 5)))
    np.testing.assert_array_equal(sum(found.values()), np.full(5, 4.0))


def test_which_thresholds_are_even():
    assert is_even([0.0, 0.5, 1.0])
    assert is_even([-1e-7, 0.25, 0.5, 0.75, 1 + 1e-7])
    assert not is_even([0.5])
    assert not is_even([0.0, 1.0])
    assert not is_even([0.0, 0.4, 1.0])


@pytest.mark.parametrize("bad", [[], [1.5], -0.1, [None]])
def test_thresholds_outside_of_their_range_are_refused(bad):
    with pytest.raises(ValueError, match=r"p: `thresholds` must be in \[0, 1\], one or more; got"):
        check_thresholds("p", bad, 0.5)


def test_a_class_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"precision: `class_id` must be in \[0, 3\); got 7"):
        metrics.Precision(class_id=7)(np.eye(3), np.eye(3))


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match="recall: y_true and y_pred must have the same shape"):
        metrics.Recall()(np.eye(3), np.eye(3)[:, :2])
    with pytest.raises(ValueError, match="recall_1: `sample_weight` must have the first axes"):
        metrics.Recall()(np.eye(3), np.eye(3), np.ones(2))
