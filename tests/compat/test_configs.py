"""Configs of layers of old in today's words."""

import pytest

from keraunos.compat.configs import translate


@pytest.mark.parametrize(
    ("old", "config", "today", "expected"),
    [
        ("Dense", {"output_dim": 3, "init": "glorot_uniform", "bias": True},
         "Dense", {"units": 3, "kernel_initializer": "glorot_uniform", "use_bias": True}),
        ("Convolution2D", {"nb_filter": 2, "nb_row": 3, "nb_col": 5, "border_mode": "same"},
         "Conv2D", {"filters": 2, "kernel_size": (3, 5), "padding": "same"}),
        ("Dropout", {"p": 0.3, "trainable": True}, "Dropout", {"rate": 0.3, "trainable": True}),
        ("CuDNNLSTM", {"units": 2}, "LSTM", {"units": 2, "recurrent_activation": "sigmoid"}),
        ("GRU", {"units": 2, "implementation": 1}, "GRU", {"units": 2, "reset_after": False}),
        ("BatchNormalization", {"axis": [3], "fused": True}, "BatchNormalization", {"axis": 3}),
        ("LSTM", {"units": 2, "recurrent_activation": "hard_sigmoid", "time_major": False},
         "LSTM", {"units": 2, "recurrent_activation": "keraunos>hard_sigmoid_of_keras_2"}),
        ("Embedding", {"input_dim": 5, "output_dim": 2, "input_length": 4},
         "Embedding", {"input_dim": 5, "output_dim": 2}),
        ("Mine", {"a": 1}, "Mine", {"a": 1}),
    ],
)  # fmt: skip
def test_layers(old, config, today, expected):
    assert translate(old, config, "keras.layers") == (today, expected)


def test_rules():
    assert translate("WeightRegularizer", {"l2": 1.0}, "keras.regularizers") == (
        "L1L2",
        {"l2": 1.0},
    )
    assert translate("Zeros", {}, "keras.initializers") == ("Zeros", {})
