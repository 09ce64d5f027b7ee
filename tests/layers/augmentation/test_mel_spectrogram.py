"""Bands of pitch over time, as Keras shows them."""

import numpy as np
import pytest
from support.pictures import close, pair

import keraunos as k
from keraunos import layers

SOUND = np.random.default_rng(0).normal(size=(2, 4000)).astype("f4")
SMALL = {"fft_length": 512, "sequence_stride": 128, "num_mel_bins": 20, "sampling_rate": 8000}
OPTIONS = [
    {}, {"power_to_db": False}, {"power_to_db": False, "mag_exp": 1.0},
    {"sequence_length": 400, "window": "hamming"}, {"ref_power": 2.0, "top_db": 20.0},
    {"min_freq": 100.0, "max_freq": 3000.0},
]  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS)
def test_spectrograms_are_those_of_keras(options):
    own, theirs = pair("MelSpectrogram", **SMALL, **options)
    for given in (SOUND, SOUND[0], SOUND * [[1.0], [1e-3]]):
        given = given.astype("f4")
        found, expected = own(given), theirs(given)
        close(found, expected, 10 * float(np.abs(expected).max()))
        assert own.compute_output_shape(given.shape) == found.shape


def test_bands_are_those_of_keras():
    own, theirs = pair("MelSpectrogram", **SMALL)
    close(own.linear_to_mel_weight_matrix(), theirs.linear_to_mel_weight_matrix(), 10)


def test_shapes_dtypes_and_no_lower_bound():
    layer = layers.MelSpectrogram(**SMALL, top_db=None)
    assert layer(SOUND).shape == (2, 20, 32)
    assert layer(k.Input((None,))).shape == (None, 20, None)
    assert layers.MelSpectrogram(**SMALL, dtype="mixed_bfloat16")(SOUND).dtype == "bfloat16"


def test_wrong_arguments():
    with pytest.raises(ValueError, match="`num_mel_bins`"):
        layers.MelSpectrogram(num_mel_bins=0)
    with pytest.raises(ValueError, match="`min_freq` must be a float below max_freq=100"):
        layers.MelSpectrogram(min_freq=5000.0, max_freq=100.0)
