"""Dropout of whole feature maps."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.regularization.noise import TrainingNoise


class SpatialDropout(TrainingNoise):
    """While training, set whole channels of a sample to 0, the others are scaled by 1/(1-rate)."""

    rank = 1
    data_format = "channels_last"
    _config_root = False

    def keep_rate(self, rate: float, seed: Any) -> None:
        """Store rate and seed, and expect (batch, positions, channels)."""
        self.keep_strength("rate", rate, seed)
        self.rate = rate
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _noisy(self, inputs: Array, seed: Array) -> Array:
        ones = (1,) * self.rank
        batch, sizes = inputs.shape[0], inputs.shape
        last = self.data_format == "channels_last"
        shape = (batch, *ones, sizes[-1]) if last else (batch, sizes[1], *ones)
        return ops.dropout(inputs, self.rate, seed=seed, noise_shape=shape)

    def get_config(self) -> dict[str, Any]:
        """The arguments; as in Keras, without `trainable`."""
        names = ["rate", "seed", "name"] + ["data_format"] * (self.rank > 1)
        config = {name: getattr(self, name) for name in names}
        return {**config, "dtype": self.dtype_policy.name}


@register("keras.layers.SpatialDropout1D")
class SpatialDropout1D(SpatialDropout):
    """While training, set whole channels of a sequence to 0 with probability `rate`.

    Args: rate: a float in [0, 1]. seed: an int, for the same masks each run.
    Shapes: (batch, time, channels) -> the same.
    Raises: ValueError if rate is outside [0, 1].
    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    def __init__(
        self, rate: float, seed: int | None = None, name: str | None = None, dtype: Any = None,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, dtype=dtype, **base)
        self.keep_rate(rate, seed)


@register("keras.layers.SpatialDropout2D")
class SpatialDropout2D(SpatialDropout):
    """While training, set whole channels of an image to 0 with probability `rate`.

    Args:
        rate: a float in [0, 1].
        data_format: "channels_last" or "channels_first"; None: the process's.
        seed: an int, for the same masks each run.
    Shapes: (batch, height, width, channels), or (batch, channels, height, width) -> the same.
    Raises: ValueError if rate is outside [0, 1], or for another data_format.
    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    rank = 2

    def __init__(
        self, rate: float, data_format: str | None = None, seed: int | None = None,
        name: str | None = None, dtype: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, dtype=dtype, **base)
        self.data_format = config.standardize_data_format(data_format, type(self).__name__)
        self.keep_rate(rate, seed)


@register("keras.layers.SpatialDropout3D")
class SpatialDropout3D(SpatialDropout2D):
    """While training, set whole channels of a volume to 0 with probability `rate`.

    Args: as of `SpatialDropout2D`.
    Shapes: (batch, depth, height, width, channels), or channels first -> the same.
    Raises: ValueError if rate is outside [0, 1], or for another data_format.
    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    rank = 3
