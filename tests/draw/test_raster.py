import io

import numpy as np
import pytest

from keraunos.draw import raster
from keraunos.draw.scene import Curve, Group, Point, Polygon, Rect, Scene, Text


def pixels(content):
    from matplotlib.image import imread

    return np.round(imread(io.BytesIO(content))[..., :3] * 255).astype(int)


def scene(*shapes, width=96, height=48):
    return Scene(width, height, "t", [Group("", list(shapes))])


def test_a_scene_has_its_size_in_dots():
    assert pixels(raster.encode(scene(), dpi=96)).shape == (48, 96, 3)
    assert pixels(raster.encode(scene(), dpi=192)).shape == (96, 192, 3)


def test_shapes_are_where_the_scene_says():
    red, blue = "#ff0000", "#0000ff"
    triangle = Polygon((Point(60, 10), Point(90, 10), Point(75, 40)), blue)
    line = Curve(Point(0, 44), ((Point(96, 44),),), "#00ff00", 3)
    image = pixels(raster.encode(scene(Rect(10, 10, 30, 20, 4, red), triangle, line), dpi=96))
    assert image[20, 25].tolist() == [255, 0, 0]
    assert image[20, 75].tolist() == [0, 0, 255]
    assert image[44, 50].tolist() == [0, 255, 0]
    assert image[5, 5].tolist() == [255, 255, 255]
    assert image[38, 62].tolist() == [255, 255, 255]


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_the_ink_of_a_text_lies_within_its_bounds(anchor):
    text = Text(250, 40, "Wide_text $x^2$ gj", 20, True, "#000000", anchor)
    image = pixels(raster.encode(scene(text, width=500, height=80), dpi=96))
    rows, columns = np.nonzero(image.min(axis=-1) < 128)
    bounds = text.bounds
    assert bounds.x - 2 <= columns.min()
    assert columns.max() <= bounds.x + bounds.width + 2
    assert columns.max() - columns.min() > 0.9 * bounds.width
    assert bounds.y - 1 <= rows.min()
    assert rows.max() <= bounds.y + bounds.height + 1


def test_a_very_long_picture_gets_fewer_dots():
    image = pixels(raster.encode(scene(width=40, height=40000), dpi=200))
    assert 59000 < image.shape[0] <= 60001


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF"), ("jpg", b"\xff\xd8"), ("webp", b"RIFF")]
)
def test_other_formats(form, start):
    assert raster.encode(scene(Rect(1, 1, 9, 9, 0, "#ff0000")), form).startswith(start)


def test_the_first_font_is_the_one_that_texts_are_measured_in():
    assert raster.fonts()[0] == "DejaVu Sans"


def test_a_scene_fits_into_a_part_of_a_figure():
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 2))
    raster.fit(scene(width=100, height=400), figure)
    box = figure.axes[0].get_position()
    assert box.height == pytest.approx(1.0)
    assert box.width * 4 / (box.height * 2) == pytest.approx(100 / 400)
    assert box.x0 + box.width / 2 == pytest.approx(0.5)
