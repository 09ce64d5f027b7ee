"""Pooling over all of space against Keras, with masks."""

import numpy as np
import pytest
from support.twins import assert_twins, draw, twins

import keraunos as k

SHAPES = {1: (5, 3), 2: (4, 5, 3), 3: (2, 3, 4, 3)}


@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("keepdims", [False, True])
def test_values_gradients_shapes_and_config_are_keras(kind, rank, keepdims):
    assert_twins(f"Global{kind}Pooling{rank}D", draw(2, *SHAPES[rank]), keepdims=keepdims)


@pytest.mark.parametrize("kind", ["Max", "Average"])
def test_channels_first_is_keras(kind):
    x = draw(2, 3, 4, 5)
    assert_twins(f"Global{kind}Pooling2D", x, data_format="channels_first", keepdims=True)


@pytest.mark.parametrize("keepdims", [False, True])
def test_masked_steps_do_not_count(keepdims):
    ours, theirs = twins("GlobalAveragePooling1D", keepdims=keepdims)
    x, mask = draw(3, 5, 2), np.array([[1, 1, 0, 0, 0], [1, 1, 1, 1, 1], [0, 1, 0, 0, 1]], bool)
    np.testing.assert_allclose(ours(x, mask=mask), theirs(x, mask=mask), rtol=1e-5, atol=1e-6)
    assert ours.compute_mask(x, mask) is None


def test_a_sequence_masked_whole_gives_nan_as_in_keras():
    y = k.layers.GlobalAveragePooling1D()(draw(1, 5, 2), mask=np.zeros((1, 5), bool))
    assert np.isnan(np.asarray(y)).all()


def test_aliases_are_the_same_class():
    assert k.layers.GlobalMaxPool2D is k.layers.GlobalMaxPooling2D
    assert k.layers.GlobalAvgPool1D is k.layers.GlobalAveragePooling1D


def test_unknown_sizes_do_not_matter():
    y = k.layers.GlobalAveragePooling2D(keepdims=True)(k.layers.Input((None, None, 3)))
    assert y.shape == (None, 1, 1, 3)


def test_another_rank_is_refused():
    with pytest.raises(ValueError, match=r"GlobalMaxPooling2D .*got \(2, 5, 3\)"):
        k.layers.GlobalMaxPooling2D()(draw(2, 5, 3))
