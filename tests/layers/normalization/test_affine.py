"""Axes by name and by number."""

import pytest

import keraunos as k
from keraunos.layers.normalization.affine import as_axes, axes_of, sizes_of


def test_axes_count_from_the_front_and_their_sizes_follow():
    layer = k.layers.LayerNormalization(name="n")
    assert axes_of(layer, (-1, 1), (None, 4, 5)) == (2, 1)
    assert sizes_of(layer, (-1, 1), (None, 4, 5)) == (5, 4)


def test_one_axis_stays_an_int_several_become_a_list():
    assert as_axes("L", -1) == -1
    assert as_axes("L", (1, 2)) == [1, 2]


@pytest.mark.parametrize("axis", ["a", 1.5, True, [1, "b"], None])
def test_other_axes_are_refused(axis):
    with pytest.raises(TypeError, match=r"L: `axis` must be an int or a list of ints"):
        as_axes("L", axis)


def test_unknown_sizes_cannot_make_weights():
    layer = k.layers.LayerNormalization(name="n")
    with pytest.raises(ValueError, match=r"LayerNormalization 'n' needs the size of axis 1"):
        sizes_of(layer, 1, (None, None))
