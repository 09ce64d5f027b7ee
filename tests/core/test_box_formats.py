import pytest

from keraunos.core.box_formats import FORMATS, check_format, from_corners, to_corners


@pytest.mark.parametrize("name", FORMATS)
def test_corners_come_back(name):
    numbers = (1.0, 2.0, 4.0, 8.0)
    assert from_corners(name, *to_corners(name, *numbers)) == numbers


def test_orders_and_centres():
    assert to_corners("yxyx", 1, 2, 4, 8) == (2, 1, 8, 4)
    assert to_corners("center_xywh", 3, 4, 2, 4) == (2, 2, 4, 6)
    assert to_corners("center_yxhw", 4, 3, 4, 2) == (2, 2, 4, 6)


def test_what_is_no_format_is_refused():
    with pytest.raises(ValueError, match=r"crop: unknown `form` 'xyx'. Did you mean"):
        check_format("crop", "form", "xyx")
