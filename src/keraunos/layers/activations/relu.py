"""Rectifiers: linear above a threshold, flat or bent below."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer

_ANY = float("inf")


class Elementwise(Layer):
    """A function of each element alone."""

    supports_masking = True
    batch_independent = True

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape


@register("keras.layers.ReLU", "keras.layers.advanced_activations.ReLU")
class ReLU(Elementwise):
    """y = x from the threshold up to max_value, max_value beyond, negative_slope·(x - threshold) below.

    Args:
        max_value: the largest output, a float >= 0 or None.
        negative_slope: a float >= 0. threshold: a float >= 0.
    Shapes: any -> the same.
    Raises: ValueError for a negative argument.
    Example:
        >>> ReLU(max_value=1.0)(ops.convert_to_tensor([-1.0, 0.5, 2.0])).tolist()
        [0.0, 0.5, 1.0]
    """

    def __init__(
        self, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        if max_value is not None:
            checks.between("ReLU", "max_value", max_value, high=_ANY)
        self.max_value = max_value
        self.negative_slope = checks.between("ReLU", "negative_slope", negative_slope, high=_ANY)
        self.threshold = checks.between("ReLU", "threshold", threshold, high=_ANY)
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The rectified inputs."""
        return activations.relu(
            inputs, negative_slope=self.negative_slope, max_value=self.max_value,
            threshold=self.threshold,
        )  # fmt: skip


@register("keras.layers.LeakyReLU", "keras.layers.advanced_activations.LeakyReLU")
class LeakyReLU(Elementwise):
    """y = x if x > 0, else negative_slope · x.

    Args: negative_slope: a float >= 0.
    Shapes: any -> the same.
    Raises: ValueError for a negative slope or None.
    Source: Maas et al. 2013.
    Example:
        >>> LeakyReLU(0.5)(ops.convert_to_tensor([-1.0, 2.0])).tolist()
        [-0.5, 2.0]
    """

    def __init__(self, negative_slope: float = 0.3, **base: Any) -> None:
        super().__init__(**base)
        self.negative_slope = checks.between(
            "LeakyReLU", "negative_slope", negative_slope, high=_ANY
        )
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The rectified inputs."""
        return activations.leaky_relu(inputs, negative_slope=self.negative_slope)


@register("keras.layers.ELU", "keras.layers.advanced_activations.ELU")
class ELU(Elementwise):
    """y = x if x > 0, else alpha · (exp(x) - 1).

    Args: alpha: a float.
    Shapes: any -> the same.
    Source: Clevert et al. 2015, arXiv:1511.07289.
    Example:
        >>> ELU()(ops.convert_to_tensor([0.0, 2.0])).tolist()
        [0.0, 2.0]
    """

    def __init__(self, alpha: float = 1.0, **base: Any) -> None:
        super().__init__(**base)
        self.alpha = alpha
        self.built = True

    def call(self, inputs: Array) -> Array:
        """The bent inputs."""
        return activations.elu(inputs, alpha=self.alpha)


@register("keras.layers.PReLU", "keras.layers.advanced_activations.PReLU")
class PReLU(Layer):
    """y = x if x > 0, else alpha · x, with an alpha that is learnt.

    Args:
        alpha_initializer, alpha_regularizer, alpha_constraint: of alpha (...), one for each element.
        shared_axes: axes along which alpha is the same, ints >= 1.
    Shapes: (batch, ...) -> the same.
    Raises: ValueError for a shared batch axis.
    Source: He et al. 2015, arXiv:1502.01852.
    Example:
        >>> PReLU(alpha_initializer="ones")(ops.convert_to_tensor([[-1.0, 2.0]])).tolist()
        [[-1.0, 2.0]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, alpha_initializer: Any = "Zeros", alpha_regularizer: Any = None,
        alpha_constraint: Any = None, shared_axes: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.keep_rules(
            alpha_initializer=alpha_initializer, alpha_regularizer=alpha_regularizer,
            alpha_constraint=alpha_constraint,
        )  # fmt: skip
        if isinstance(shared_axes, int):
            shared_axes = [shared_axes]
        self.shared_axes = None if shared_axes is None else list(shared_axes)
        if 0 in (self.shared_axes or ()):
            raise ValueError(
                bad(
                    "PReLU",
                    "shared_axes",
                    "axes other than the batch's",
                    shared_axes,
                    "Leave out 0.",
                )
            )

    def build(self, input_shape: Shape) -> None:
        """Make alpha, of size 1 along the shared axes."""
        shared = {axis % len(input_shape) for axis in self.shared_axes or ()}
        sizes = [1 if i in shared else s for i, s in enumerate(input_shape)][1:]
        self.alpha = self.add_ruled_weight("alpha", sizes)
        axes = {i: s for i, s in enumerate(input_shape) if i and i not in shared and s is not None}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=axes)

    def call(self, inputs: Array) -> Array:
        """The rectified inputs."""
        return ops.relu(inputs) - self.alpha * ops.relu(-inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape
