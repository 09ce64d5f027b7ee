"""The tables of old arguments, against the signatures that they lead to."""

import inspect

import pytest

from keraunos import Model, callbacks, optimizers
from keraunos.compat import arguments
from keraunos.compat.adapting import op


def test_every_kind_has_a_base_class():
    for base in arguments.KINDS:
        assert inspect.isclass(op(base))


@pytest.mark.parametrize("name", list(arguments.METHODS))
def test_methods_take_what_old_words_lead_to(name):
    taken = inspect.signature(getattr(Model, name)).parameters
    table = arguments.METHODS[name]
    for old, today in table.renamed.items():
        assert old not in taken
        assert any(t in taken for t in today), old
    assert not set(table.dropped) & set(taken)


def test_compile_does_not_take_what_is_dropped():
    assert not set(arguments.COMPILE.dropped) & set(inspect.signature(Model.compile).parameters)


def test_optimizers_take_the_rate():
    assert "learning_rate" in inspect.signature(optimizers.SGD.__init__).parameters
    assert "min_delta" in inspect.signature(callbacks.EarlyStopping.__init__).parameters


def test_joined_words_come_back_in_old_positions():
    known = {word for words in arguments.LAYERS.joined for word in words}
    for positions in arguments.OLD_POSITIONS.values():
        assert known & set(positions)
