"""The rule by which a table of old arguments is applied to a call."""

import pytest

from keraunos.compat.arguments import ANY, LAYERS, Table
from keraunos.compat.translation import Call, respelled, tell
from keraunos.compat.wording import OldSpellingWarning

pytestmark = pytest.mark.usefixtures("fresh")

KNOWN = (
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "data_format",
    "kernel_initializer",
    "use_bias",
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"nb_filter": 4, "nb_row": 3, "nb_col": 5}, {"filters": 4, "kernel_size": (3, 5)}),
        ({"border_mode": "same", "subsample": (2, 2)}, {"padding": "same", "strides": (2, 2)}),
        ({"dim_ordering": "th"}, {"data_format": "channels_first"}),
        ({"dim_ordering": "default"}, {"data_format": None}),
        ({"data_format": "tf"}, {"data_format": "channels_last"}),
        ({"init": "one", "bias": False}, {"kernel_initializer": "one", "use_bias": False}),
        ({"filters": 4, "kernel_size": 3}, {"filters": 4, "kernel_size": 3}),
        ({"unheard_of": 1}, {"unheard_of": 1}),
        ({"init": "a", "kernel_initializer": "b"}, {"init": "a", "kernel_initializer": "b"}),
    ],
)
def test_the_rule(old, new):
    assert respelled("Conv2D", old, KNOWN, LAYERS).kwargs == new


def test_the_rule_for_what_is_gone():
    table = Table(dropped={"a": (ANY,), "b": (0,)}, unset={"filters": (None,)})
    call = respelled("L", {"a": 5, "b": 0, "filters": None}, KNOWN, table)
    assert call.kwargs == {}
    assert call.gone == ["a", "b"]
    with pytest.raises(ValueError, match="L: `b` must be 0, as the argument is gone; got 1"):
        respelled("L", {"b": 1}, KNOWN, table)


@pytest.mark.parametrize(
    ("call", "today", "sentence"),
    [
        (Call({}, {"a": 1}, {"b": 1}, []), None, "L(a=1) is now L(b=1)."),
        (Call({}, {"a": "x" * 50}, {"b": len}, []), "M", "L(a=…) is now M(b=…)."),
        (Call({}, {}, {}, ["c", "d"]), None, "L takes no c, d any more; left out."),
        (Call({}, {}, {}, []), "M", "L is now M."),
    ],
)
def test_what_is_said(call, today, sentence):
    with pytest.warns(OldSpellingWarning) as caught:
        tell("L", call, today)
    assert [str(w.message) for w in caught] == [sentence]


def test_nothing_is_said_of_what_did_not_change(recwarn):
    tell("L", Call({"units": 3}, {}, {}, []))
    assert len(recwarn) == 0
