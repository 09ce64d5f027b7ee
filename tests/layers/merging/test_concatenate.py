import numpy as np
import pytest

import keraunos as k
from keraunos import layers

A = np.ones((2, 3, 4), "f4")


def test_unknown_sizes_add_up_to_unknown():
    assert layers.Concatenate(axis=1)([k.Input((None, 4)), k.Input((3, 4))]).shape == (
        None,
        None,
        4,
    )
    assert layers.Concatenate()([k.Input((None, 4)), k.Input((3, 4))]).shape == (None, 3, 8)


def test_rows_that_are_joined_do_not_stand_alone():
    assert not layers.Concatenate(axis=0).batch_independent
    assert layers.Concatenate(axis=0)([A, A]).shape == (4, 3, 4)


@pytest.mark.parametrize("other", [np.ones((2, 4, 4)), np.ones((2, 3)), np.ones((2, 3, 4, 1))])
def test_what_does_not_fit_is_said(other):
    with pytest.raises(ValueError, match="expects inputs of equal sizes but along axis -1"):
        layers.Concatenate()([A, other])
