"""Frequencies: Fourier transforms of (real, imaginary) pairs, and of sequences window by window."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op, roomy


def _complex(owner: str, x: Any) -> Any:
    """The complex array of a pair (real, imaginary)."""
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        raise ValueError(bad(f"ops.{owner}", "x", "a pair (real, imaginary)", x, ""))
    real, imag = (jnp.asarray(_array(part)) for part in x)
    if real.shape != imag.shape:
        raise ShapeError(bad(f"ops.{owner}", "x", f"two of shape {real.shape}", imag, ""))
    for part in (real, imag):
        if not jnp.issubdtype(part.dtype, jnp.floating):
            raise ValueError(bad(f"ops.{owner}", "x", "a pair of floats", part, "Use ops.cast."))
    return jax.lax.complex(real, imag)


def _pair(x: Any) -> tuple[Any, Any]:
    return jnp.real(x), jnp.imag(x)


@op()
def fft(x: Any) -> Any:
    """The discrete Fourier transform along the last axis, as a pair.

    Args: x: a pair (real, imaginary) of equal shape.
    Raises: ValueError if it is none, or not of floats.
    """
    return _pair(jnp.fft.fft(_complex("fft", x)))


@op()
def fft2(x: Any) -> Any:
    """The discrete Fourier transform over the last two axes, as a pair."""
    return _pair(jnp.fft.fft2(_complex("fft2", x)))


@op()
def ifft2(x: Any) -> Any:
    """The inverse Fourier transform over the last two axes, as a pair."""
    return _pair(jnp.fft.ifft2(_complex("ifft2", x)))


@op()
def rfft(x: Any, fft_length: int | None = None) -> Any:
    """The Fourier transform of real numbers along the last axis, its first half, as a pair.

    Args: fft_length: the sequence is cut or filled with 0 up to it; None: as long as it is.
    Shapes: (..., n) -> two of (..., fft_length // 2 + 1).
    """
    return _pair(jnp.fft.rfft(jnp.asarray(_array(x)), n=fft_length))


@op()
def irfft(x: Any, fft_length: int | None = None) -> Any:
    """The real numbers whose `rfft` this pair is; None: 2 · (the size - 1) of them."""
    return jnp.fft.irfft(_complex("irfft", x), n=fft_length)


@op(rule=roomy)
def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Any:
    """Windows along the last axis, so many elements apart; what does not fill one is left out.

    Shapes: (..., n) -> (..., windows, sequence_length).
    """
    signal = jnp.asarray(_array(x))
    count = max((signal.shape[-1] - sequence_length) // sequence_stride + 1, 0)
    starts = jnp.arange(count) * sequence_stride
    return signal[..., starts[:, None] + jnp.arange(sequence_length)]


def _window(owner: str, window: Any, length: int, fft_length: int, dtype: Any) -> Any:
    """The weights of one window, with 0 on both sides up to fft_length."""
    if fft_length < length:
        raise ValueError(bad(f"ops.{owner}", "fft_length", f"an int >= {length}", fft_length, ""))
    if window is None:
        return jnp.ones(fft_length, dtype)
    weights = _taper(owner, window, length, dtype) if isinstance(window, str) else _array(window)
    weights = jnp.asarray(weights)
    if weights.shape != (length,):
        raise ShapeError(bad(f"ops.{owner}", "window", f"of shape ({length},)", weights, ""))
    before = (fft_length - length) // 2
    return jnp.pad(weights.astype(dtype), (before, fft_length - length - before))


def _taper(owner: str, name: str, length: int, dtype: Any) -> Any:
    names = {"hann": 0.5, "hamming": 0.54}
    if name not in names:
        raise ValueError(bad(f"ops.{owner}", "window", f"one of {tuple(names)}", name, ""))
    mean = names[name]
    return mean - (1 - mean) * jnp.cos(2 * jnp.pi / length * jnp.arange(length, dtype=dtype))


@op(rule=roomy)
def stft(
    x: Any, sequence_length: int, sequence_stride: int, fft_length: int, window: Any = "hann",
    center: bool = True,
) -> Any:  # fmt: skip
    """The Fourier transforms of windows along the last axis, as a pair.

    Args:
        sequence_length, sequence_stride: of the windows, in elements.
        fft_length: >= sequence_length; the window's weights get 0 on both sides up to it.
        window: "hann", "hamming", weights, or None: all ones.
        center: whether the signal is mirrored at both ends, so that the windows' centres begin at 0.
    Shapes: (..., n) float -> two of (..., windows, fft_length // 2 + 1).
    Raises: TypeError if x is not of floats. ValueError for another window or a short fft_length.
    """
    signal = jnp.asarray(_array(x))
    if not jnp.issubdtype(signal.dtype, jnp.floating):
        raise TypeError(bad("ops.stft", "x", "floats", signal, "Use ops.cast."))
    weights = _window("stft", window, sequence_length, fft_length, signal.dtype)
    if center:
        sides = [(0, 0)] * (signal.ndim - 1) + [(fft_length // 2, fft_length // 2)]
        signal = jnp.pad(signal, sides, mode="reflect")
    frames = extract_sequences(signal, fft_length, sequence_stride)
    return _pair(jnp.fft.rfft(frames * weights, n=fft_length))


@op(rule=roomy)
def istft(
    x: Any, sequence_length: int, sequence_stride: int, fft_length: int,
    length: int | None = None, window: Any = "hann", center: bool = True,
) -> Any:  # fmt: skip
    """The signal whose `stft` this pair is: the windows' inverses, weighted and added.

    Args: length: of the signal; None: as far as the windows reach.
    Shapes: two of (..., windows, fft_length // 2 + 1) -> (..., n).
    Differs: window=None is divided by the number of windows that overlap, so that it undoes `stft`.
    """
    frames = irfft(x, fft_length)
    weights = _window("istft", window, sequence_length, fft_length, frames.dtype)
    signal = _overlapped(frames * weights, sequence_stride)
    norm = _overlapped(jnp.broadcast_to(weights**2, frames.shape[-2:]), sequence_stride)
    signal = jnp.where(norm > 1e-11, signal / jnp.where(norm > 1e-11, norm, 1), signal)
    start = fft_length // 2 if center else 0
    stop = signal.shape[-1] - start if length is None else start + length
    return signal[..., start:stop]


def _overlapped(frames: Any, stride: int) -> Any:
    """The sum of frames that begin so many elements apart."""
    count, length = frames.shape[-2:]
    places = (jnp.arange(count) * stride)[:, None] + jnp.arange(length)
    total = jnp.zeros((*frames.shape[:-2], (count - 1) * stride + length), frames.dtype)
    return total.at[..., places].add(frames)
