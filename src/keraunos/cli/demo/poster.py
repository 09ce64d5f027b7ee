"""One wide picture of the whole demo: of each network its diagram and its best picture."""

from collections.abc import Sequence

from keraunos.cli.demo.stories import Story
from keraunos.draw import charts, palette, raster

_WIDE, _HIGH, _DPI = 4.8, 4.0, 118


def poster_of(stories: Sequence[Story]) -> bytes:
    """The picture as the content of a PNG file.

    Args: stories: those to show, side by side.
    """
    figure = charts.sheet(_WIDE * len(stories), _HIGH)
    columns = figure.subfigures(1, len(stories), squeeze=False)[0]
    for story, column in zip(stories, columns):
        head, body = column.subfigures(2, 1, height_ratios=(0.1, 1))
        head.text(
            0.5, 0.35, f"{story.title}: {story.accuracy:.1%} right", ha="center", va="center",
            fontsize=14, fontweight="bold", color=palette.INK, fontfamily=raster.fonts(),
        )  # fmt: skip
        left, right = body.subfigures(1, 2, width_ratios=(0.38, 0.62))
        raster.fit(story.diagram, left)
        story.highlight(right)
    return charts.encode(figure, dpi=_DPI)
