"""BatchNormalization against Keras: statistics, masks, freezing, renormalization, in `fit` too."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import assert_same_config, assert_twins, draw, twins, with_same_weights

import keraunos as k


def assert_same_state(ours, theirs):
    for mine, his in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(mine.numpy(), np.asarray(his), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize(
    ("shape", "arguments"),
    [
        ((3,), dict()),
        ((4, 5, 3), dict(momentum=0.5, epsilon=0.1, scale=False)),
        ((3, 4, 5), dict(axis=1, center=False)),
        ((6, 3), dict(axis=-2)),
        ((5, 3), dict(renorm=True, momentum=0.9)),
    ],
)
def test_values_gradients_and_config_are_keras(shape, arguments, training):
    assert_twins(
        "BatchNormalization", draw(6, *shape) + 1, call={"training": training}, **arguments
    )


@pytest.mark.parametrize(
    "arguments",
    [
        dict(momentum=0.5),
        dict(momentum=0.9, renorm=True, renorm_momentum=0.5),
        dict(renorm=True, renorm_clipping={"rmax": 1.1, "rmin": 0.9, "dmax": 0.2}),
    ],
)
def test_running_statistics_move_as_in_keras(arguments):
    ours, theirs = twins("BatchNormalization", **arguments)
    with_same_weights(ours, theirs, draw(8, 5, 3))
    for step in range(3):
        x = draw(8, 5, 3, seed=step) * (step + 1) + step
        y, wanted = ours(x, training=True), theirs(x, training=True)
        np.testing.assert_allclose(y, wanted, rtol=1e-5, atol=1e-5)
        assert_same_state(ours, theirs)


@pytest.mark.parametrize("kept", ["some", "none"])
def test_masked_places_do_not_count(kept):
    ours, theirs = twins("BatchNormalization", momentum=0.5)
    x = draw(4, 6, 3)
    with_same_weights(ours, theirs, x)
    mask = np.random.default_rng(1).random((4, 6)) > (0.3 if kept == "some" else 2)
    y, wanted = ours(x, training=True, mask=mask), theirs(x, training=True, mask=mask)
    # with nothing kept both divide by sqrt(epsilon), so that differences of the last bit grow
    np.testing.assert_allclose(y, wanted, rtol=1e-5, atol=1e-5)
    assert_same_state(ours, theirs)


@pytest.mark.parametrize("freeze", ["before", "after"])
def test_a_frozen_layer_is_in_inference_mode(freeze):
    layer = k.layers.BatchNormalization(momentum=0.5, trainable=freeze == "after")
    layer.build((None, 3))
    layer.trainable = False
    x = draw(8, 3) * 3 + 2
    y = layer(x, training=True)
    assert (layer.moving_mean.numpy() == 0).all()
    np.testing.assert_allclose(y, x / np.sqrt(1.001), rtol=1e-5, atol=1e-6)
    layer.trainable = True
    layer(x, training=True)
    np.testing.assert_allclose(layer.moving_mean.numpy(), x.mean(0) / 2, rtol=1e-5, atol=1e-6)


def test_calls_outside_of_training_leave_the_statistics():
    layer = k.layers.BatchNormalization()
    layer(draw(8, 3))
    layer(draw(8, 3), training=False)
    assert (layer.moving_mean.numpy() == 0).all()
    assert (layer.moving_variance.numpy() == 1).all()


def test_training_a_network_is_keras_step_by_step():
    x, y = draw(24, 5) * 2 + 1, draw(24, 1, seed=1)
    models = []
    for lib in (k, keras):
        model = lib.Sequential(
            [lib.layers.Input((5,)), lib.layers.Dense(4), lib.layers.BatchNormalization(momentum=0.7),
             lib.layers.Dense(1)]
        )  # fmt: skip
        model.compile(lib.optimizers.SGD(0.05), "mse")
        models.append(model)
    models[0].set_weights(models[1].get_weights())
    for model in models:
        model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    for mine, his in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
        np.testing.assert_allclose(mine, his, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(
        models[0].predict(x, verbose=0), models[1].predict(x, verbose=0), rtol=1e-5, atol=1e-5
    )


# --- edges --------------------------------------------------------------------------------------


def test_a_batch_of_one_and_16_bits():
    layer = k.layers.BatchNormalization(dtype="mixed_float16")
    y = layer(np.full((1, 3), 300.0), training=True)  # whose square is beyond float16
    assert y.dtype.name == "float16"
    assert layer.moving_mean._dtype == layer.gamma._dtype == "float32"
    np.testing.assert_allclose(np.asarray(y, "float32"), np.zeros((1, 3)), atol=1e-3)
    np.testing.assert_allclose(layer.moving_mean.numpy(), [3.0] * 3, rtol=1e-4)


def test_a_mean_far_from_zero_costs_no_precision():
    x = draw(64, 3) + 1000
    y = np.asarray(k.layers.BatchNormalization(epsilon=1e-6)(x, training=True))
    wanted = (x.astype("float64") - x.mean(0, dtype="float64")) / x.std(0, dtype="float64")
    np.testing.assert_allclose(y, wanted, atol=2e-4)  # x itself is rounded to 6e-5


def test_rows_are_independent_unless_a_call_says_training():
    layer = k.layers.BatchNormalization()
    x = k.layers.Input((3,))
    layer(x)
    assert layer.batch_independent
    layer(x, training=True)
    assert not layer.batch_independent


def test_synchronized_is_taken():
    layer = k.layers.BatchNormalization(synchronized=True)
    assert layer.get_config()["synchronized"] is True
    x = draw(4, 3)
    np.testing.assert_allclose(
        layer(x, training=True), k.layers.BatchNormalization()(x, training=True), rtol=1e-6
    )
    assert_same_config(*twins("BatchNormalization", axis=1, moving_mean_initializer="ones"))


# --- errors -------------------------------------------------------------------------------------


def test_bad_axes_sizes_and_masks_are_named():
    with pytest.raises(ValueError, match=r"axis 3 is not among the 2 axes of the input \(4, 5\)"):
        k.layers.BatchNormalization(axis=3)(draw(4, 5))
    with pytest.raises(ValueError, match=r"needs the size of axis -1"):
        k.layers.BatchNormalization()(k.layers.Input((None,)))
    with pytest.raises(
        ValueError, match=r"the mask must have the first sizes of the input \(4, 6, 3\)"
    ):
        k.layers.BatchNormalization()(draw(4, 6, 3), training=True, mask=np.ones((4, 5), bool))
    with pytest.raises(ValueError, match=r"`renorm_clipping` must be a dict with keys among"):
        k.layers.BatchNormalization(renorm_clipping={"r": 1})
