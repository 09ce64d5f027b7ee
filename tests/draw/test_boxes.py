"""Boxes in pictures: where the lines are, in every format and layout."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos.core.box_formats import FORMATS as EVERY
from keraunos.draw.boxes import _corners, as_bytes
from keraunos.visualization import draw_bounding_boxes

BLACK = np.zeros((1, 40, 60, 3))
BOXES = {"boxes": np.array([[[10.0, 5.0, 30.0, 20.0]]]), "labels": [[0]]}
FORMATS = [f for f in EVERY if "rel_center" not in f]


def painted(**settings):
    settings = {"images": BLACK, "bounding_boxes": BOXES, "bounding_box_format": "xyxy", **settings}
    return draw_bounding_boxes(**settings)


@pytest.mark.parametrize("form", FORMATS)
def test_formats_are_keras(form):
    expected = keras.utils.bounding_boxes.convert_format(
        {k: np.asarray(v) for k, v in BOXES.items()}, "xyxy", form, height=40, width=60
    )
    given = {"boxes": np.asarray(expected["boxes"]) + 1e-4, "labels": [[0]]}
    assert _corners(given, form, (40, 60)).tolist() == [[[10, 5, 30, 20]]]


@pytest.mark.parametrize("thickness", [1, 2, 3, 4])
def test_lines_lie_around_the_sides(thickness):
    found = painted(line_thickness=thickness, color=(200, 100, 50))
    assert found.dtype == np.uint8
    assert np.unique(found.reshape(-1, 3), axis=0).tolist() == [[0, 0, 0], [200, 100, 50]]
    rows = np.flatnonzero(found[0, :, 20, 0])
    columns = np.flatnonzero(found[0, 12, :, 0])
    assert len(rows) == len(columns) == 2 * thickness
    assert {5, 20} <= set(rows.tolist()) and {10, 30} <= set(columns.tolist())


def test_layouts_and_what_is_no_box():
    first = painted(images=BLACK.transpose(0, 3, 1, 2), data_format="channels_first")
    np.testing.assert_array_equal(first, painted())
    none = painted(bounding_boxes={**BOXES, "labels": [[-1]]})
    assert none.max() == 0
    outside = {"boxes": [[[-20, -20, 200, 200], [70, 50, 90, 60]]], "labels": [[0, 0]]}
    assert painted(bounding_boxes=outside).max() == 0
    grey = painted(images=BLACK[..., :1])
    assert grey.shape == (1, 40, 60, 1) and grey.max() == 128


def test_names_stand_above_or_inside():
    names = {
        "class_mapping": {0: "cat"},
        "font_scale": 0.3,
        "color": (255, 255, 0),
        "line_thickness": 1,
    }
    low = {"boxes": [[[10, 20, 50, 35]]], "labels": [[0]]}
    above = painted(bounding_boxes=low, **names)
    assert above[0, 10:19].max() == 255 and above[0, 22:34, 12:49].max() == 0
    inside = painted(bounding_boxes={**BOXES, "boxes": [[[10, 2, 50, 35]]]}, **names)
    assert inside[0, 3:12, 12:20].max() == 255
    sure = painted(bounding_boxes={**low, "confidences": [[0.93]]}, **names)
    assert (sure[0, 10:19] > 0).sum() > (above[0, 10:19] > 0).sum()
    assert (painted(bounding_boxes=low, class_mapping={5: "x"}, color=(1, 1, 1))).max() == 1
    thick = painted(bounding_boxes=low, **names, text_thickness=None)
    np.testing.assert_array_equal(thick, above)


def test_pictures_as_bytes():
    assert as_bytes(np.array([0.0, 0.5, 1.0])).tolist() == [0, 127, 255]
    assert as_bytes(np.array([-3.0, 0.5, 300.0])).tolist() == [0, 0, 255]
    assert as_bytes(np.array([0, 1])).tolist() == [0, 1]
    given = np.zeros((1, 40, 60, 3), "uint8")
    painted(images=given)
    assert given.max() == 0


@pytest.mark.parametrize(
    ("settings", "kind", "message"),
    [
        ({"images": BLACK[0]}, ValueError, "`images` must be a batch of rank 4"),
        ({"bounding_boxes": [1]}, TypeError, "`bounding_boxes` must be a dict"),
        (
            {"bounding_boxes": {"boxes": []}},
            ValueError,
            "`bounding_boxes` must be a dict of boxes and labels",
        ),
        (
            {"bounding_box_format": "xxyy"},
            ValueError,
            "unknown `bounding_box_format` 'xxyy'. Did you mean",
        ),
    ],
)
def test_errors(settings, kind, message):
    with pytest.raises(kind, match=message):
        painted(**settings)
