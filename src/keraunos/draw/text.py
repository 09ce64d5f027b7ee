"""How wide a text is, and where it breaks: the same answer for every way of painting it."""

import re
import unicodedata

PLAIN = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775,
    752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
    337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip
BOLD = (
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821,
    837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
    365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
)  # fmt: skip
"""Advance widths of the characters 32 to 126 of DejaVu Sans in thousandths of the font size."""

_OTHERS = {"·": 0.36, "×": 0.838, "→": 0.838, "…": 1.0, "–": 0.5}
_BREAK = re.compile(r"[^\s_/\-.,:×·]*[\s_/\-.,:×·]*")


def _advance(character: str, bold: bool) -> float:
    code = ord(character)
    if 32 <= code < 127:
        return (BOLD if bold else PLAIN)[code - 32] / 1000
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return _OTHERS.get(character, 0.9)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line in DejaVu Sans; the other fonts a page may choose are narrower.

    Args: size: the font's, in pixels. bold: whether it is set in bold.
    Example:
        >>> width("il", 10) < width("WM", 10)
        True
    """
    return size * sum(_advance(c, bold) for c in text)


def wrap(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """Lines of at most `limit` pixels; breaks at spaces and signs, within a word if it must.

    Args: size: the font's, in pixels. limit: the room for a line, in pixels.
    Example:
        >>> wrap("block_1_expand_conv", 10, 70)
        ['block_1_', 'expand_conv']
    """
    lines, line = [], ""
    for piece in _pieces(printable(text), size, limit, bold):
        if line and width((line + piece).rstrip(), size, bold) > limit:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, size: float, limit: float, bold: bool) -> list[str]:
    """The text cut where it may break, no piece wider than the room (but a single character)."""
    pieces = []
    for word in _BREAK.findall(text):
        while width(word.rstrip(), size, bold) > limit and len(word) > 1:
            end = 1
            while width(word[: end + 1], size, bold) <= limit:
                end += 1
            pieces.append(word[:end])
            word = word[end:]
        pieces.append(word)
    return pieces


def printable(text: str) -> str:
    """The text on one line, without characters that a picture cannot show.

    Example:
        >>> printable("a\\x00b\\nc")
        'ab c'
    """
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c)[0] != "C")
