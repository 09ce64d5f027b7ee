"""Finer grids against Keras."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw

from keraunos.core.symbolic import KerasTensor
from keraunos.ops import resampling


@pytest.mark.parametrize("interpolation", resampling.METHODS)
def test_values_are_keras(interpolation):
    x = draw(2, 3, 4, 2)
    wanted = keras.layers.UpSampling2D((2, 3), interpolation=interpolation)(x)
    found = resampling.upsample(x, (2, 3), interpolation)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


def test_integers_empty_batches_and_symbols():
    assert resampling.upsample(np.arange(2).reshape(1, 2, 1), (2,)).ravel().tolist() == [0, 0, 1, 1]
    assert resampling.upsample(np.zeros((0, 2, 1)), (3,)).shape == (0, 6, 1)
    assert resampling.upsample(KerasTensor((None, 2, 1)), (3,)).shape == (None, 6, 1)


def test_another_interpolation_is_refused():
    with pytest.raises(ValueError, match=r"`interpolation` must be one of .*got 'area'"):
        resampling.upsample(draw(1, 2, 2, 1), (2, 2), "area")
