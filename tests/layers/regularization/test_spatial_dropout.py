import numpy as np
import pytest

from keraunos import layers


@pytest.mark.parametrize(
    ("layer", "shape", "axes"),
    [
        (layers.SpatialDropout1D(0.5, seed=1), (4, 3, 20), (1,)),
        (layers.SpatialDropout2D(0.5, seed=1), (4, 3, 3, 20), (1, 2)),
        (layers.SpatialDropout2D(0.5, "channels_first", seed=1), (4, 20, 3, 3), (2, 3)),
        (layers.SpatialDropout3D(0.5, seed=1), (4, 2, 3, 3, 20), (1, 2, 3)),
    ],
)
def test_whole_channels_are_dropped(layer, shape, axes):
    y = np.asarray(layer(np.ones(shape, "f4"), training=True))
    np.testing.assert_array_equal(y.max(axes), y.min(axes))
    assert 0.2 < (y == 0).mean() < 0.8
    np.testing.assert_array_equal(layer(np.ones(shape, "f4")), 1)


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="SpatialDropout1D: `rate` must be a float in"):
        layers.SpatialDropout1D(2)
    with pytest.raises(ValueError, match="`data_format` must be one of"):
        layers.SpatialDropout2D(0.5, "channels_middle")
    with pytest.raises(ValueError, match="expects inputs of shape"):
        layers.SpatialDropout1D(0.5)(np.ones((2, 3)))
