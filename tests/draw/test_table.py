import pytest

from keraunos.draw.charts import RIGHT, WRONG
from keraunos.draw.scene import Rect, Text
from keraunos.draw.table import table, tiles


def texts(scene):
    return [shape for shape in scene.shapes() if isinstance(shape, Text)]


def assert_readable(scene):
    """All texts are in the picture and none lies on another."""
    whole = Rect(0, 0, scene.width, scene.height)
    bounds = [t.bounds for t in texts(scene)]
    assert all(whole.holds(b) for b in bounds)
    for i, a in enumerate(bounds):
        assert not any(a.meets(b) for b in bounds[i + 1 :])


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_a_table_holds_every_value_once(blocks):
    rows = [(f"row {i}", i * 1000, "x" * (i + 1)) for i in range(7)]
    scene = table(("name", "number", "a longer header"), rows, "Seven rows", blocks=blocks)
    assert_readable(scene)
    found = [t.string for t in texts(scene)]
    assert found.count("name") == blocks
    assert all(found.count(str(value)) == 1 for row in rows for value in row)


def test_the_last_column_shows_what_is_right():
    scene = table(("q", "a"), [("1", "one"), ("2", "ten")], "T", right=[True, False])
    colors = {t.string: t.fill for t in texts(scene)}
    assert (colors["one"], colors["ten"]) == (RIGHT, WRONG)


def test_a_table_without_rows_has_its_header():
    scene = table(("a", "b"), [], "Empty")
    assert [t.string for t in texts(scene)] == ["Empty", "a", "b"]
    assert_readable(scene)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="`rows` must be rows of 2 values"):
        table(("a", "b"), [(1, 2, 3)], "T")


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (5, 2), (23, 4), (3, 9)])
def test_tiles_hold_every_sign(count, columns):
    scene = tiles([("ABC", "D")] * count, "A title that is wider than the tiles", columns)
    assert_readable(scene)
    assert len(texts(scene)) == 1 + 4 * count


def test_no_samples_leave_the_title():
    assert [t.string for t in texts(tiles([], "None"))] == ["None"]
