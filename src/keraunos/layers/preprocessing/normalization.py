"""Features shifted to mean 0 and scaled to variance 1, by numbers given or learnt from data."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.preprocessing.adapting import batches, grouped
from keraunos.layers.preprocessing.data_layer import DataLayer

_EPSILON = 1e-7  # the least standard deviation


@register("keras.layers.Normalization", "keras.layers.experimental.preprocessing.Normalization")
class Normalization(DataLayer):
    """y = (x - mean) / max(sqrt(variance), 1e-7), or back.

    Args:
        axis: the axis or axes each index of which has its own mean and variance; None: one for all.
        mean, variance: numbers or arrays, both or neither; neither: `adapt` learns them.
        invert: whether to go back: y = x * max(sqrt(variance), 1e-7) + mean.
    Shapes: any -> the same.
    Raises: ValueError if one of mean and variance is missing, their shapes differ, an axis is not there or
        its size not known, or data have other sizes than those it was built with.
    Example:
        >>> layer = Normalization()
        >>> layer.adapt(np.array([[0.0, 7.0], [2.0, 9.0]]))
        >>> layer(np.array([[0.0, 9.0]])).tolist()
        [[-1.0, 1.0]]
    Differs: `adapt` takes lists of numbers, too; a layer with given mean and variance refuses `adapt` with
        a ValueError; mean and variance are added up in 64 bits.
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, axis: Any = -1, mean: Any = None, variance: Any = None, invert: bool = False, **base: Any
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = type(self).__name__
        axes = () if axis is None else axis if isinstance(axis, (tuple, list)) else (axis,)
        self.axis, self.invert = tuple(axes), invert
        if (mean is None) != (variance is None):
            got = f"mean={mean!r}, variance={variance!r}"
            raise ValueError(bad(owner, "mean", "given together with variance", got, "Give both."))
        if np.shape(mean) != np.shape(variance):
            shapes = (np.shape(mean), np.shape(variance))
            raise ValueError(bad(owner, "mean", "of the shape of variance", shapes, ""))
        self.input_mean, self.input_variance = _plain(mean), _plain(variance)

    def get_config(self) -> dict[str, Any]:
        """The axes, and what was given."""
        given = {"mean": self.input_mean, "variance": self.input_variance}
        return {**super().get_config(), "axis": list(self.axis), "invert": self.invert, **given}

    def build(self, input_shape: Shape) -> None:
        """Make mean, variance and count, unless they were given."""
        rank = len(input_shape)
        if any(not -rank <= a < rank for a in self.axis):
            fix = "Count axes from 0, the batch included."
            raise ValueError(bad(self._who(), "axis", f"axes in [-{rank}, {rank})", self.axis, fix))
        kept = sorted(a % rank for a in self.axis)
        if any(input_shape[a] is None for a in kept):
            fix = "Give them sizes in Input(shape)."
            raise ValueError(bad(self._who(), "input_shape", f"known at {kept}", input_shape, fix))
        self._kept_axes = tuple(kept)
        self._wide: Any = tuple(input_shape[a] if a in kept else 1 for a in range(rank))
        self._shape: Any = tuple(input_shape[a] for a in kept)
        if self.input_mean is not None:
            for value in (self.input_mean, self.input_variance):
                np.broadcast_to(np.asarray(value), self._shape)
            return
        self.adapt_mean = self._number("mean", "zeros")
        self.adapt_variance = self._number("variance", "ones")
        self.count = self.add_weight((), "zeros", dtype="int32", trainable=False, name="count")

    def _number(self, name: str, start: str) -> Any:
        return self.add_weight(self._shape, start, trainable=False, name=name)

    def _at_inputs(self, given: Any, learnt: str) -> Array:
        """A mean or variance in the compute dtype, so that it goes with the inputs."""
        if given is None:
            return ops.reshape(ops.cast(getattr(self, learnt), self.compute_dtype), self._wide)
        value = np.broadcast_to(np.asarray(given, "float64"), self._shape).reshape(self._wide)
        return ops.convert_to_tensor(value, self.compute_dtype)

    @property
    def mean(self) -> Any:
        """The mean, of the inputs' number of axes; None before it is built."""
        return self._at_inputs(self.input_mean, "adapt_mean") if self.built else None

    @property
    def variance(self) -> Any:
        """The variance, of the inputs' number of axes; None before it is built."""
        return self._at_inputs(self.input_variance, "adapt_variance") if self.built else None

    def adapt(self, data: Any) -> None:
        """Learn mean and variance.

        Args: data: an array, or what yields arrays: a dataset, a generator, a PyDataset.
        """
        if self.input_mean is not None:
            raise ValueError(
                bad(f"{self._who()}.adapt", "mean", "None, so that it can be learnt", self.input_mean,
                    "Leave out mean and variance.")
            )  # fmt: skip
        moments = None
        for batch in self._batches(data):
            values = np.asarray(batch, "float64")
            self._fit_shape(values.shape)
            axes = tuple(a for a in range(values.ndim) if a not in self._kept_axes)
            found = (
                values.size // max(1, int(np.prod(self._shape))),
                values.mean(axes),
                values.var(axes),
            )
            moments = found if moments is None else _joined(moments, found)
        assert moments is not None
        self.adapt_mean.assign(moments[1])
        self.adapt_variance.assign(moments[2])

    def finalize_state(self) -> None:
        """Nothing is left to do after `adapt`: mean and variance are read where they are kept."""

    def _batches(self, data: Any) -> Any:
        found = batches(type(self).__name__, data)
        if not hasattr(data, "as_numpy_iterator"):
            return found
        first = next(batches(type(self).__name__, data))
        return grouped(found) if np.ndim(first) == 1 else found

    def _fit_shape(self, shape: Shape) -> None:
        """Build for data of this shape, or refuse what differs from what it was built for."""
        if not self.built:
            self.build(shape)
            return
        sizes = tuple(shape[a] for a in self._kept_axes) if len(shape) == len(self._wide) else None
        if sizes != self._shape:
            fix = "Make a new layer for other data."
            raise ValueError(
                bad(f"{self._who()}.adapt", "data", f"of sizes {self._wide}", shape, fix)
            )

    def call(self, inputs: Array) -> Array:
        """Normalized, or back."""
        x = ops.cast(inputs, self.compute_dtype)
        mean, variance = self.mean, self.variance
        deviation = ops.maximum(ops.sqrt(variance), ops.cast(_EPSILON, self.compute_dtype))
        return x * deviation + mean if self.invert else (x - mean) / deviation

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float)) else np.asarray(value).tolist()


def _joined(one: Any, other: Any) -> Any:
    """(count, mean, variance) of two sets of numbers together."""
    (n, mean, variance), (m, other_mean, other_variance) = one, other
    new = (n * mean + m * other_mean) / (n + m)
    spread = n * (variance + (mean - new) ** 2) + m * (other_variance + (other_mean - new) ** 2)
    return n + m, new, spread / (n + m)
