"""Mixing and splitting; the sets that use it hold it to Keras."""

import numpy as np
import pytest

from keraunos.datasets.shuffling import check_share, mixed, mixed_and_split


def test_rows_and_targets_stay_together():
    x, y = np.arange(20).reshape(10, 2), np.arange(10)
    (a, b), (c, d) = mixed_and_split(x, y, 0.3, 7, "set")
    assert (len(a), len(c)) == (7, 3)
    np.testing.assert_array_equal(np.concatenate([a, c])[:, 0], 2 * np.concatenate([b, d]))
    assert sorted([*b, *d]) == list(range(10)) != [*b, *d]
    again = mixed(x, y, np.random.RandomState(7))[1]
    np.testing.assert_array_equal(again, np.concatenate([b, d]))


@pytest.mark.parametrize("share", [-0.1, 1, 2])
def test_a_share_leaves_rows_to_train_on(share):
    with pytest.raises(ValueError, match=r"set: `test_split` must be in \[0, 1\)"):
        check_share(share, "set")
