"""Windows of signal processing, by scipy's names."""

from collections.abc import Callable

import numpy as np

from keraunos.core.errors import unknown

_COSINE_SUMS = {
    "boxcar": (1.0,),
    "hann": (0.5, 0.5),
    "hamming": (0.54, 0.46),
    "blackman": (0.42, 0.5, 0.08),
    "nuttall": (0.3635819, 0.4891775, 0.1365995, 0.0106411),
    "blackmanharris": (0.35875, 0.48829, 0.14128, 0.01168),
    "flattop": (0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
}
"""w(p) = a0 - a1 · cos(2πp) + a2 · cos(4πp) - …, p from 0 to 1."""

_OTHERS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "bartlett": lambda p, n: 1 - np.abs(2 * p - 1),
    "triang": lambda p, n: 1 - np.abs(2 * np.arange(n) - n + 1) / (n + n % 2),
    "cosine": lambda p, n: np.sin(np.pi * (np.arange(n) + 0.5) / n),
    "barthann": lambda p, n: 0.62 - 0.48 * np.abs(p - 0.5) + 0.38 * np.cos(2 * np.pi * (p - 0.5)),
    "bohman": lambda p, n: _bohman(np.abs(2 * p - 1)),
    "lanczos": lambda p, n: np.sinc(2 * p - 1),
}


def window(name: str, length: int, periodic: bool = False) -> np.ndarray:
    """The window of this length; a periodic one is the symmetric one that is longer by 1, cut.

    Raises: ValueError for an unknown name.
    Example:
        >>> window("hann", 5).round(2).tolist()
        [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    size = length + 1 if periodic else length
    p = np.arange(size) / max(size - 1, 1)
    if name in _COSINE_SUMS:
        waves = [
            (-1) ** i * a * np.cos(2 * np.pi * i * p) for i, a in enumerate(_COSINE_SUMS[name])
        ]
        return np.sum(waves, axis=0)[:length]
    if name in _OTHERS:
        return _OTHERS[name](p, size)[:length]
    raise ValueError(unknown("STFT", "window", name, [*_COSINE_SUMS, *_OTHERS]))


def _bohman(x: np.ndarray) -> np.ndarray:
    return (1 - x) * np.cos(np.pi * x) + np.sin(np.pi * x) / np.pi
