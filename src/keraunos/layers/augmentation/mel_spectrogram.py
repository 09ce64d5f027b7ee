"""Sounds as pictures: how strong each pitch is, over time."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.layer import Layer


def _mel(hertz: Any) -> Any:
    """Hertz as mel: 1127 · ln(1 + f / 700)."""
    return 1127.0 * np.log(1.0 + np.asarray(hertz, "float64") / 700.0)


@register("keras.layers.MelSpectrogram")
class MelSpectrogram(Layer):
    """Sounds as strengths of bands of pitch over time.

    |STFT|^mag_exp over triangular bands, evenly spaced in mel; in decibels 10 · log10(max(power, min_power) /
    max(ref_power, min_power)), no lower than `top_db` below the highest of all.

    Args:
        sequence_length: of a window, in samples; None: fft_length, up to which it is filled with 0.
        sequence_stride: between windows, in samples.
        window: "hann", "hamming", or weights. sampling_rate: in samples a second.
        num_mel_bins: how many bands, from min_freq to max_freq in hertz; None: half the sampling rate.
        power_to_db: whether the result is in decibels. top_db: None: no lower bound.
        mag_exp: 1 for magnitudes, 2 for power. min_power: > 0. ref_power: the power of 0 decibels.
    Shapes: (batch, samples) or (samples,) -> (batch, num_mel_bins, windows) or (num_mel_bins, windows).
    Raises: ValueError for a count below 1, or min_freq above max_freq.
    Source: O'Shaughnessy 1987 (the HTK variant of mel).
    Example:
        >>> import numpy as np
        >>> MelSpectrogram(fft_length=64, sequence_stride=32, num_mel_bins=8)(np.ones((1, 320))).shape
        (1, 8, 11)
    """

    batch_independent = False

    def __init__(
        self, fft_length: int = 2048, sequence_stride: int = 512,
        sequence_length: int | None = None, window: Any = "hann", sampling_rate: float = 16000,
        num_mel_bins: int = 128, min_freq: float = 20.0, max_freq: float | None = None,
        power_to_db: bool = True, top_db: float | None = 80.0, mag_exp: float = 2.0,
        min_power: float = 1e-10, ref_power: float = 1.0, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = "MelSpectrogram"
        self.fft_length = checks.size(owner, "fft_length", fft_length)
        self.sequence_stride = checks.size(owner, "sequence_stride", sequence_stride)
        self.sequence_length = fft_length if sequence_length is None else sequence_length
        self.window, self.sampling_rate = window, sampling_rate
        self.num_mel_bins = checks.size(owner, "num_mel_bins", num_mel_bins)
        self.min_freq = min_freq
        self.max_freq = int(sampling_rate / 2) if max_freq is None else max_freq
        if not self.min_freq < self.max_freq:
            raise ValueError(
                bad(owner, "min_freq", f"a float below max_freq={self.max_freq}", min_freq, "")
            )
        self.power_to_db, self.top_db, self.mag_exp = power_to_db, top_db, mag_exp
        self.min_power, self.ref_power = min_power, ref_power
        self.built = True

    def linear_to_mel_weight_matrix(
        self, num_mel_bins: int = 20, num_spectrogram_bins: int = 129, sampling_rate: float = 8000,
        lower_edge_hertz: float = 125.0, upper_edge_hertz: float = 3800.0, dtype: Any = "float32",
    ) -> Array:  # fmt: skip
        """The share of each frequency in each band: (num_spectrogram_bins, num_mel_bins); 0 at 0 hertz."""
        bins = _mel(np.linspace(0.0, sampling_rate / 2, num_spectrogram_bins)[1:])[:, None]
        edges = np.linspace(_mel(lower_edge_hertz), _mel(upper_edge_hertz), num_mel_bins + 2)
        low, middle, high = edges[:-2], edges[1:-1], edges[2:]
        shares = np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))
        return ops.cast(np.pad(np.maximum(shares, 0), [(1, 0), (0, 0)]), dtype)

    def call(self, inputs: Array) -> Array:
        """The spectrogram."""
        signal = ops.cast(inputs, "float32")
        real, imag = ops.stft(
            signal, self.sequence_length, self.sequence_stride, self.fft_length, self.window
        )
        size = ops.sqrt(ops.square(real) + ops.square(imag))
        bands = self.linear_to_mel_weight_matrix(
            self.num_mel_bins, self.fft_length // 2 + 1, self.sampling_rate, self.min_freq,
            self.max_freq,
        )  # fmt: skip
        strengths = ops.swapaxes(ops.matmul(size**self.mag_exp, bands), -1, -2)
        result = self._decibels(strengths) if self.power_to_db else strengths
        return ops.cast(result, self.compute_dtype)

    def _decibels(self, power: Array) -> Array:
        reference = max(self.ref_power, self.min_power)
        found = 10.0 * ops.log10(ops.maximum(power, self.min_power) / reference)
        return found if self.top_db is None else ops.maximum(found, ops.max(found) - self.top_db)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(…, num_mel_bins, windows)."""
        *front, samples = input_shape
        padded = None if samples is None else samples + 2 * (self.fft_length // 2)
        windows = None if padded is None else 1 + (padded - self.fft_length) // self.sequence_stride
        return (*front, self.num_mel_bins, windows)
