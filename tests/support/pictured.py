"""Models of every form that a diagram may have to show."""

import numpy as np

import keraunos as k
from keraunos import layers, ops

LONG = "a_very_long_name_of_an_input_with_measurements_that_somebody_gave_it_in_a_hurry"


def chain():
    """Layers one after another, of several kinds."""
    return k.Sequential(
        [
            k.Input((6, 4)),
            layers.LSTM(8, return_sequences=True),
            layers.Flatten(),
            layers.Dense(12, activation="relu", name="hidden"),
            layers.Dropout(0.25),
            layers.Dense(3, activation="softmax"),
        ],
        name="chain",
    )


def branches():
    """Two inputs, three outputs, arrows that skip rows, long names."""
    a, b = k.Input((16,), name="pixels"), k.Input((4,), name=LONG)
    x = layers.Dense(8, activation="relu")(a)
    y = layers.Dense(8, name="side" * 20)(b)
    first = z = ops.add(x, y)
    for _ in range(3):
        z = layers.Dense(8)(z)
    z = ops.add(ops.add(z, first), x)
    ends = [layers.Dense(3)(z), layers.Dense(1, name="value")(z), layers.Dense(2)(y)]
    return k.Model([a, b], ends, name="branches")


def shared():
    """One layer called twice, and one tensor used twice by one operation."""
    twin = layers.Dense(4, name="twin")
    a, b = k.Input((6,)), k.Input((6,))
    x = ops.add(twin(a), twin(b))
    return k.Model([a, b], ops.multiply(x, x), name="shared")


def nested():
    """Models inside, one of them with two outputs and a model of its own."""
    core = k.Sequential([k.Input((4,)), layers.Dense(4)], name="core")
    i = k.Input((4,))
    decoder = k.Model(i, [layers.Dense(8)(core(i)), layers.Dense(8)(i)], name="decoder")
    encoder = k.Sequential([k.Input((16,)), layers.Dense(4)], name="encoder")
    x = k.Input((16,))
    mean, scale = decoder(encoder(x))
    return k.Model(x, ops.add(mean, scale), name="outer")


def dense_net():
    """Every layer sees all before it."""
    x = k.Input((8,))
    seen = [x]
    for _ in range(4):
        joined = ops.concatenate(seen, axis=-1) if len(seen) > 1 else x
        seen.append(layers.Dense(8)(joined))
    return k.Model(x, seen[-1], name="dense_net")


class Written(k.Model):
    """A model whose `call` takes symbolic tensors."""

    def __init__(self):
        super().__init__(name="written")
        self.first, self.left, self.right = layers.Dense(3), layers.Dense(2), layers.Dense(2)

    def call(self, x):
        h = self.first(x)
        return self.left(h) + self.right(h)


class Opaque(k.Model):
    """A model whose `call` wants numbers."""

    def __init__(self):
        super().__init__(name="opaque")
        self.only = layers.Dense(2)

    def call(self, x):
        import jax.numpy as jnp

        return jnp.tanh(self.only(x))


def written():
    model = Written()
    model(np.ones((2, 4), "float32"))
    return model


def opaque():
    model = Opaque()
    model(np.ones((2, 4), "float32"))
    return model


FORMS = {f.__name__: f for f in (chain, branches, shared, nested, dense_net, written, opaque)}
