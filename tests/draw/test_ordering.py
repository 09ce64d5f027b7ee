import random
from itertools import combinations, pairwise

from keraunos.draw.ordering import crossings, order_rows


def joined(pairs):
    up, down = {}, {}
    for a, b in pairs:
        down.setdefault(a, []).append(b)
        up.setdefault(b, []).append(a)
    return up, down


def counted(rows, pairs):
    """Crossings, counted pair by pair."""
    place = {cell: (r, i) for r, row in enumerate(rows) for i, cell in enumerate(row)}
    count = 0
    for (a, b), (c, d) in combinations(pairs, 2):
        if place[a][0] == place[c][0]:
            count += (place[a][1] - place[c][1]) * (place[b][1] - place[d][1]) < 0
    return count


def test_crossings_are_counted_right():
    random.seed(0)
    for _ in range(30):
        rows = [list(range(5)), list(range(5, 11))]
        pairs = [(random.randrange(5), random.randrange(5, 11)) for _ in range(9)]
        assert crossings(rows, joined(pairs)[1]) == counted(rows, pairs)


def test_a_tree_crosses_nowhere():
    """Also where the boxes come in a bad order."""
    random.seed(1)
    pairs = [(i, c) for i in range(15) for c in (2 * i + 1, 2 * i + 2)]
    rows = [list(range(2**r - 1, 2 ** (r + 1) - 1)) for r in range(5)]
    for row in rows:
        random.shuffle(row)
    up, down = joined(pairs)
    assert crossings(order_rows(rows, up, down), down) == 0


def test_cells_stay_in_their_rows_and_it_never_gets_worse_than_the_first_walk():
    random.seed(2)
    rows = [[0, 1, 2], [3, 4, 5, 6], [7, 8]]
    pairs = [(a, b) for up, low in pairwise(rows) for a in up for b in low if random.random() < 0.6]
    up, down = joined(pairs)
    found = order_rows(rows, up, down)
    assert [sorted(row) for row in found] == rows
    assert crossings(found, down) <= crossings(rows, down)


def test_no_rows_and_no_arrows():
    assert order_rows([], {}, {}) == []
    assert order_rows([[0, 1]], {}, {}) == [[0, 1]]
