"""`tf.signal` and `tf.audio`: spectra, frames, mel bands, and sounds of WAV files."""

import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from keraunos import ops
from keraunos.compat.tf.files import bytes_of
from keraunos.core.errors import bad
from keraunos.core.typing import Array
from keraunos.data.texts import Content

# --- spectra ------------------------------------------------------------------------------------


def fft(input: Any, name: Any = None) -> Any:
    """The Fourier transform of the last axis, complex."""
    return _whole(ops.fft(_halves(input)))


def ifft(input: Any, name: Any = None) -> Any:
    """The inverse Fourier transform of the last axis, complex."""
    size = input.shape[
        -1
    ]  # the inverse is the transform of the conjugate, conjugated, over the size
    real, imaginary = ops.fft((ops.real(input), -ops.imag(input)))
    return _whole((real / size, -imaginary / size))


def fft2d(input: Any, name: Any = None) -> Any:
    """The Fourier transform of the last two axes, complex."""
    return _whole(ops.fft2(_halves(input)))


def ifft2d(input: Any, name: Any = None) -> Any:
    """The inverse Fourier transform of the last two axes, complex."""
    return _whole(ops.ifft2(_halves(input)))


def rfft(input_tensor: Any, fft_length: Any = None, name: Any = None) -> Any:
    """The Fourier transform of real numbers, complex."""
    return _whole(ops.rfft(ops.convert_to_tensor(input_tensor), _one(fft_length)))


def irfft(input_tensor: Any, fft_length: Any = None, name: Any = None) -> Array:
    """The real numbers of such a transform."""
    return ops.irfft(_halves(input_tensor), _one(fft_length))


def _one(length: Any) -> int | None:
    return None if length is None else int(np.ravel(np.asarray(length))[0])


def _halves(x: Any) -> tuple[Array, Array]:
    return ops.real(x), ops.imag(x)


def _whole(halves: Any) -> Any:
    return halves[0] + 1j * halves[1]


def stft(
    signals: Any, frame_length: int, frame_step: int, fft_length: Any = None,
    window_fn: Any = "hann", pad_end: bool = False, name: Any = None,
) -> Any:  # fmt: skip
    """The spectrum of each frame times a window: (…, samples) -> (…, frames, frequencies), complex.

    Args: window_fn: a function of the length, None for no window; by default `hann_window`.
    """
    size = _one(fft_length) or 1 << (int(frame_length) - 1).bit_length()
    pieces = frame(ops.convert_to_tensor(signals), frame_length, frame_step, pad_end)
    if window_fn is not None:
        made = hann_window if window_fn == "hann" else window_fn
        pieces = pieces * made(int(frame_length))
    return rfft(pieces, size)


# --- windows and frames -------------------------------------------------------------------------


def hann_window(
    window_length: int, periodic: bool = True, dtype: Any = "float32", name: Any = None
) -> Array:
    """½ - ½ cos(2πn/N)."""
    return _window(window_length, periodic, 0.5, dtype)


def hamming_window(
    window_length: int, periodic: bool = True, dtype: Any = "float32", name: Any = None
) -> Array:
    """0.54 - 0.46 cos(2πn/N)."""
    return _window(window_length, periodic, 0.54, dtype)


def _window(length: int, periodic: bool, share: float, dtype: Any) -> Array:
    size = int(length)
    whole = max(size if periodic and size % 2 == 0 else size - 1 + bool(periodic), 1)
    found = share - (1 - share) * np.cos(2 * np.pi * np.arange(size) / whole)
    return ops.convert_to_tensor((found if size > 1 else np.ones(size)).astype(str(dtype)))


