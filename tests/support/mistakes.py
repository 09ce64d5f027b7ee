"""What beginners do wrong while they build and train: name -> (what they write, what the answer must say)."""

import numpy as np

import keraunos as k

L, Input = k.layers, k.Input
X, Y = np.ones((8, 4), "f4"), np.ones((8, 1), "f4")
ROWS = np.eye(3, dtype="f4")[np.zeros(8, int)]


def dense(units=1, activation=None, loss="mse", **more):
    model = k.Sequential([Input((4,)), L.Dense(units, activation)])
    model.compile("sgd", loss, **more)
    return model


def fit(x=X, y=Y, model=None, **more):
    return (model or dense()).fit(x, y, **{"verbose": 0, **more})


def sparse(labels):
    return fit(y=labels, model=dense(3, "softmax", "sparse_categorical_crossentropy"))


def two_inputs(form=list):
    a, b = Input((4,), name="a"), Input((3,), name="b")
    inputs = [a, b] if form is list else {"a": a, "b": b}
    model = k.Model(inputs, L.Dense(1)(L.Concatenate()([a, b])))
    model.compile("sgd", "mse")
    return model


def two_outputs(loss="mse", **more):
    x = Input((4,))
    model = k.Model(x, [L.Dense(1, name="p")(x), L.Dense(3, name="q")(x)])
    model.compile("sgd", loss, **more)
    return model


def nothing():
    yield from ()


def uncompiled():
    return k.Sequential([Input((4,)), L.Dense(1)])


BUILDING = {
    "sizes of a sum": (lambda: L.Add()([Input((4,)), Input((3,))]), r"Add .*\(None, 4\) and \(None, 3\)"),
    "ranks of a join": (lambda: L.Concatenate()([Input((4,)), Input((3, 3))]), r"Concatenate .*Reshape"),
    "sizes of a +": (lambda: Input((4,)) + Input((3,)), r"add: .*\[None, 4\], float32\[None, 3\]"),
    "sizes of a product": (
        lambda: k.ops.matmul(Input((4, 3)), Input((4, 3))),
        r"matmul: .*\[None, 4, 3\].*transpose",
    ),
    "Conv2D on rows": (lambda: L.Conv2D(3, 3)(Input((4,))), r"Conv2D .*got \(batch, 4\)"),
    "LSTM on rows": (lambda: L.LSTM(3)(Input((4,))), r"LSTM .*got \(batch, 4\).*An axis is missing"),
    "nothing left of a convolution": (
        lambda: L.Conv2D(3, 3)(Input((2, 2, 3))),
        r"window of 3 × 3 does not fit into 2 × 2.*Use padding='same'",
    ),
    "nothing left of a pooling": (
        lambda: L.MaxPooling2D(3)(Input((2, 2, 3))),
        r"window of 3 × 3 does not fit into 2 × 2.*smaller pool_size",
    ),
    "a last axis that is not known": (lambda: L.Dense(3)(Input((None,))), r"Dense .*Give the axis a size"),
    "a reshape that does not fit": (lambda: L.Reshape((3, 5))(Input((4,))), r"Reshape .*15 .*has 4"),
    "None": (lambda: L.Dense(3)(None), r"Dense .*got None\. Pass an array"),
    "a text": (lambda: L.Dense(3)("abc"), r"Dense .*got 'abc'"),
    "texts": (lambda: L.Dense(3)(np.array([["a"]])), r"got <U1\[1, 1\].*StringLookup"),
    "a tensor in numpy": (lambda: np.sum(Input((4,))), r"has no value. Use keraunos.ops"),
    "a tensor as a number": (lambda: float(Input((4,))), r"cannot become a Python number"),
    "states of another size": (
        lambda: L.LSTM(3)(Input((5, 3)), initial_state=[Input((4,)), Input((4,))]),
        r"LSTM .*2 state\(s\).*\(None, 4\).*initial_state",
    ),
    "one state for two": (
        lambda: L.LSTM(3)(Input((5, 3)), initial_state=[Input((3,))]),
        r"LSTM .*2 state\(s\).*got 1",
    ),
    "loss": (lambda: dense(loss="mean_square_error"), r"loss .*Did you mean 'mean_squared_error'"),
    "metric": (lambda: dense(metrics=["acuracy"]), r"metric .*Did you mean 'accuracy'"),
    "optimizer": (lambda: uncompiled().compile("adm", "mse"), r"optimizer .*Did you mean 'Adam'"),
    "activation": (lambda: L.Dense(1, "rleu"), r"activation .*Did you mean 'relu'"),
}  # fmt: skip

