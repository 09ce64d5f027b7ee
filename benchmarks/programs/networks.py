"""The networks of the layers' benchmark, in the Keras API, and the data that they train on."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

CLASSES = 10


class Network(NamedTuple):
    """A network, the shape of a row of its data, and how it is trained."""

    model: Callable[[Any], Any]
    row: tuple[int, ...]
    batch: int
    batches: int
    loss: str = "sparse_categorical_crossentropy"

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of noise and their classes."""
        draw = np.random.default_rng(0)
        rows = max(self.batch * self.batches, 4096 if self.row == (784,) else 0)
        x = draw.normal(size=(rows, *self.row)).astype("float32")
        return x, draw.integers(0, CLASSES, rows).astype("int32")

    def rule(self, keras: Any) -> Any:
        """The optimizer: Adam, for all."""
        return keras.optimizers.Adam(1e-3)


def _stack(row: tuple[int, ...], layers: Callable[[Any], list[Any]]) -> Callable[[Any], Any]:
    def model(keras: Any) -> Any:
        parts = [keras.layers.Input(row), *layers(keras.layers)]
        return keras.Sequential([*parts, keras.layers.Dense(CLASSES, activation="softmax")])

    return model


def _small_cnn(layers: Any) -> list[Any]:
    return [
        layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(2), layers.Flatten(),
    ]  # fmt: skip


def _cnn_64(layers: Any) -> list[Any]:
    convolutions = [layers.Conv2D(64, 3, padding="same", activation="relu") for _ in range(3)]
    return [*convolutions, layers.GlobalAveragePooling2D()]


def _separable_cnn(layers: Any) -> list[Any]:
    return [
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.DepthwiseConv2D(3, padding="same", activation="relu"),
        layers.Conv2D(64, 1, activation="relu"), layers.MaxPooling2D(2),
        layers.SeparableConv2D(64, 3, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
    ]  # fmt: skip


def _transformer(keras: Any) -> Any:
    layers = keras.layers
    x = layers.Input((64, 128))
    attended = layers.MultiHeadAttention(4, 32)(x, x)
    y = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([x, attended]))
    wide = layers.Dense(128)(layers.Dense(512, activation="relu")(y))
    z = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([y, wide]))
    pooled = layers.GlobalAveragePooling1D()(z)
    return keras.Model(x, layers.Dense(CLASSES, activation="softmax")(pooled))


def _hundred(keras: Any) -> Any:
    x = inputs = keras.layers.Input((32,))
    for _ in range(100):
        x = keras.layers.Dense(32, activation="relu")(x)
    return keras.Model(inputs, x)


NETWORKS = {
    "small CNN": Network(_stack((28, 28, 1), _small_cnn), (28, 28, 1), 64, 20),
    "CNN with 64 channels": Network(_stack((32, 32, 3), _cnn_64), (32, 32, 3), 32, 10),
    "depthwise-separable CNN": Network(_stack((32, 32, 3), _separable_cnn), (32, 32, 3), 32, 10),
    "LSTM": Network(_stack((200, 32), lambda layers: [layers.LSTM(128)]), (200, 32), 32, 10),
    "GRU": Network(_stack((200, 32), lambda layers: [layers.GRU(128)]), (200, 32), 32, 10),
    "transformer block": Network(_transformer, (64, 128), 32, 10),
    "MLP": Network(
        _stack((784,), lambda layers: [layers.Dense(128, activation="relu")]), (784,), 32, 200
    ),
    "100 layers": Network(_hundred, (32,), 32, 1),
}
"""Name -> network."""