def frame(
    signal: Any, frame_length: int, frame_step: int, pad_end: bool = False, pad_value: Any = 0,
    axis: int = -1, name: Any = None,
) -> Array:  # fmt: skip
    """Pieces of the last axis, one beginning `frame_step` after the other."""
    if axis not in (-1, len(signal.shape) - 1):
        raise ValueError(bad("tf.signal.frame", "axis", "the last", axis, "Move the axis first."))
    size, step, count = int(frame_length), int(frame_step), signal.shape[-1]
    pieces = -(-count // step) if pad_end else max(0, 1 + (count - size) // step)
    places = np.arange(pieces)[:, None] * step + np.arange(size)
    missing = max(0, int(places.max(initial=0)) + 1 - count)
    sides = [(0, 0)] * (len(signal.shape) - 1) + [(0, missing)]
    return ops.take(ops.pad(signal, sides, constant_values=pad_value), places, axis=-1)


def overlap_and_add(signal: Any, frame_step: int, name: Any = None) -> Array:
    """Pieces (…, n, size) put over each other, each `frame_step` after the one before, and added."""
    pieces, size = signal.shape[-2:]
    length = (pieces - 1) * frame_step + size
    places = (np.arange(pieces)[:, None] * frame_step + np.arange(size)).ravel()
    flat = ops.reshape(signal, (*signal.shape[:-2], pieces * size))
    return ops.matmul(flat, np.eye(length, dtype=np.float32)[places])


def inverse_stft(
    stfts: Any, frame_length: int, frame_step: int, fft_length: Any = None,
    window_fn: Callable[..., Any] | None = hann_window, name: Any = None,
) -> Array:  # fmt: skip
    """The signal of a short-time Fourier transform, each piece times the window."""
    pieces = irfft(stfts, fft_length)[..., : int(frame_length)]
    if window_fn is not None:
        pieces = pieces * window_fn(int(frame_length), dtype="float32")
    return overlap_and_add(pieces, int(frame_step))


def inverse_stft_window_fn(
    frame_step: int, forward_window_fn: Callable[..., Any] = hann_window, name: Any = None
) -> Callable[..., Array]:
    """The window that undoes another's: divided by the sum of squares of all that overlap."""

    def inverse(frame_length: int, dtype: Any = "float32", **_unused: Any) -> Array:
        window = np.asarray(forward_window_fn(frame_length, dtype=dtype))
        overlaps = -(-frame_length // frame_step)
        squares = np.pad(window**2, (0, overlaps * frame_step - frame_length))
        total = np.tile(squares.reshape(overlaps, frame_step).sum(0), overlaps)[:frame_length]
        return ops.convert_to_tensor((window / total).astype(str(dtype)))

    return inverse


# --- mel bands ----------------------------------------------------------------------------------


def linear_to_mel_weight_matrix(
    num_mel_bins: int = 20, num_spectrogram_bins: int = 129, sample_rate: Any = 8000,
    lower_edge_hertz: float = 125.0, upper_edge_hertz: float = 3800.0, dtype: Any = "float32",
    name: Any = None,
) -> Array:  # fmt: skip
    """Triangles (spectrogram bins, mel bins) of equal width in mel; mel = 1127 log(1 + hertz/700)."""
    half = float(sample_rate) / 2
    if not 0 <= lower_edge_hertz < upper_edge_hertz <= half:
        edges, wanted = (lower_edge_hertz, upper_edge_hertz), f"rising, in [0, {half:g}]"
        where = "tf.signal.linear_to_mel_weight_matrix"
        raise ValueError(bad(where, "lower_edge_hertz, upper_edge_hertz", wanted, edges, ""))
    bins = _mel(np.linspace(0, half, int(num_spectrogram_bins))[1:])[:, None]
    edges = np.linspace(_mel(lower_edge_hertz), _mel(upper_edge_hertz), int(num_mel_bins) + 2)
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - left) / (middle - left), (right - bins) / (right - middle)
    found = np.pad(np.maximum(0, np.minimum(rising, falling)), [(1, 0), (0, 0)])
    return ops.convert_to_tensor(found.astype(str(dtype)))


def _mel(hertz: Any) -> Any:
    return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)


def dct(
    input: Any, type: int = 2, n: Any = None, axis: int = -1, norm: Any = None, name: Any = None
) -> Array:
    """The cosine transform (type 2) of the last axis; norm: None or "ortho"."""
    if type != 2 or n is not None or axis != -1:
        raise ValueError(bad("tf.signal.dct", "type, n, axis", "2, None, -1", (type, n, axis), ""))
    size = input.shape[-1]
    waves = 2 * np.cos(np.pi * (np.arange(size)[:, None] + 0.5) * np.arange(size) / size)
    if norm == "ortho":
        waves *= np.where(np.arange(size) == 0, np.sqrt(0.25 / size), np.sqrt(0.5 / size))
    return ops.matmul(input, waves.astype(np.float32))


