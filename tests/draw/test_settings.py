import inspect

import pytest

from keraunos import layers, ops
from keraunos.draw.settings import settings_of, title_of


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (lambda: layers.Dense(8, activation="relu"), ["8 units", "relu"]),
        (lambda: layers.Dense(1), ["1 unit"]),
        (lambda: layers.LSTM(4, return_sequences=True), ["4 units", "whole sequence", "tanh"]),
        (lambda: layers.Dropout(0.5), ["rate 0.5"]),
        (lambda: layers.Reshape((2, 3)), ["to 2×3"]),
        (lambda: layers.Flatten(), []),
        (lambda: layers.Activation("softmax"), ["softmax"]),
    ],
)
def test_what_is_worth_a_word(layer, words):
    assert settings_of(layer(), activations=True) == words


def test_activations_only_when_asked_for_except_where_they_are_all():
    assert settings_of(layers.Dense(8, activation="relu"), activations=False) == ["8 units"]
    assert settings_of(layers.Activation("relu"), activations=False) == ["relu"]


def windowed(**attributes):
    """A layer made with these arguments, as of convolution and pooling."""

    def __init__(self, **given):
        super(cls, self).__init__()
        self.__dict__.update(given)

    parameters = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in attributes]
    __init__.__signature__ = inspect.Signature(parameters)
    cls = type("Windowed", (layers.Layer,), {"__init__": __init__})
    return cls(**attributes)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"filters": 32, "kernel_size": (3, 3), "strides": (1, 1), "padding": "valid"},
         ["32 filters", "3×3 kernel"]),
        ({"filters": 1, "kernel_size": (5,), "strides": (2,), "padding": "same"},
         ["1 filter", "5 kernel", "stride 2", "same padding"]),
        ({"pool_size": (2, 2), "strides": (2, 2)}, ["2×2 pool"]),
        ({"pool_size": (2, 2), "strides": (1, 1)}, ["2×2 pool", "stride 1×1"]),
        ({"padding": ((1, 1), (1, 1))}, ["1 padding"]),
        ({"cropping": ((1, 2), (0, 3))}, ["crops 1+2×0+3"]),
        ({"rate": lambda: 1}, []),
    ],
)  # fmt: skip
def test_windows(attributes, words):
    assert settings_of(windowed(**attributes), activations=False) == words


def test_only_what_the_layer_was_made_with_is_read():
    """Old names that answer with a warning stay untouched, and what a layer computes is no setting."""

    class Own(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.units, self.filters = units, units

        @property
        def output_dim(self):
            raise AssertionError("nobody asked for this")

    assert settings_of(Own(3), activations=True) == ["3 units"]


def test_a_layer_around_a_layer_names_it():
    assert settings_of(windowed(layer=layers.Dense(3)), activations=False) == ["of Dense, 3 units"]
    assert settings_of(windowed(layer=layers.Flatten()), activations=False) == ["of Flatten"]


def test_titles_are_classes_and_the_names_of_operations():
    assert title_of(layers.Dense(2)) == "Dense"
    x = layers.Input((2,))
    assert title_of(ops.add(x, x)._keras_history.operation) == "add"
    assert title_of(x[:, 0]._keras_history.operation) == "get_item"


def test_an_activation_without_a_name_shows_its_class():
    class Squash:
        def __call__(self, x):
            return x

    assert settings_of(layers.Dense(2, activation=Squash()), activations=True) == [
        "2 units",
        "Squash",
    ]
