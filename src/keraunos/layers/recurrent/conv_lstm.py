"""LSTMs whose products are convolutions: the cell, and the layers over one, two and three axes."""

from typing import Any

from keraunos import activations, ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.recurrent.cell import RecurrentCell, masked
from keraunos.layers.recurrent.lstm import forget_at_one
from keraunos.layers.recurrent.rnn import CellLayer
from keraunos.ops import windows


class ConvLSTMCell(RecurrentCell):
    """One time step of an LSTM whose products with kernels are convolutions.

    i, f, o = σ(x∗Wᵢ + h∗Uᵢ + bᵢ), …; c' = f∘c + i∘tanh(x∗W_c + h∗U_c + b_c); h' = o∘tanh(c')

    Args: rank: how many axes the window moves over, 1, 2 or 3; the others as of ConvLSTM2D.
    """

    num_blocks = 4
    num_states = 2
    size_name = "filters"

    def __init__(
        self, rank: int, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid", use_bias: bool = True, unit_forget_bias: bool = True,
        dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: int | None = None,
        rules: dict[str, Any] | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = type(self).__name__
        self.rank = rank
        self.kernel_size = windows.as_sizes(kernel_size, rank, owner, "kernel_size")
        self.strides = windows.as_sizes(strides, rank, owner, "strides")
        self.dilation_rate = windows.as_sizes(dilation_rate, rank, owner, "dilation_rate")
        self.padding = windows.as_padding(padding, owner, ("valid", "same"))
        self.data_format = config.standardize_data_format(data_format, owner)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.keep(filters, activation, use_bias, dropout, recurrent_dropout, seed, **(rules or {}))
        self.filters = self.units

    def build(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias."""
        wide, last = self.units * 4, self.data_format == "channels_last"
        channels = input_shape[-1] if last else input_shape[1]
        self.kernel = self.add_ruled_weight("kernel", (*self.kernel_size, channels, wide))
        self.recurrent_kernel = self.add_ruled_weight(
            "recurrent_kernel", (*self.kernel_size, self.units, wide), rules="recurrent"
        )
        self.bias = None
        if self.use_bias:
            first = self.bias_initializer
            first = forget_at_one(first) if self.unit_forget_bias else first
            self.bias = self.add_ruled_weight("bias", (wide,), initializer=first)

    def _project(self, steps: Array) -> Array:
        """x∗W of all steps as one convolution."""
        flat = ops.reshape(steps, (-1, *steps.shape[2:]))
        y = ops.conv(
            flat, self.kernel, strides=self.strides, padding=self.padding,
            data_format=self.data_format, dilation_rate=self.dilation_rate,
        )  # fmt: skip
        return ops.reshape(y, (*steps.shape[:2], *y.shape[1:]))

    def _input_bias(self) -> Any:
        last = self.data_format == "channels_last"
        if self.bias is None or last:
            return self.bias
        return ops.reshape(self.bias, (-1, *(1,) * self.rank))

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """The gates, then (h, [h, c])."""
        h, c = states
        inner = ops.conv(
            masked(h, kept), self.recurrent_kernel, padding="same", data_format=self.data_format
        )
        axis = -1 if self.data_format == "channels_last" else 1
        i, f, g, o = ops.split(projected + inner, 4, axis=axis)
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(g)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def state_shape(self, input_shape: Shape) -> Shape:
        """The shape of a state for one step's input (batch, ...)."""
        outs = windows.out_sizes(
            self._who(), "kernel_size", input_shape, self.data_format, self.kernel_size,
            self.strides, self.dilation_rate, self.padding,
        )  # fmt: skip
        return windows.joined_shape(input_shape[0], outs, self.units, self.data_format)


class ConvLSTM(CellLayer):
    """The base of ConvLSTM1D, ConvLSTM2D and ConvLSTM3D."""

    rank = 0

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid", use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros", unit_forget_bias: bool = True,
        kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
        bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
        recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: float = 0.0,
        recurrent_dropout: float = 0.0, seed: int | None = None, return_sequences: bool = False,
        return_state: bool = False, go_backwards: bool = False, stateful: bool = False,
        unroll: bool = False, zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        checks.size(type(self).__name__, "filters", filters, "Pass how many channels come out.")
        rules = dict(
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip
        cell = ConvLSTMCell(
            self.rank, filters, kernel_size, strides, padding, data_format, dilation_rate,
            activation, recurrent_activation, use_bias, unit_forget_bias, dropout,
            recurrent_dropout, seed, rules, dtype=base.get("dtype"),
            trainable=base.get("trainable", True), name="conv_lstm_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, activity_regularizer=activity_regularizer, **base,
        )  # fmt: skip
        self.input_spec = InputSpec(ndim=self.rank + 3)

    def __getattr__(self, name: str) -> Any:
        """The cell's arguments are the layer's, the rules of its weights among them."""
        rules = name.endswith(("_initializer", "_regularizer", "_constraint"))
        if rules and "cell" in self.__dict__ and name in self.cell.__dict__:
            return getattr(self.cell, name)
        return super().__getattr__(name)

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """Zeros for h and c, of the sizes that the layer was built for."""
        shape = (self._build_shapes or {}).get("sequences_shape", (None,) * (self.rank + 3))
        return self._zero_states((batch_size, *shape[1:]))

    def _zero_states(self, sequences_shape: Any) -> list[Any]:
        shape = self.cell.state_shape((sequences_shape[0], *sequences_shape[2:]))
        return [ops.zeros(shape, self.compute_dtype) for _ in range(2)]

    def _before(self, states: Any) -> Array:
        return states[0]

    def compute_output_shape(self, sequences_shape: Shape, initial_state_shape: Any = None) -> Any:
        """The output's shape, and the states' if they are returned."""
        state = self.cell.state_shape((sequences_shape[0], *sequences_shape[2:]))
        time = sequences_shape[1:2] if self.return_sequences else ()
        output = (*state[:1], *time, *state[1:])
        return (output, state, state) if self.return_state else output


@register("keras.layers.ConvLSTM1D")
class ConvLSTM1D(ConvLSTM):
    """An LSTM over sequences of rows, whose products are convolutions; arguments as of ConvLSTM2D.

    Shapes: (batch, time, length, channels) -> (batch, new length, filters), with time in second place for
        return_sequences; channels first likewise.
    Source: Shi et al. 2015, arXiv:1506.04214.
    Example:
        >>> ConvLSTM1D(2, 3)(ops.zeros((1, 4, 6, 1))).shape
        (1, 4, 2)
    """

    rank = 1


@register("keras.layers.ConvLSTM2D", "keras.layers.convolutional_recurrent.ConvLSTM2D")
class ConvLSTM2D(ConvLSTM):
    """An LSTM over sequences of images, whose products are convolutions.

    Args:
        filters: how many channels come out, an int >= 1.
        kernel_size: the window's sizes, an int or a tuple. strides: how far it moves. dilation_rate: how far
            apart its elements are. padding: "valid" or "same"; all for the inputs: the state's window moves
            by 1 and keeps the size.
        data_format: "channels_last" or "channels_first"; None: the process's.
        the others: as of LSTM.
    Shapes: (batch, time, height, width, channels) -> (batch, new height, new width, filters), with time in
        second place for return_sequences; channels first likewise.
    Raises: ValueError if a size is not an int >= 1, or the input has not five axes.
    Source: Shi et al. 2015, arXiv:1506.04214.
    Example:
        >>> ConvLSTM2D(2, 3)(ops.zeros((1, 4, 6, 6, 1))).shape
        (1, 4, 4, 2)
    """

    rank = 2


@register("keras.layers.ConvLSTM3D")
class ConvLSTM3D(ConvLSTM):
    """An LSTM over sequences of volumes, whose products are convolutions; arguments as of ConvLSTM2D.

    Shapes: (batch, time, depth, height, width, channels) -> (batch, new depth, height and width, filters),
        with time in second place for return_sequences; channels first likewise.
    Source: Shi et al. 2015, arXiv:1506.04214.
    Example:
        >>> ConvLSTM3D(2, 3)(ops.zeros((1, 2, 4, 4, 4, 1))).shape
        (1, 2, 2, 2, 2)
    """

    rank = 3
