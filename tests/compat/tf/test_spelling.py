"""Decoders of frames, and the distance of spellings."""

import numpy as np
import pytest

from keraunos.compat.tf import spelling
from keraunos.compat.tf.sparse import from_dense, to_dense

FRAMES = np.log(
    np.eye(4)[[[0, 1], [0, 3], [3, 1], [2, 1]]] * 0.97 + 0.01
)  # (frames, batch, classes)


@pytest.mark.parametrize("how", ["greedy", "beam_search"])
def test_repeats_and_blanks_are_left_out(how):
    decode = getattr(spelling, f"ctc_{how}_decoder")
    (found, *_), scores = decode(FRAMES.astype("float32"), np.array([4, 3]))
    assert to_dense(found).tolist() == [[0, 2], [1, 1]]
    assert scores.shape == (2, 1)


def test_how_far_spellings_are_apart():
    one, other = (
        from_dense(np.array([[1, 2, 3], [4, 0, 0]])),
        from_dense(np.array([[1, 3], [5, 6]])),
    )
    assert spelling.edit_distance(one, other, normalize=False).tolist() == [1, 2]
    assert spelling.edit_distance(one, other).tolist() == [0.5, 1]
