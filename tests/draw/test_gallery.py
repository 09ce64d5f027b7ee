"""Galleries: every picture in its place, read back from the figure or the file."""

import numpy as np
import pytest
from matplotlib import pyplot
from PIL import Image

from keraunos import visualization
from keraunos.draw.gallery import in_range
from keraunos.visualization import (
    draw_segmentation_masks,
    plot_bounding_box_gallery,
    plot_image_gallery,
    plot_segmentation_mask_gallery,
)

IMAGES = np.random.RandomState(0).uniform(0, 255, (5, 6, 8, 3))
BOXES = {"boxes": [[[1, 1, 4, 4]]] * 5, "labels": [[0]] * 5}


@pytest.fixture
def shown(monkeypatch):
    """What pyplot was asked to show: for each figure its axes with pictures."""
    figures = []

    def show():
        figures.append([ax for ax in pyplot.gcf().axes if ax.images])

    monkeypatch.setattr(pyplot, "show", show)
    yield figures
    assert pyplot.get_fignums() == []


def pixels(axes):
    return [ax.images[0].get_array() for ax in axes]


def test_pictures_in_rows_and_columns(shown):
    plot_image_gallery(IMAGES)
    plot_image_gallery(IMAGES, rows=1, cols=3)
    plot_image_gallery(
        IMAGES.transpose(0, 3, 1, 2), data_format="channels_first", value_range=(0, 255)
    )
    plot_image_gallery(IMAGES[..., :1] / 127.5 - 1, value_range=(-1, 1))
    assert [len(axes) for axes in shown] == [5, 3, 5, 5]
    for number in (0, 2):
        np.testing.assert_array_equal(pixels(shown[number])[4], IMAGES[4].astype("uint8"))
    assert np.abs(pixels(shown[3])[1] - IMAGES[1, ..., 0]).max() <= 1.01


def test_labels_are_written_above(shown):
    plot_image_gallery(IMAGES, [0, 1, 0, 1, 7], np.array([1, 1, 1, 1, 0]), {0: "cat", 1: "dog"})
    titles = [ax.get_title() for ax in shown[0]]
    assert titles[:2] == ["Label: cat  Pred: dog", "Label: dog  Pred: dog"]
    assert titles[4] == "Label: Unknown  Pred: cat"


def test_files(tmp_path):
    plot_image_gallery(IMAGES, path=tmp_path / "a.png", rows=1, cols=5, scale=1, dpi=50)
    with Image.open(tmp_path / "a.png") as picture:
        assert 230 < picture.width < 260 and 20 < picture.height < 60
    plot_bounding_box_gallery(IMAGES, "xyxy", BOXES, BOXES, legend=True, path=tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as picture:
        assert np.asarray(picture).std() > 0
    assert pyplot.get_fignums() == []


def test_without_show_the_figure_stays(shown):
    plot_image_gallery(IMAGES, show=False)
    assert shown == [] and len(pyplot.get_fignums()) == 1
    pyplot.close()


def test_boxes_of_both_kinds(shown):
    black = np.zeros((1, 9, 9, 3))
    boxes = {"boxes": [[[1, 1, 4, 4]]], "labels": [[0]]}
    other = {"boxes": [[[5, 5, 7, 7]]], "labels": [[0]]}
    plot_bounding_box_gallery(
        black, "xyxy", boxes, other, true_color=(10, 0, 0), pred_color=(0, 20, 0), line_thickness=1
    )
    (found,) = pixels(shown[0])
    assert found[1, 1].tolist() == [10, 0, 0] and found[5, 5].tolist() == [0, 20, 0]
    plot_bounding_box_gallery(black / 255, "xyxy", value_range=(0, 1))
    assert pixels(shown[1])[0].max() == 0


def test_masks_beside_pictures(shown):
    masks = np.random.RandomState(1).randint(0, 3, (5, 6, 8, 1)).astype("float32")
    plot_segmentation_mask_gallery(IMAGES, 3, y_true=masks, y_pred=0 * masks)
    assert len(shown[0]) == 15
    drawn = draw_segmentation_masks(IMAGES.astype("uint8"), masks.astype(int), 3)
    np.testing.assert_array_equal(pixels(shown[0])[0], IMAGES[0].astype("uint8"))
    np.testing.assert_array_equal(pixels(shown[0])[4], drawn[1])
    plot_segmentation_mask_gallery(IMAGES, 3)
    assert len(shown[1]) == 5


def test_errors():
    assert in_range(np.array([0, 300]), (0, 255)).tolist() == [0, 255]
    with pytest.raises(ValueError, match="`show` must be False or None beside a path"):
        plot_image_gallery(IMAGES, path="x.png", show=True)
    with pytest.raises(ValueError, match="`label_map` must be a dict"):
        plot_image_gallery(IMAGES, y_true=[1])
    with pytest.raises(ValueError, match="`images` must be a batch of rank 4"):
        plot_image_gallery(IMAGES[0])
    with pytest.raises(ValueError, match="`legend_handles` must be None beside legend"):
        plot_bounding_box_gallery(IMAGES, "xyxy", legend=True, legend_handles=[1])
    assert len(visualization.__all__) == 5
