"""Random zeros while training."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.regularization.noise import TrainingNoise


@register("keras.layers.Dropout", "keras.layers.core.Dropout")
class Dropout(TrainingNoise):
    """While training, set each input to 0 with probability `rate` and scale the others by 1/(1-rate).

    Args:
        rate: the share that is dropped, a float in [0, 1].
        noise_shape: the shape of the mask, None or 1 for axes along which it is the same.
        seed: an int, for the same masks in each run; None: drawn from the process's stream.
    Shapes: any -> the same.
    Raises: ValueError if rate is outside [0, 1] or noise_shape is no sequence of ints.
    Source: Srivastava et al. 2014, JMLR 15 (inverted: scaled while training).
    Differs: the masks come from another generator, so single draws are not Keras'.
    Example:
        >>> Dropout(0.5)(ops.ones((1, 4))).tolist()
        [[1.0, 1.0, 1.0, 1.0]]
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(**base)
        self.keep_strength("rate", rate, seed)
        self.rate = rate
        self.noise_shape = checked_noise_shape("Dropout", noise_shape)

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        """inputs · mask / (1 - rate)."""
        return ops.dropout(inputs, self.rate, seed=seed, noise_shape=self.noise_shape)


def checked_noise_shape(owner: str, shape: Any) -> Any:
    """A mask's shape as a tuple, or None.

    Raises: ValueError for what is no sequence of ints or None.
    """
    if shape is None:
        return None
    fits = isinstance(shape, Sequence) and all(s is None or hasattr(s, "__index__") for s in shape)
    if not fits:
        raise ValueError(
            bad(owner, "noise_shape", "a sequence of ints or None", shape,
                "Give one size for each axis.")
        )  # fmt: skip
    return tuple(shape)
