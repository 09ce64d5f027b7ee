"""The spiral: three arms of points in the plane, two Dense layers, 1000 epochs."""

import numpy as np

from measuring import Watch, execution, library, options

N, D, K = 100, 2, 3


def spiral():
    """Points of three arms and their one-hot labels."""
    x, y = np.zeros((N * K, D)), np.zeros(N * K, dtype="uint8")
    for j in range(K):
        rows = range(N * j, N * (j + 1))
        radius = np.linspace(0.0, 1, N)
        angle = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
        x[rows] = np.c_[radius * np.sin(angle), radius * np.cos(angle)]
        y[rows] = j
    return x, np.eye(K)[y]


def network(keras, **compiling):
    """The compiled model."""
    model = keras.models.Sequential()
    model.add(keras.layers.Input((D,)))
    model.add(keras.layers.Dense(10, activation="relu"))
    model.add(keras.layers.Dense(K, activation="softmax"))
    rule = keras.optimizers.RMSprop(learning_rate=0.001)
    model.compile(rule, "categorical_crossentropy", metrics=["accuracy"], **compiling)
    return model


if __name__ == "__main__":
    given = options()
    keras = library(given.library, given.seed)
    watch = Watch()
    model = network(keras, **execution(given))
    with watch:
        model.fit(*spiral(), batch_size=50, epochs=1000)
    _, accuracy = model.evaluate(*spiral())
    print("test_acc:", accuracy)
    watch.report(accuracy)
