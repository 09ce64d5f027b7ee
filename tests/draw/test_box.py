import pytest

from keraunos.draw import box
from keraunos.draw.chart import Card
from keraunos.draw.scene import Rect, Text

SHAPES = (("input", ("(None, 28, 28, 3)", "(None, 4)")), ("output", ("(None, 10)",)))
CARDS = [
    Card("Dense", "d", "dense"),
    Card("Dense", "d", "dense", "a_name" * 30, ("8 units, relu", "136 parameters"), SHAPES),
    Card("VeryLongClassName" * 5, "d", "other", "", ("x" * 300,), (("shape", ("(None, 2)",)),)),
    Card("", "", "input"),
    Card("层", "d", "model", "中文名字" * 20, (), (("input", ("(None, " + "128, " * 30 + ")",)),)),
]


@pytest.mark.parametrize("card", CARDS)
def test_every_text_lies_in_the_box_and_none_on_another(card):
    measured = box.measure(card)
    outline, *rest = box.shapes(card, measured, 40.0, 30.0)
    assert outline.width == measured.width
    assert (outline.x, outline.y, outline.height) == (40.0, 30.0, measured.height)
    texts = [s.bounds for s in rest if isinstance(s, Text) and s.string]
    assert all(outline.holds(bounds) for bounds in texts)
    for i, a in enumerate(texts):
        assert not any(a.meets(b) for b in texts[i + 1 :])


def test_no_text_is_lost():
    card = CARDS[1]
    drawn = [s.string for s in box.shapes(card, box.measure(card), 0, 0) if isinstance(s, Text)]
    assert "".join(drawn).startswith(card.title + card.subtitle)
    assert drawn[-6:] == ["136 parameters", "input", "(None, 28, 28, 3)", "(None, 4)", "output",
                          "(None, 10)"]  # fmt: skip


def test_a_longer_text_makes_a_larger_box_up_to_a_limit():
    widths = [box.measure(Card("Dense", "d", "dense", "n" * k)).width for k in (3, 30, 300)]
    assert widths[0] < widths[1] < 300
    assert widths[2] < 300
    heights = [box.measure(Card("Dense", "d", "dense", "n" * k)).height for k in (3, 300)]
    assert heights[0] < heights[1]


def test_the_label_of_a_frame_lies_in_its_top():
    card = Card("Functional", "f", "model", "a_long_name_" * 6, ("80 parameters",))
    lines = box.frame_label(card, 220.0)
    outline, *texts = box.frame(card, lines, Rect(10, 10, 220, 400))
    assert len(texts) == len(lines) > 1
    assert all(outline.holds(t.bounds) for t in texts)
    assert max(t.bounds.y + t.bounds.height for t in texts) <= 10 + box.frame_top(lines)
