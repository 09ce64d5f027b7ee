"""Normalization by the statistics of the batch while training, by running ones after."""

from typing import Any

import numpy as np

from keraunos import initializers, ops
from keraunos.core import config
from keraunos.core.dtypes import result_type
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.normalization.affine import Affine, axes_of, sizes_of

_CLIPS = ("rmin", "rmax", "dmax")


@register("keras.layers.BatchNormalization")
class BatchNormalization(Affine):
    """Bring each channel to mean 0 and variance 1, then scale and shift it.

    y = (x - mean) / sqrt(variance + epsilon) · gamma + beta

    While training, mean and variance are the batch's, and the running ones move towards them:
    moving = momentum · moving + (1 - momentum) · batch. Otherwise, and for a layer with
    `trainable = False` even while training, they are the running ones, which then stay.

    Args:
        axis: the axis of the channels, an int.
        momentum: of the running statistics, a float in [0, 1).
        epsilon: added to the variance, a float > 0.
        center: whether beta is added. scale: whether gamma multiplies.
        beta_initializer, gamma_initializer: their first values; *_regularizer: adds a loss computed from
            one; *_constraint: maps one after each update.
        moving_mean_initializer, moving_variance_initializer: the running statistics' first values.
        renorm: also while training normalize as later, by slowly moving statistics, through factors r and
            d that no gradient sees; for small batches.
        renorm_clipping: bounds of r and d: a dict with some of rmin, rmax, dmax.
        renorm_momentum: of the statistics behind r and d, a float in [0, 1).
        synchronized: taken; one program sees the whole batch, on however many devices it lies.
    Shapes: any -> the same. A mask (batch, ...) leaves places out of the statistics.
    Raises: ShapeError (a ValueError) if the axis is missing or its size unknown.
    Source: Ioffe & Szegedy 2015, arXiv:1502.03167; renorm: Ioffe 2017, arXiv:1702.03275.
    Differs: `synchronized=True` is not an error.
    Example:
        >>> layer = BatchNormalization(momentum=0.5)
        >>> layer(np.array([[1.0], [3.0]]), training=True).round(2).tolist()
        [[-1.0], [1.0]]
        >>> layer.moving_mean.numpy().tolist()
        [1.0]
    """

    supports_masking = True

    def __init__(
        self, axis: int = -1, momentum: float = 0.99, epsilon: float = 1e-3, center: bool = True,
        scale: bool = True, beta_initializer: Any = "zeros", gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros", moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
        gamma_constraint: Any = None, renorm: bool = False, renorm_clipping: Any = None,
        renorm_momentum: float = 0.99, synchronized: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        unknown = set(renorm_clipping or ()) - set(_CLIPS)
        if unknown:
            raise ValueError(
                bad("BatchNormalization", "renorm_clipping", f"a dict with keys among {_CLIPS}",
                    renorm_clipping, "")
            )  # fmt: skip
        self._keep(
            int(axis), epsilon, center, scale,
            beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint, gamma_constraint=gamma_constraint,
        )  # fmt: skip
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.momentum, self.synchronized = momentum, synchronized
        self.renorm, self.renorm_momentum = renorm, renorm_momentum
        self.renorm_clipping = (renorm_clipping or {}) if renorm else renorm_clipping

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """Whether rows are normalized one by one: by running statistics, unless a call says otherwise."""
        calls = ([*node.args[1:2], node.kwargs.get("training")] for node in self._inbound_nodes)
        return not any(flag is not None and flag is not False for call in calls for flag in call)

    def build(self, input_shape: Shape) -> None:
        """Make gamma, beta and the running statistics, one value a channel."""
        shape = sizes_of(self, self.axis, input_shape)
        self._build_affine(shape)
        self.moving_mean = self._statistic("moving_mean", shape, self.moving_mean_initializer)
        variance = self.moving_variance_initializer
        self.moving_variance = self._statistic("moving_variance", shape, variance)
        if self.renorm:
            deviation = _Root(variance)
            self.moving_stddev = self._statistic("moving_stddev", shape, deviation)
            self.renorm_mean = self._statistic("renorm_mean", shape, self.moving_mean_initializer)
            self.renorm_stddev = self._statistic("renorm_stddev", shape, deviation)
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: shape[0]})

    def _statistic(self, name: str, shape: tuple[int, ...], initializer: Any) -> Any:
        return self.add_weight(shape, initializer, name=name, trainable=False, autocast=False)

    def call(self, inputs: Array, training: bool | None = None, mask: Array | None = None) -> Array:
        """(inputs - mean) / sqrt(variance + epsilon) · gamma + beta."""
        x = ops.cast(inputs, result_type(inputs.dtype, "float32"))
        gamma, beta = self.gamma, self.beta
        if not training or not self.trainable:
            mean, variance = self.moving_mean.value, self.moving_variance.value
        else:
            mean, variance = self._batch_statistics(x, mask)
            if self.renorm:
                gamma, beta = self._renormalized(mean, variance)
            self._move(mean, variance)
        y = ops.batch_normalization(x, mean, variance, self.axis, beta, gamma, self.epsilon)
        return ops.cast(y, self.compute_dtype)

    def _batch_statistics(self, x: Array, mask: Array | None) -> tuple[Array, Array]:
        """Mean and variance of each channel over the places that the mask keeps."""
        own = axes_of(self, self.axis, x.shape)
        axes = tuple(a for a in range(len(x.shape)) if a not in own)
        if mask is None:
            return ops.moments(x, axes, synchronized=self.synchronized)
        rank = len(mask.shape)
        if tuple(mask.shape) != tuple(x.shape[:rank]) or rank >= len(x.shape):
            raise ShapeError(
                f"{self._who()}: the mask must have the first sizes of the input {tuple(x.shape)}; got "
                f"{tuple(mask.shape)}. Pass one of shape {tuple(x.shape[:-1])}."
            )
        ones = (1,) * (len(x.shape) - rank)
        kept = ops.broadcast_to(ops.reshape(ops.cast(mask, x.dtype), (*mask.shape, *ones)), x.shape)
        count = ops.sum(kept, axes, keepdims=True) + config.epsilon()
        mean = ops.sum(x * kept, axes, keepdims=True) / count
        variance = ops.sum(ops.square(x - mean) * kept, axes, keepdims=True) / count
        return ops.squeeze(mean, axes), ops.squeeze(variance, axes)

    def _move(self, mean: Array, variance: Array) -> None:
        """Move the running statistics towards the batch's."""
        _towards(self.moving_mean, mean, self.momentum)
        if not self.renorm:
            _towards(self.moving_variance, variance, self.momentum)
            return
        deviation = ops.sqrt(variance + self.epsilon)
        moved = _towards(self.moving_stddev, deviation, self.momentum)
        self.moving_variance.assign(ops.maximum(moved * moved - self.epsilon, 0.0))
        _towards(self.renorm_mean, mean, self.renorm_momentum)
        _towards(self.renorm_stddev, deviation, self.renorm_momentum)

    def _renormalized(self, mean: Array, variance: Array) -> tuple[Array, Array]:
        """gamma and beta such that the batch's statistics give what the slow ones would: r and d inside."""
        slow_mean, slow = self.renorm_mean.value, self.renorm_stddev.value
        bounds = self.renorm_clipping or {}
        r = ops.sqrt(variance + self.epsilon) / slow
        r = ops.clip(r, bounds.get("rmin", 0.0), bounds.get("rmax", np.inf))
        d = (mean - slow_mean) / slow
        d = ops.clip(d, -bounds.get("dmax", np.inf), bounds.get("dmax", np.inf))
        r, d = ops.stop_gradient(r), ops.stop_gradient(d)
        if self.gamma is not None:
            r, d = r * self.gamma.value, d * self.gamma.value
        return r, d if self.beta is None else d + self.beta.value


class _Root:
    """The square root of what another initializer draws."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        return np.sqrt(np.asarray(self.inner(shape, dtype=dtype)))


def _towards(statistic: Any, value: Array, momentum: float) -> Array:
    return statistic.assign(statistic.value * momentum + value * (1.0 - momentum))
