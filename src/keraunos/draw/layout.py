"""Where boxes and arrows go: rows from the sources down, few crossings, long arrows in lanes of their own.

Boxes stand in rows. An arrow that passes rows has a narrow cell in each of them, so between two rows every
arrow stays in the gap, and within a row it runs straight down in its own cell: it cannot meet a box.
"""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from keraunos.draw.alignment import align
from keraunos.draw.grid import Grid, grid_of
from keraunos.draw.scene import Point
from keraunos.draw.spacing import spread

GAP, PORT, SLANT = 44.0, 18.0, 8.0
"""Pixels between rows, between arrows at a box, and how far aside an arrow may start or end so that it
needs no bend."""

_STRAIGHT = 1e8
"""How much more the place of an arrow matters that can go straight down."""


@dataclass
class Placed:
    """Where everything is: left top corners of the boxes, and for each edge the points of its route.

    A route is [start, end] pairs of straight pieces; from each end a curve leads to the next start.
    """

    corners: list[Point]
    routes: list[list[tuple[Point, Point]]]
    width: float
    height: float


def place(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> Placed:
    """Place boxes and route arrows.

    Args:
        sizes: width and height of each box, in pixels.
        edges: (from, to) numbers of boxes; they form no circle, and may repeat.
    """
    if not sizes:
        return Placed([], [], 0.0, 0.0)
    grid = grid_of([w for w, _ in sizes], edges)
    align(grid)
    left = min(x - w / 2 for x, w in zip(grid.xs, grid.widths))
    grid.xs = [x - left for x in grid.xs]
    width = max(x + w / 2 for x, w in zip(grid.xs, grid.widths))
    ports = _ports(grid, edges)
    tops, bottoms = _bands(grid, sizes, ports)
    middle = {i: (tops[r] + bottoms[r]) / 2 for r, row in enumerate(grid.rows) for i in row}
    corners = [Point(grid.xs[i] - w / 2, middle[i] - h / 2) for i, (w, h) in enumerate(sizes)]
    row_of = {i: r for r, row in enumerate(grid.rows) for i in row}
    routes = []
    for k, (chain, (a, b)) in enumerate(zip(grid.chains, edges)):
        start, end = ports[k]
        route = [(Point(start, corners[a].y + sizes[a][1]), Point(start, bottoms[row_of[a]]))]
        for cell in chain[1:-1]:
            x, row = grid.xs[cell], row_of[cell]
            route.append((Point(x, tops[row]), Point(x, bottoms[row])))
        route.append((Point(end, tops[row_of[b]]), Point(end, corners[b].y)))
        routes.append(route)
    return Placed(corners, routes, width, bottoms[-1])


# --- where arrows leave and come ----------------------------------------------------------------


def _ports(grid: Grid, edges: Sequence[tuple[int, int]]) -> list[list[float]]:
    """For every edge the x at which it leaves its box and that at which it comes: straight down if it can."""
    ports = [[grid.xs[a], grid.xs[b]] for a, b in edges]
    for side in (0, 1):
        sharing: dict[int, list[int]] = defaultdict(list)
        for k, edge in enumerate(edges):
            sharing[edge[side]].append(k)
        for box, ks in sharing.items():
            towards = {k: _other_end(grid, grid.chains[k], ports[k], side) for k in ks}
            ks.sort(key=lambda k: (towards[k], k))
            for k, x in zip(ks, _along(grid, box, [towards[k] for k in ks])):
                ports[k][side] = x
    return ports


def _other_end(grid: Grid, chain: list[int], port: list[float], side: int) -> float:
    """The x from which an arrow comes to a box, or to which it goes from it."""
    if len(chain) == 2:
        return port[1 - side]
    return grid.xs[chain[-2] if side else chain[1]]


def _along(grid: Grid, box: int, wishes: list[float]) -> list[float]:
    """Places for arrows along a side of a box, as near to these as they may be; the order stays."""
    middle = grid.xs[box]
    if len(wishes) == 1:
        return [wishes[0] if abs(wishes[0] - middle) < SLANT else middle]
    half = max(0.0, grid.widths[box] / 2 - PORT)
    step = min(PORT, 2 * half / (len(wishes) - 1))
    weights = [_STRAIGHT if abs(w - middle) < SLANT else 1.0 for w in wishes]
    apart = [step] * (len(wishes) - 1)
    return spread(wishes, weights, apart, middle - half, middle + half)


# --- from top to bottom -------------------------------------------------------------------------


def _bands(
    grid: Grid, sizes: Sequence[tuple[float, float]], ports: list[list[float]]
) -> tuple[list[float], list[float]]:
    """Top and bottom of every row; the gap grows where an arrow goes far to the side."""
    row_of = {i: r for r, row in enumerate(grid.rows) for i in row}
    sideways = [0.0] * len(grid.rows)
    for k, chain in enumerate(grid.chains):
        xs = [ports[k][0], *(grid.xs[i] for i in chain[1:-1]), ports[k][1]]
        for above, (x0, x1) in zip(chain, itertools.pairwise(xs)):
            row = row_of[above]
            sideways[row] = max(sideways[row], abs(x1 - x0))
    tops, bottoms, y = [], [], 0.0
    for r, row in enumerate(grid.rows):
        tops.append(y)
        y += max((sizes[i][1] for i in row if i < grid.boxes), default=0.0)
        bottoms.append(y)
        y += GAP + min(60.0, 0.12 * max(0.0, sideways[r] - 100.0))
    return tops, bottoms