TRAINING = {
    "width": (lambda: fit(X[:, :3]), r"Dense .*\(batch, 4\); got \(8, 3\)"),
    "one input for two": (lambda: fit(X, model=two_inputs()), r"expects 2 input\(s\) \(a, b\); got 1"),
    "inputs swapped": (
        lambda: fit([X[:, :3], X], model=two_inputs()),
        r"the input 'a' to be of shape \(batch, 4\); got \(8, 3\)",
    ),
    "a key of the inputs": (
        lambda: fit({"a": X, "c": X[:, :3]}, model=two_inputs(dict)),
        r"the keys \['a', 'b'\]; got \['a', 'c'\]. 'b' is missing",
    ),
    "number of losses": (
        lambda: fit(y=[Y, ROWS], model=two_outputs(["mse"] * 3)),
        r"`loss` must be one for each of the 2 outputs",
    ),
    "number of targets": (
        lambda: fit(y=[Y, ROWS, Y], model=two_outputs()),
        r"`y` must hold 2 array\(s\), one for each output; got 3",
    ),
    "a key of the targets": (
        lambda: fit(y={"p": Y, "z": ROWS}, model=two_outputs()),
        r"names \['p', 'q'\] as keys; got \['p', 'z'\]",
    ),
    "a key of the losses": (
        lambda: fit(y=[Y, ROWS], model=two_outputs({"p": "mse", "z": "mse"})),
        r"output in `loss` 'z'. Known: p, q",
    ),
    "before compile": (lambda: fit(model=uncompiled()), r"is not compiled. Call model.compile"),
    "no loss": (lambda: fit(model=dense(loss=None)), r"no loss to minimise. Pass loss="),
    "batch_size 0": (lambda: fit(batch_size=0), r"`batch_size` must be an int >= 1; got 0"),
    "validation_split 1.5": (lambda: fit(validation_split=1.5), r"leave rows for both parts; got 1.5"),
    "validation data": (
        lambda: fit(validation_data=(X[:, :2], Y)),
        r"\(batch, 4\); got \(8, 2\).*\nWhile looking at `validation_data`",
    ),
    "nothing from a generator": (lambda: dense().fit(nothing(), verbose=0), r"yielded none.*new one"),
    "four from a generator": (
        lambda: dense().fit(iter([(X, Y, Y, Y)]), verbose=0),
        r"\(x, y, sample_weight\); got tuple of float32\[8, 4\], float32\[8, 1\]",
    ),
    "rows that are too few": (lambda: fit(y=Y[:5]), r"same number of rows; got x 8, y 5"),
    "no x": (lambda: fit(None), r"`x` must be an array.*got None"),
    "no y": (lambda: fit(y=None), r"has a loss but no targets"),
    "texts": (lambda: fit(np.array([["a"] * 4] * 8)), r"must be numbers.*StringLookup"),
    "fractions as classes": (lambda: sparse(Y * 0.5), r"whole numbers.*fractions.*loss='mse'"),
    "rows as classes": (lambda: sparse(ROWS), r"one-hot rows use loss='categorical_crossentropy'"),
    "classes that are not there": (lambda: sparse(np.full(8, 3)), r"in \[0, 3\).*last layer's size 4"),
    "classes as rows": (
        lambda: fit(y=np.zeros(8, int), model=dense(3, "softmax", "categorical_crossentropy")),
        r"integer labels use loss='sparse_categorical_crossentropy'",
    ),
    "targets of another size": (
        lambda: fit(y=np.ones((8, 2)), model=dense(3)),
        r"expects y of shape \(batch, 3\); got \(batch, 2\)",
    ),
    "a loss that returns nothing": (lambda: fit(model=dense(loss=lambda a, b: None)), r"got None"),
    "weights of other shapes": (
        lambda: dense().set_weights([np.ones((3, 1)), np.ones(1)]),
        r"expects 2 arrays of shapes \[\(4, 1\), \(1,\)\]; got 2 of shapes \[\(3, 1\), \(1,\)\]",
    ),
}  # fmt: skip
