"""Levels spread over the range, tile by tile, with a limit to how much contrast grows."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.augmentation.colour_layer import ColourLayer
from keraunos.layers.augmentation.histograms import histograms

_LEVELS = 256


@register("keras.layers.ContrastLimitedAdaptiveHistogramEqualization")
class ContrastLimitedAdaptiveHistogramEqualization(ColourLayer):
    """The levels of each tile are moved so that they are about equally frequent; between tiles it blends.

    In a tile of n pixels no level counts for more than clip_limit · n / 256; what is cut off is shared out
    to all levels. y = 255 · (C(x) - C(0)) / (n - C(0)), C the counts up to a level; a pixel gets the y of
    the four nearest tiles, linearly between their middles.

    Args:
        value_range: the least and the most that a pixel may be.
        clip_limit: how much contrast may grow, a float; <= 0: without a limit.
        tile_grid_size: how many tiles there are, (down, to the right), ints >= 1.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (h, w, c) or (batch, h, w, c) -> the same; integers stay integers.
    Raises: ValueError for a range or grid that is not two numbers.
    Source: Zuiderveld 1994, Graphics Gems IV.
    """

    acts_always = True
    keeps_dtype = True

    def __init__(
        self, value_range: Any = (0, 255), clip_limit: float = 4.0, tile_grid_size: Any = (8, 8),
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(data_format=data_format, **base)
        self.keep_range(value_range)
        self.clip_limit = clip_limit
        grid = tuple(tile_grid_size) if isinstance(tile_grid_size, (tuple, list)) else ()
        if len(grid) != 2 or any(not isinstance(n, int) or n < 1 for n in grid):
            raise ValueError(
                bad(type(self).__name__, "tile_grid_size", "two ints >= 1", tile_grid_size, "")
            )
        self.tile_grid_size = grid

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The channels equalized tile by tile."""
        planes = ops.moveaxis(self.scaled(pictures, _LEVELS - 1), -1, 1)
        batch, channels, height, width = planes.shape
        planes = ops.clip(ops.reshape(planes, (batch * channels, height, width)), 0, _LEVELS - 1)
        levels = ops.cast(planes, "int32")
        tile = [-(-n // count) for n, count in zip((height, width), self.tile_grid_size)]
        found = self._blended(levels, self._tables(levels, tile), tile)
        found = ops.reshape(found, (batch, channels, height, width))
        return self.unscaled(ops.moveaxis(found, 1, -1), _LEVELS - 1)

    def _tables(self, levels: Array, tile: list[int]) -> Array:
        """For each plane and tile the new value of each level: (planes, down, right, 256)."""
        (down, right), (tall, wide) = self.tile_grid_size, tile
        planes, height, width = levels.shape
        rest = [(0, 0), (0, down * tall - height), (0, right * wide - width)]
        whole = ops.pad(levels, rest, mode="symmetric")
        tiles = ops.reshape(whole, (planes, down, tall, right, wide))
        tiles = ops.reshape(ops.swapaxes(tiles, 2, 3), (planes * down * right, tall * wide))
        counts = histograms(tiles, _LEVELS)
        if self.clip_limit > 0:
            limit = self.clip_limit * tall * wide / _LEVELS
            over = ops.sum(ops.maximum(counts - limit, 0), axis=1, keepdims=True)
            counts = ops.minimum(counts, limit) + over / _LEVELS
        below = ops.cumsum(counts, axis=1)
        first = below[:, :1]
        share = (below - first) / ops.maximum(tall * wide - first, 1e-7)
        return ops.reshape(share * (_LEVELS - 1), (planes, down, right, _LEVELS))

    def _blended(self, levels: Array, tables: Array, tile: list[int]) -> Array:
        """Each pixel's value from the tables of the four nearest tiles."""
        planes, down, right, _ = tables.shape
        flat = ops.reshape(tables, (-1,))
        plane = ops.arange(planes)[:, None, None] * (down * right)
        (top, lower, far_down), (left, rightmost, far_right) = (
            _neighbours(size, length, count)
            for size, length, count in zip(levels.shape[1:], tile, (down, right))
        )

        def at(row: Array, column: Array) -> Array:
            place = plane + row[None, :, None] * right + column[None, None, :]
            return ops.take(flat, place * _LEVELS + levels)

        def across(row: Array) -> Array:
            return at(row, left) * (1 - far_right) + at(row, rightmost) * far_right

        share = far_down[:, None]
        return across(top) * (1 - share) + across(lower) * share


def _neighbours(size: int, length: int, count: int) -> tuple[Array, Array, Array]:
    """For each pixel of a side the tile before and behind it, and how far it is towards the latter."""
    place = ops.arange(size, dtype="float32") / length - 0.5
    before = ops.floor(place)
    tiles = [ops.clip(ops.cast(before + i, "int32"), 0, count - 1) for i in (0, 1)]
    return tiles[0], tiles[1], place - before
