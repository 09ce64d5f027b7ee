"""tf.signal and tf.audio, against numpy, scipy and formulas that TensorFlow's pages give."""

import io
import wave

import numpy as np
import pytest
import scipy.fft

from keraunos.compat.tf import signals as tf

RNG = np.random.RandomState(0)
X = RNG.randn(3, 16).astype("float32")
C = (X + 1j * X[::-1]).astype("complex64")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: tf.fft(C), np.fft.fft(C)),
        (lambda: tf.ifft(C), np.fft.ifft(C)),
        (lambda: tf.fft2d(C), np.fft.fft2(C)),
        (lambda: tf.ifft2d(C), np.fft.ifft2(C)),
        (lambda: tf.rfft(X, [8]), np.fft.rfft(X, 8)),
        (lambda: tf.irfft(C[:, :9]), np.fft.irfft(C[:, :9])),
        (lambda: tf.dct(X), scipy.fft.dct(X)),
        (lambda: tf.dct(X, norm="ortho"), scipy.fft.dct(X, norm="ortho")),
        (lambda: tf.hann_window(8), np.hanning(9)[:8]),
        (lambda: tf.hann_window(8, periodic=False), np.hanning(8)),
        (lambda: tf.hamming_window(8, False), np.hamming(8)),
        (lambda: tf.mfccs_from_log_mel_spectrograms(X), scipy.fft.dct(X) / np.sqrt(32)),
    ],
)
def test_transforms(found, expected):
    np.testing.assert_allclose(np.asarray(found()), expected, atol=2e-5)


def test_frames():
    assert tf.frame(np.arange(7.0), 3, 2).tolist() == [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    assert tf.frame(np.arange(5.0), 3, 2, pad_end=True, pad_value=9).tolist()[2] == [4, 9, 9]
    assert tf.overlap_and_add(np.ones((3, 4), np.float32), 2).tolist() == [1, 1, 2, 2, 2, 2, 1, 1]
    with pytest.raises(ValueError, match="axis"):
        tf.frame(X, 2, 2, axis=0)


def test_a_signal_comes_back():
    signal = RNG.randn(64).astype("float32")
    spectra = tf.stft(signal, 16, 8)
    back = tf.inverse_stft(spectra, 16, 8, window_fn=tf.inverse_stft_window_fn(8))
    np.testing.assert_allclose(back[8:-8], signal[8:-8], atol=1e-5)


def test_mel_bands():
    found = np.asarray(tf.linear_to_mel_weight_matrix(4, 9, 8000, 100.0, 3900.0))
    assert found.shape == (9, 4) and (found[0] == 0).all() and found.max() <= 1
    edges = np.linspace(*(1127 * np.log1p(np.array([100, 3900]) / 700)), 6)
    at = 1127 * np.log1p(1500 / 700)  # bin 3 of 0 … 4000 Hz
    rising = (at - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - at) / np.diff(edges)[1:]
    np.testing.assert_allclose(found[3], np.maximum(0, np.minimum(rising, falling)), atol=1e-6)
    with pytest.raises(ValueError, match="hertz"):
        tf.linear_to_mel_weight_matrix(upper_edge_hertz=5000.0)


def test_sounds():
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.array([[0, 16384], [-32768, 1]], "<i2").tobytes())
    audio, rate = tf.decode_wav(stream.getvalue())
    assert audio.tolist() == [[0, 0.5], [-1, 1 / 32768]] and int(rate) == 16000
    one, _ = tf.decode_wav(stream.getvalue(), 1, 3)
    assert one.tolist() == [[0], [-1], [0]]
    again, rate = tf.decode_wav(tf.encode_wav(np.asarray(audio), rate))
    np.testing.assert_allclose(again, audio, atol=1e-4)
    with pytest.raises(ValueError, match="16-bit"):
        tf.decode_wav(b"RIFFxxxx")


def test_spectrum():
    t = np.arange(64)
    found = np.asarray(tf.stft(np.cos(2 * np.pi * t / 8).astype("float32"), 16, 8))
    assert found.shape == (7, 9)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(16) / 16)
    np.testing.assert_allclose(
        found[0], np.fft.rfft(np.cos(2 * np.pi * t[:16] / 8) * window), atol=1e-4
    )
    assert tf.stft(np.ones(20, np.float32), 16, 8, pad_end=True).shape == (3, 9)


def test_ways_back_of_two_axes_and_cosines():
    x = np.random.default_rng(0).random((4, 6)).astype("float32")
    np.testing.assert_allclose(tf.rfft2d(x), np.fft.rfft2(x), atol=1e-4)
    np.testing.assert_allclose(tf.irfft2d(tf.rfft2d(x)), x, atol=1e-5)
    assert np.array_equal(tf.fftshift(x), np.fft.fftshift(x))
    assert np.array_equal(tf.ifftshift(x, 1), np.fft.ifftshift(x, 1))
    for norm, factor in (("ortho", 1), (None, 12)):
        back = tf.idct(tf.dct(x, norm=norm), norm=norm)
        np.testing.assert_allclose(back, factor * x, rtol=1e-4, atol=1e-4)
