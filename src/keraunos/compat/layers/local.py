"""Layers whose windows do not share their weights: each place of the output has a kernel of its own."""

from typing import Any, ClassVar

from keraunos import activations, ops
from keraunos.core import config
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register_keras_serializable
from keraunos.core.typing import Array, Shape
from keraunos.layers import InputSpec, Layer
from keraunos.ops import windows


class _LocallyConnected(Layer):
    """A window slides over the input; at each place its sum has its own weights.

    y[o] = activation(Σ over places k and channels of x[stride·o + k] · kernel[o, k] + bias[o])

    Args: as of the convolution of that rank; padding: "valid" alone. implementation: taken.
    Raises: ValueError for another padding; ShapeError (a ValueError) if a size of the input is unknown.
    """

    rank: ClassVar[int] = 2
    batch_independent = True

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, activation: Any = None, use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, implementation: int = 1, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        who = type(self).__name__
        if padding != "valid":
            raise ValueError(bad(who, "padding", "'valid'", padding, "Pad with ZeroPadding first."))
        self.filters, self.use_bias, self.padding = filters, use_bias, padding
        self.kernel_size = windows.as_sizes(kernel_size, self.rank, who, "kernel_size")
        self.strides = windows.as_sizes(strides, self.rank, who, "strides")
        self.data_format = config.standardize_data_format(data_format, who)
        self.activation, self.implementation = activations.get(activation), implementation
        self.keep_rules(
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def build(self, input_shape: Shape) -> None:
        """Make kernel (places, window · channels, filters) and bias (*places, filters)."""
        outs = self._outs(input_shape)
        _, channels = windows.split_shape(input_shape, self.data_format)
        if channels is None or any(size is None for size in outs):
            raise ShapeError(f"{self._who()} needs all sizes of its input; got {input_shape}. "
                             "Give them in the Input.")  # fmt: skip
        places, seen = _product(outs), _product(self.kernel_size) * channels
        self.kernel = self.add_ruled_weight("kernel", (places, seen, self.filters))
        shape = (*outs, self.filters)
        self.bias = self.add_ruled_weight("bias", shape) if self.use_bias else None

    def _outs(self, input_shape: Shape) -> tuple[Any, ...]:
        ones = (1,) * self.rank
        return windows.out_sizes(
            self._who(), "kernel_size", input_shape, self.data_format, self.kernel_size,
            self.strides, ones, "valid",
        )  # fmt: skip

    def call(self, inputs: Array) -> Array:
        """The sums of the windows, each with its own kernel."""
        first = self.data_format == "channels_first"
        x = ops.moveaxis(inputs, 1, -1) if first else inputs
        outs = self._outs(inputs.shape)
        seen = ops.reshape(self._windows(x, outs), (-1, _product(outs), self.kernel.shape[1]))
        y = ops.reshape(ops.einsum("bpk,pkf->bpf", seen, self.kernel), (-1, *outs, self.filters))
        y = y if self.bias is None else ops.add(y, self.bias)
        y = ops.moveaxis(y, -1, 1) if first else y
        return y if self.activation is None else self.activation(y)

    def _windows(self, x: Array, outs: Any) -> Array:
        """What each window sees: (batch, *places, places of the window, channels)."""
        axes = range(1, self.rank + 1)
        for axis, size, step, out in zip(axes, self.kernel_size, self.strides, outs):
            index = ops.expand_dims(ops.arange(out) * step, 1) + ops.arange(size)
            x = ops.moveaxis(ops.take(x, index, axis=axis), axis + 1, -2)
        return x

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, *spatial, channels) -> (batch, *out, filters), in the layout of the input."""
        outs = self._outs(input_shape)
        return windows.joined_shape(input_shape[0], outs, self.filters, self.data_format)


def _product(sizes: Any) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


@register_keras_serializable("keraunos")
class LocallyConnected1D(_LocallyConnected):
    """Windows over a sequence that do not share their weights.

    Args: as of Conv1D; padding: "valid" alone.
    Shapes: (batch, steps, channels) -> (batch, out, filters).
    Example:
        >>> LocallyConnected1D(4, 3)(ops.zeros((2, 10, 8))).shape
        (2, 8, 4)
    """

    rank = 1


@register_keras_serializable("keraunos")
class LocallyConnected2D(_LocallyConnected):
    """Windows over an image that do not share their weights.

    Args: as of Conv2D; padding: "valid" alone.
    Shapes: (batch, height, width, channels) -> (batch, out, out, filters).
    Example:
        >>> LocallyConnected2D(4, 3)(ops.zeros((2, 6, 6, 1))).shape
        (2, 4, 4, 4)
    """

    rank = 2
