"""What goes wrong on the first day is answered with where, what was expected, what came and what to do."""

import re

import numpy as np
import pytest
from support.mistakes import BUILDING, TRAINING, L, X, Y, dense, fit

import keraunos as k


def said(error):
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


@pytest.mark.parametrize(
    ("write", "answer"),
    [pytest.param(*case, id=name) for name, case in (*BUILDING.items(), *TRAINING.items())],
)
def test_mistakes_while_building_and_training(write, answer):
    with pytest.raises(ValueError) as caught:
        write()
    assert_answers(caught.value, answer)


def assert_answers(error, answer):
    assert re.search(answer, said(error), re.DOTALL), said(error)
    assert "JAX has removed" not in said(error)
    assert type(error).__module__.split(".")[0] in ("builtins", "keraunos")


def test_weights_of_another_model(tmp_path):
    dense(3).save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(ValueError, match=r"expects kernel \(4, 4\).*file has shape \(4, 3\)"):
        dense(4).load_weights(tmp_path / "m.weights.h5")


@pytest.mark.parametrize("argument", ["loss", "metrics"])
def test_functions_of_one_argument(argument):
    given = (lambda y: y) if argument == "loss" else [lambda y: y]
    with pytest.raises(TypeError, match=rf"`{argument}` must be functions of \(y_true, y_pred\)"):
        fit(model=dense(**{argument: given}))


def test_numpy_in_a_loss():
    model = dense(loss=lambda a, b: np.mean(np.asarray(a) - np.asarray(b)))
    with pytest.raises(TypeError, match="gradient goes through must be keraunos.ops"):
        with pytest.warns(UserWarning, match="cannot be traced"):
            fit(model=model)


def test_a_call_without_all_it_needs():
    with pytest.raises(TypeError, match=r"call\(\) needs `value`, which was not given"):
        L.MultiHeadAttention(2, 3)(k.Input((4, 3)))


def test_numbers_too_large_for_16_bits():
    model = k.Sequential([k.Input((4,)), L.Dense(1, dtype="float16")])
    model.compile("sgd", "mse")
    with pytest.warns(UserWarning, match="not finite"):
        model.fit(X * 1e6, Y, verbose=0)
