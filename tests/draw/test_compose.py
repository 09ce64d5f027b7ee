import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import pictured
from support.geometry import arrows, assert_clean, outlines

from keraunos.draw import palette
from keraunos.draw.chart import Card, Chart, Show, chart_of
from keraunos.draw.compose import DIRECTIONS, compose
from keraunos.draw.scene import moved

TEXTS = st.text(alphabet="abcXYZ_09 (),é层", max_size=60)
CELLS = st.sampled_from(
    [
        (),
        (("shape", ("(None, 2)",)),),
        (("input", ("(None, 784)",) * 3), ("output", ("(None, 10)",))),
    ]
)


@st.composite
def cards(draw):
    family = draw(st.sampled_from(sorted(palette.FAMILIES)))
    notes = tuple(draw(st.lists(TEXTS.filter(str.strip), max_size=3)))
    return Card(draw(TEXTS), draw(TEXTS), family, draw(TEXTS), notes, draw(CELLS))


@st.composite
def charts(draw, depth=1):
    """Random boxes, arrows and charts inside."""
    count = draw(st.integers(1, 7))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chart = Chart("random", draw(st.lists(cards(), min_size=count, max_size=count)))
    chart.edges = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    if depth:
        chart.inner = {
            i: draw(charts(depth - 1)) for i in draw(st.sets(st.integers(0, count - 1), max_size=2))
        }
    return chart


@settings(deadline=None, max_examples=60)
@given(charts(), st.sampled_from(DIRECTIONS))
def test_any_diagram_is_clean(chart, rankdir):
    assert_clean(compose(chart, rankdir))


@pytest.mark.parametrize("rankdir", DIRECTIONS)
@pytest.mark.parametrize("form", pictured.FORMS)
def test_the_diagram_of_any_model_is_clean(form, rankdir):
    for show in (Show(), Show(True, True, True, True, True, True)):
        chart = chart_of(pictured.FORMS[form](), show)
        scene = compose(chart, rankdir)
        assert_clean(scene)
        assert len(arrows(scene)) == count(chart, "edges")
        assert len(outlines(scene)) == count(chart, "cards")


def count(chart, what):
    return len(getattr(chart, what)) + sum(count(inner, what) for inner in chart.inner.values())


@pytest.mark.parametrize(
    ("rankdir", "axis", "sign"), [("TB", 1, 1), ("BT", 1, -1), ("LR", 0, 1), ("RL", 0, -1)]
)
def test_it_flows_where_it_was_told(rankdir, axis, sign):
    scene = compose(chart_of(pictured.chain(), Show()), rankdir)
    for line, head in arrows(scene):
        assert sign * (head.points[0][axis] - line.start[axis]) > 0


def test_what_is_in_a_frame_lies_in_it():
    scene = compose(chart_of(pictured.nested(), Show(nested=True)), "TB")
    frames = [r for r in outlines(scene) if r.dashed]
    assert len(frames) == 3
    held = [sum(f.holds(r) for r in outlines(scene) if r is not f) for f in frames]
    assert sorted(held) == [2, 2, 6]


def test_pointing_at_a_box_says_what_it_is():
    scene = compose(chart_of(pictured.chain(), Show()), "TB")
    assert "hidden: Dense, 12 units, 588 parameters" in [g.label for g in scene.groups]
    assert scene.title == "Flow diagram of chain"


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [((4.0, -90.0), "overlaps"), ((500.0, 0.0), "cut off"), ((0.0, 9.0), "arrow")],
)
def test_the_check_finds_what_is_wrong(shift, sentence):
    """A box that is moved away from its place is noticed."""
    scene = compose(chart_of(pictured.chain(), Show()), "TB")
    group = next(g for g in scene.groups if g.label.startswith("hidden"))
    group.shapes = [moved(shape, *shift) for shape in group.shapes]
    with pytest.raises(AssertionError, match=sentence):
        assert_clean(scene)


def test_no_boxes_make_an_empty_picture():
    assert compose(Chart("empty")).groups == []
