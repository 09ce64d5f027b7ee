"""The order of the cells in each row, so that few arrows cross."""

import itertools
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from statistics import median

_SWEEPS = 16
_MANY = 1500
"""Cells above which fewer sweeps have to do."""

Rows = list[list[int]]
Near = Mapping[int, Sequence[int]]


def order_rows(rows: Rows, up: Near, down: Near) -> Rows:
    """The rows in an order with few crossings, found by sweeps up and down.

    Args: rows: cells of each row. up: what each cell is joined to in the row above; down: below.
    Example:
        >>> order_rows([[0, 1], [2, 3]], {2: [1], 3: [0]}, {0: [3], 1: [2]})
        [[0, 1], [3, 2]]
    """
    best = rows = _walked(rows, up, down)
    fewest = crossings(rows, down)
    sweeps = _SWEEPS if sum(map(len, rows)) < _MANY else 4
    for turn in range(sweeps):
        if not fewest:
            break
        rows = _swept(rows, up if turn % 2 == 0 else down, turn % 2 == 0)
        rows = _swapped(rows, up, down)
        now = crossings(rows, down)
        if now < fewest:
            best, fewest = rows, now
    return best


def crossings(rows: Rows, down: Near) -> int:
    """How many pairs of arrows cross between neighbouring rows."""
    return sum(_crossed(above, below, down) for above, below in itertools.pairwise(rows))


def _crossed(above: list[int], below: list[int], down: Near) -> int:
    places = {cell: i for i, cell in enumerate(below)}
    seen: list[int] = []
    count = 0
    for cell in above:
        ends = [places[other] for other in down.get(cell, ()) if other in places]
        count += sum(len(seen) - bisect_right(seen, end) for end in ends)
        for end in ends:
            insort(seen, end)
    return count


def _walked(rows: Rows, up: Near, down: Near) -> Rows:
    """The order in which a walk along the arrows meets the cells: what belongs together stands together."""
    row_of = {cell: r for r, row in enumerate(rows) for cell in row}
    found: Rows = [[] for _ in rows]
    seen: set[int] = set()
    for start in (cell for row in rows for cell in row):
        stack = [start]
        while stack:
            cell = stack.pop()
            if cell in seen:
                continue
            seen.add(cell)
            found[row_of[cell]].append(cell)
            stack += [*reversed(up.get(cell, ())), *reversed(down.get(cell, ()))]
    return found


def _swept(rows: Rows, near: Near, downwards: bool) -> Rows:
    """Each row sorted by the middle of what its cells are joined to in the row before."""
    rows = [list(row) for row in rows]
    indexes = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
    for r in indexes:
        fixed = {cell: i for i, cell in enumerate(rows[r - 1 if downwards else r + 1])}
        own = {cell: i for i, cell in enumerate(rows[r])}

        def wish(cell: int, fixed: dict[int, int] = fixed, own: dict[int, int] = own) -> float:
            places = [fixed[other] for other in near.get(cell, ())]
            return median(places) if places else own[cell]

        rows[r].sort(key=wish)
    return rows


def _swapped(rows: Rows, up: Near, down: Near) -> Rows:
    """Neighbours change places where that takes crossings away."""
    for r, row in enumerate(rows):
        above = {cell: i for i, cell in enumerate(rows[r - 1])} if r else {}
        below = {cell: i for i, cell in enumerate(rows[r + 1])} if r + 1 < len(rows) else {}
        for i in range(len(row) - 1):
            a, b = row[i], row[i + 1]
            gain = 0
            for places, near in ((above, up), (below, down)):
                left = [places[x] for x in near.get(a, ()) if x in places]
                right = [places[x] for x in near.get(b, ()) if x in places]
                gain += sum((x > y) - (x < y) for x in left for y in right)
            if gain > 0:
                row[i], row[i + 1] = b, a
    return rows