def idct(
    input: Any, type: int = 2, n: Any = None, axis: int = -1, norm: Any = None, name: Any = None
) -> Array:
    """The way back from `dct`, up to a factor of 2 · size if norm is None, as in TensorFlow."""
    if type != 2 or n is not None or axis != -1:
        raise ValueError(bad("tf.signal.idct", "type, n, axis", "2, None, -1", (type, n, axis), ""))
    size = input.shape[-1]
    waves = np.cos(np.pi * (np.arange(size)[None, :] + 0.5) * np.arange(size)[:, None] / size)
    first = np.arange(size)[:, None] == 0
    if norm == "ortho":
        waves *= np.where(first, np.sqrt(1 / size), np.sqrt(2 / size))
    else:
        waves *= np.where(first, 1, 2)
    return ops.matmul(input, waves.astype(np.float32))


def rfft2d(input: Any, fft_length: Any = None, name: Any = None) -> Any:
    """The half of the Fourier transform of the last two axes that real numbers need, complex."""
    width = input.shape[-1]
    return fft2d(ops.cast(input, "complex64"))[..., : width // 2 + 1]


def irfft2d(input: Any, fft_length: Any = None, name: Any = None) -> Any:
    """The way back from `rfft2d`; fft_length: the two sizes, the last one even if None."""
    half = ops.convert_to_tensor(input)
    width = 2 * (half.shape[-1] - 1) if fft_length is None else int(fft_length[-1])
    return irfft(_rows_back(half), [width])


def _rows_back(half: Any) -> Any:
    """The inverse transform of the axis before the last."""
    return ops.swapaxes(ifft(ops.swapaxes(half, -1, -2)), -1, -2)


def fftshift(x: Any, axes: Any = None, name: Any = None) -> Any:
    """With the frequency 0 in the middle."""
    return _shifted(x, axes, 1)


def ifftshift(x: Any, axes: Any = None, name: Any = None) -> Any:
    """The way back from `fftshift`."""
    return _shifted(x, axes, -1)


def _shifted(x: Any, axes: Any, way: int) -> Any:
    at = list(range(len(x.shape))) if axes is None else np.atleast_1d(axes).tolist()
    steps = [way * (x.shape[a] // 2) for a in at]
    return ops.roll(x, steps, at)


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any, name: Any = None) -> Array:
    """The cosine transform of the mel bands' logarithms, over √(2 · bands)."""
    return dct(log_mel_spectrograms) * float((2.0 * log_mel_spectrograms.shape[-1]) ** -0.5)


# --- sounds -------------------------------------------------------------------------------------


class DecodeWav(NamedTuple):
    """Samples (samples, channels) in [-1, 1), and how many a second."""

    audio: Any
    sample_rate: Any


def decode_wav(
    contents: Any, desired_channels: int = -1, desired_samples: int = -1, name: Any = None
) -> DecodeWav:
    """The samples of a WAV file of 16 bits.

    Raises: ValueError for files of another kind.
    """
    content, kind, found = bytes_of(contents), None, None
    at = 12
    while content[:4] == b"RIFF" and at + 8 <= len(content):
        name_, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name_ == b"fmt ":
            kind = struct.unpack_from("<HHIIHH", content, at + 8)
        elif name_ == b"data":
            found = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    if kind is None or found is None or kind[0] not in (1, 65534) or kind[5] != 16:
        fix = "Convert it to 16-bit PCM."
        raise ValueError(
            bad("tf.audio.decode_wav", "contents", "a 16-bit WAV file", content[:12], fix)
        )
    samples = np.frombuffer(found[: len(found) // 2 * 2], "<i2").reshape(-1, kind[1]) / 32768.0
    if desired_samples != -1:
        samples = samples[:desired_samples]
        samples = np.pad(samples, [(0, desired_samples - len(samples)), (0, 0)])
    if desired_channels != -1:
        samples = np.take(samples, np.arange(desired_channels) % kind[1], axis=1)
    return DecodeWav(ops.convert_to_tensor(samples.astype(np.float32)), np.int32(kind[2]))


def encode_wav(audio: Any, sample_rate: Any, name: Any = None) -> Content:
    """The bytes of a WAV file of samples (samples, channels) in [-1, 1]."""
    array = np.asarray(audio)
    whole = np.clip(np.round(array * 32767), -32768, 32767).astype("<i2").tobytes()
    channels, rate = array.shape[1], int(sample_rate)
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * 2, channels * 2, 16)
    body = (
        b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(whole)) + whole
    )
    return Content(b"RIFF" + struct.pack("<I", len(body)) + body)


audio = SimpleNamespace(decode_wav=decode_wav, encode_wav=encode_wav)
"""`tf.audio`."""
