"""The rows of a diagram as cells: one for each box, and one in every row that an arrow passes."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from keraunos.draw.ordering import order_rows
from keraunos.draw.ranking import ranks_of

SPACE, LANE = 30.0, 16.0
"""Pixels between boxes of a row, and for an arrow that passes a row."""


@dataclass
class Grid:
    """The cells: boxes 0 … n-1, then those of passing arrows.

    `chains` has for each arrow its cells from box to box; `xs` are the cells' middles.
    """

    widths: list[float]
    rows: list[list[int]]
    chains: list[list[int]]
    boxes: int
    xs: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.up: dict[int, list[int]] = defaultdict(list)
        self.down: dict[int, list[int]] = defaultdict(list)
        self.sources: dict[int, list[int]] = defaultdict(list)
        self.targets: dict[int, list[int]] = defaultdict(list)
        for chain in self.chains:
            self.targets[chain[0]].append(chain[-1])
            self.sources[chain[-1]].append(chain[0])
            for above, below in itertools.pairwise(chain):
                self.down[above].append(below)
                self.up[below].append(above)
        self.rows = order_rows(self.rows, self.up, self.down)
        self.place_of = {i: (row, at) for row in self.rows for at, i in enumerate(row)}

    def apart(self, a: int, b: int) -> float:
        """How far the centres of two neighbours in a row must be apart."""
        passing = (a >= self.boxes) + (b >= self.boxes)
        space = (SPACE, 0.5 * SPACE, 2.0)[passing]
        return (self.widths[a] + self.widths[b]) / 2 + space


def grid_of(widths: Sequence[float], edges: Sequence[tuple[int, int]]) -> Grid:
    """The boxes in rows with few crossings, and a chain of cells for every arrow.

    Args: widths: of the boxes. edges: (from, to) numbers of boxes.
    Example:
        >>> grid_of([10, 10, 10], [(0, 1), (1, 2), (0, 2)]).chains
        [[0, 1], [1, 2], [0, 3, 2]]
    """
    ranks = ranks_of(len(widths), edges)
    rows: list[list[int]] = [[] for _ in range(max(ranks) + 1)]
    for i, rank in enumerate(ranks):
        rows[rank].append(i)
    cells, chains = list(widths), []
    for a, b in edges:
        chain = [a]
        for rank in range(ranks[a] + 1, ranks[b]):
            chain.append(len(cells))
            rows[rank].append(len(cells))
            cells.append(LANE)
        chains.append([*chain, b])
    return Grid(cells, rows, chains, len(widths))
