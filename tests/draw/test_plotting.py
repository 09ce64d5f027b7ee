import inspect

import pytest
from support import pictured
from support.oracle import keras

from keraunos import utils
from keraunos.draw import Diagram, model_to_dot, plot_model


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["plot_model", "model_to_dot"])
def test_arguments_and_defaults_are_those_of_keras(name):
    def arguments(function):
        return [
            (p.name, p.default, p.kind) for p in inspect.signature(function).parameters.values()
        ]

    assert arguments(getattr(utils, name)) == arguments(getattr(keras.utils, name))


@pytest.mark.oracle
def test_the_exception_of_an_unbuilt_model_is_that_of_keras():
    with pytest.raises(ValueError):
        keras.utils.plot_model(keras.Sequential([keras.layers.Dense(2)]))
    with pytest.raises(ValueError, match="must be built before it is drawn"):
        plot_model(pictured.Written(), to_file=None)


@pytest.mark.parametrize(
    ("ending", "start"),
    [("svg", b"<svg"), ("html", b"<!doctype html>"), ("dot", b"digraph"), ("png", b"\x89PNG"),
     ("pdf", b"%PDF"), ("PNG", b"\x89PNG")],
)  # fmt: skip
def test_the_ending_chooses_the_format(tmp_path, ending, start):
    file = tmp_path / f"model.{ending}"
    plot_model(pictured.chain(), file, show_shapes=True, dpi=40)
    assert file.read_bytes().startswith(start)


def test_a_name_without_ending_gets_png(tmp_path):
    plot_model(pictured.chain(), str(tmp_path / "model"), dpi=40)
    assert [p.name for p in tmp_path.iterdir()] == ["model.png"]


def test_the_default_file_is_model_png_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plot_model(pictured.chain(), dpi=40)
    assert (tmp_path / "model.png").exists()


def test_a_notebook_can_show_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    diagram = plot_model(pictured.chain(), to_file=None, dpi=40)
    assert isinstance(diagram, Diagram)
    assert diagram._repr_svg_() == diagram.svg
    assert diagram._repr_png_().startswith(b"\x89PNG")
    assert '<img alt="Flow diagram of chain"' in diagram._repr_html_()
    assert list(tmp_path.iterdir()) == []


def test_what_is_shown_is_what_was_asked_for():
    model = pictured.chain()
    plain = plot_model(model, None).svg
    assert "hidden</text>" not in plain
    assert "(None, 12)" not in plain
    assert "hidden</text>" in plot_model(model, None, show_layer_names=True).svg
    assert "(None, 12)" in plot_model(model, None, show_shapes=True).svg
    assert "float32" in plot_model(model, None, show_dtype=True).svg
    assert "relu</text>" in plot_model(model, None, show_layer_activations=True).svg
    assert "trained</text>" in plot_model(model, None, show_trainable=True).svg


def test_dots_follow_dpi(tmp_path):
    from matplotlib.image import imread

    for dpi in (48, 96):
        plot_model(pictured.chain(), tmp_path / f"{dpi}.png", dpi=dpi)
    low, high = (imread(tmp_path / f"{dpi}.png").shape for dpi in (48, 96))
    assert high[0] == pytest.approx(2 * low[0], abs=2)
    assert high[1] == pytest.approx(2 * low[1], abs=2)


def test_dot_text():
    dot = model_to_dot(pictured.nested(), expand_nested=True, subgraph=True)
    assert str(dot).startswith('subgraph "cluster_outer"')


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"show_shape": True}, "unknown argument 'show_shape'. Did you mean 'show_shapes'"),
        ({"layer_range": ["a", "b"]}, "`layer_range` is not taken"),
        ({"rankdir": "XY"}, "`rankdir` must be one of TB, BT, LR, RL; got 'XY'"),
        ({"dpi": 0}, "`dpi` must be a number > 0; got 0"),
        ({"dpi": "high"}, "`dpi` must be a number > 0"),
        ({"to_file": "model.xyz"}, "unknown format 'xyz'"),
    ],
)
def test_errors_say_what_to_do(tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=sentence):
        plot_model(pictured.chain(), **{"to_file": None, **arguments})
    assert list(tmp_path.iterdir()) == []


def test_drawing_changes_nothing_of_the_model():
    model = pictured.branches()
    before = (model.to_json(), [len(x._inbound_nodes) for x in model.layers])
    plot_model(model, None, expand_nested=True)
    assert (model.to_json(), [len(x._inbound_nodes) for x in model.layers]) == before
