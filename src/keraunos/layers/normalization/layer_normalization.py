"""Normalization of each sample by its own mean and variance."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import result_type
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.normalization.affine import Affine, as_axes, axes_of, sizes_of


@register("keras.layers.LayerNormalization")
class LayerNormalization(Affine):
    """Bring each sample to mean 0 and variance 1 along axes, then scale and shift it.

    y = (x - mean) / sqrt(variance + epsilon) · gamma + beta

    Args:
        axis: an int, or several, along which mean and variance are taken and gamma and beta lie.
        epsilon: added to the variance, a float > 0.
        center: whether beta is added. scale: whether gamma multiplies.
        beta_initializer, gamma_initializer: their first values; *_regularizer: adds a loss computed from
            one; *_constraint: maps one after each update.
        rms_scaling: neither take the mean away nor add beta, x / sqrt(variance + epsilon) · gamma; for files
            that say so. What is known as RMS normalization is RMSNormalization.
    Shapes: any -> the same.
    Raises: TypeError if axis is not ints; ShapeError (a ValueError) if it is missing or its size unknown.
    Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450.
    Example:
        >>> LayerNormalization()(ops.zeros((2, 3))).shape
        (2, 3)
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, axis: Any = -1, epsilon: float = 1e-3, center: bool = True, scale: bool = True,
        beta_initializer: Any = "zeros", gamma_initializer: Any = "ones",
        beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
        gamma_constraint: Any = None, rms_scaling: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.rms_scaling = rms_scaling
        self._keep(
            as_axes("LayerNormalization", axis), epsilon, center, scale,
            beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint, gamma_constraint=gamma_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make gamma and beta of the axes' sizes."""
        sizes = sizes_of(self, self.axis, input_shape)
        self.axis = self.axis if isinstance(self.axis, list) else [self.axis]
        self._build_affine(sizes, center=self.center and not self.rms_scaling)

    def call(self, inputs: Array) -> Array:
        """(inputs - mean) / sqrt(variance + epsilon) · gamma + beta."""
        if self.rms_scaling:
            return ops.cast(self._scaled(inputs), self.compute_dtype)
        y = ops.layer_normalization(inputs, self.gamma, self.beta, self.axis, self.epsilon)
        return ops.cast(y, self.compute_dtype)

    def _scaled(self, inputs: Array) -> Array:
        x = ops.cast(inputs, result_type(inputs.dtype, "float32"))
        axes = axes_of(self, self.axis, x.shape)
        _, variance = ops.moments(x, axes, keepdims=True)
        y = x * ops.rsqrt(variance + self.epsilon)
        shape = tuple(size if a in axes else 1 for a, size in enumerate(x.shape))
        return y if self.gamma is None else y * ops.reshape(self.gamma, shape)
