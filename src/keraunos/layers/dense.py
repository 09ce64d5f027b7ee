"""The fully connected layer."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.quantizing import Quantizable


@register("keras.layers.Dense", "keras.layers.core.Dense")
class Dense(Quantizable):
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
        lora_rank: the size of the factors that alone are trained beside the bias, see `enable_lora`;
            None: none. lora_alpha: the scale of what they add; None: lora_rank.
        quantization_config: an Int8QuantizationConfig or None.
    Shapes: (batch, ..., features) -> (batch, ..., units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the last axis changes;
        NotImplementedError for quantised weights that are not int8.
    Differs: quantised weights other than int8 are refused; `kernel` stays the variable under LoRA.
    Example:
        >>> Dense(2, kernel_initializer="ones")(ops.ones((1, 3))).tolist()
        [[3.0, 3.0]]
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, units: int, activation: Any = None, use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, lora_rank: int | None = None,
        lora_alpha: float | None = None, quantization_config: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self._keep_lora(lora_rank, lora_alpha)
        self.units = checks.size("Dense", "units", units, "Pass the output size.")
        self.use_bias, self.activation = use_bias, activations.get(activation)
        # an activation of the user's may mix the rows
        self.batch_independent = activations.is_builtin(self.activation)
        self.keep_rules(
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip
        self.quantization_config = checks.int8_config("Dense", quantization_config)
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape: Shape) -> None:
        """Make kernel (features, units) and bias (units,)."""
        features = input_shape[-1]
        self.kernel = self.add_ruled_weight("kernel", (features, self.units))
        self.bias = self.add_ruled_weight("bias", (self.units,)) if self.use_bias else None
        self.input_spec = InputSpec(min_ndim=2, axes={-1: self.kernel.shape[0]})
        self._keep_in_few_bits()
        self._adapt_if_asked()

    def call(self, inputs: Array, training: bool | None = None) -> Array:
        """activation(inputs · kernel + bias)."""
        y = self._linear(inputs, ops.matmul)  # (batch, ..., units)
        y = y if self.bias is None else ops.add(y, self.bias)
        return y if self.activation is None else self.activation(y)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ..., features) -> (batch, ..., units)."""
        return (*input_shape[:-1], self.units)
