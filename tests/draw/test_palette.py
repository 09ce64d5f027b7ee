import re

import pytest

from keraunos import layers, models
from keraunos.draw import palette
from keraunos.layers import Layer


@pytest.mark.parametrize(
    ("cls", "family"),
    [(layers.InputLayer, "input"), (layers.Dense, "dense"), (layers.GRU, "recurrent"),
     (layers.Dropout, "regularization"), (layers.Flatten, "shape"), (layers.Activation, "activation"),
     (models.Sequential, "model")],
)  # fmt: skip
def test_kinds_by_where_the_class_is_written(cls, family):
    assert palette.family_of(cls) == family


def test_a_users_layer_has_the_colours_of_the_layer_it_comes_from():
    assert palette.family_of(type("Mine", (layers.Dense,), {})) == "dense"
    assert palette.family_of(type("Own", (Layer,), {})) == "other"
    assert palette.family_of(dict) == "other"


def lightness(color):
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    high, low = sorted((lightness(a), lightness(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("family", palette.FAMILIES)
def test_every_text_of_a_box_can_be_read(family):
    """Contrast as WCAG asks for (AA: 4.5)."""
    tint = palette.FAMILIES[family]
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in tint)
    for ink in (tint.title, palette.INK, palette.MUTED):
        assert contrast(ink, tint.ground) >= 4.5
