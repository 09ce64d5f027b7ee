from keraunos.draw.grid import LANE, SPACE, grid_of


def test_an_arrow_has_a_cell_in_every_row_it_passes():
    grid = grid_of([50, 60, 70, 80], [(0, 1), (1, 2), (2, 3), (0, 3)])
    assert grid.chains[3] == [0, 4, 5, 3]
    assert [len(row) for row in grid.rows] == [1, 2, 2, 1]
    assert grid.widths == [50, 60, 70, 80, LANE, LANE]
    assert grid.down[4] == [5]
    assert grid.up[3] == [2, 5]


def test_boxes_know_the_boxes_at_the_other_ends():
    grid = grid_of([50, 60, 70], [(0, 1), (1, 2), (0, 2), (0, 2)])
    assert grid.targets[0] == [1, 2, 2]
    assert grid.sources[2] == [1, 0, 0]


def test_arrows_may_be_nearer_than_boxes():
    grid = grid_of([50, 60, 70, 80], [(0, 1), (1, 2), (0, 2), (0, 2)])
    assert grid.apart(0, 1) == 55 + SPACE
    assert LANE < grid.apart(4, 5) < LANE + SPACE
    assert grid.apart(1, 4) < 30 + LANE / 2 + SPACE


def test_every_cell_has_its_place():
    grid = grid_of([10] * 6, [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (4, 5)])
    for cell in range(len(grid.widths)):
        row, at = grid.place_of[cell]
        assert row[at] == cell
        assert row in grid.rows
