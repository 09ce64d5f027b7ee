"""The box of a card: how large it must be, and its shapes."""

from collections.abc import Sequence
from typing import NamedTuple

from keraunos.draw import palette
from keraunos.draw.chart import Card
from keraunos.draw.scene import Curve, Point, Rect, Shape, Text
from keraunos.draw.text import width, wrap

TITLE, NOTE, LABEL = 14.0, 11.5, 9.5
"""Font sizes: of the title, of notes and values, of the labels over values."""

_ROOM, _LEAST, _PAD, _CELL_PAD, _RADIUS = 250.0, 132.0, 16.0, 12.0, 9.0
_TITLE_STEP, _NOTE_STEP = 18.0, 16.0


class Measured(NamedTuple):
    """A card's text broken into lines, and the size of its box."""

    title: list[str]
    subtitle: list[str]
    notes: list[str]
    cells: list[tuple[str, list[str], float]]
    width: float
    height: float


def measure(card: Card) -> Measured:
    """Break the card's text into lines; the box is as wide as they need, and as high."""
    title = wrap(card.title, TITLE, _ROOM, bold=True)
    subtitle = wrap(card.subtitle, NOTE, _ROOM) if card.subtitle else []
    notes = [line for note in card.notes for line in wrap(note, NOTE, _ROOM)]
    room = _ROOM / max(1, len(card.cells))
    cells = []
    for label, values in card.cells:
        lines = [line for value in values for line in wrap(value, NOTE, room)]
        widest = max([width(label, LABEL), *(width(line, NOTE) for line in lines)])
        cells.append((label, lines, widest + 2 * _CELL_PAD))
    texts = [
        *(width(t, TITLE, True) for t in title),
        *(width(n, NOTE) for n in [*subtitle, *notes]),
    ]
    wide = max(_LEAST, max(texts) + 2 * _PAD, sum(cell[2] for cell in cells))
    spare = (wide - sum(cell[2] for cell in cells)) / max(1, len(cells))
    cells = [(label, lines, own + spare) for label, lines, own in cells]
    high = _head(title, [*subtitle, *notes])
    if cells:
        high += 24.0 + _NOTE_STEP * max(len(lines) for _, lines, _ in cells) + 2.0
    return Measured(title, subtitle, notes, cells, wide, high)


def _head(title: Sequence[str], below: Sequence[object]) -> float:
    """The height of the part with the title and the lines below it."""
    return 11.0 + _TITLE_STEP * len(title) + _NOTE_STEP * len(below) + 7.0


def shapes(card: Card, measured: Measured, x: float, y: float) -> list[Shape]:
    """The box at (x, y); the first shape is its outline."""
    tint = palette.FAMILIES[card.family]
    wide, high = measured.width, measured.height
    found: list[Shape] = [Rect(x, y, wide, high, _RADIUS, tint.ground, tint.border, 1.4)]
    middle, line = x + wide / 2, y + 11.0
    for text in measured.title:
        found.append(Text(middle, line + 13.0, text, TITLE, True, tint.title))
        line += _TITLE_STEP
    below = [(text, palette.MUTED) for text in measured.subtitle]
    below += [(text, palette.INK) for text in measured.notes]
    for text, fill in below:
        found.append(Text(middle, line + 12.0, text, NOTE, False, fill))
        line += _NOTE_STEP
    if measured.cells:
        top = y + _head(measured.title, below)
        found.append(_stroke(Point(x, top), Point(x + wide, top), tint.border))
        found += _cells(measured, x, top, y + high, tint.border)
    return found


def _cells(measured: Measured, x: float, top: float, bottom: float, stroke: str) -> list[Shape]:
    found: list[Shape] = []
    left = x
    for i, (label, lines, wide) in enumerate(measured.cells):
        if i:
            found.append(_stroke(Point(left, top), Point(left, bottom), stroke))
        found.append(Text(left + wide / 2, top + 14.0, label, LABEL, False, palette.MUTED))
        for j, text in enumerate(lines):
            y = top + 30.0 + _NOTE_STEP * j
            found.append(Text(left + wide / 2, y, text, NOTE, False, palette.INK))
        left += wide
    return found


def _stroke(start: Point, end: Point, stroke: str) -> Curve:
    return Curve(start, ((end,),), stroke, 0.8)


# --- the frame around the boxes of a model inside -----------------------------------------------

FRAME_PAD, FRAME_TOP = 18.0, 36.0
"""Room between a frame and what is in it: at the sides and below, and above."""


def frame_label(card: Card, room: float) -> list[str]:
    """The lines over a frame of this width: what the model is, and its notes."""
    text = ", ".join([f"{card.title} {card.subtitle}".rstrip(), *card.notes])
    return wrap(text, NOTE, max(room - 2 * FRAME_PAD, 60.0), bold=True)


def frame(card: Card, lines: list[str], outline: Rect) -> list[Shape]:
    """The frame with its label; the first shape is its outline."""
    tint = palette.FAMILIES["model"]
    rect = Rect(
        outline.x,
        outline.y,
        outline.width,
        outline.height,
        12.0,
        tint.ground,
        tint.border,
        1.2,
        True,
    )
    found: list[Shape] = [rect]
    for i, text in enumerate(lines):
        y = outline.y + 22.0 + _NOTE_STEP * i
        found.append(Text(outline.x + FRAME_PAD, y, text, NOTE, True, tint.title, "start"))
    return found


def frame_top(lines: list[str]) -> float:
    """The room that a frame's label takes above its content."""
    return FRAME_TOP + _NOTE_STEP * (len(lines) - 1)
