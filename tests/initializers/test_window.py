"""Windows against the oracle."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos.initializers.window import window

NAMES = (
    "boxcar", "hann", "hamming", "blackman", "nuttall", "blackmanharris", "flattop", "bartlett",
    "triang", "cosine", "barthann", "bohman", "lanczos",
)  # fmt: skip


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("length", [7, 8])
@pytest.mark.parametrize("name", NAMES)
def test_values_are_those_of_keras(name, length, periodic):
    kernel = keras.initializers.STFT(window=name, scaling=None, periodic=periodic)((length, 1, 5))
    wanted = np.asarray(kernel)[:, 0, 0]
    np.testing.assert_allclose(window(name, length, periodic), wanted, **TOLERANCE["float32"])


def test_a_window_of_one_sample():
    assert window("hamming", 1).shape == (1,)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(
        ValueError, match="unknown window 'hanning'. Did you mean 'hann' or 'hamming'"
    ):
        window("hanning", 8)
