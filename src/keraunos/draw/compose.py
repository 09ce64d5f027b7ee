"""From a chart to a scene: boxes placed in rows, models inside in frames, arrows between."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from keraunos.draw import box, layout, palette
from keraunos.draw.chart import Card, Chart
from keraunos.draw.scene import Curve, Group, Point, Polygon, Rect, Scene, moved

MARGIN, HEAD, HALF_HEAD = 18.0, 8.0, 4.5
"""Pixels around a diagram; the length of an arrow's head and half its width."""

DIRECTIONS = ("TB", "BT", "LR", "RL")


@dataclass
class Part:
    """A piece of a diagram with its size: arrows first, then boxes over them."""

    width: float
    height: float
    groups: list[Group] = field(default_factory=list)


def compose(chart: Chart, rankdir: str = "TB") -> Scene:
    """The diagram of a chart.

    Args: rankdir: where it flows: TB down, BT up, LR to the right, RL to the left.
    """
    part = _part(chart, rankdir)
    groups = [_shifted(group, MARGIN, MARGIN) for group in part.groups]
    wide, high = part.width + 2 * MARGIN, part.height + 2 * MARGIN
    return Scene(wide, high, f"Flow diagram of {chart.name}", groups)


def _part(chart: Chart, rankdir: str) -> Part:
    inner = {i: _part(one, rankdir) for i, one in chart.inner.items()}
    blocks = [_block(card, inner.get(i)) for i, card in enumerate(chart.cards)]
    sideways = rankdir in ("LR", "RL")
    sizes = [(b.height, b.width) if sideways else (b.width, b.height) for b in blocks]
    placed = layout.place(sizes, chart.edges)
    there = _turned(rankdir, placed.height)
    groups = []
    for (w, h), corner, block in zip(sizes, placed.corners, blocks):
        a, b = there(corner), there(Point(corner.x + w, corner.y + h))
        dx, dy = min(a.x, b.x), min(a.y, b.y)
        groups += [_shifted(group, dx, dy) for group in block.groups]
    arrows = [_arrow(route, there) for route in placed.routes]
    wide, high = (placed.height, placed.width) if sideways else (placed.width, placed.height)
    return Part(wide, high, [*arrows, *groups])


def _block(card: Card, inside: Part | None) -> Part:
    """The box of a card at the origin, or the frame around what is inside."""
    label = f"{card.name}: {', '.join([card.title, *card.notes])}"
    if inside is None:
        measured = box.measure(card)
        shapes = box.shapes(card, measured, 0.0, 0.0)
        return Part(measured.width, measured.height, [Group(label, shapes)])
    wide = max(inside.width, 150.0) + 2 * box.FRAME_PAD
    lines = box.frame_label(card, wide)
    top = box.frame_top(lines)
    high = top + inside.height + box.FRAME_PAD
    outline = Group(label, box.frame(card, lines, Rect(0.0, 0.0, wide, high)))
    left = (wide - inside.width) / 2
    return Part(wide, high, [outline, *(_shifted(g, left, top) for g in inside.groups)])


def _shifted(group: Group, dx: float, dy: float) -> Group:
    return replace(group, shapes=[moved(shape, dx, dy) for shape in group.shapes])


def _turned(rankdir: str, height: float) -> Callable[[Point], Point]:
    """From the layout, which flows down, to the direction asked for."""
    return {
        "TB": lambda p: p,
        "BT": lambda p: Point(p.x, height - p.y),
        "LR": lambda p: Point(p.y, p.x),
        "RL": lambda p: Point(height - p.y, p.x),
    }[rankdir]


def _arrow(route: list[tuple[Point, Point]], there: Callable[[Point], Point]) -> Group:
    """The line along a route, straight within rows and curved between them, with its head."""
    tip = route[-1][1]
    neck = Point(tip.x, tip.y - HEAD)
    ends = [*route[:-1], (Point(tip.x, min(route[-1][0].y, neck.y)), neck)]
    pieces: list[tuple[Point, ...]] = []
    for i, (start, end) in enumerate(ends):
        if i:
            before = ends[i - 1][1]
            half = (start.y - before.y) / 2
            if abs(start.x - before.x) < 0.01:
                pieces.append((start,))
            else:
                pieces.append(
                    (Point(before.x, before.y + half), Point(start.x, start.y - half), start)
                )
        if end.y - start.y > 0.01:
            pieces.append((end,))
    turned = tuple(tuple(map(there, piece)) for piece in pieces)
    corners = (tip, Point(tip.x - HALF_HEAD, neck.y), Point(tip.x + HALF_HEAD, neck.y))
    line = Curve(there(ends[0][0]), turned)
    return Group("", [line, Polygon(tuple(map(there, corners)), palette.EDGE)])
