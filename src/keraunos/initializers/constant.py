"""Initializers that draw nothing."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.initializers.initializer import Initializer, finished


@register("keras.initializers.Constant", "keras.initializers.constant")
class Constant(Initializer):
    """Every element has one value.

    Args: value: a number, or an array that broadcasts to the shape.
    Example:
        >>> Constant(2.0)((2,)).tolist()
        [2.0, 2.0]
    """

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """The value in this shape."""
        return finished(np.broadcast_to(np.asarray(self.value), tuple(shape)), dtype)


@register("keras.initializers.Zeros", "keras.initializers.zeros")
class Zeros(Initializer):
    """Zeros."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Zeros in this shape."""
        return finished(np.zeros(tuple(shape), np.float32), dtype)


@register("keras.initializers.Ones", "keras.initializers.ones")
class Ones(Initializer):
    """Ones."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Ones in this shape."""
        return finished(np.ones(tuple(shape), np.float32), dtype)


@register(
    "keras.initializers.Identity", "keras.initializers.IdentityInitializer",
    "keras.initializers.identity",
)  # fmt: skip
class Identity(Initializer):
    """The identity matrix times a number.

    Args: gain: the number on the diagonal, a float.
    Raises: ValueError for a shape that is no matrix.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """(rows, columns) with `gain` on the diagonal."""
        if len(shape) != 2:
            raise ValueError(bad("Identity", "shape", "two sizes", tuple(shape), ""))
        return finished(self.gain * np.eye(*shape), dtype)


@register(
    "keras.initializers.STFT", "keras.initializers.STFTInitializer", "keras.initializers.stft"
)
class STFT(Initializer):
    """Cosines or sines times a window: the kernel of a short-time Fourier transform as a convolution.

    kernel[n, 0, k] = window[n] · cos(2π k n / N), or -window[n] · sin(2π k n / N)

    Args:
        side: "real" (cosines) or "imag" (sines).
        window: a window's name as scipy's, "hann" or "hamming"; None: no window.
        scaling: "density", "spectrum" or None.
        periodic: whether the window is periodic rather than symmetric.
    Shapes: (frame, 1, frequencies).
    Raises: ValueError for another side or scaling.
    """

    def __init__(
        self, side: str = "real", window: str | None = "hann", scaling: str | None = "density",
        periodic: bool = False,
    ) -> None:  # fmt: skip
        if side not in ("real", "imag"):
            raise ValueError(bad("STFT", "side", "'real' or 'imag'", side, ""))
        if scaling not in ("density", "spectrum", None):
            raise ValueError(bad("STFT", "scaling", "'density', 'spectrum' or None", scaling, ""))
        self.side, self.window, self.scaling, self.periodic = side, window, scaling, periodic

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """The kernel in this shape."""
        frame, _, count = shape
        size = (count - 1) * 2
        window = _window(self.window, frame, self.periodic)
        scale = 1.0
        if self.scaling == "density":
            scale = 1 / np.sqrt(np.sum(window**2))
        elif self.scaling == "spectrum":
            scale = 1 / np.sum(np.abs(window))
        angle = 2 * np.pi * np.arange(frame)[:, None] * np.arange(count)[None] / size
        wave = np.cos(angle) if self.side == "real" else -np.sin(angle)
        return finished((scale * window[:, None] * wave)[:, None, :], dtype)


def _window(name: str | None, length: int, periodic: bool) -> np.ndarray:
    if name is None:
        return np.ones(length)
    windows = {
        "hann": np.hanning,
        "hamming": np.hamming,
        "blackman": np.blackman,
        "bartlett": np.bartlett,
    }
    if name not in windows:
        raise ValueError(bad("STFT", "window", f"one of {sorted(windows)} or None", name, ""))
    return windows[name](length + 1)[:-1] if periodic else windows[name](length)
