"""Fourier transforms, whole and window by window."""

import numpy as np
import pytest
from support.op_grid import X, Y, call, check, parameters, same

from keraunos import KerasTensor, ops

F32 = ("float32",)
SIGNAL = np.sin(np.arange(24.0) ** 1.3).reshape(2, 12)
SHORT = np.cos(np.arange(12.0))
PAIR = [call((X, Y), dtypes=("float32", "int32")), call([X, Y])]


def spectrum(**options):
    found = ops.stft(SHORT.astype("float32"), 4, 2, 6, **options)
    return tuple(np.asarray(part, "float64") for part in found)


CASES = {
    **same(PAIR, "fft fft2 ifft2"),
    "rfft": [call(X, dtypes=F32), call(X, 4), call(SIGNAL, fft_length=8)],
    "irfft": [call((X, Y), dtypes=F32), call((X, Y), 6), call((X, Y), fft_length=3)],
    "extract_sequences": [call(SIGNAL, 4, 3), call(SHORT, 3, sequence_stride=5), call(SHORT, 12, 1)],
    "stft": [call(SHORT, 4, 2, 6, dtypes=F32), call(SIGNAL, 4, 2, 4, "hamming"),
             call(SIGNAL, 4, 3, 6, window=None, center=False),
             call(SHORT, 4, 2, fft_length=7, window=np.float32([1, 2, 2, 1]))],
    "istft": [call(spectrum(), 4, 2, 6, dtypes=F32), call(spectrum(), 4, 2, 6, length=10),
              call(spectrum(center=False), 4, 2, 6, center=False),
              call(spectrum(window="hamming"), 4, 2, 6, window="hamming")],
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


@pytest.mark.parametrize("window", ["hann", "hamming", None])
def test_there_and_back(window):
    x = SHORT.astype("float32")
    back = ops.istft(ops.stft(x, 6, 2, 6, window=window), 6, 2, 6, window=window)
    np.testing.assert_allclose(back, x, atol=1e-5)


def test_windows_longer_than_the_stand_ins():
    assert ops.extract_sequences(KerasTensor((None, None)), 100, 10).shape == (None, None, 100)
    assert ops.extract_sequences(KerasTensor((None, 1000)), 100, 10).shape == (None, 91, 100)
    assert ops.stft(KerasTensor((None, None)), 100, 10, 128)[0].shape == (None, None, 65)


def test_a_signal_shorter_than_the_window():
    assert ops.extract_sequences(SHORT.astype("float32"), 40, 3).shape == (0, 40)


def test_errors():
    with pytest.raises(ValueError, match="`x` must be a pair"):
        ops.fft(X)
    with pytest.raises(ValueError, match="`x` must be a pair of floats"):
        ops.fft((np.ones(2, "int32"), np.ones(2, "int32")))
    with pytest.raises(TypeError, match="`x` must be floats"):
        ops.stft(np.arange(12, dtype="int32"), 4, 2, 6)
    with pytest.raises(ValueError, match="`fft_length` must be an int >= 8"):
        ops.stft(SHORT, 8, 2, 6)
    with pytest.raises(ValueError, match=r"`window` must be one of \('hann', 'hamming'\)"):
        ops.stft(SHORT, 4, 2, 6, window="welch")
    with pytest.raises(ValueError, match=r"`window` must be of shape \(4,\)"):
        ops.stft(SHORT, 4, 2, 6, window=np.ones(3))
