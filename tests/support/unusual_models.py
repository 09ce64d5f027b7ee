"""Models of unusual forms, each written once for either library `lib`, with data of its own.

Each function returns `(model, fit)`: the model, built, and the arguments of `fit`. What a form needs by
chance comes in with the data, so that both libraries take the same steps; only the VAE draws itself.
"""

import numpy as np

ROWS = 96


def rng(seed):
    return np.random.default_rng(seed)


def siamese(lib):
    """One tower for both inputs, a Lambda for their distance, a contrastive loss of one's own."""
    ops, layers = lib.ops, lib.layers

    def distance(vectors):
        a, b = vectors
        return ops.sqrt(ops.maximum(ops.sum(ops.square(a - b), axis=1, keepdims=True), 1e-7))

    def contrastive(y_true, y_pred):
        near, far = ops.square(y_pred), ops.square(ops.maximum(1.0 - y_pred, 0.0))
        return ops.mean(y_true * near + (1.0 - y_true) * far)

    def accuracy(y_true, y_pred):
        return ops.mean(ops.cast(ops.equal(y_true > 0.5, y_pred < 0.5), "float32"))

    tower = lib.Sequential(
        [lib.Input((6,)), layers.Dense(16, "relu"), layers.Dense(8), layers.UnitNormalization()]
    )
    a, b = lib.Input((6,), name="a"), lib.Input((6,), name="b")
    out = layers.Lambda(distance, output_shape=(1,))([tower(a), tower(b)])
    model = lib.Model([a, b], out)
    model.compile(lib.optimizers.RMSprop(0.01), contrastive, metrics=[accuracy])
    x = rng(0).normal(size=(2, ROWS, 6)).astype("float32")
    same = rng(1).integers(0, 2, (ROWS, 1)).astype("float32")
    x[1] = same * (x[0] + 0.1 * x[1]) + (1 - same) * x[1]
    return model, {"x": [x[0], x[1]], "y": same, "epochs": 8, "batch_size": 16}


def sequence_to_sequence(lib):
    """A reader whose last states are the writer's first; the writer is told the answer so far."""
    layers, size, words = lib.layers, 12, 7
    source, told = lib.Input((None,), name="source"), lib.Input((None,), name="told")
    read = layers.LSTM(size, return_state=True, name="reader")
    _, *states = read(layers.Embedding(words, 6, mask_zero=True, name="source_words")(source))
    write = layers.LSTM(size, return_sequences=True, return_state=True, name="writer")
    embed = layers.Embedding(words, 6, name="told_words")
    y, *_ = write(embed(told), initial_state=states)
    name_words = layers.Dense(words, activation="softmax", name="word")
    model = lib.Model([source, told], name_words(y))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x = rng(2).integers(2, words, (ROWS, 5))
    x[::3, 3:] = 0  # some sentences are shorter
    answer = x[:, ::-1]
    start = np.concatenate([np.ones((ROWS, 1), int), answer[:, :-1]], axis=1)
    data = {"x": {"source": x, "told": start}, "y": answer, "epochs": 4, "batch_size": 32}
    return model, data


def writer_alone(lib, model):
    """The two halves of a trained `sequence_to_sequence`: the reader, and one step of the writer."""
    reader = model.get_layer("reader")
    first = lib.Model(model.inputs[0], reader.output[1:])
    word = lib.Input((1,))
    states = [lib.Input((12,)), lib.Input((12,))]
    y, *after = model.get_layer("writer")(model.get_layer("told_words")(word), initial_state=states)
    step = lib.Model([word, *states], [model.get_layer("word")(y), *after])
    return first, step


