"""What programs and people see of the API beside numbers, as in Keras: names, shapes, configs, errors."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos

X = np.ones((2, 4), "float32")


def graph(lib, *, inputs=lambda x: x, outputs=lambda y: y):
    x = lib.Input((4,), name="x")
    return lib.Model(inputs(x), outputs(lib.layers.Dense(2, name="y")(x)))


def pair(lib, wrap):
    a, b = lib.Input((4,), name="a"), lib.Input((3,), name="b")
    join = lib.layers.Dense(2, name="c")
    return lib.Model(wrap(a, b), wrap(join(a), lib.layers.Dense(1, name="d")(b)))


def called(lib):
    model = lib.Sequential([lib.layers.Dense(3), lib.layers.Dense(1)])
    model.build((None, 4))
    return model


def operator_names(lib):
    """The names of the operations behind Python's operators."""
    x = lib.Input((4,))
    results = [
        x + 1, 1 + x, x - 1, 1 - x, x * 2, 2 * x, x / 2, 2 / x, x // 2, 2 // x, x % 2, 2 % x, x**2, 2**x,
        -x, abs(x), x @ np.ones((4, 2), "float32"), x != 1, x < 1, x <= 1, x > 1, x >= 1, ~(x > 1),
        (x > 1) & (x < 2), (x > 1) | (x < 2), (x > 1) ^ (x < 2), x[:, 1], round(x), x.reshape((-1,)),
    ]  # fmt: skip
    return [r._keras_history.operation.name for r in results]


def seed_paths(lib):
    drop, noise = lib.layers.Dropout(0.5), lib.layers.GaussianNoise(0.1)
    return [v.path for layer in (drop, noise) for v in layer.variables]


def unbuilt(lib):
    layer = lib.layers.Embedding(5, 2)
    return layer.built, len(layer.weights), repr(layer)


def round_trip(lib, layer, config):
    made = getattr(lib.layers, layer).from_config(config)
    made.build((None, 4))
    return made.axis, made.get_config()["axis"]


def jit(lib, **how):
    model = graph(lib)
    model.compile("sgd", "mse", **how)
    return model.run_eagerly, model.jit_compile


def switched(lib):
    model = graph(lib)
    model.compile("sgd", "mse")
    model.run_eagerly = True
    return model.run_eagerly, model.jit_compile


CASES = {
    "a list of one output is that output": lambda lib: graph(lib, outputs=lambda y: [y])(X).shape,
    "and so it is predicted": lambda lib: (
        graph(lib, outputs=lambda y: [y]).predict(X, verbose=0).shape
    ),
    "its shape": lambda lib: graph(lib, outputs=lambda y: [y]).output_shape,
    "in a graph it stays a list": lambda lib: type(
        graph(lib, outputs=lambda y: [y])(lib.Input((4,)))
    ),
    "the shape of a list of one input": lambda lib: graph(lib, inputs=lambda x: [x]).input_shape,
    "the shapes of a dict": lambda lib: (
        pair(lib, lambda a, b: {"a": a, "b": b}).input_shape,
        pair(lib, lambda a, b: {"a": a, "b": b}).output_shape,
    ),
    "the shapes of a tuple": lambda lib: pair(lib, lambda a, b: (a, b)).input_shape,
    "an unbuilt Sequential has no inputs": lambda lib: hasattr(
        lib.Sequential([lib.layers.Dense(1)]), "inputs"
    ),
    "nor a shape": lambda lib: lib.Sequential([lib.layers.Dense(1)]).output_shape,
    "a built one tells its Input": lambda lib: [
        layer["class_name"] for layer in called(lib).get_config()["layers"]
    ],
    "and what it was built for": lambda lib: called(lib).get_build_config(),
    "the names of operators": operator_names,
    "a tensor equals itself alone": lambda lib: (
        lib.KerasTensor((2,)) == lib.KerasTensor((2,)),
        lib.KerasTensor((2,)) in [lib.KerasTensor((2,))],
    ),
    "the paths of seeds": seed_paths,
    "an Embedding before its first call": unbuilt,
    "the axis of LayerNormalization": lambda lib: round_trip(
        lib, "LayerNormalization", {"axis": -1}
    ),
    "the axis of RMSNormalization": lambda lib: round_trip(lib, "RMSNormalization", {"axis": -1}),
    "the dtypes of variables": lambda lib: [
        lib.Variable(v).dtype for v in (0, 0.0, True, [1, 2], np.arange(3), np.ones(2), np.int8(1))
    ],
    "a variable from an initializer's name": lambda lib: repr(
        lib.Variable("ones", shape=(2, 2), name="v")
    ),
    "how a scalar is shown": lambda lib: repr(lib.Variable(0.0, name="v")),
    "how a policy is shown": lambda lib: repr(lib.DTypePolicy("mixed_float16")),
    "a policy that there is not": lambda lib: lib.config.set_dtype_policy("mixed"),
    "a call without inputs": lambda lib: lib.layers.Dense(2)(),
    "a call with training alone": lambda lib: lib.layers.Dense(2)(training=True),
    "an axis that there is not": lambda lib: lib.ops.softmax(X, axis=5),
    "an initializer takes nothing": lambda lib: lib.initializers.Ones(2),
    "mish of a list": lambda lib: lib.activations.mish([[0.0, 0.0]]).tolist(),
    "a name that there is not": lambda lib: lib.layers.Dens,
    "a scope with a slash": lambda lib: lib.name_scope("a/b"),
    "no steps": lambda lib: graph(lib).predict(X, verbose=0, steps=0).shape,
    "whether it is compiled": jit,
    "or not": lambda lib: jit(lib, run_eagerly=True),
    "or said so later": switched,
    "before compile": lambda lib: (graph(lib).run_eagerly, graph(lib).jit_compile),
    "a list as numpy has it": lambda lib: lib.ops.convert_to_numpy([1, 2]).dtype,
    "the sizes of states": lambda lib: (
        lib.layers.LSTM(2).state_size,
        lib.layers.GRU(2).state_size,
    ),
    "the keys of a config": lambda lib: list(lib.layers.serialize(lib.layers.Dense(1))),
}  # fmt: skip
"""What is asked of either library."""


def answer(lib, ask):
    """What comes, or the built-in class of what is raised."""
    lib.utils.clear_session(free_memory=False)
    try:
        return ask(lib)
    except (ValueError, TypeError, AttributeError) as error:
        kinds = (AttributeError, TypeError, ValueError)
        return next(kind.__name__ for kind in kinds if isinstance(error, kind))


@pytest.mark.oracle
@pytest.mark.parametrize("name", CASES)
def test_it_is_as_in_keras(name):
    ours, theirs = answer(keraunos, CASES[name]), answer(keras, CASES[name])
    assert ours == theirs
