import pytest

from keraunos.draw.scene import Curve, Group, Point, Polygon, Rect, Scene, Text, moved
from keraunos.draw.text import width


def test_rectangles_that_touch_have_no_area_in_common():
    a = Rect(0, 0, 10, 10)
    assert not a.meets(Rect(10, 0, 5, 5))
    assert a.meets(Rect(9, 9, 5, 5))
    assert a.holds(Rect(0, 0, 10, 10))
    assert not a.holds(Rect(5, 5, 6, 2))


@pytest.mark.parametrize(("anchor", "left"), [("start", 50), ("middle", 50 - 10), ("end", 50 - 20)])
def test_the_bounds_of_a_text_follow_its_anchor(anchor, left):
    string = "n" * 4
    size = 20 / width(string, 1)
    bounds = Text(50, 30, string, size, anchor=anchor).bounds
    assert bounds.x == pytest.approx(left)
    assert bounds.width == pytest.approx(20)
    assert bounds.y < 30 < bounds.y + bounds.height


def test_everything_can_be_moved():
    curve = Curve(Point(0, 0), ((Point(1, 1),), (Point(1, 2), Point(2, 3), Point(3, 3))))
    assert moved(curve, 1, 2).start == (1, 2)
    assert moved(curve, 1, 2).end == (4, 5)
    assert moved(Polygon((Point(0, 0), Point(1, 0)), "red"), 1, 2).points == ((1, 2), (2, 2))
    assert moved(Rect(1, 1, 5, 5, fill="red"), 1, 2) == Rect(2, 3, 5, 5, fill="red")
    assert moved(Text(0, 0, "a"), 1, 2) == Text(1, 2, "a")


def test_shapes_come_in_the_order_of_painting():
    a, b, c = Rect(0, 0, 1, 1), Text(0, 0, "a"), Rect(1, 1, 1, 1)
    assert list(Scene(9, 9, "t", [Group("", [a, b]), Group("", [c])]).shapes()) == [a, b, c]
