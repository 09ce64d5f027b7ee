"""Weights, masks and reductions against Keras, for every shape of each that Keras takes."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest
from keras.src.backend.common.masking import set_keras_mask
from support.oracle import TOLERANCE, keras

from keraunos import losses
from keraunos.losses.reduction import REDUCTIONS, masked, reduced

RNG = np.random.default_rng(3)
SHAPES = [(4,), (4, 3), (4, 3, 2)]


def legal(shape, draw):
    """What may stand beside values of this shape."""
    found = {"none": None, "full": draw(shape), "with an axis of 1": draw((*shape, 1))}
    if len(shape) > 1:
        found["a row"] = draw((4, *[1] * (len(shape) - 1)))
    return found


def mask_of(shape):
    return RNG.random(shape) > 0.4


def oracle(y_true, y_pred, reduction, weights, mask):
    y_pred = jnp.asarray(y_pred)
    if mask is not None:
        set_keras_mask(y_pred, jnp.asarray(mask))
    return keras.losses.MeanSquaredError(reduction=reduction)(y_true, y_pred, sample_weight=weights)


@pytest.mark.parametrize("shape", SHAPES)
def test_weights_and_masks_equal_keras(shape):
    y_true, y_pred = (
        RNG.random((*shape, 5)).astype("float32"),
        RNG.random((*shape, 5)).astype("float32"),
    )
    weights = {**legal(shape, RNG.random), "scalar": 2.0}
    masks = legal(shape, mask_of)
    for (w, weight), (m, mask) in itertools.product(weights.items(), masks.items()):
        for reduction in (r for r in REDUCTIONS if r != "mean"):
            ours = losses.MeanSquaredError(reduction=reduction)(y_true, y_pred, weight, mask=mask)
            theirs = np.asarray(oracle(y_true, y_pred, reduction, weight, mask))
            if theirs.ndim:  # Keras adds an axis of 1 to (n,) where weights have one
                theirs = theirs.reshape(shape)
            np.testing.assert_allclose(
                ours, theirs, **TOLERANCE["float32"], err_msg=f"{w}, {m}, {reduction}"
            )


def test_mean_is_the_mean_over_the_batch():
    values = jnp.asarray([1.0, 3.0])
    assert float(reduced(values, None, None, "mean")) == 2.0
    assert float(reduced(values, None, None, "sum_over_batch_size")) == 2.0


def test_a_weight_a_sample_beside_values_a_step():
    values = jnp.asarray([[1.0, 1.0], [3.0, 5.0]])
    found = reduced(values, [1.0, 0.5], None, "none")
    np.testing.assert_array_equal(found, [[1.0, 1.0], [1.5, 2.5]])


def test_one_value_for_the_batch_counts_for_each_weight():
    y_true, y_pred = np.eye(3, dtype="float32"), np.full((3, 3), 0.3, "float32")
    weights = np.array([1.0, 2.0, 4.5])
    ours, theirs = (
        lib.Dice()(y_true, y_pred, sample_weight=weights) for lib in (losses, keras.losses)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def test_all_masked_gives_zero():
    nothing = jnp.zeros(3, bool)
    assert float(reduced(jnp.ones(3), None, nothing, "sum_over_batch_size")) == 0.0
    assert float(reduced(jnp.ones(3), None, nothing, "mean_with_sample_weight")) == 0.0


def test_masked_weights_keep_their_mean_over_what_is_kept():
    mask = jnp.asarray([1.0, 1.0, 0.0, 0.0])
    np.testing.assert_allclose(masked(None, mask, "mean"), [2.0, 2.0, 0.0, 0.0])
    np.testing.assert_allclose(masked(jnp.full(4, 3.0), mask, "sum"), [3.0, 3.0, 0.0, 0.0])


@pytest.mark.parametrize("weights", [np.ones(3), np.ones((4, 3)), np.ones((4, 1, 1))])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(
        ValueError, match=r"loss: `sample_weight` must have the first axes of \(4,\)"
    ):
        reduced(jnp.ones(4), weights, None, "sum")


def test_a_mask_that_does_not_fit_is_refused():
    with pytest.raises(
        ValueError, match=r"loss: `mask` must have the first axes of \(4,\); got \(5,\)"
    ):
        reduced(jnp.ones(4), None, np.ones(5, bool), "sum")
