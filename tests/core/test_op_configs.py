"""Operations as configs: named and split as the oracle does."""

import inspect
import json

import pytest
from support.oracle import keras

import keraunos as k
from keraunos import ops
from keraunos.core import op_configs
from keraunos.core.errors import UnknownNameError
from keraunos.core.registry import snake_case

GRAPHS = {
    "relu": lambda o, x: o.relu(x),
    "sum": lambda o, x: o.sum(x, axis=1, keepdims=True),
    "concatenate": lambda o, x: o.concatenate([x, x], axis=1),
    "clip": lambda o, x: o.clip(x, -1.0, 1.0),
    "where": lambda o, x: o.where(x > 0, x, 0.0),
    "swapped": lambda o, x: 2.0 - x,
    "power": lambda o, x: x**2.0,
    "item": lambda o, x: x[:, 1:, 0],
    "reshape": lambda o, x: o.reshape(x, (-1, 6)),
    "softmax": lambda o, x: o.softmax(x, axis=-1),
    "matmul": lambda o, x: x @ o.transpose(x, (0, 2, 1)),
    "mean": lambda o, x: o.mean(x, axis=-1),
}


def operations(library, build):
    x = library.Input((2, 3), name="x")
    config = library.Model(x, build(library.ops, x), name="m").get_config()
    return [
        (one["module"], one["class_name"], {a: v for a, v in one["config"].items() if a != "name"})
        for one in json.loads(json.dumps(config["layers"][1:]))
    ]


@pytest.mark.parametrize("name", GRAPHS)
def test_configs_are_those_of_keras(name):
    ours, theirs = operations(k, GRAPHS[name]), operations(keras, GRAPHS[name])
    assert [one[:2] for one in ours] == [one[:2] for one in theirs]
    for (_, _, own), (_, _, their) in zip(ours, theirs):
        assert own.items() <= their.items()


def test_the_split_is_that_of_keras():
    """A parameter that Keras' class takes is never one of the call, and the other way round."""
    found = {}
    for module in ("numpy", "nn", "math", "core", "linalg", "image"):
        things = vars(getattr(keras.src.ops, module)).items()
        classes = {name: thing for name, thing in things if inspect.isclass(thing)}
        base = keras.src.ops.operation.Operation
        found.update({name: cls for name, cls in classes.items() if issubclass(cls, base)})
    wrong = []
    for name, cls in found.items():
        own, function = list(inspect.signature(cls.__init__).parameters)[1:], snake_case(name)
        wrong += [(name, p) for p in own if op_configs._of_call(function, p)]
        for p in list(inspect.signature(cls.call).parameters)[1:]:
            if p not in ("kwargs", "args") and not op_configs._of_call(function, p):
                wrong.append((name, p))
    known = {"Function", "Operation", "Squareplus"}
    known |= {name for name in found if not hasattr(ops, snake_case(name))}
    assert {pair for pair in wrong if pair[0] not in known} == set()


def test_an_operation_is_made_again():
    made = op_configs.made(
        {"module": op_configs.MODULE, "class_name": "Sum", "config": {"axis": 1}}
    )
    assert made(ops.ones((2, 3))).tolist() == [3.0, 3.0]
    with pytest.raises(UnknownNameError, match="unknown operation 'Summ'. Did you mean 'Sum'"):
        op_configs.made({"class_name": "Summ", "config": {}})
    assert op_configs.named("GetItem")
    assert not op_configs.named("Dense")


def test_a_function_that_is_no_operation_is_said():
    from keraunos.core.symbolic import FunctionOperation

    x = k.Input((2,))
    y = FunctionOperation(lambda x: x, "mine").symbolic_call(x)
    with pytest.raises(TypeError, match="wrap it in a Layer"):
        k.Model(x, y).get_config()
