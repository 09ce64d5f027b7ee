import io

import numpy as np
import pytest

from keraunos.draw import charts, palette


def texts(axes):
    return axes.get_title(), axes.get_xlabel(), axes.get_ylabel()


@pytest.fixture
def cloud():
    random = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 20)
    return random.normal(0, 0.2, (60, 2)) + np.eye(3)[y][:, :2] * 2, y


def test_curves_have_a_panel_each_with_the_validation_on_it():
    history = {"loss": [3, 2, 1], "val_loss": [3.5, 2.5, 2], "accuracy": [0.1, 0.5, 0.9]}
    loss, accuracy = charts.curves(history).axes
    assert texts(loss) == ("loss", "epoch", "loss")
    assert [line.get_ydata().tolist() for line in loss.lines] == [[3, 2, 1], [3.5, 2.5, 2]]
    assert loss.lines[0].get_xdata().tolist() == [1, 2, 3]
    assert [t.get_text() for t in loss.get_legend().get_texts()] == ["training", "validation"]
    assert len(accuracy.lines) == 1
    assert accuracy.get_legend() is None


def test_curves_side_by_side_or_stacked():
    history = {"loss": [1], "mae": [2]}
    assert charts.curves(history).axes[0].get_subplotspec().get_gridspec().nrows == 2
    assert charts.curves(history, stacked=False).axes[0].get_subplotspec().get_gridspec().ncols == 2


def test_a_curve_with_nan_is_drawn():
    assert charts.encode(charts.curves({"loss": [1.0, float("nan"), 2.0]}), 50).startswith(
        b"\x89PNG"
    )


@pytest.mark.parametrize("history", [{}, {"loss": []}, {"val_loss": [1]}])
def test_no_curves_are_refused(history):
    with pytest.raises(ValueError, match="`history` must be a dict with a value an epoch"):
        charts.curves(history)


@pytest.mark.parametrize("one_hot", [False, True])
def test_points_by_class(cloud, one_hot):
    x, y = cloud
    (axes,) = charts.points(
        x, np.eye(3)[y] if one_hot else y, title="T", axes_names=("a", "b")
    ).axes
    assert texts(axes) == ("T", "a", "b")
    assert [len(c.get_offsets()) for c in axes.collections] == [20, 20, 20]
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["0", "1", "2"]


def test_regions_have_the_colour_of_the_answer(cloud):
    x, y = cloud

    def predict(places):
        left = (places[:, :1] < 0.5).astype(float)
        return np.concatenate([left, 1 - left, 0 * left], axis=1)

    (axes,) = charts.regions(predict, x, y, steps=50).axes
    image = np.asarray(axes.images[0].get_array())
    colors = [
        np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) / 255 for c in palette.SERIES[:2]
    ]
    assert np.allclose(image[25, 0], 0.42 * colors[0] + 0.58)
    assert np.allclose(image[25, -1], 0.42 * colors[1] + 0.58)
    left, right, low, high = axes.images[0].get_extent()
    assert left < x[:, 0].min() < x[:, 0].max() < right
    assert low < x[:, 1].min() < x[:, 1].max() < high


def test_confusion_counts_rows_of_truth():
    truth, answers = [0, 0, 1, 1, 1, 2], [0, 1, 1, 1, 0, 2]
    (axes,) = charts.confusion(truth, answers, ["a", "b", "c"]).axes
    counts = {(t.get_position()[1], t.get_position()[0]): t.get_text() for t in axes.texts}
    assert counts == {(0, 0): "1", (0, 1): "1", (1, 0): "1", (1, 1): "2", (2, 2): "1"}
    assert [t.get_text() for t in axes.get_xticklabels()] == ["a", "b", "c"]
    blue, red = axes.images[0].get_array()[1, 1], axes.images[0].get_array()[1, 0]
    assert blue[2] > blue[0]
    assert red[0] > red[2]


def test_confusion_of_a_class_that_never_came():
    (axes,) = charts.confusion([0, 0], [0, 2]).axes
    assert np.isfinite(axes.images[0].get_array()).all()
    assert len(axes.get_xticks()) == 3


def test_images_say_what_was_meant_and_answered():
    pictures = np.zeros((5, 4, 4))
    axes = charts.images(pictures, [1, 2, 3, 4, 5], [1, 2, 9, 4, 5], columns=3).axes
    assert [a.get_title() for a in axes] == ["1", "2", "9 (is 3)", "4", "5", ""]
    assert axes[0].title.get_color() == charts.RIGHT
    assert axes[2].title.get_color() == charts.WRONG
    assert [len(a.images) for a in axes] == [1, 1, 1, 1, 1, 0]


def test_classes_of_any_form():
    assert charts.classes_of([2.0, 1.0]).tolist() == [2, 1]
    assert charts.classes_of([[2], [1]]).tolist() == [2, 1]
    assert charts.classes_of(np.eye(3)).tolist() == [0, 1, 2]


def test_all_texts_stay_on_the_sheet(cloud):
    """No title, label or number is cut off at the border."""
    x, y = cloud
    made = [
        charts.curves({"loss": [1e6, 2e6], "accuracy": [0.1, 0.2]}), charts.points(x, y),
        charts.confusion(y, y, ["a_long_name", "b", "c"]), charts.images(np.zeros((7, 3, 3)), y[:7]),
    ]  # fmt: skip
    for figure in made:
        figure.savefig(io.BytesIO(), dpi=72)
        room = figure.bbox
        for axes in figure.axes:
            box = axes.get_tightbbox()
            assert room.x0 <= box.x0
            assert box.x1 <= room.x1 + 1
            assert room.y0 <= box.y0
            assert box.y1 <= room.y1 + 1
