"""Normalization of groups of channels in each sample."""

from typing import Any

from keraunos import ops
from keraunos.core.dtypes import result_type
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.normalization.affine import Affine, axes_of, sizes_of
from keraunos.ops.windows import shape_text


@register("keras.layers.GroupNormalization")
class GroupNormalization(Affine):
    """Bring each group of channels of each sample to mean 0 and variance 1, then scale and shift it.

    y = (x - mean) / sqrt(variance + epsilon) · gamma + beta, mean and variance over a group and all of space

    Args:
        groups: how many groups the channels are cut into, an int that divides them; -1: one a channel.
        axis: the axis of the channels, an int.
        epsilon: added to the variance, a float > 0.
        center: whether beta is added. scale: whether gamma multiplies.
        beta_initializer, gamma_initializer: their first values; *_regularizer: adds a loss computed from
            one; *_constraint: maps one after each update.
    Shapes: (batch, ..., channels) -> the same.
    Raises: ShapeError (a ValueError) if groups do not divide the channels, or these are unknown.
    Source: Wu & He 2018, arXiv:1803.08494.
    Example:
        >>> GroupNormalization(2)(ops.zeros((1, 5, 4))).shape
        (1, 5, 4)
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, groups: int = 32, axis: int = -1, epsilon: float = 1e-3, center: bool = True,
        scale: bool = True, beta_initializer: Any = "zeros", gamma_initializer: Any = "ones",
        beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
        gamma_constraint: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.groups = groups
        self._keep(
            axis, epsilon, center, scale,
            beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint, gamma_constraint=gamma_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make gamma and beta, one value a channel."""
        (channels,) = sizes_of(self, self.axis, input_shape)
        groups = channels if self.groups == -1 else self.groups
        if groups < 1 or channels % groups:
            raise ShapeError(
                f"{self._who()}: groups must be -1 or divide the channels; got {self.groups} groups for "
                f"{channels} channels (axis {self.axis} of {shape_text(input_shape)}). "
                f"Choose a divisor of {channels}, or another axis."
            )
        self.groups = groups
        self._build_affine((channels,))
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})

    def call(self, inputs: Array) -> Array:
        """Normalize each group, then scale and shift each channel."""
        shape = tuple(inputs.shape)
        (axis,) = axes_of(self, self.axis, shape)
        x = ops.cast(inputs, result_type(inputs.dtype, "float32"))
        size = shape[axis] // self.groups
        x = ops.reshape(x, (*shape[:axis], self.groups, size, *shape[axis + 1 :]))
        over = tuple(a for a in range(1, len(shape) + 1) if a != axis)
        y = ops.reshape(ops.layer_normalization(x, axis=over, epsilon=self.epsilon), shape)
        along = tuple(s if a == axis else 1 for a, s in enumerate(shape))
        if self.gamma is not None:
            y = y * ops.reshape(self.gamma, along)
        if self.beta is not None:
            y = y + ops.reshape(self.beta, along)
        return ops.cast(y, self.compute_dtype)
