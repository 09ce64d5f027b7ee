import pytest

from keraunos.draw.text import BOLD, PLAIN, printable, width, wrap

ASCII = [chr(code) for code in range(32, 127)]


@pytest.mark.parametrize(("bold", "table"), [(False, PLAIN), (True, BOLD)])
def test_the_widths_are_those_of_the_font_that_png_uses(bold, table):
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font, LoadFlags

    weight = "bold" if bold else "normal"
    file = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", weight=weight))
    font = FT2Font(file)
    font.set_size(1000, 72)
    real = [font.load_char(ord(c), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 for c in ASCII]
    assert [round(advance) for advance in real] == list(table)


@pytest.mark.parametrize("text", ["a→b", "×·…", "é ü ñ", "αβγ"])
def test_other_signs_are_never_measured_too_narrow(text):
    from matplotlib.textpath import TextPath

    assert TextPath((0, 0), text, size=20).get_extents().x1 <= width(text, 20)


def test_wide_signs_take_a_whole_square():
    assert width("层", 10) >= 10
    assert width("e\u0301", 10) == width("e", 10)


@pytest.mark.parametrize(
    "text", ["dense_1", "block_1_expand_conv_with_a_long_name", "X" * 200, "层" * 40]
)
@pytest.mark.parametrize("room", [40.0, 90.0, 250.0])
def test_no_line_is_wider_than_the_room(text, room):
    lines = wrap(text, 11, room)
    assert "".join(lines) == text
    assert all(width(line, 11) <= room for line in lines)


def test_spaces_at_a_break_are_left_out():
    assert wrap("one two three", 10, width("one two", 10)) == ["one two", "three"]


def test_no_text_is_one_empty_line():
    assert wrap("", 10, 50) == [""]
    assert wrap("   ", 10, 50) == [""]


def test_a_sign_wider_than_the_room_stands_alone():
    assert wrap("WW", 10, 1.0) == ["W", "W"]


def test_signs_that_cannot_be_shown_are_left_out():
    assert printable("a\x00b\tc\u200bd\ne") == "ab cd e"
