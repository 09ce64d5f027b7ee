"""Functions that alter one image."""

import numpy as np
import pytest

from keraunos.compat.images import single

IMAGE = np.arange(48, dtype="float32").reshape(4, 4, 3)
LAST = {"row_axis": 0, "col_axis": 1, "channel_axis": 2}


def test_a_map_that_changes_nothing():
    np.testing.assert_array_equal(single.apply_affine_transform(IMAGE), IMAGE)


def test_a_quarter_turn_is_one():
    turned = single.apply_affine_transform(IMAGE, theta=90, order=0)
    assert np.array_equal(turned, np.rot90(IMAGE)) or np.array_equal(turned, np.rot90(IMAGE, -1))


@pytest.mark.parametrize(
    "alter",
    [lambda x, **a: single.random_rotation(x, 30, **a),
     lambda x, **a: single.random_shift(x, 0.3, 0.3, **a),
     lambda x, **a: single.random_shear(x, 20, **a),
     lambda x, **a: single.random_zoom(x, (0.5, 1.5), **a)],
)  # fmt: skip
def test_the_order_of_the_axes_does_not_matter(alter):
    np.random.seed(3)
    last = alter(IMAGE, **LAST)
    np.random.seed(3)
    first = alter(np.moveaxis(IMAGE, -1, 0))
    assert not np.array_equal(last, IMAGE)
    np.testing.assert_allclose(np.moveaxis(first, 0, -1), last, rtol=1e-5)


def test_colours():
    assert single.apply_channel_shift(IMAGE, 5).max() == IMAGE.max()
    assert single.random_channel_shift(IMAGE, 0).tolist() == IMAGE.tolist()
    assert single.apply_brightness_shift(IMAGE, 2.0, scale=False)[0, 0].tolist() == [0, 2, 4]
    assert single.random_brightness(IMAGE, (1.0, 1.0)).shape == IMAGE.shape
    assert single.flip_axis(IMAGE, 0)[0].tolist() == IMAGE[-1].tolist()


@pytest.mark.parametrize(
    "wrong",
    [lambda: single.random_zoom(IMAGE, 2.0), lambda: single.random_brightness(IMAGE, (1,)),
     lambda: single.random_rotation(IMAGE[0], 3)],
)  # fmt: skip
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        wrong()


def test_pictures_of_a_folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.png", "in/b.JPG", "c.txt"):
        (tmp_path / name).touch()
    assert [p.rsplit("/", 1)[1] for p in single.list_pictures(tmp_path)] == ["a.png", "b.JPG"]


def test_they_are_where_they_were(old):
    from keras.preprocessing.image import random_rotation

    assert random_rotation is single.random_rotation
