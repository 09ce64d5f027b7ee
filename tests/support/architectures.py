"""Twenty small networks of well-known forms, in either library, without chance in them."""

import numpy as np


def dense(k):
    L = k.layers
    return k.Sequential(
        [k.Input((6,)), L.Dense(8, "relu"), L.BatchNormalization(), L.Dense(3, "softmax")]
    )


def deep(k):
    L = k.layers
    layers = [L.Dense(6, activation=a) for a in ("relu", "gelu", "selu", "tanh", "swish")]
    return k.Sequential([k.Input((6,)), *layers, L.Dense(1)])


def wide_and_deep(k):
    L = k.layers
    wide, below = k.Input((4,), name="wide"), k.Input((6,), name="deep")
    y = L.Dense(4, "relu")(L.Dense(8, "relu")(below))
    return k.Model([wide, below], L.Dense(1)(L.Concatenate()([wide, y])))


def siamese(k):
    L = k.layers
    a, b = k.Input((6,)), k.Input((6,))
    tower = k.Sequential([k.Input((6,)), L.Dense(4, "relu"), L.Dense(3)])
    return k.Model([a, b], L.Dense(1)(L.Multiply()([tower(a), tower(b)])))


def many_heads(k):
    L = k.layers
    x = k.Input((6,))
    y = L.Dense(8, "relu")(x)
    return k.Model(x, [L.Dense(2, name="one")(y), L.Dense(1, "sigmoid", name="two")(y)])


def highway(k):
    L = k.layers
    x = k.Input((6,))
    gate, y = L.Dense(6, "sigmoid")(x), L.Dense(6, "relu")(x)
    return k.Model(x, L.Dense(1)(gate * y + (1.0 - gate) * x))


def autoencoder(k):
    L = k.layers
    down = k.Sequential([k.Input((6,)), L.Dense(4, "relu"), L.Dense(2)], name="down")
    up = k.Sequential([k.Input((2,)), L.Dense(4, "relu"), L.Dense(6)], name="up")
    x = k.Input((6,))
    return k.Model(x, up(down(x)))


def convolutional(k):
    L = k.layers
    return k.Sequential([
        k.Input((8, 8, 3)), L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D(), L.Conv2D(4, 2),
        L.Flatten(), L.Dense(3)])  # fmt: skip


def residual(k):
    L = k.layers
    x = k.Input((8, 8, 3))
    y = L.Conv2D(4, 3, padding="same")(x)
    z = L.ReLU()(L.BatchNormalization()(L.Conv2D(4, 3, padding="same", use_bias=False)(y)))
    return k.Model(x, L.Dense(2)(L.GlobalAveragePooling2D()(L.Add()([y, z]))))


def inception(k):
    L = k.layers
    x = k.Input((8, 8, 3))
    parts = [L.Conv2D(2, n, padding="same", activation="relu")(x) for n in (1, 3, 5)]
    parts.append(L.MaxPooling2D(3, 1, padding="same")(x))
    return k.Model(x, L.Dense(2)(L.GlobalMaxPooling2D()(L.Concatenate()(parts))))


def separable(k):
    L = k.layers
    return k.Sequential([
        k.Input((8, 8, 3)), L.DepthwiseConv2D(3, padding="same"), L.Conv2D(4, 1), L.LayerNormalization(),
        L.SeparableConv2D(4, 3), L.AveragePooling2D(2), L.Flatten(), L.Dense(1)])  # fmt: skip


def u_net(k):
    L = k.layers
    x = k.Input((8, 8, 2))
    down = L.Conv2D(3, 3, padding="same", activation="relu")(x)
    low = L.Conv2D(4, 3, padding="same", activation="relu")(L.MaxPooling2D()(down))
    up = L.Conv2DTranspose(3, 2, strides=2)(low)
    return k.Model(x, L.Conv2D(1, 1)(L.Concatenate()([up, down])))


def generator(k):
    L = k.layers
    return k.Sequential([
        k.Input((4,)), L.Dense(2 * 2 * 4), L.Reshape((2, 2, 4)), L.LeakyReLU(), L.UpSampling2D(),
        L.Conv2DTranspose(2, 3, strides=2, padding="same", activation="tanh")])  # fmt: skip


def dilated(k):
    L = k.layers
    x = k.Input((9, 2))
    y = L.Conv1D(3, 2, padding="causal", dilation_rate=2, activation="relu")(x)
    return k.Model(x, L.Dense(1)(L.GlobalAveragePooling1D()(y)))


def recurrent(k):
    L = k.layers
    return k.Sequential([k.Input((5, 3)), L.LSTM(4, return_sequences=True), L.LSTM(3), L.Dense(1)])


def both_directions(k):
    L = k.layers
    return k.Sequential([
        k.Input((5, 3)), L.Bidirectional(L.GRU(3, return_sequences=True)), L.TimeDistributed(L.Dense(2)),
        L.SimpleRNN(2)])  # fmt: skip


def words(k):
    L = k.layers
    x = k.Input((6,), dtype="int32")
    return k.Model(x, L.Dense(1)(L.LSTM(3)(L.Embedding(9, 4, mask_zero=True)(x))))


def texts(k):
    L = k.layers
    x = k.Input((8,), dtype="int32")
    y = L.Embedding(9, 4)(x)
    parts = [L.GlobalMaxPooling1D()(L.Conv1D(3, n, activation="relu")(y)) for n in (2, 3)]
    return k.Model(x, L.Dense(2, "softmax")(L.Concatenate()(parts)))


def transformer(k):
    L = k.layers
    x = k.Input((5, 4))
    y = L.LayerNormalization()(L.Add()([x, L.MultiHeadAttention(2, 2)(x, x)]))
    z = L.Dense(4)(L.Dense(8, "gelu")(y))
    return k.Model(
        x, L.Dense(1)(L.GlobalAveragePooling1D()(L.LayerNormalization()(L.Add()([y, z]))))
    )


def translator(k):
    L = k.layers
    source, target = k.Input((5, 3)), k.Input((4, 3))
    _, *state = L.LSTM(3, return_state=True)(source)
    y = L.LSTM(3, return_sequences=True)(target, initial_state=state)
    return k.Model([source, target], L.Dense(2)(y))


ALL = {f.__name__: f for f in (
    dense, deep, wide_and_deep, siamese, many_heads, highway, autoencoder, convolutional, residual,
    inception, separable, u_net, generator, dilated, recurrent, both_directions, words, texts, transformer,
    translator,
)}  # fmt: skip
"""Name -> what makes it, of a library."""


def data(model, rows=8):
    """Inputs and targets of the shapes that a model takes and gives."""
    rng = np.random.default_rng(0)

    def one(tensor):
        shape = (rows, *tensor.shape[1:])
        kind = getattr(tensor.dtype, "name", tensor.dtype)
        return (
            rng.integers(0, 9, shape).astype("int32")
            if "int" in kind
            else rng.normal(size=shape).astype("f4")
        )

    made = [[one(t) for t in tensors] for tensors in (model.inputs, model.outputs)]
    return [one[0] if len(one) == 1 else one for one in made]
