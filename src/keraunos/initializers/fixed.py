"""Initializers that draw nothing."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.initializers.initializer import Initializer, finished
from keraunos.initializers.window import window


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


@register("keras.initializers.Zeros", "keras.initializers.zeros", "keras.initializers.zero")
class Zeros(Initializer):
    """Zeros."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """Zeros in this shape."""
        return finished(np.zeros(tuple(shape), np.float32), dtype)


@register("keras.initializers.Ones", "keras.initializers.ones", "keras.initializers.one")
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
        window: a window's name as scipy's, "hann" or "hamming"; None: no window and no scaling.
        scaling: "density", "spectrum" or None.
        periodic: whether the window is periodic rather than symmetric.
    Shapes: (frame, 1, frequencies).
    Raises: ValueError for another side, scaling or window.
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
        angle = 2 * np.pi * np.arange(frame)[:, None] * np.arange(count)[None] / ((count - 1) * 2)
        wave = np.cos(angle) if self.side == "real" else -np.sin(angle)
        return finished((self._weights(frame)[:, None] * wave)[:, None, :], dtype)

    def _weights(self, frame: int) -> np.ndarray:
        """The window, scaled."""
        if self.window is None:
            return np.ones(frame)
        shape = window(self.window, frame, self.periodic)
        if self.scaling == "density":
            return shape / np.sqrt(np.sum(shape**2))
        return shape / np.sum(np.abs(shape)) if self.scaling == "spectrum" else shape
