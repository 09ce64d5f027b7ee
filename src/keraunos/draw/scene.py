"""A picture as a list of shapes, in pixels from the top left; painters turn it into SVG, PNG or PDF."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from keraunos.draw import palette, text


class Point(NamedTuple):
    """A place: x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True)
class Rect:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: str = "none"
    stroke: str = "none"
    line: float = 1.0
    dashed: bool = False

    def holds(self, other: "Rect", slack: float = 1e-6) -> bool:
        """Whether the other lies within it."""
        return (
            self.x - slack <= other.x
            and self.y - slack <= other.y
            and other.x + other.width <= self.x + self.width + slack
            and other.y + other.height <= self.y + self.height + slack
        )

    def meets(self, other: "Rect", slack: float = 1e-6) -> bool:
        """Whether they have an area in common."""
        return (
            self.x + slack < other.x + other.width
            and other.x + slack < self.x + self.width
            and self.y + slack < other.y + other.height
            and other.y + slack < self.y + self.height
        )


@dataclass(frozen=True)
class Text:
    """A line of text; (x, y) is where its baseline starts, has its middle, or ends."""

    x: float
    y: float
    string: str
    size: float = 12.0
    bold: bool = False
    fill: str = palette.INK
    anchor: str = "middle"

    @property
    def bounds(self) -> Rect:
        """The room it takes."""
        wide = text.width(self.string, self.size, self.bold)
        left = self.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return Rect(left, self.y - 0.8 * self.size, wide, 1.04 * self.size)


@dataclass(frozen=True)
class Curve:
    """A line through points: straight pieces of one point, cubic pieces of three."""

    start: Point
    pieces: tuple[tuple[Point, ...], ...]
    stroke: str = palette.EDGE
    line: float = 1.5

    @property
    def end(self) -> Point:
        """Where it ends."""
        return self.pieces[-1][-1]


@dataclass(frozen=True)
class Polygon:
    """A filled shape with corners."""

    points: tuple[Point, ...]
    fill: str


Shape = Rect | Text | Curve | Polygon


@dataclass
class Group:
    """Shapes that belong together; `label` says what they are when pointed at."""

    label: str
    shapes: list[Shape] = field(default_factory=list)


@dataclass
class Scene:
    """A whole picture: its size, and groups painted in order."""

    width: float
    height: float
    title: str
    groups: list[Group] = field(default_factory=list)

    def shapes(self) -> Iterator[Shape]:
        """Every shape in the order of painting."""
        for group in self.groups:
            yield from group.shapes


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The shape elsewhere."""

    def there(p: Point) -> Point:
        return Point(p.x + dx, p.y + dy)

    if isinstance(shape, Curve):
        pieces = tuple(tuple(map(there, piece)) for piece in shape.pieces)
        return replace(shape, start=there(shape.start), pieces=pieces)
    if isinstance(shape, Polygon):
        return replace(shape, points=tuple(map(there, shape.points)))
    return replace(shape, x=shape.x + dx, y=shape.y + dy)
