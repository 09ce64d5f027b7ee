"""Signals as pictures: the Fourier transforms of windows, by convolution, so that they can train."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer

_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")


def weights_of(window: Any, length: int, periodic: bool) -> np.ndarray:
    """The weights of a window: by name as in scipy.signal, an array, or all ones for None.

    Raises: ValueError for an unknown name, or weights of another length.
    """
    if window is None:
        return np.ones(length)
    if isinstance(window, str):
        from scipy.signal import get_window  # half a second to load

        return np.asarray(get_window(window, length, fftbins=periodic))
    weights = np.asarray(window, "float64")
    if weights.shape != (length,):
        raise ValueError(bad("STFTSpectrogram", "window", f"of shape ({length},)", weights, ""))
    return weights


@register("keras.layers.STFTSpectrogram")
class STFTSpectrogram(Layer):
    """The Fourier transforms of windows of a signal; their waves are weights, which may train.

    F[k] = scale · Σₙ w[n] · x[n] · exp(-2πi·k·n / fft_length)

    Args:
        mode: "log" (log |F|), "magnitude" (|F|), "psd" (|F|², twice that between the ends), "real", "imag",
            "angle", or "stft" (real parts, then imaginary parts).
        frame_length: of a window, samples >= 1.
        frame_step: between windows, in [1, frame_length]; None: half of it.
        fft_length: >= frame_length, of which fft_length // 2 + 1 frequencies come; None: frame_length.
        window: a name as in scipy.signal, such as "hann", weights, or None: all ones.
        periodic: whether a named window is the first part of one that is a sample longer.
        scaling: "density" (1 / √Σw²), "spectrum" (1 / |Σw|), or None.
        padding: "valid" or "same". expand_dims: whether frequencies and channels are axes of their own.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: (batch, samples, c) -> (batch, windows, f·c), with expand_dims (batch, windows, f, c); channels
        first: (batch, c, samples) -> (batch, f·c, windows), (batch, c, windows, f).
    Raises: ValueError for an unknown mode, padding, scaling or window, or lengths that do not fit.
    Differs: frequencies are right for odd lengths too; no warning where fft_length is no power of two.
    """

    batch_independent = True

    def __init__(
        self, mode: str = "log", frame_length: int = 256, frame_step: int | None = None,
        fft_length: int | None = None, window: Any = "hann", periodic: bool = False,
        scaling: str | None = "density", padding: str = "valid", expand_dims: bool = False,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = "STFTSpectrogram"
        for arg, value, valid in (("mode", mode, _MODES), ("padding", padding, ("valid", "same")),
                                  ("scaling", scaling, ("density", "spectrum", None))):  # fmt: skip
            if value not in valid:
                raise ValueError(unknown(owner, arg, str(value), map(str, valid)))
        self.frame_length = checks.size(owner, "frame_length", frame_length)
        self.frame_step, self.fft_length = frame_step, fft_length
        self._step = frame_length // 2 or 1 if frame_step is None else frame_step
        self._fft = frame_length if fft_length is None else fft_length
        if not 1 <= self._step <= frame_length:
            fix = "Windows may not leave gaps."
            raise ValueError(bad(owner, "frame_step", f"in [1, {frame_length}]", frame_step, fix))
        if self._fft < frame_length:
            raise ValueError(bad(owner, "fft_length", f"an int >= {frame_length}", fft_length, ""))
        self.mode, self.scaling, self.padding = mode, scaling, padding
        self.window, self.periodic, self.expand_dims = window, periodic, expand_dims
        self._weights_of_window = weights_of(window, frame_length, periodic)
        self.data_format = config.standardize_data_format(data_format, owner)
        self.input_spec = InputSpec(ndim=3)

    def build(self, input_shape: Shape) -> None:
        """Make the waves that the mode needs."""
        weights = self._weights_of_window
        scale = {None: 1.0, "density": 1 / np.sqrt(np.sum(weights**2)),
                 "spectrum": 1 / np.abs(np.sum(weights))}[self.scaling]  # fmt: skip
        turns = np.outer(np.arange(self.frame_length), np.arange(self._fft // 2 + 1)) / self._fft
        waves = {"real": np.cos(2 * np.pi * turns), "imag": 0.0 - np.sin(2 * np.pi * turns)}
        for part in ("real", "imag") if self.mode not in ("real", "imag") else (self.mode,):
            kernel = (waves[part] * weights[:, None] * scale)[:, None, :]

            def values(shape: Any, dtype: Any = None, kernel: np.ndarray = kernel) -> np.ndarray:
                return kernel.astype(dtype or "float32")

            setattr(self, f"{part}_kernel", self.add_weight(
                kernel.shape, values, name=f"{part}_kernel"))  # fmt: skip

    def _part(self, signals: Array, name: str) -> Array:
        """(batch · c, samples, 1) -> (batch · c, windows, f)."""
        kernel = getattr(self, f"{name}_kernel")
        return ops.conv(signals, kernel, self._step, self.padding, data_format="channels_last")

    def _pictures(self, signals: Array) -> Array:
        if self.mode in ("real", "imag"):
            return self._part(signals, self.mode)
        real, imag = self._part(signals, "real"), self._part(signals, "imag")
        if self.mode == "stft":
            return ops.concatenate([real, imag], axis=-1)
        if self.mode == "angle":
            return ops.arctan2(imag, real)
        power = ops.square(real) + ops.square(imag)
        if self.mode == "psd":
            count = self._fft // 2 + 1
            ends = (0, count - 1) if self._fft % 2 == 0 else (0,)
            twice = [1.0 if k in ends else 2.0 for k in range(count)]
            return power * ops.array(twice, power.dtype)
        size = ops.sqrt(ops.maximum(power, config.epsilon()))
        return ops.log(size) if self.mode == "log" else size

    def call(self, inputs: Array) -> Array:
        """The spectrogram of each channel."""
        last = self.data_format == "channels_last"
        signals = ops.swapaxes(inputs, 1, 2) if last else inputs  # (batch, c, samples)
        batch, channels, samples = signals.shape
        found = self._pictures(ops.reshape(signals, (batch * channels, samples, 1)))
        found = ops.reshape(found, (batch, channels, *found.shape[1:]))  # (batch, c, windows, f)
        if self.expand_dims:
            return ops.transpose(found, (0, 2, 3, 1)) if last else found
        order = (0, 2, 1, 3) if last else (0, 1, 3, 2)
        found = ops.transpose(found, order)
        sizes = (batch, found.shape[1], -1) if last else (batch, -1, found.shape[3])
        return ops.reshape(found, sizes)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """As under Shapes."""
        last = self.data_format == "channels_last"
        batch, samples, channels = input_shape if last else (input_shape[i] for i in (0, 2, 1))
        bins = (self._fft // 2 + 1) * (2 if self.mode == "stft" else 1)
        windows = samples
        if samples is not None:
            room = samples if self.padding == "same" else samples - self.frame_length + 1
            windows = -(-room // self._step)
        if self.expand_dims:
            return (batch, windows, bins, channels) if last else (batch, channels, windows, bins)
        width = None if channels is None else bins * channels
        return (batch, windows, width) if last else (batch, width, windows)
