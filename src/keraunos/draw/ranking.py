"""Which row each box stands in: below all it comes from, and near to what uses it."""

from collections import defaultdict
from collections.abc import Sequence


def ranks_of(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The row of each box, counted from the top.

    Args: count: how many boxes. edges: (from, to) numbers of boxes.
    Raises: ValueError if the edges form a circle.
    Example:
        >>> ranks_of(4, [(0, 1), (1, 2), (3, 2)])
        [0, 1, 2, 1]
    """
    up: dict[int, set[int]] = defaultdict(set)
    down: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        up[b].add(a)
        down[a].add(b)
    order = _sorted(count, up, down)
    ranks = [0] * count
    for i in order:
        ranks[i] = max((ranks[j] + 1 for j in up[i]), default=0)
    for i in reversed(order):
        if len(down[i]) > len(up[i]):  # moving it down shortens more arrows than it makes longer
            ranks[i] = min(ranks[j] for j in down[i]) - 1
    first = min(ranks, default=0)
    return [rank - first for rank in ranks]


def _sorted(count: int, up: dict[int, set[int]], down: dict[int, set[int]]) -> list[int]:
    """The boxes, each after all it comes from."""
    waiting = {i: len(up[i]) for i in range(count)}
    order = [i for i in range(count) if not waiting[i]]
    for i in order:
        for j in sorted(down[i]):
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    if len(order) < count:
        raise ValueError("ranks_of: the edges must form no circle; got one that does.")
    return order
