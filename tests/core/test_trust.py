"""What is read is not trusted unless the caller says so, and gets only so much memory."""

import numpy as np
import pytest

from keraunos.core import trust
from keraunos.core.errors import UnsafeError
from keraunos.core.variable import Variable


def test_only_false_is_trust():
    assert not trust.trusted()
    for said in (None, True, 0, ""):
        with trust.safe_mode(said):
            assert not trust.trusted()
    with trust.safe_mode(False):
        assert trust.trusted()
        with trust.safe_mode(True):
            assert not trust.trusted()
    assert not trust.trusted()


def test_a_refusal_names_the_way():
    with pytest.raises(UnsafeError, match=r"Lambda: it brings code.*safe_mode=False"):
        trust.require("Lambda", "code")
    with trust.safe_mode(False):
        trust.require("Lambda", "code")


def test_variables_take_of_the_room_there_is():
    def zeros(shape, dtype):
        return np.zeros(shape, dtype)

    with trust.room_for(100):
        Variable(zeros, (10,), name="a")
        with pytest.raises(UnsafeError, match="Variable 'b': the config asks for 80 bytes"):
            Variable(zeros, (20,), name="b")
        with pytest.raises(UnsafeError, match="asks for 40,000,000,000,000,000,000"):
            Variable(zeros, (10**19,), name="c")
    Variable(zeros, (1000,), name="d")


def test_functions_of_maths_may_be_named_and_others_not():
    assert trust.only_maths("keras.activations.relu", "thing") == "thing"
    assert trust.only_maths(None, "mine") == "mine"
    for path in ("keras.models.load_model", "keras.utils.get_file", "keras.saving.load_weights"):
        with pytest.raises(UnsafeError, match=path):
            trust.only_maths(path, "thing")


@pytest.mark.parametrize("argument", trust.OUTSIDE)
def test_arguments_that_reach_out_are_refused(argument):
    with pytest.raises(UnsafeError, match=f"`{argument}`"):
        trust.only_data("keras.layers.X", "X", {argument: "/etc/passwd"})
    trust.only_data("keras.layers.X", "X", {argument: ["a", "b"]})
    trust.only_data("", "Mine", {argument: "text"})


@pytest.mark.parametrize("path", [*trust.CODE, "keras.callbacks.CSVLogger"])
def test_classes_that_hold_programs_are_refused(path):
    with pytest.raises(UnsafeError, match="safe_mode=False"):
        trust.only_data(path, "X", {})
