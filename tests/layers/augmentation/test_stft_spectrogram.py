"""Fourier transforms of windows, as Keras shows them."""

import numpy as np
import pytest
from support.pictures import close, pair

import keraunos as k
from keraunos import layers
from keraunos.layers.augmentation.stft_spectrogram import weights_of

SIGNAL = np.random.default_rng(0).normal(size=(2, 300, 2)).astype("f4")
MODES = ["log", "magnitude", "psd", "real", "imag", "stft", "angle"]
OPTIONS = [
    {}, {"frame_step": 20, "fft_length": 128, "padding": "same", "scaling": "spectrum"},
    {"expand_dims": True, "scaling": None, "window": None},
    {"expand_dims": True, "data_format": "channels_first", "periodic": True},
    {"data_format": "channels_first", "padding": "same", "window": "hamming"},
]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("options", OPTIONS)
def test_spectrograms_are_those_of_keras(mode, options):
    own, theirs = pair("STFTSpectrogram", mode, 64, **options)
    given = SIGNAL if "data_format" not in options else np.moveaxis(SIGNAL, -1, 1)
    found, expected = np.asarray(own(given)), np.asarray(theirs(given))
    assert own.compute_output_shape(given.shape) == found.shape == expected.shape
    assert [(w.name, w.shape, w.trainable) for w in own.weights] == [
        (w.name, w.shape, w.trainable) for w in theirs.weights
    ]
    if mode == "angle":  # where a part is 0, an angle and its opposite are both right
        found, expected = np.abs(np.exp(1j * found) - np.exp(1j * expected)), 0 * expected
        assert np.quantile(found, 0.99) < 1e-3
    elif mode == "log":
        close(np.exp(found), np.exp(expected), 100)
    else:
        close(found, expected, 10 * float(np.abs(expected).max()))


def test_silence_and_odd_lengths():
    own, theirs = pair("STFTSpectrogram", "log", 64)
    silent = np.zeros((1, 128, 1), "f4")
    close(own(silent), theirs(silent), 10)
    odd = layers.STFTSpectrogram("stft", 5, 5, window=None, scaling=None)(SIGNAL[:1, :5, :1])
    expected = np.fft.rfft(SIGNAL[0, :5, 0])
    np.testing.assert_allclose(odd[0, 0], [*expected.real, *expected.imag], atol=1e-5)


def test_the_waves_train():
    inputs = k.Input((64, 1))
    spectrum = layers.STFTSpectrogram("magnitude", 32)(inputs)
    model = k.Model(inputs, layers.Dense(1)(layers.Flatten()(spectrum)))
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(SIGNAL[:, :64, :1], np.ones((2, 1)), verbose=0)
    assert any((a != b).any() for a, b in zip(before[:2], model.get_weights()))


def test_windows():
    assert weights_of(None, 3, False).tolist() == [1, 1, 1]
    np.testing.assert_allclose(weights_of("hann", 3, False), [0, 1, 0])
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        weights_of([1, 2], 3, False)
    with pytest.raises(ValueError, match="foo"):
        layers.STFTSpectrogram(window="foo")


def test_wrong_arguments():
    with pytest.raises(ValueError, match="unknown mode 'power'"):
        layers.STFTSpectrogram("power")
    with pytest.raises(ValueError, match="`frame_step` must be in"):
        layers.STFTSpectrogram(frame_length=64, frame_step=100)
    with pytest.raises(ValueError, match="`fft_length` must be"):
        layers.STFTSpectrogram(frame_length=64, fft_length=32)
    with pytest.raises(ValueError, match="3"):
        layers.STFTSpectrogram()(SIGNAL[..., 0])
