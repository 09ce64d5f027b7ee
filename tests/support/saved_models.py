"""Small models that both libraries can make: of every layer, and of every form a model may have."""

import numpy as np

VECTOR = [
    ("Dense", {"units": 3, "kernel_regularizer": "l2", "kernel_constraint": "max_norm"}),
    ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 3, "bias_axes": "c"}),
    ("Activation", {"activation": "gelu"}),
    ("BatchNormalization", {}),
    ("LayerNormalization", {}),
    ("GroupNormalization", {"groups": 2}),
    ("UnitNormalization", {}),
    ("RMSNormalization", {}),
    ("Dropout", {"rate": 0.5, "seed": 3}),
    ("GaussianDropout", {"rate": 0.5}),
    ("GaussianNoise", {"stddev": 0.5}),
    ("AlphaDropout", {"rate": 0.5}),
    ("ActivityRegularization", {"l1": 0.1}),
    ("PReLU", {}),
    ("LeakyReLU", {}),
    ("ELU", {}),
    ("ReLU", {"max_value": 1.0}),
    ("Softmax", {}),
    ("Reshape", {"target_shape": (2, 3)}),
    ("RepeatVector", {"n": 2}),
    ("Identity", {}),
    ("Rescaling", {"scale": 2.0, "offset": 1.0}),
    ("Normalization", {"mean": [0.0] * 6, "variance": [2.0] * 6}),
    ("Normalization", {"axis": None}),
    ("Discretization", {"bin_boundaries": [-0.5, 0.5], "output_mode": "count"}),
    ("Masking", {}),
]

SEQUENCE = [
    ("Conv1D", {"filters": 2, "kernel_size": 2}),
    ("SeparableConv1D", {"filters": 2, "kernel_size": 2}),
    ("DepthwiseConv1D", {"kernel_size": 2}),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 2}),
    ("MaxPooling1D", {}),
    ("AveragePooling1D", {"pool_size": 2}),
    ("GlobalMaxPooling1D", {}),
    ("GlobalAveragePooling1D", {}),
    ("AdaptiveMaxPooling1D", {"output_size": 2}),
    ("UpSampling1D", {}),
    ("ZeroPadding1D", {}),
    ("Cropping1D", {"cropping": 1}),
    ("SpatialDropout1D", {"rate": 0.5}),
    ("Permute", {"dims": (2, 1)}),
    ("Flatten", {}),
    ("LSTM", {"units": 2}),
    ("GRU", {"units": 2, "return_sequences": True}),
    ("GRU", {"units": 2, "reset_after": False}),
    ("SimpleRNN", {"units": 2, "dropout": 0.5, "recurrent_dropout": 0.5}),
]

IMAGE = [
    ("Conv2D", {"filters": 2, "kernel_size": (2, 2), "strides": 2}),
    ("SeparableConv2D", {"filters": 2, "kernel_size": 2, "depth_multiplier": 2}),
    ("DepthwiseConv2D", {"kernel_size": 2}),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "output_padding": None}),
    ("MaxPooling2D", {}),
    ("AveragePooling2D", {"pool_size": 3, "strides": 1, "padding": "same"}),
    ("GlobalMaxPooling2D", {}),
    ("GlobalAveragePooling2D", {"keepdims": True}),
    ("UpSampling2D", {"interpolation": "bilinear"}),
    ("ZeroPadding2D", {"padding": ((1, 0), (0, 2))}),
    ("Cropping2D", {"cropping": ((1, 0), (0, 1))}),
    ("SpatialDropout2D", {"rate": 0.5}),
    ("ConvLSTM1D", {"filters": 2, "kernel_size": 2}),
]

VOLUME = [
    ("Conv3D", {"filters": 2, "kernel_size": 2}),
    ("Conv3DTranspose", {"filters": 2, "kernel_size": 2}),
    ("MaxPooling3D", {}),
    ("AveragePooling3D", {"pool_size": 2}),
    ("GlobalMaxPooling3D", {}),
    ("GlobalAveragePooling3D", {}),
    ("UpSampling3D", {}),
    ("ZeroPadding3D", {}),
    ("Cropping3D", {}),
    ("SpatialDropout3D", {"rate": 0.5}),
    ("ConvLSTM2D", {"filters": 2, "kernel_size": 2}),
]

LAYERS = {"vector": ((6,), VECTOR), "sequence": ((5, 3), SEQUENCE), "image": ((5, 6, 3), IMAGE),
          "volume": ((4, 4, 4, 2), VOLUME)}  # fmt: skip
"""Kind of input -> (its shape, layers with their arguments)."""


def known(k, table):
    """The rows of a table whose layers both libraries have."""
    return [(name, config) for name, config in table if hasattr(k.layers, name)]


def of_every_layer(k, kind, names):
    """A model with an output for each layer that takes this kind of input."""
    shape, table = LAYERS[kind]
    x = k.Input(shape, name="x")
    rows = [(name, config) for name, config in table if name in names]
    return k.Model(x, [getattr(k.layers, name)(**config)(x) for name, config in rows])


