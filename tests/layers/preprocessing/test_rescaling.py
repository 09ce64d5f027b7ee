"""Rescaling: factors of one channel each, and dtypes; the rest is the contract's."""

import numpy as np

import keraunos as k


def test_whole_numbers_become_floats():
    found = k.layers.Rescaling(1 / 127.5, offset=-1)(np.array([[0, 255]], "uint8"))
    assert found.dtype == "float32"
    np.testing.assert_allclose(found, [[-1.0, 1.0]], atol=1e-6)


def test_factors_of_channels_that_come_first():
    before = k.config.image_data_format()
    k.config.set_image_data_format("channels_first")
    try:
        found = k.layers.Rescaling([1.0, 2.0])(np.ones((1, 2, 3, 3)))
    finally:
        k.config.set_image_data_format(before)
    np.testing.assert_allclose(found[0, :, 0, 0], [1.0, 2.0])


def test_arrays_are_lists_in_the_config():
    config = k.layers.Rescaling(np.array([1.0, 2.0])).get_config()
    assert config["scale"] == [1.0, 2.0]
    assert k.layers.Rescaling.from_config(config).scale == [1.0, 2.0]
