"""From left to right: boxes in line with what they are joined to, passing arrows in straight lanes."""

import itertools
from collections.abc import Callable
from math import inf
from statistics import fmean

from keraunos.draw.grid import Grid
from keraunos.draw.spacing import spread

_ROUNDS, _NEARLY = 12, 45.0
"""Sweeps over the rows, and how far boxes may be out of line to be put into it."""

_FIRM = 1e8
"""How much more the place of a box matters than that of an arrow."""


def align(grid: Grid) -> None:
    """Give every cell its x: boxes above and below what they are joined to, passing arrows straight."""
    grid.xs = [0.0] * len(grid.widths)
    for row in grid.rows:
        apart = [grid.apart(a, b) for a, b in itertools.pairwise(row)]
        for cell, x in zip(row, itertools.accumulate(apart, initial=0.0)):
            grid.xs[cell] = x
    for turn in range(_ROUNDS):
        both = turn >= _ROUNDS - 4
        for row in grid.rows if turn % 2 == 0 else reversed(grid.rows):
            _settle(grid, row, turn % 2 == 0, both)
    for trunk in _trunks(grid):
        _straighten(grid, trunk, _room_of_box)
    for turn in range(4):  # the boxes are where they stay; the lanes come near to them
        for row in grid.rows if turn % 2 == 0 else reversed(grid.rows):
            wishes = [grid.xs[i] if i < grid.boxes else _between(grid, i) for i in row]
            _move(grid, row, wishes, [_FIRM if i < grid.boxes else 1.0 for i in row])
    for _ in range(3):
        for chain in sorted(grid.chains, key=lambda c: -max(grid.xs[i] for i in c)):
            _straighten(grid, chain[1:-1], _room_of_lane)


def _settle(grid: Grid, row: list[int], from_above: bool, both: bool) -> None:
    """Move the cells of a row toward what they are joined to in the row before, or in both."""
    wishes, weights = [], []
    for cell in row:
        box = cell < grid.boxes  # boxes look at boxes, so that no lane pulls one out of line
        above, below = (grid.sources, grid.targets) if box else (grid.up, grid.down)
        near = [
            *(above[cell] if both or from_above else ()),
            *(below[cell] if both or not from_above else ()),
        ]
        wishes.append(fmean(grid.xs[i] for i in near) if near else grid.xs[cell])
        weights.append((1.0 if near else 0.01) * (_FIRM if box else 1.0))
    _move(grid, row, wishes, weights)


def _between(grid: Grid, lane: int) -> float:
    """The middle of what a passing arrow joins in the rows above and below."""
    return fmean(grid.xs[i] for i in (*grid.up[lane], *grid.down[lane]))


def _move(grid: Grid, row: list[int], wishes: list[float], weights: list[float]) -> None:
    apart = [grid.apart(a, b) for a, b in itertools.pairwise(row)]
    for cell, x in zip(row, spread(wishes, weights, apart)):
        grid.xs[cell] = x


def _trunks(grid: Grid) -> list[list[int]]:
    """The boxes that follow one another with no other before or after: in all, or in the next row."""

    def only(near: list[int]) -> int | None:
        boxes = {i for i in near if i < grid.boxes}
        return boxes.pop() if len(boxes) == 1 else None

    after: dict[int, int] = {}
    for i in range(grid.boxes):
        j = only(grid.down[i])
        if j is not None and only(grid.up[j]) == i:
            alone = set(grid.targets[i]) == {j} and set(grid.sources[j]) == {i}
            if alone or abs(grid.xs[i] - grid.xs[j]) < _NEARLY:
                after[i] = j
    trunks = []
    for start in set(after) - set(after.values()):
        trunk = [start]
        while trunk[-1] in after:
            trunk.append(after[trunk[-1]])
        trunks.append(trunk)
    return sorted(trunks, key=lambda trunk: (-len(trunk), trunk))


def _straighten(
    grid: Grid, cells: list[int], room: Callable[[Grid, int], tuple[float, float]]
) -> None:
    """Put cells of neighbouring rows under one another where those beside them leave room."""
    at = 0
    while at < len(cells):
        low, high = room(grid, cells[at])
        end = at + 1
        while end < len(cells):
            left, right = room(grid, cells[end])
            if max(low, left) > min(high, right):
                break
            low, high, end = max(low, left), min(high, right), end + 1
        x = min(max(fmean(grid.xs[i] for i in cells[at:end]), low), high)
        for cell in cells[at:end]:
            grid.xs[cell] = x
        at = end


def _room_of_lane(grid: Grid, cell: int) -> tuple[float, float]:
    """How far left and right a passing arrow may go before it is too near to its neighbours."""
    row, at = grid.place_of[cell]
    low, high, here = -inf, inf, grid.xs[cell]
    if at > 0:
        low = grid.xs[row[at - 1]] + grid.apart(row[at - 1], cell)
    if at + 1 < len(row):
        high = grid.xs[row[at + 1]] - grid.apart(cell, row[at + 1])
    return min(low, here), max(high, here)


def _room_of_box(grid: Grid, cell: int) -> tuple[float, float]:
    """How far left and right a box may go before the nearest boxes; arrows between them make way."""
    row, at = grid.place_of[cell]
    ends = [-inf, inf]
    for side, step in enumerate((-1, 1)):
        apart, i = 0.0, at
        while 0 <= i + step < len(row):
            apart += grid.apart(row[i], row[i + step])
            i += step
            if row[i] < grid.boxes:
                ends[side] = grid.xs[row[i]] - step * apart
                break
    return min(ends[0], grid.xs[cell]), max(ends[1], grid.xs[cell])
