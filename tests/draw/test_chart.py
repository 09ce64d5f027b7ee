import pytest
from support import pictured

import keraunos as k
from keraunos import layers
from keraunos.draw.chart import Show, chart_of

ALL = Show(True, True, True, True, True, True)


def card(chart, name):
    return next(c for c in chart.cards if c.name == name)


def titles(chart):
    return [c.title for c in chart.cards]


def test_a_card_says_what_the_layer_is():
    found = card(chart_of(pictured.chain(), ALL), "hidden")
    assert (found.title, found.subtitle, found.family) == ("Dense", "hidden", "dense")
    assert found.notes == ("12 units, relu", "588 parameters, trained")
    assert found.cells == (
        ("input", ("(None, 48) float32",)), ("output", ("(None, 12) float32",)))  # fmt: skip


def test_by_default_a_card_is_short():
    found = card(chart_of(pictured.chain(), Show()), "hidden")
    assert (found.subtitle, found.notes, found.cells) == ("", ("12 units", "588 parameters"), ())


def test_edges_follow_the_tensors():
    chart = chart_of(pictured.shared(), Show())
    assert titles(chart).count("Dense") == 2
    multiply = titles(chart).index("multiply")
    assert [edge for edge in chart.edges if edge[1] == multiply] == [(multiply - 1, multiply)] * 2


def test_a_layer_called_twice_has_two_cards_and_its_parameters_once():
    twins = [c for c in chart_of(pictured.shared(), Show()).cards if c.name == "twin"]
    assert twins[0].notes == ("4 units", "28 parameters", "shared: call 1 of 2")
    assert twins[1].notes == ("4 units", "the same parameters", "shared: call 2 of 2")


def test_models_inside_have_charts_of_their_own_when_asked_for():
    assert chart_of(pictured.nested(), Show()).inner == {}
    chart = chart_of(pictured.nested(), Show(nested=True))
    assert [chart.cards[i].name for i in chart.inner] == ["encoder", "decoder"]
    decoder = chart.inner[2]
    assert [decoder.cards[i].name for i in decoder.inner] == ["core"]


def test_what_is_frozen_says_so():
    model = pictured.chain()
    model.get_layer("hidden").trainable = False
    notes = card(chart_of(model, Show(trainable=True)), "hidden").notes
    assert notes == ("12 units", "588 parameters, frozen")


def test_a_tensor_from_outside_has_a_card():
    x = layers.Input((4,))
    h = layers.Dense(3)(x)
    tail = k.Model(h, layers.Dense(2)(h))
    chart = chart_of(tail, Show(shapes=True))
    assert titles(chart) == ["Input", "Dense"]
    assert chart.edges == [(0, 1)]
    assert chart.cards[0].cells == (("shape", ("(None, 3)",)),)


def test_a_model_that_cannot_be_followed_lists_its_layers():
    (only,) = chart_of(pictured.opaque(), Show(names=True)).cards
    assert (only.title, only.subtitle, only.family) == ("Opaque", "opaque", "model")
    assert only.notes[0].endswith("(Dense)")


def test_many_inputs_are_cut_short():
    xs = [layers.Input((1,)) for _ in range(9)]
    chart = chart_of(k.Model(xs, k.ops.concatenate(xs)), Show(shapes=True))
    lines = chart.cards[-1].cells[0][1]
    assert len(lines) == 6
    assert lines[-1] == "… and 4 more"


@pytest.mark.parametrize("model", [3, layers.Dense(2), None])
def test_what_is_no_model_is_refused(model):
    with pytest.raises(ValueError, match="`model` must be a Model; got"):
        chart_of(model, Show())


@pytest.mark.parametrize("model", [lambda: k.Sequential([layers.Dense(2)]), pictured.Written])
def test_a_model_without_shapes_is_refused(model):
    with pytest.raises(ValueError, match="must be built before it is drawn"):
        chart_of(model(), Show())
