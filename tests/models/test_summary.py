"""The summary: Keras' columns and counts, in any width, for any model."""

import re

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k


def model_of(lib):
    a, b = lib.Input((4,), name="a"), lib.Input((4,), name="b")
    shared = lib.layers.Dense(3, name="shared")
    inner = lib.Sequential([lib.layers.Input((3,)), lib.layers.Dense(2, name="deep")], name="inner")
    outputs = [inner(shared(a)), shared(b)]
    model = lib.Model([a, b], outputs, name="net")
    model.compile("adam", "mse")
    return model


def lines_of(model, **options):
    text = []
    model.summary(print_fn=lambda line, **kwargs: text.append(line), **options)
    return "\n".join(text)


def cells(text):
    """The table's rows as lists of words."""
    rows = [re.split(r"[│┃]", line)[1:-1] for line in text.splitlines() if "│" in line]
    return [[cell.strip() for cell in row] for row in rows]


@pytest.mark.parametrize(
    "options", [{}, {"expand_nested": True}, {"show_trainable": True}], ids=str
)
def test_rows_are_keras(options, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # the oracle cuts its table at the terminal's width
    ours, theirs = (
        cells(lines_of(model_of(lib), line_length=150, **options)) for lib in (k, keras)
    )
    assert ours == [[cell.lstrip("└ ") for cell in row] for row in theirs]


def totals(text):
    return {m[0].strip(): m[1] for m in re.findall(r"([A-Z][a-zA-Z-]* params): ([\d,]+)", text)}


def test_totals_are_keras_before_and_after_training():
    ours, theirs = model_of(k), model_of(keras)
    assert totals(lines_of(ours)) == totals(lines_of(theirs))
    x = np.zeros((4, 4), "float32")
    for model in (ours, theirs):
        model.fit([x, x], [np.zeros((4, 2)), np.zeros((4, 3))], verbose=0)
    assert totals(lines_of(ours)) == totals(lines_of(theirs))


def test_an_unbuilt_model_has_a_summary():
    text = lines_of(k.Sequential([k.layers.Dense(3), k.layers.Dense(2)]))
    assert "?" in text
    assert "0 (unbuilt)" in text


def test_a_narrow_table_wraps_and_cuts_nothing():
    text = lines_of(model_of(k), line_length=50)
    assert max(map(len, text.splitlines())) <= 50
    assert "shared" in text


def test_a_range_of_layers():
    model = k.Sequential(
        [k.layers.Input((2,)), *(k.layers.Dense(2, name=f"d{i}") for i in range(4))]
    )
    rows = cells(lines_of(model, layer_range=("d1", "d2")))
    assert [row[0] for row in rows] == ["d1 (Dense)", "d2 (Dense)"]
    with pytest.raises(ValueError, match=r"`layer_range` must name layers; got 'zz'"):
        model.summary(layer_range=("zz", "d2"))


def test_it_prints_without_print_fn(capsys):
    model_of(k).summary()
    out = capsys.readouterr().out
    assert out.startswith('Model: "net"')
    assert "Total params: 23" in out
