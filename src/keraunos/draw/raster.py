"""Paints a scene with matplotlib, for PNG, PDF and the other formats that it writes."""

import io
from functools import lru_cache
from typing import Any

from keraunos.draw import palette
from keraunos.draw.scene import Curve, Polygon, Rect, Scene, Shape, Text

_INCH = 96.0
"""Pixels of a scene to the inch."""

_LONGEST = 60000
"""Pixels that a side of a picture may have at most."""


def figure(scene: Scene) -> Any:
    """A matplotlib Figure of the scene's size with the scene on it."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(scene.width / _INCH, scene.height / _INCH), facecolor=palette.PAPER)
    axes = made.add_axes((0.0, 0.0, 1.0, 1.0))
    paint(scene, axes)
    return made


def paint(scene: Scene, axes: Any) -> None:
    """Paint the scene on axes whose size has the scene's proportions; texts keep theirs to the boxes."""
    axes.set_xlim(0, scene.width)
    axes.set_ylim(scene.height, 0)
    axes.set_axis_off()
    inches = axes.get_window_extent().width / axes.get_figure(root=True).dpi
    scale = inches * 72.0 / scene.width  # points a pixel
    for shape in scene.shapes():
        _add(axes, shape, scale)


def fit(scene: Scene, part: Any) -> None:
    """Paint the scene as large as it gets in the middle of a figure, or of a part of one."""
    box = part.bbox.transformed(part.get_figure(root=True).dpi_scale_trans.inverted())
    scale = min(box.width / scene.width, box.height / scene.height, 1.0 / _INCH)
    wide, high = scene.width * scale / box.width, scene.height * scale / box.height
    paint(scene, part.add_axes(((1 - wide) / 2, (1 - high) / 2, wide, high)))


def encode(scene: Scene, form: str = "png", dpi: float = 200) -> bytes:
    """The scene as a file's content.

    Args:
        form: a format that matplotlib writes. dpi: dots to the inch of 96 pixels, a float > 0; it is
            lowered where a side would get more than 60000 dots.
    """
    dpi = min(float(dpi), _LONGEST * _INCH / max(scene.width, scene.height))
    file = io.BytesIO()
    figure(scene).savefig(file, format=form, dpi=dpi)
    return file.getvalue()


@lru_cache(maxsize=1)
def fonts() -> list[str]:
    """The fonts to use, of those that are installed."""
    from matplotlib import font_manager

    there = set(font_manager.get_font_names())
    return [name for name in palette.RASTER_FONTS if name in there]


def _add(axes: Any, shape: Shape, scale: float) -> None:
    from matplotlib.patches import FancyBboxPatch, PathPatch
    from matplotlib.patches import Polygon as Area
    from matplotlib.path import Path

    if isinstance(shape, Rect):
        corner = f"round,pad=0,rounding_size={shape.radius}" if shape.radius else "square,pad=0"
        axes.add_patch(
            FancyBboxPatch(
                (shape.x, shape.y), shape.width, shape.height, boxstyle=corner, mutation_aspect=1,
                facecolor=shape.fill, edgecolor=shape.stroke, linewidth=shape.line * scale,
                linestyle=(0, (3.5, 2.5)) if shape.dashed else "solid",
            )
        )  # fmt: skip
    elif isinstance(shape, Text):
        axes.text(
            shape.x, shape.y, shape.string, parse_math=False, fontsize=shape.size * scale,
            color=shape.fill, fontweight="bold" if shape.bold else "normal", va="baseline",
            ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
            fontfamily=fonts(),
        )  # fmt: skip
    elif isinstance(shape, Polygon):
        axes.add_patch(Area(shape.points, closed=True, facecolor=shape.fill, linewidth=0))
    else:
        points, codes = _path(shape)
        axes.add_patch(
            PathPatch(
                Path(points, codes), fill=False, edgecolor=shape.stroke,
                linewidth=shape.line * scale, capstyle="butt",
            )
        )  # fmt: skip


def _path(curve: Curve) -> tuple[list[tuple[float, float]], list[int]]:
    from matplotlib.path import Path

    points: list[tuple[float, float]] = [curve.start]
    codes = [int(Path.MOVETO)]
    for piece in curve.pieces:
        points += piece
        codes += [int(Path.CURVE4 if len(piece) == 3 else Path.LINETO)] * len(piece)
    return points, codes
