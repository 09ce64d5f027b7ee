"""Whole models of Keras 1.2.2, 2.x and tf.keras, built to their layout; HDF5 both ways with the oracle."""

import base64
import json
import marshal
import warnings

import h5py
import jax
import numpy as np
import pytest
from support import saved_models as models
from support.old_files import dense_1, dense_2, numbers, old_file, put_layers
from support.oracle import keras

import keraunos as k
from keraunos.core.errors import FileError, UnsafeError


def assert_same_predictions(one, other, x):
    for a, b in zip(*[jax.tree.leaves(m.predict(x, verbose=0)) for m in (one, other)], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6)


# --- with the oracle ----------------------------------------------------------------------------

FORMS = ["sequential", "named", "branches", "nested", "recurrent", "words"]


@pytest.mark.parametrize("source", [keras, k], ids=["from keras", "to keras"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_model_comes_back(form, source):
    if form == "branches" and source is keras:
        pytest.skip("Keras writes no module for operations, and takes Add for the layer itself")
    target = k if source is keras else keras
    make, shapes = models.FORMS[form]
    model = make(source)
    model.save("m.h5")
    assert_same_predictions(model, target.saving.load_model("m.h5"), models.inputs(shapes))


def trained(library):
    model = models.sequential(library)
    x, y = models.inputs([(4,)]), models.inputs([(2,)], seed=1)
    model.compile(library.optimizers.Adam(0.01), library.losses.MeanSquaredError())
    model.fit(x, y, verbose=0, shuffle=False)
    model.save("m.h5")
    return model, x, y


def test_training_of_keras_3_goes_on_equally():
    model, x, y = trained(keras)
    other = k.saving.load_model("m.h5")
    losses = [
        m.fit(x, y, epochs=3, verbose=0, shuffle=False).history["loss"] for m in (model, other)
    ]
    np.testing.assert_allclose(*losses, rtol=1e-5)


def test_keras_evaluates_what_we_trained():
    """It cannot train what it loads from this format: its optimizer is built for no variables."""
    model, x, y = trained(k)
    other = keras.saving.load_model("m.h5")
    losses = [m.evaluate(x, y, verbose=0) for m in (model, other)]
    np.testing.assert_allclose(*losses, rtol=1e-5)


def test_the_optimizer_may_be_left_out():
    model = models.sequential(k)
    model.compile("adam", "mse")
    model.save("m.h5", include_optimizer=False)
    assert not k.saving.load_model("m.h5").compiled


# --- Keras 2 ------------------------------------------------------------------------------------


def mlp_2(shape=4):
    kernel, bias, gamma, beta, mean, last, b = numbers(
        (shape, 3), (3,), (3,), (3,), (3,), (3, 2), (2,)
    )
    variance = np.full(3, 2.0, "float32")
    config = {"class_name": "Sequential", "config": {"name": "sequential_1", "layers": [
        dense_2(3, "dense_1", activation="relu", batch_input_shape=[None, shape], dtype="float32"),
        {"class_name": "BatchNormalization", "config": {
            "name": "bn", "trainable": True, "axis": -1, "momentum": 0.99, "epsilon": 0.001,
            "center": True, "scale": True, "beta_initializer": {"class_name": "Zeros", "config": {}},
            "gamma_initializer": {"class_name": "Ones", "config": {}}}},
        {"class_name": "Dropout", "config": {"name": "d", "trainable": True, "rate": 0.5,
                                             "noise_shape": None, "seed": None}},
        dense_2(2, "dense_2"),
    ]}}  # fmt: skip
    weights = {
        "dense_1": [("dense_1/kernel:0", kernel), ("dense_1/bias:0", bias)],
        "bn": [("bn/gamma:0", gamma), ("bn/beta:0", beta), ("bn/moving_mean:0", mean),
               ("bn/moving_variance:0", variance)],
        "d": [],
        "dense_2": [("dense_2/kernel:0", last), ("dense_2/bias:0", b)],
    }  # fmt: skip

    def expected(x):
        h = np.maximum(x @ kernel + bias, 0)
        h = (h - mean) / np.sqrt(variance + 0.001) * gamma + beta
        return h @ last + b

    return config, weights, expected


@pytest.mark.parametrize("version", ["2.1.6", "2.3.1", "2.15.0"])
def test_a_stack_of_keras_2(version):
    config, weights, expected = mlp_2()
    if version == "2.1.6":  # its Sequential was a bare list
        config["config"] = config["config"]["layers"]
    model = k.saving.load_model(old_file("m.h5", config, weights, version))
    x = models.inputs([(4,)])
    np.testing.assert_allclose(model.predict(x, verbose=0), expected(x), rtol=1e-5, atol=1e-6)


def test_training_of_keras_2_goes_on():
    config, weights, _ = mlp_2()
    shapes = [(4, 3), (3,), (3,), (3,), (3, 2), (2,)]
    ms, vs = numbers(*shapes, seed=1), [v**2 for v in numbers(*shapes, seed=2)]
    slots = [("Adam/iterations:0", np.int64(7))]
    slots += [(f"training/Adam/m_{i}:0", m) for i, m in enumerate(ms)]
    slots += [(f"training/Adam/v_{i}:0", v) for i, v in enumerate(vs)]
    slots += [(f"training/Adam/vhat_{i}:0", np.zeros(1, "float32")) for i in range(len(vs))]
    training = {
        "optimizer_config": {"class_name": "Adam", "config": {
            "lr": 0.002, "beta_1": 0.9, "beta_2": 0.99, "decay": 0.0, "epsilon": 1e-07, "amsgrad": False}},
        "loss": "mean_squared_error", "metrics": ["accuracy"], "sample_weight_mode": None,
        "loss_weights": None, "weighted_metrics": None,
    }  # fmt: skip
    model = k.saving.load_model(
        old_file("m.h5", config, weights, "2.3.1", training=training, slots=slots)
    )
    optimizer = model.optimizer
    assert float(optimizer.learning_rate) == pytest.approx(0.002)
    assert optimizer.beta_2 == 0.99
    assert int(optimizer.iterations) == 7
    assert model.loss == "mean_squared_error"
    for i in range(len(shapes)):
        np.testing.assert_array_equal(optimizer.variables[2 + 2 * i].numpy(), ms[i])
        np.testing.assert_array_equal(optimizer.variables[3 + 2 * i].numpy(), vs[i])
    model.fit(models.inputs([(4,)]), models.inputs([(2,)]), verbose=0)


def test_a_graph_of_keras_2_with_a_model_inside():
    a, b, c, d = numbers((4, 4), (4,), (8, 2), (2,))
    inner = {"class_name": "Sequential", "name": "inner", "config": {"name": "inner", "layers": [
        dense_2(4, "hidden", batch_input_shape=[None, 4])]}}  # fmt: skip
    start = {"batch_input_shape": [None, 4], "dtype": "float32", "sparse": False, "name": "in"}
    config = {"class_name": "Model", "config": {"name": "model_1", "layers": [
        {"class_name": "InputLayer", "name": "in", "config": start, "inbound_nodes": []},
        {**inner, "inbound_nodes": [[["in", 0, 0, {}]]]},
        {"class_name": "Concatenate", "name": "join", "config": {"name": "join", "trainable": True,
            "axis": -1}, "inbound_nodes": [[["inner", 1, 0, {}], ["in", 0, 0, {}]]]},
        {**dense_2(2, "out"), "name": "out", "inbound_nodes": [[["join", 0, 0, {}]]]},
    ], "input_layers": [["in", 0, 0]], "output_layers": [["out", 0, 0]]}}  # fmt: skip
    weights = {"in": [], "inner": [("hidden/kernel:0", a), ("hidden/bias:0", b)], "join": [],
               "out": [("out/kernel:0", c), ("out/bias:0", d)]}  # fmt: skip
    model = k.saving.load_model(old_file("m.h5", config, weights, "2.2.4"))
    x = models.inputs([(4,)])
    expected = np.concatenate([x @ a + b, x], -1) @ c + d
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-5, atol=1e-6)


def test_a_gru_of_keras_2_resets_before_and_its_hard_sigmoid_has_the_slope_a_fifth():
    kernel, recurrent, bias = numbers((3, 6), (2, 6), (6,))
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [
        {"class_name": "GRU", "config": {
        "name": "gru", "trainable": True, "batch_input_shape": [None, 4, 3], "dtype": "float32",
        "return_sequences": False, "units": 2, "activation": "tanh",
        "recurrent_activation": "hard_sigmoid", "use_bias": True, "implementation": 1}}]}}  # fmt: skip
    weights = {
        "gru": [
            ("gru/kernel:0", kernel),
            ("gru/recurrent_kernel:0", recurrent),
            ("gru/bias:0", bias),
        ]
    }
    model = k.saving.load_model(old_file("m.h5", config, weights, "2.3.1"))
    x, h = models.inputs([(4, 3)]), np.zeros((8, 2))
    for t in range(4):
        xz, xr, xh = np.split(x[:, t] @ kernel + bias, 3, -1)
        uz, ur, uh = np.split(recurrent, 3, -1)
        z, r = (np.clip(0.2 * v + 0.5, 0, 1) for v in (xz + h @ uz, xr + h @ ur))
        h = z * h + (1 - z) * np.tanh(xh + (r * h) @ uh)
    np.testing.assert_allclose(model.predict(x, verbose=0), h, rtol=1e-5, atol=1e-6)
    model.save("again.keras")
    assert_same_predictions(model, k.saving.load_model("again.keras"), x)