def sequential(k):
    """A stack with normalization and dropout."""
    layers = k.layers
    return k.Sequential(
        [
            k.Input((4,)),
            layers.Dense(3, activation="relu", kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.Dense(2),
        ]
    )


def named(k):
    """A stack whose names are not those of the classes, and whose first shape is given late."""
    layers = k.layers
    model = k.Sequential([layers.Dense(3, name="b"), layers.Dense(2, name="a")], name="late")
    model.build((None, 4))
    return model


def branches(k):
    """Two inputs, a layer used twice, a model inside, arithmetic on tensors, outputs by name."""
    layers, ops = k.layers, k.ops
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    shared = layers.Dense(3, name="shared")
    inner = k.Sequential([k.Input((3,)), layers.Dense(2)], name="inner")
    x = layers.Concatenate()([inner(shared(a)), shared(b)])
    x = 2.0 - (ops.relu(x) + 1.0)
    x = x * ops.expand_dims(x[:, 0], axis=-1)
    x = ops.concatenate([x, x], axis=-1)
    return k.Model([a, b], {"p": layers.Dense(2)(x), "q": layers.Add()([x, x])})


def nested(k):
    """A functional model within another, called twice, with a residual join."""
    layers = k.layers
    inside = k.Input((4,))
    block = k.Model(inside, layers.add([layers.Dense(4)(inside), inside]), name="block")
    x = k.Input((4,))
    return k.Model(x, layers.Dense(1)(block(block(x))))


def recurrent(k):
    """Cells in lists, wrappers around layers."""
    layers = k.layers
    x = k.Input((5, 3))
    y = layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)], return_sequences=True)(x)
    y = layers.TimeDistributed(layers.Dense(2))(y)
    y = layers.Bidirectional(layers.LSTM(2, return_sequences=True), merge_mode="sum")(y)
    y = layers.RNN(layers.StackedRNNCells([layers.SimpleRNNCell(2), layers.SimpleRNNCell(2)]))(y)
    return k.Model(x, y)


def attention(k):
    """Attention of all kinds over one sequence."""
    layers = k.layers
    x = k.Input((5, 4))
    y = layers.MultiHeadAttention(2, 3, dropout=0.1)(x, x)
    z = layers.GroupQueryAttention(2, 4, 2)(y, x)
    return k.Model(
        x, [layers.Attention(use_scale=True)([y, x]), layers.AdditiveAttention()([z, x])]
    )


def words(k):
    """Embedding with a mask, and a recurrent layer that obeys it."""
    layers = k.layers
    x = k.Input((5,), dtype="int32")
    return k.Model(x, layers.LSTM(3)(layers.Embedding(7, 4, mask_zero=True)(x)))


def mixed(k):
    """Layers that compute and store in other dtypes."""
    layers = k.layers
    return k.Sequential(
        [
            k.Input((4,)),
            layers.Dense(3, dtype="bfloat16"),
            layers.Dense(3, dtype="mixed_float16"),
            layers.Dense(2, dtype="float32"),
        ]
    )


FORMS = {
    "sequential": (sequential, [(4,)]), "named": (named, [(4,)]), "branches": (branches, [(4,), (4,)]),
    "nested": (nested, [(4,)]), "recurrent": (recurrent, [(5, 3)]), "attention": (attention, [(5, 4)]),
    "words": (words, [(5,)]), "mixed": (mixed, [(4,)]),
}  # fmt: skip
"""Form of a model -> (what makes it, the shapes of its inputs)."""


def inputs(shapes, rows=8, seed=0):
    """Random rows for inputs of these shapes; small whole numbers where a row is a sentence."""
    rng = np.random.default_rng(seed)
    made = [rng.normal(size=(rows, *shape)).astype("float32") for shape in shapes]
    if shapes == [(5,)]:
        made = [rng.integers(0, 7, (rows, 5)).astype("int32")]
    return made[0] if len(made) == 1 else made


def classes(k):
    """A layer and a model of a user's, for either library, registered under the same names."""
    layers = k.layers

    @k.saving.register_keras_serializable("mine", name="Block")
    class Block(layers.Layer):
        def __init__(self, units=2, **base):
            super().__init__(**base)
            self.units = units
            self.zebra = [layers.Dense(units), layers.Dense(units, name="second")]
            self.apple = {
                "b": layers.Dense(units),
                "a": [layers.Dense(units), layers.BatchNormalization()],
            }
            self._private = layers.Dense(units)
            self.again = self.zebra[0]
            self.drop = layers.Dropout(0.3, seed=1)
            self.nested = [[layers.Dense(units)], [layers.Dense(units)]]
            self.still = self.add_weight(shape=(1,), trainable=False, name="still")
            self.extra = self.add_weight(shape=(2,), name="extra")

        def build(self, input_shape):
            self.scale = self.add_weight(shape=(self.units,), name="scale")

        def call(self, x):
            for layer in (
                *self.zebra, self.apple["b"], *self.apple["a"], self._private, self.drop,
                self.nested[0][0], self.nested[1][0],
            ):  # fmt: skip
                x = layer(x)
            return x * self.scale + self.still + self.extra[0]

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    @k.saving.register_keras_serializable("mine", name="Net")
    class Net(k.Model):
        def __init__(self, units=3, **base):
            super().__init__(**base)
            self.units = units
            self.block = Block(units)
            self.head = layers.Dense(1)
            self.stack = k.Sequential([layers.Dense(3), layers.Dense(3)])

        def call(self, x):
            return self.head(self.stack(self.block(x)))

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    return Net
