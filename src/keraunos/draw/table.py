"""Tables and rows of tiles, as scenes."""

from collections.abc import Sequence

from keraunos.core.errors import bad
from keraunos.draw import palette
from keraunos.draw.charts import RIGHT, WRONG
from keraunos.draw.scene import Curve, Group, Point, Polygon, Rect, Scene, Shape, Text
from keraunos.draw.text import printable, width

_SIZE, _STEP, _PAD, _MARGIN, _BETWEEN = 12.0, 24.0, 12.0, 16.0, 26.0
_TITLE = 15.0


def table(
    header: Sequence[str], rows: Sequence[Sequence[object]], title: str,
    right: Sequence[bool] | None = None, blocks: int = 1,
) -> Scene:  # fmt: skip
    """A table; the last column is green or red where `right` says so.

    Args:
        header: the columns' names. rows: their values. title: over it.
        right: for each row whether it is right; None: no colours.
        blocks: into how many pieces side by side the rows are cut, an int >= 1.
    Raises: ValueError if a row has not as many values as the header has names.
    Example:
        >>> table(["n", "square"], [[2, 4], [3, 9]], "Squares").title
        'Squares'
    """
    texts = [[printable(str(value)) for value in row] for row in rows]
    for row in texts:
        if len(row) != len(header):
            raise ValueError(
                bad(
                    "table", "rows", f"rows of {len(header)} values", row, "Give each name a value."
                )
            )
    columns = [
        2 * _PAD + max([width(name, _SIZE, True), *(width(row[i], _SIZE, True) for row in texts)])
        for i, name in enumerate(header)
    ]
    per = -(-len(texts) // blocks) if texts else 0
    groups = [Group("", [Text(_MARGIN, _MARGIN + 14, title, _TITLE, True, anchor="start")])]
    for block in range(blocks if texts else 1):
        part = range(block * per, min((block + 1) * per, len(texts)))
        left = _MARGIN + block * (sum(columns) + _BETWEEN)
        groups.append(_block(header, texts, part, columns, left, right))
    wide = blocks * sum(columns) + (blocks - 1) * _BETWEEN
    wide = max(wide, width(title, _TITLE, True)) + 2 * _MARGIN
    return Scene(wide, _TOP + _STEP * (per + 1) + _MARGIN, title, groups)


_TOP = _MARGIN + 34.0


def _block(
    header: Sequence[str], texts: list[list[str]], part: range, columns: list[float], left: float,
    right: Sequence[bool] | None,
) -> Group:  # fmt: skip
    wide = sum(columns)
    shapes: list[Shape] = [Rect(left, _TOP, wide, _STEP, 5.0, palette.FAINT)]
    for line, i in enumerate([None, *part]):
        y, x = _TOP + _STEP * line, left
        if i is not None:
            shapes.append(
                Curve(
                    Point(left, y + _STEP), ((Point(left + wide, y + _STEP),),), palette.LINE, 0.8
                )
            )
        for column, room in enumerate(columns):
            last = column == len(columns) - 1
            fill = palette.MUTED if i is None else palette.INK
            if i is not None and last and right is not None:
                fill = RIGHT if right[i] else WRONG
            string = header[column] if i is None else texts[i][column]
            bold = i is None or last
            shapes.append(Text(x + room / 2, y + 16.5, string, _SIZE, bold, fill))
            x += room
    return Group("", shapes)


_TILE, _GAP, _ARROW = 26.0, 4.0, 30.0


def tiles(samples: Sequence[tuple[Sequence[str], str]], title: str, columns: int = 4) -> Scene:
    """Each sample as a row of grey tiles, an arrow, and a coloured tile: what is given, what is asked for.

    Args:
        samples: (given signs, answer) of each. title: over it.
        columns: samples side by side, an int >= 1; they run down the columns.
    Example:
        >>> tiles([("ABC", "D")], "Next letter").width > 0
        True
    """
    longest = max((len(given) for given, _ in samples), default=0)
    one = (longest + 1) * _TILE + (longest - 1) * _GAP + _ARROW
    per = -(-len(samples) // columns) if samples else 0
    groups = [Group("", [Text(_MARGIN, _MARGIN + 14, title, _TITLE, True, anchor="start")])]
    for i, (given, answer) in enumerate(samples):
        x = _MARGIN + (i // per) * (one + _BETWEEN)
        y = _TOP + (i % per) * (_TILE + 2 * _GAP)
        groups.append(_sample(given, answer, x, y))
    used = -(-len(samples) // per) if per else 0
    wide = max(used * (one + _BETWEEN) - _BETWEEN, width(title, _TITLE, True)) + 2 * _MARGIN
    return Scene(wide, _TOP + per * (_TILE + 2 * _GAP) + _MARGIN, title, groups)


def _sample(given: Sequence[str], answer: str, x: float, y: float) -> Group:
    tint = palette.FAMILIES["dense"]
    shapes: list[Shape] = []
    for sign in given:
        shapes += _tile(sign, x, y, palette.FAINT, palette.LINE, palette.INK)
        x += _TILE + _GAP
    middle, start, tip = y + _TILE / 2, x - _GAP + 5.0, x - _GAP + _ARROW - 5.0
    shapes.append(Curve(Point(start, middle), ((Point(tip - 6.0, middle),),)))
    head = (Point(tip, middle), Point(tip - 7.0, middle - 4.0), Point(tip - 7.0, middle + 4.0))
    shapes.append(Polygon(head, palette.EDGE))
    shapes += _tile(answer, x - _GAP + _ARROW, y, tint.ground, tint.border, tint.title)
    return Group(f"{' '.join(given)}, then {answer}", shapes)


def _tile(sign: str, x: float, y: float, fill: str, stroke: str, ink: str) -> list[Shape]:
    return [
        Rect(x, y, _TILE, _TILE, 5.0, fill, stroke),
        Text(x + _TILE / 2, y + _TILE / 2 + 4.6, sign, 13.0, True, ink),
    ]
