"""The fully connected layer."""

from typing import Any

from keraunos import activations, constraints, initializers, ops, regularizers
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer


@register("keras.layers.Dense", "keras.layers.core.Dense")
class Dense(Layer):
    """Each output is a weighted sum of all inputs, plus a bias, through an activation.

    y = activation(x · kernel + bias)

    Args:
        units: the size of the output, an int >= 1.
        activation: name or callable; None: linear.
        use_bias: whether a bias is added.
        kernel_initializer: of the kernel (features, units). bias_initializer: of the bias (units,).
        kernel_regularizer: adds a loss computed from the kernel. bias_regularizer: from the bias.
        activity_regularizer: adds a loss computed from the output.
        kernel_constraint: maps the kernel after each update. bias_constraint: the bias.
    Shapes: (batch, ..., features) -> (batch, ..., units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the last axis changes.
    Example:
        >>> Dense(2, kernel_initializer="ones")(ops.ones((1, 3))).tolist()
        [[3.0, 3.0]]
    Differs: no `lora_rank`, `lora_alpha`, `quantization_config`; these wrap a layer from outside.
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, units: int, activation: Any = None, use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        if isinstance(units, bool) or not hasattr(units, "__index__") or units < 1:
            raise ValueError(bad("Dense", "units", "an int >= 1", units, "Pass the output size."))
        self.units, self.use_bias = int(units), use_bias
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape: Shape) -> None:
        """Make kernel (features, units) and bias (units,)."""
        features = input_shape[-1]
        self.kernel = self.add_weight(
            (features, self.units), self.kernel_initializer, name="kernel",
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint,
        )  # fmt: skip
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                (self.units,), self.bias_initializer, name="bias",
                regularizer=self.bias_regularizer, constraint=self.bias_constraint,
            )  # fmt: skip
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})

    def call(self, inputs: Array, training: bool | None = None) -> Array:
        """activation(inputs · kernel + bias)."""
        y = ops.matmul(inputs, self.kernel)  # (batch, ..., units)
        return self.activation(y if self.bias is None else ops.add(y, self.bias))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ..., features) -> (batch, ..., units)."""
        return (*input_shape[:-1], self.units)
