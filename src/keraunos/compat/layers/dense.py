"""Dense layers of Keras 1: gates that carry the input on, and the largest of several sums."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.registry import register_keras_serializable
from keraunos.core.typing import Array, Shape
from keraunos.layers import Layer


@register_keras_serializable("keraunos")
class Highway(Layer):
    """A dense layer, and a gate that says how much of the input goes on unchanged.

    y = t · activation(x·W + b) + (1 - t) · x, with t = sigmoid(x·W_carry + b_carry)

    Args: activation: name or callable. use_bias: whether biases are added. The weights' rules as of Dense.
    Shapes: (batch, features) -> the same.
    Source: Srivastava et al. 2015, arXiv:1505.00387.
    """

    batch_independent = True

    def __init__(
        self, activation: Any = None, kernel_initializer: Any = "glorot_uniform",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, use_bias: bool = True, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self.activation, self.use_bias = activations.get(activation), use_bias
        self.keep_rules(
            kernel_initializer=kernel_initializer, kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make both kernels (features, features) and biases (features,)."""
        size = input_shape[-1]
        self.kernel = self.add_ruled_weight("kernel", (size, size))
        self.carry_kernel = self.add_ruled_weight("carry_kernel", (size, size), rules="kernel")
        if self.use_bias:
            self.bias = self.add_ruled_weight("bias", (size,), initializer="zeros")
            self.carry_bias = self.add_weight((size,), "ones", name="carry_bias")

    def call(self, inputs: Array) -> Array:
        """The gate's mixture."""
        y, gate = ops.matmul(inputs, self.kernel), ops.matmul(inputs, self.carry_kernel)
        if self.use_bias:
            y, gate = ops.add(y, self.bias), ops.add(gate, self.carry_bias)
        gate = ops.sigmoid(gate)
        y = y if self.activation is None else self.activation(y)
        return gate * y + (1 - gate) * inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape


@register_keras_serializable("keraunos")
class MaxoutDense(Layer):
    """The largest of several linear sums, for each output.

    y = max over k of (x·W_k + b_k)

    Args: units: the size of the output. nb_feature: how many sums. use_bias: whether biases are added.
        The weights' rules as of Dense.
    Shapes: (batch, features) -> (batch, units).
    Source: Goodfellow et al. 2013, arXiv:1302.4389.
    """

    batch_independent = True

    def __init__(
        self, units: int, nb_feature: int = 4, kernel_initializer: Any = "glorot_uniform",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, use_bias: bool = True, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        self.units, self.nb_feature, self.use_bias = units, nb_feature, use_bias
        self.keep_rules(
            kernel_initializer=kernel_initializer, kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, input_shape: Shape) -> None:
        """Make kernel (nb_feature, features, units) and bias (nb_feature, units)."""
        shape = (self.nb_feature, input_shape[-1], self.units)
        self.kernel = self.add_ruled_weight("kernel", shape)
        self.bias = None
        if self.use_bias:
            size = (self.nb_feature, self.units)
            self.bias = self.add_ruled_weight("bias", size, initializer="zeros")

    def call(self, inputs: Array) -> Array:
        """The largest sum."""
        y = ops.einsum("bf,kfu->bku", inputs, self.kernel)
        return ops.max(y if self.bias is None else ops.add(y, self.bias), axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, features) -> (batch, units)."""
        return (input_shape[0], self.units)
