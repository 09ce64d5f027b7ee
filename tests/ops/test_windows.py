"""Arguments, padding and sizes of windows."""

from itertools import product

import numpy as np
import pytest

from keraunos.ops import windows


@pytest.mark.parametrize(
    ("value", "sizes"), [(3, (3, 3)), ((1, 2), (1, 2)), ([2, 1], (2, 1)), (np.int64(2), (2, 2))]
)
def test_sizes_are_read(value, sizes):
    assert windows.as_sizes(value, 2, "L", "a") == sizes


@pytest.mark.parametrize("value", [0, -1, 1.5, True, (1,), (1, 2, 3), None, "ab", (1, 0)])
def test_other_sizes_are_refused(value):
    with pytest.raises(ValueError, match=r"L: `a` must be an int >= 1 or a tuple of 2"):
        windows.as_sizes(value, 2, "L", "a")


def test_padding_is_read_in_any_case():
    assert windows.as_padding("SAME", "L") == "same"
    with pytest.raises(
        ValueError, match=r"L: `padding` must be one of \('valid', 'same'\); got 'full'"
    ):
        windows.as_padding("full", "L")


def test_same_padding_gives_ceil_of_size_by_stride():
    for size, k, s, d in product(range(1, 12), (1, 2, 3, 5), (1, 2, 3), (1, 2)):
        ((low, high),) = windows.pads_of("same", (size,), (k,), (s,), (d,))
        assert (size + low + high - (k - 1) * d - 1) // s + 1 == -(-size // s)
        assert 0 <= high - low <= 1
        moves = ((k,), (s,), (d,), "same")
        found = windows.out_sizes("L", "a", (None, size, 1), "channels_last", *moves)
        assert found == (-(-size // s),)


def test_shapes_are_split_and_joined_in_both_layouts():
    for layout, shape in (("channels_last", (2, 4, 5, 3)), ("channels_first", (2, 3, 4, 5))):
        assert windows.split_shape(shape, layout) == ((4, 5), 3)
        assert windows.joined_shape(2, (4, 5), 3, layout) == shape


def test_nothing_left_says_what_to_do():
    arguments = ((5, 5), (1, 1), (1, 1), "valid")
    with pytest.raises(
        ValueError, match=r"L: a window of 5 × 5 does not fit into 3 × \? .*smaller kernel"
    ):
        windows.out_sizes("L", "kernel", (None, 3, None, 1), "channels_last", *arguments)
    with pytest.raises(
        ValueError, match=r"last axis holds the channels.*x\.transpose\(0, 3, 1, 2\)"
    ):
        windows.out_sizes("L", "kernel", (None, 32, 32, 3), "channels_first", *arguments)
    assert windows.layout_hint((None, 8, 8, 3), "channels_last", 4) == ""
