"""Progbar: Keras' numbers, Keras' line in a terminal, one line in a pipe."""

import io
import re
import sys

import pytest
from support.oracle import keras

from keraunos import config
from keraunos.utils import Progbar

RUNS = {
    "averages, then the last as it comes": (
        {"target": 10}, [(2, [("a", 1)]), (6, [("a", 3)]), (8, [("a", 5)]), (10, [("a", 9)])]),
    "no end yet": ({"target": 10}, [(2, [("a", 1)]), (10, [("a", 9)], False)]),
    "an early end": ({"target": 10}, [(6, [("a", 3)]), (9, [("b", 5)], True)]),
    "stateful": (
        {"target": 9, "stateful_metrics": ["b"]},
        [(2, [("a", 1), ("b", 1)]), (6, [("a", 3), ("b", 3)])]),
    "stateless": (
        {"target": 9, "stateless_metrics": ["a"]},
        [(2, [("a", 1), ("b", 1)]), (6, [("a", 3), ("b", 3)]), (9, [("a", 5), ("b", 5)])]),
    "no target": ({"target": None}, [(1, [("a", 2)]), (3, [("a", 1e-5)], True)]),
    "width and unit": ({"target": 4, "width": 5, "unit_name": "epoch"}, [(1, None), (4, [])]),
    "without values": ({"target": 3}, [(0,), (1,), (3,)]),
}  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(kind, settings, calls, stream, monkeypatch):
    """What is written, line by line, without times, codes and what only moves the cursor."""
    monkeypatch.setattr(sys, "stdout", stream)
    bar = kind(interval=0, **settings)
    for call in calls:
        bar.update(*call)
    monkeypatch.undo()
    text = re.sub(r"\x1b\[[0-9;]*[mK]|\x08", "", stream.getvalue())
    text = re.sub(r"\b\d+(us|ms|s)/", "T/", text)
    return [line.strip() for line in text.split("\r") if line.strip()]


@pytest.mark.parametrize("name", RUNS)
def test_a_terminal_sees_what_keras_shows(name, monkeypatch):
    settings, calls = RUNS[name]
    found = shown(Progbar, settings, calls, Terminal(), monkeypatch)
    assert found == shown(keras.utils.Progbar, settings, calls, Terminal(), monkeypatch)


def test_lines_of_verbose_2_are_keras(monkeypatch):
    settings, calls = {"target": 3, "verbose": 2}, [(1, [("a", 1)]), (3, [("a", 2)])]
    found = shown(Progbar, settings, calls, io.StringIO(), monkeypatch)
    assert found == shown(keras.utils.Progbar, settings, calls, io.StringIO(), monkeypatch)
    assert found == ["3/3 - 0s - T/step - a: 2.0000"]


def test_a_pipe_gets_the_finished_line_only(monkeypatch):
    settings, calls = RUNS["an early end"]
    (line,) = shown(Progbar, settings, calls, io.StringIO(), monkeypatch)
    assert re.fullmatch(r" ?9/10 ━{18} +0s T/step - a: 3.0000 - b: 5.0000", line)
    config.disable_interactive_logging()
    assert shown(Progbar, settings, calls, Terminal(), monkeypatch) == [line]
    assert shown(Progbar, {"target": 3, "verbose": 0}, [(3,)], Terminal(), monkeypatch) == []


def test_add_goes_on_from_where_it_is(capsys):
    bar = Progbar(4, verbose=2)
    for value in (1.0, 2.0, 3.0):
        bar.add(1, [("loss", value)])
    assert capsys.readouterr().out == ""
    bar.add(1, [("loss", 4.0), ("note", "done")])
    assert capsys.readouterr().out.endswith("loss: 4.0000 - note: done\n")


def test_names_of_both_kinds_are_refused():
    with pytest.raises(
        ValueError, match="`stateless_metrics` must be None beside stateful_metrics"
    ):
        Progbar(1, stateful_metrics=["a"], stateless_metrics=["b"])
