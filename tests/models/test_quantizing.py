"""Models in int8: predictions, files, both ways with the oracle, which layers, errors."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")


def model(module):
    layers = module.layers
    return module.Sequential(
        [module.Input((4,)), layers.Dense(5, activation="relu", name="first"),
         layers.Dense(2, name="second")]
    )  # fmt: skip


def test_predictions_are_those_of_keras():
    ours, theirs = model(k), model(keras)
    theirs.set_weights(ours.get_weights())
    before = ours.predict(X, verbose=0)
    ours.quantize("int8")
    for layer in theirs.layers:
        layer.quantize("int8")
    found = ours.predict(X, verbose=0)
    np.testing.assert_allclose(found, theirs.predict(X, verbose=0), **TOLERANCE["float32"])
    assert 0 < np.abs(found - before).max() < 0.1


@pytest.mark.parametrize(("saves", "loads"), [(k, k), (k, keras), (keras, k)])
def test_files(saves, loads, tmp_path):
    made = model(saves)
    for layer in made.layers:
        layer.quantize("int8")
    made.save(tmp_path / "m.keras")
    read = loads.models.load_model(tmp_path / "m.keras")
    np.testing.assert_allclose(read.predict(X, verbose=0), made.predict(X, verbose=0), atol=1e-6)
    assert [layer.quantization_mode for layer in read.layers] == ["int8", "int8"]


def test_layers_within_layers_come_back_from_files(tmp_path):
    x = k.Input((5, 4))
    made = k.Model(x, k.layers.MultiHeadAttention(2, 3)(x, x))
    data = np.random.default_rng(1).normal(size=(2, 5, 4)).astype("float32")
    before = made.predict(data, verbose=0)
    plain = k.models.clone_model(made)
    plain.predict(data, verbose=0)
    made.quantize("int8")
    found = made.predict(data, verbose=0)
    assert 0 < np.abs(found - before).max() < 0.1
    made.save(tmp_path / "m.keras")
    read = k.models.load_model(tmp_path / "m.keras")
    np.testing.assert_allclose(read.predict(data, verbose=0), found, atol=1e-6)
    made.save_weights(tmp_path / "m.weights.h5")
    plain.load_weights(tmp_path / "m.weights.h5")
    np.testing.assert_allclose(plain.predict(data, verbose=0), found, atol=1e-6)


@pytest.mark.parametrize(
    ("filters", "modes"),
    [
        (None, ["int8", "int8"]), ("fir", ["int8", None]), (["second"], [None, "int8"]),
        (lambda layer: layer.name == "first", ["int8", None]),
    ],
)  # fmt: skip
def test_filters(filters, modes):
    made = model(k)
    made.quantize(config=k.quantizers.Int8QuantizationConfig(), filters=filters)
    assert [layer.quantization_mode for layer in made.layers] == modes


def test_the_rest_trains_after_another_compile():
    made = model(k)
    made.compile("sgd", "mse")
    made.fit(X, np.zeros((8, 2)), verbose=0)
    made.quantize("int8")
    kernel = made.layers[0].kernel.numpy()
    made.compile("sgd", "mse")
    losses = made.fit(X, np.ones((8, 2)), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    np.testing.assert_array_equal(made.layers[0].kernel.numpy(), kernel)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: k.Sequential([k.layers.Dense(2)]).quantize("int8"), ValueError, "a built model"),
        (lambda: model(k).quantize(), ValueError, "got neither"),
        (lambda: model(k).quantize("gptq"), NotImplementedError, "`mode` must be 'int8'"),
        (lambda: model(k).quantize("int8", filters=3), ValueError, "`filters` must be"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call()
