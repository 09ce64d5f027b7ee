"""The base of initializers: the first values of weights, drawn on the host."""

from typing import Any

import numpy as np

from keraunos.core.dtypes import is_float, numpy_dtype
from keraunos.core.errors import bad
from keraunos.core.random import SeedGenerator, draw_seed, host_generator
from keraunos.core.registry import Configurable, register


@register("keras.initializers.Initializer", "keras.Initializer")
class Initializer(Configurable):
    """Maps a shape and a dtype to the first values of a weight.

    A subclass writes `__call__(shape, dtype=None)` and may return numpy or jax arrays.
    """

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
        """The values; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: __call__(shape, dtype) is not written.")

    def clone(self) -> Any:
        """An equal initializer."""
        return self.__class__.from_config(self.get_config())

    def __repr__(self) -> str:
        inner = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({inner})"


class RandomInitializer(Initializer):
    """An initializer that draws; one object draws the same values each time.

    Args: seed: an int; a SeedGenerator, which moves on at each call; None: drawn from the process's stream.
    """

    def __init__(self, seed: Any = None) -> None:
        if seed is not None and not isinstance(seed, (int, np.integer, SeedGenerator, dict)):
            raise ValueError(
                bad(type(self).__name__, "seed", "an int, a SeedGenerator or None", seed, "")
            )
        if isinstance(seed, dict):
            seed = SeedGenerator.from_config(seed["config"])
        self.seed = seed
        self._drawn = draw_seed() if seed is None else seed

    def stream(self) -> np.random.Generator:
        """The host stream of this object's seed."""
        if isinstance(self._drawn, SeedGenerator):
            return host_generator(*(int(n) for n in np.asarray(self._drawn.next())))
        return host_generator(int(self._drawn) % 2**64, 0x1417)

    def drawn(self, values: np.ndarray, dtype: Any) -> np.ndarray:
        """Drawn values in the dtype of the weight.

        Raises: ValueError if that is no float dtype.
        """
        if not is_float(dtype):
            owner, fix = type(self).__name__, "Draw floats and cast them."
            raise ValueError(bad(owner, "dtype", "a float dtype", dtype, fix))
        return finished(values, dtype)


def finished(values: np.ndarray, dtype: Any) -> np.ndarray:
    """The values in the dtype of the weight."""
    return values.astype(numpy_dtype(dtype))