def transformer(lib):
    """A block layer of one's own around MultiHeadAttention, and positions that are learned."""
    ops, layers = lib.ops, lib.layers

    class Positions(layers.Layer):
        def __init__(self, length, words, size, **kwargs):
            super().__init__(**kwargs)
            self.words = layers.Embedding(words, size)
            self.places = layers.Embedding(length, size)

        def call(self, x):
            return self.words(x) + self.places(ops.arange(ops.shape(x)[-1]))

    class Block(layers.Layer):
        def __init__(self, heads, size, **kwargs):
            super().__init__(**kwargs)
            self.attention = layers.MultiHeadAttention(heads, size // heads)
            self.inner = lib.Sequential([layers.Dense(2 * size, "gelu"), layers.Dense(size)])
            self.first = layers.LayerNormalization(epsilon=1e-6)
            self.second = layers.LayerNormalization(epsilon=1e-6)

        def call(self, x):
            y = self.first(x + self.attention(x, x, use_causal_mask=True))
            return self.second(y + self.inner(y))

    x = lib.Input((8,), dtype="int32")
    y = Block(2, 8)(Block(2, 8)(Positions(8, 10, 8)(x)))
    model = lib.Model(x, layers.Dense(10)(y))
    loss = lib.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(lib.optimizers.AdamW(0.01, weight_decay=0.01), loss, metrics=["accuracy"])
    tokens = (rng(3).integers(0, 10, (ROWS, 1)) + 3 * np.arange(9)) % 10
    return model, {"x": tokens[:, :-1], "y": tokens[:, 1:], "epochs": 4, "batch_size": 32}


def multi_task(lib):
    """Three tasks of which most rows know only some; what is missing weighs nothing."""
    layers = lib.layers
    x = lib.Input((6,), name="features")
    y = layers.Dense(16, "relu")(x)
    outputs = {
        "kind": layers.Dense(3, "softmax", name="kind")(y),
        "flag": layers.Dense(1, "sigmoid", name="flag")(y),
        "size": layers.Dense(1, name="size")(y),
    }
    model = lib.Model(x, outputs)
    model.compile(
        lib.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
        loss={
            "kind": "sparse_categorical_crossentropy",
            "flag": "binary_crossentropy",
            "size": "mse",
        },
        loss_weights={"kind": 1.0, "flag": 0.5, "size": 0.25},
        metrics={"kind": ["accuracy"]},
        weighted_metrics={"kind": ["accuracy"], "flag": ["auc"], "size": ["mae"]},
    )
    features = rng(4).normal(size=(ROWS, 6)).astype("float32")
    targets = {
        "kind": features[:, :3].argmax(axis=1)[:, None],
        "flag": (features[:, 3:4] > 0).astype("float32"),
        "size": features[:, 4:5] * 2 + features[:, 5:],
    }
    known = {name: (rng(i).random(ROWS) < 0.6).astype("float32") for i, name in enumerate(targets)}
    targets["size"][known["size"] == 0] = 1e3  # a missing label may hold anything
    return model, {
        "x": features,
        "y": targets,
        "sample_weight": known,
        "epochs": 5,
        "batch_size": 24,
    }


def adversaries(lib, value_and_grad):
    """A GAN in one `train_step` with an optimizer for each side; the noise comes with the data."""
    ops, layers = lib.ops, lib.layers

    class Gan(lib.Model):
        def __init__(self, judge, maker):
            super().__init__()
            self.judge, self.maker = judge, maker
            self.judge_loss = lib.metrics.Mean(name="judge_loss")
            self.maker_loss = lib.metrics.Mean(name="maker_loss")

        def compile(self, optimizer, maker_optimizer, loss_fn):
            super().compile(optimizer=optimizer)
            self.loss_fn, self.maker_optimizer = loss_fn, maker_optimizer
            self.optimizer.build(self.judge.trainable_variables)
            maker_optimizer.build(self.maker.trainable_variables)
            self.maker_slots = list(maker_optimizer.variables)  # rides in the non-trainable state

        @property
        def metrics(self):
            return [self.judge_loss, self.maker_loss]

        def call(self, noise):
            return self.judge(self.maker(noise))

        def judged(self, judge, maker, x, noise):
            made, _ = self.maker.stateless_call(maker, [], noise)
            both, _ = self.judge.stateless_call(judge, [], ops.concatenate([x, made]))
            half = ops.shape(x)[0]
            truth = ops.concatenate([ops.ones((half, 1)), ops.zeros((half, 1))])
            return self.loss_fn(truth, both)

        def believed(self, maker, judge, noise):
            made, _ = self.maker.stateless_call(maker, [], noise)
            verdict, _ = self.judge.stateless_call(judge, [], made)
            return self.loss_fn(ops.ones_like(verdict), verdict)

        def train_step(self, state, data):
            trainable, slots, optimizer, metrics = state
            x, noise = data
            sides = len(self.judge.trainable_variables)
            judge, maker = trainable[:sides], trainable[sides:]
            loss, grads = value_and_grad(self.judged)(judge, maker, x, noise)
            judge, optimizer = self.optimizer.stateless_apply(optimizer, grads, judge)
            other, grads = value_and_grad(self.believed)(maker, judge, noise)
            maker, slots = self.maker_optimizer.stateless_apply(slots, grads, maker)
            ours = self.judge_loss.stateless_update_state(metrics[:2], loss)
            theirs = self.maker_loss.stateless_update_state(metrics[2:], other)
            logs = {
                "judge_loss": self.judge_loss.stateless_result(ours),
                "maker_loss": self.maker_loss.stateless_result(theirs),
            }
            return logs, ([*judge, *maker], slots, optimizer, [*ours, *theirs])

    judge = lib.Sequential([lib.Input((2,)), layers.Dense(16), layers.LeakyReLU(), layers.Dense(1)])
    maker = lib.Sequential([lib.Input((3,)), layers.Dense(16, "relu"), layers.Dense(2)])
    model = Gan(judge, maker)
    model.compile(
        lib.optimizers.Adam(0.02, beta_1=0.5), lib.optimizers.RMSprop(0.01),
        lib.losses.BinaryCrossentropy(from_logits=True),
    )  # fmt: skip
    model.build((None, 3))
    real = rng(5).normal([2.0, -1.0], 0.3, (ROWS, 2)).astype("float32")
    noise = rng(6).normal(size=(ROWS, 3)).astype("float32")
    return model, {"x": real, "y": noise, "epochs": 12, "batch_size": 24}


def variational(lib):
    """An autoencoder that samples its code with a SeedGenerator and adds the divergence as a loss."""
    ops, layers = lib.ops, lib.layers

    class Sampling(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.seed_generator = lib.random.SeedGenerator(1337)

        def call(self, inputs):
            mean, log_var = inputs
            divergence = 1 + log_var - ops.square(mean) - ops.exp(log_var)
            self.add_loss(-0.5 * 0.1 * ops.mean(ops.sum(divergence, axis=1)))
            noise = lib.random.normal(ops.shape(mean), seed=self.seed_generator)
            return mean + ops.exp(0.5 * log_var) * noise

    x = lib.Input((8,))
    y = layers.Dense(16, "relu")(x)
    mean, log_var = layers.Dense(2, name="mean")(y), layers.Dense(2, name="log_var")(y)
    z = Sampling()([mean, log_var])
    out = layers.Dense(8)(layers.Dense(16, "relu")(z))
    model = lib.Model(x, out)
    model.compile(lib.optimizers.Adam(0.01), "mse", metrics=["mae"])
    code = rng(7).normal(size=(4 * ROWS, 2))
    data = np.tanh(code @ rng(8).normal(size=(2, 8))).astype("float32")
    return model, {"x": data, "y": data, "epochs": 25, "batch_size": 32}
