from xml.etree import ElementTree

from keraunos.draw import svg
from keraunos.draw.scene import Curve, Group, Point, Polygon, Rect, Scene, Text

NAMESPACE = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script> & \"quotes\" 'too'"


def scene(text="a", label="b", title="c"):
    shapes = [
        Rect(1, 2, 30, 40, 5, "#ffffff", "#000000", 1.5, True),
        Text(10, 20, text, 12, True, "#112233", "end"),
        Curve(Point(0, 0), ((Point(1.23456, 2),), (Point(1, 3), Point(2, 4), Point(5, 6)))),
        Polygon((Point(0, 0), Point(4, 0), Point(2, 3)), "#445566"),
    ]
    return Scene(100, 50, title, [Group(label, shapes)])


def test_every_shape_becomes_an_element():
    root = ElementTree.fromstring(svg.paint(scene()))
    assert root.attrib["viewBox"] == "0 0 100 50"
    rect = root.findall(f".//{NAMESPACE}rect")[1].attrib
    assert (rect["x"], rect["rx"], rect["stroke-width"]) == ("1", "5", "1.5")
    assert "stroke-dasharray" in rect
    text = root.find(f".//{NAMESPACE}text")
    assert text.text == "a"
    assert (text.attrib["text-anchor"], text.attrib["font-weight"]) == ("end", "700")
    assert root.find(f".//{NAMESPACE}path").attrib["d"] == "M0 0L1.23 2C1 3 2 4 5 6"
    assert root.find(f".//{NAMESPACE}polygon").attrib["points"] == "0,0 4,0 2,3"


def test_names_cannot_break_out_of_the_text():
    painted = svg.paint(scene(EVIL, EVIL, EVIL))
    root = ElementTree.fromstring(painted)
    assert "<script" not in painted
    assert root.attrib["aria-label"] == EVIL
    assert root.find(f".//{NAMESPACE}text").text == EVIL
    assert root.find(f".//{NAMESPACE}g/{NAMESPACE}title").text == EVIL
    assert "<script" not in svg.page(scene(EVIL, EVIL, EVIL))


def test_the_page_holds_the_picture_and_asks_for_nothing():
    page = svg.page(scene())
    assert page.startswith("<!doctype html>")
    assert svg.paint(scene()) in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_group_without_label_has_no_title():
    painted = svg.paint(scene(label=""))
    assert painted.count("<title>") == 1
