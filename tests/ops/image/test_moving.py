"""Pictures seen through a map of coordinates."""

import numpy as np
import pytest
from support.op_grid import call, check, parameters
from support.oracle import keras

from keraunos import KerasTensor, ops

GREY = np.arange(16.0).reshape(1, 4, 4, 1)
PICTURES = np.random.default_rng(0).random((2, 4, 5, 3))
BYTES = (PICTURES * 255).astype("uint8")
SHIFT = np.float32([1, 0.1, 0.5, 0.2, 1, -0.3, 0, 0])
TWO = np.stack([SHIFT, np.float32([0.5, 0, 1, 0, 2, 0, 0, 0])])
LINE = np.arange(5.0)
PLACES = np.float32([[-2.6, -0.4, 0, 1.4, 3.9, 4.4, 5.6, 9.1]])
STARTS = np.float32([[0, 0], [3, 0], [0, 3], [3, 3]])
ENDS = np.float32([[0, 0], [2.5, 0.2], [0.3, 3], [3, 2]])
FILLS = ("constant", "nearest", "wrap", "mirror", "reflect")

CASES = {
    "image.map_coordinates": [
        call(LINE, PLACES, 1, dtypes=("float32", "int32")),
        *(call(LINE, PLACES, order, fill, 7) for order in (0, 1) for fill in FILLS),
        call(PICTURES[0, :, :, 0], np.float32([[0.5, 2.2], [1.5, 3.7]]), order=1),
    ],
    "image.affine_transform": [
        call(GREY, SHIFT, dtypes=("float32",)),
        *(call(GREY, SHIFT, fill_mode=f, fill_value=7.0) for f in FILLS),
        call(PICTURES, TWO), call(BYTES, TWO), call(PICTURES[0], SHIFT, "nearest", gradient=False),
        call(PICTURES.transpose(0, 3, 1, 2), transform=TWO, data_format="channels_first"),
    ],
    "image.perspective_transform": [
        call(GREY, STARTS, ENDS, dtypes=("float32",)),
        call(GREY, STARTS, ENDS, "nearest", 9, gradient=False),
        call(PICTURES, np.stack([STARTS, ENDS]), end_points=np.stack([ENDS, STARTS])),
        call(BYTES[:1], STARTS, ENDS),
        call(PICTURES[0], STARTS, ENDS, fill_value=0.5),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_four_points_go_to_four_points():
    picture = np.zeros((6, 6, 1), "float32")
    picture[1, 1] = picture[4, 4] = 1
    starts, ends = (
        np.float32([[1, 1], [4, 1], [1, 4], [4, 4]]),
        np.float32([[0, 0], [5, 0], [0, 5], [5, 5]]),
    )
    moved = ops.image.perspective_transform(picture, starts, ends)
    assert moved[0, 0, 0] == pytest.approx(1, abs=1e-4)
    assert moved[5, 5, 0] == pytest.approx(1, abs=1e-4)


def test_one_map_may_serve_all_pictures():
    both = ops.image.affine_transform(PICTURES, SHIFT)
    assert np.array_equal(both[1], ops.image.affine_transform(PICTURES[1], SHIFT))


# --- elastic ------------------------------------------------------------------------------------

ROWS = np.tile(np.arange(64, dtype="float32")[None, :, None, None], (8, 1, 64, 1))


def shifts(library):
    moved = library.image.elastic_transform(ROWS, 5.0, 3.0, fill_mode="nearest", seed=3)
    return np.asarray(moved - ROWS)[:, 16:-16, 16:-16, 0]


def test_shifts_are_as_large_and_as_smooth_as_the_oracle_s():
    ours, theirs = shifts(ops), shifts(keras.ops)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.25)
    for far in (2, 6):
        near = [np.corrcoef(s[:, :-far].ravel(), s[:, far:].ravel())[0, 1] for s in (ours, theirs)]
        assert near[0] == pytest.approx(near[1], abs=0.15)


def test_no_strength_moves_nothing():
    assert np.array_equal(ops.image.elastic_transform(BYTES, alpha=0.0, seed=1), BYTES)
    one = ops.image.elastic_transform(PICTURES[0], seed=1)
    assert np.array_equal(one, ops.image.elastic_transform(PICTURES[0], seed=1))
    assert not np.array_equal(one, ops.image.elastic_transform(PICTURES[0], seed=2))


def test_symbolic_pictures():
    x = KerasTensor((None, None, None, 3), "uint8")
    for y in (ops.image.elastic_transform(x), ops.image.affine_transform(x, SHIFT)):
        assert (y.shape, y.dtype) == ((None, None, None, 3), "uint8")


def test_errors():
    with pytest.raises(ValueError, match=r"`transform` must be of shape \(8,\)"):
        ops.image.affine_transform(GREY, np.ones(7))
    with pytest.raises(ValueError, match="`interpolation` must be one of"):
        ops.image.affine_transform(GREY, SHIFT, "bicubic")
    with pytest.raises(ValueError, match="`fill_mode` must be one of"):
        ops.image.elastic_transform(GREY, fill_mode="zero")
    with pytest.raises(ValueError, match=r"`start_points` must be of shape \(4, 2\)"):
        ops.image.perspective_transform(GREY, STARTS[:3], ENDS)
    with pytest.raises(ValueError, match=r"`order` must be one of \(0, 1\)"):
        ops.image.map_coordinates(LINE, PLACES, 2)
    with pytest.raises(ValueError, match=r"`coordinates` must be of shape \(1, \.\.\.\)"):
        ops.image.map_coordinates(LINE, PLACES[0], 1)