# --- Keras 1 ------------------------------------------------------------------------------------


def test_a_stack_of_keras_1():
    a, b, c, d = numbers((4, 3), (3,), (3, 2), (2,))
    config = {"class_name": "Sequential", "config": [
        dense_1(3, "dense_1", activation="relu", batch_input_shape=[None, 4], input_dtype="float32",
                W_regularizer={"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}),
        {"class_name": "Dropout", "config": {"p": 0.5, "trainable": True, "name": "dropout_1"}},
        dense_1(2, "dense_2"),
        {"class_name": "Activation", "config": {"activation": "softmax", "trainable": True, "name": "act"}},
    ]}  # fmt: skip
    weights = {"dense_1": [("dense_1_W:0", a), ("dense_1_b:0", b)], "dropout_1": [],
               "dense_2": [("dense_2_W:0", c), ("dense_2_b:0", d)], "act": []}  # fmt: skip
    model = k.saving.load_model(old_file("m.h5", config, weights, "1.2.2"))
    x = models.inputs([(4,)])
    e = np.exp(np.maximum(x @ a + b, 0) @ c + d)
    np.testing.assert_allclose(model.predict(x, verbose=0), e / e.sum(-1, keepdims=True), rtol=1e-5)


def test_a_convolution_of_keras_1_with_theanos_kernels():
    kernel, bias = numbers((2, 3, 3, 3), (2,))  # (filters, channels, rows, columns)
    config = {"class_name": "Sequential", "config": [{"class_name": "Convolution2D", "config": {
        "name": "conv", "trainable": True, "batch_input_shape": [None, 3, 6, 6], "input_dtype": "float32",
        "nb_filter": 2, "nb_row": 3, "nb_col": 3, "init": "glorot_uniform", "activation": "linear",
        "border_mode": "valid", "subsample": [1, 1], "dim_ordering": "th", "W_regularizer": None,
        "b_regularizer": None, "activity_regularizer": None, "W_constraint": None, "b_constraint": None,
        "bias": True}}]}  # fmt: skip
    weights = {"conv": [("conv_W", kernel), ("conv_b", bias)]}
    model = k.saving.load_model(old_file("m.h5", config, weights, "1.2.2", backend="theano"))
    turned = np.transpose(kernel[:, :, ::-1, ::-1], (2, 3, 1, 0))
    np.testing.assert_array_equal(model.get_weights()[0], turned)
    assert model.layers[0].data_format == "channels_first"
    assert model.output_shape == (None, 2, 4, 4)


def test_an_lstm_of_keras_1_has_an_array_for_each_gate():
    arrays = numbers(*[(3, 2), (2, 2), (2,)] * 4)
    config = {"class_name": "Sequential", "config": [{"class_name": "LSTM", "config": {
        "name": "lstm", "trainable": True, "batch_input_shape": [None, 4, 3], "input_dtype": "float32",
        "return_sequences": False, "go_backwards": False, "stateful": False, "unroll": False,
        "consume_less": "cpu", "input_dim": 3, "input_length": None, "output_dim": 2,
        "init": "glorot_uniform", "inner_init": "orthogonal", "forget_bias_init": "one",
        "activation": "tanh", "inner_activation": "sigmoid", "W_regularizer": None, "U_regularizer": None,
        "b_regularizer": None, "dropout_W": 0.0, "dropout_U": 0.0}}]}  # fmt: skip
    names = [f"lstm_{part}_{gate}" for gate in "icfo" for part in "WUb"]
    model = k.saving.load_model(
        old_file("m.h5", config, {"lstm": list(zip(names, arrays))}, "1.2.2")
    )
    w = dict(zip(names, arrays))
    x, h, c = models.inputs([(4, 3)]), np.zeros((8, 2)), np.zeros((8, 2))

    def gate(g, x, h):
        return x @ w[f"lstm_W_{g}"] + h @ w[f"lstm_U_{g}"] + w[f"lstm_b_{g}"]

    for t in range(4):
        i, f, o = (1 / (1 + np.exp(-gate(g, x[:, t], h))) for g in "ifo")
        c = f * c + i * np.tanh(gate("c", x[:, t], h))
        h = o * np.tanh(c)
    np.testing.assert_allclose(model.predict(x, verbose=0), h, rtol=1e-5, atol=1e-6)


# --- weights alone, hostile files ---------------------------------------------------------------


def test_weights_alone_of_keras_2():
    config, weights, expected = mlp_2()
    with h5py.File("w.h5", "w") as file:
        put_layers(file, weights, "2.3.1")
    model = k.saving.load_model(old_file("m.h5", config, weights, "2.3.1"))
    other = k.models.clone_model(model)
    other.load_weights("w.h5")
    x = models.inputs([(4,)])
    np.testing.assert_allclose(other.predict(x, verbose=0), expected(x), rtol=1e-5, atol=1e-6)


def lambda_of_keras_2():
    def write(x):
        open("canary.txt", "w").close()
        return x

    code = base64.b64encode(marshal.dumps(write.__code__)).decode()
    config = {
        "name": "l", "trainable": True, "batch_input_shape": [None, 4], "dtype": "float32",
        "function": [code, None, None], "function_type": "lambda", "output_shape": None,
        "output_shape_type": "raw", "arguments": {},
    }  # fmt: skip
    layers = [{"class_name": "Lambda", "config": config}]
    return {"class_name": "Sequential", "config": {"name": "s", "layers": layers}}


def test_a_lambda_of_keras_2_needs_the_callers_word(tmp_path):
    old_file("m.h5", lambda_of_keras_2(), {"l": []}, "2.3.1")
    for safe in (True, None):
        with pytest.raises(UnsafeError, match="safe_mode=False"):
            k.saving.load_model("m.h5", safe_mode=safe)
    assert not (tmp_path / "canary.txt").exists()
    k.saving.load_model("m.h5", safe_mode=False)
    assert (tmp_path / "canary.txt").exists()


@pytest.mark.parametrize(
    "path", ["model_weights/dense_1/dense_1/kernel:0", "model_weights/dense_1", "model_weights"]
)
@pytest.mark.parametrize("link", [h5py.SoftLink("/elsewhere"), h5py.ExternalLink("other.h5", "/x")])
def test_links_are_refused_wherever_they_stand(path, link):
    config, weights, _ = mlp_2()
    old_file("m.h5", config, weights, "2.3.1")
    with h5py.File("m.h5", "a") as file:
        file.copy(path, "elsewhere")
        del file[path]
        file[path] = link
    with pytest.raises(UnsafeError, match="Link"):
        k.saving.load_model("m.h5")


def test_a_config_that_asks_for_more_than_the_file_holds_is_refused():
    config, weights, _ = mlp_2()
    config["config"]["layers"][0]["config"]["units"] = 10**10
    with pytest.raises(UnsafeError, match="more than the weights"):
        k.saving.load_model(old_file("m.h5", config, weights, "2.3.1"))


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", '"x"', '{"class_name": 3}', '{"class_name": "Sequential", "config": 3}',
        '{"class_name": "Dense", "config": []}',
    ],
)  # fmt: skip
def test_a_damaged_config_is_said(text):
    config, weights, _ = mlp_2()
    old_file("m.h5", config, weights, "2.3.1")
    with h5py.File("m.h5", "a") as file:
        file.attrs["model_config"] = text
    with pytest.raises((FileError, ValueError)):
        k.saving.load_model("m.h5")


def test_a_model_that_was_not_compiled_says_so_only_if_it_says_it_was():
    config, weights, _ = mlp_2()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not k.saving.load_model(old_file("m.h5", config, weights, "2.3.1")).compiled
    assert json.loads(json.dumps(config)) == config
