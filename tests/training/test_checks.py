"""Plain arguments at the door."""

import numpy as np
import pytest

from keraunos.training.checks import check_count, fewest, no_targets_beside


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "3"])
def test_counts_are_checked(value):
    with pytest.raises(ValueError, match="fit: `batch_size` must be an int >= 1"):
        check_count("fit", "batch_size", value, 32)
    assert check_count("fit", "batch_size", None, 32) == 32
    assert check_count("fit", "batch_size", np.int64(5), 32) == 5


def test_the_fewest_of_the_counts_that_are_known():
    assert fewest(3, None, 5) == 3
    assert fewest(None, None) is None


def test_targets_beside_a_stream():
    no_targets_beside("fit", iter([]), y=None)
    with pytest.raises(ValueError, match="fit: `y` must be None beside a list_iterator"):
        no_targets_beside("fit", iter([]), y=1)
