"""The long short-term memory: its cell and the layer that runs it over time."""

from typing import Any

import numpy as np

from keraunos import activations, ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.recurrent.cell import RecurrentCell, masked
from keraunos.layers.recurrent.rnn import CellLayer
from keraunos.ops.lowering import recurrent as lowering


@register("keras.layers.LSTMCell")
class LSTMCell(RecurrentCell):
    """One time step of a long short-term memory.

    i, f, o = σ(x·Wᵢ + h·Uᵢ + bᵢ), …; c' = f∘c + i∘tanh(x·W_c + h·U_c + b_c); h' = o∘tanh(c')

    Args: as of `LSTM`, without those that say how to go through a sequence.
    Shapes: (batch, features), [(batch, units)] * 2 -> (batch, units), [(batch, units)] * 2.
    Raises: ValueError if units is not an int >= 1.
    Source: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; gates in the order i, f, c, o.
    Example:
        >>> output, states = LSTMCell(4)(ops.zeros((2, 5)), [ops.zeros((2, 4))] * 2)
        >>> output.shape, len(states)
        ((2, 4), 2)
    """

    num_blocks = 4
    num_states = 2

    def __init__(
        self, units: int, activation: Any = "tanh", recurrent_activation: Any = "sigmoid",
        use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True, kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None, bias_regularizer: Any = None,
        kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
        dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.keep(
            units, activation, use_bias, dropout, recurrent_dropout, seed,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def _bias_initializer(self) -> Any:
        return (
            forget_at_one(self.bias_initializer) if self.unit_forget_bias else self.bias_initializer
        )

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """The gates, then (h, [h, c])."""
        h, c = states
        z = projected + ops.matmul(masked(h, kept), self.recurrent_kernel)
        i, f, g, o = ops.split(z, 4, axis=-1)
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(g)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def whole(self, prepared: Array, states: Any, kept: Any, sequences: bool) -> Any:
        """All steps by the program with a gradient of its own, for the usual activations."""
        usual = (
            self.activation is activations.tanh and self.recurrent_activation is activations.sigmoid
        )
        if kept is not None or not usual:
            return None
        recurrent = self.recurrent_kernel.value
        found: Any = lowering.lstm(prepared, states[0], states[1], recurrent, sequences)
        outputs, h, c = found
        return outputs, h, [h, c]


def forget_at_one(initializer: Any) -> Any:
    """The initializer of a bias in four blocks, whose second (the forget gate's) is 1."""

    def first(shape: Any, dtype: Any = None, **_options: Any) -> np.ndarray:
        units = shape[0] // 4
        start, rest = (np.asarray(initializer((n * units,), dtype=dtype)) for n in (1, 2))
        return np.concatenate([start, np.ones(units, start.dtype), rest])

    return first


@register("keras.layers.LSTM", "keras.layers.recurrent.LSTM")
class LSTM(CellLayer):
    """A long short-term memory over a sequence.

    i, f, o = σ(x·Wᵢ + h·Uᵢ + bᵢ), …; c' = f∘c + i∘tanh(x·W_c + h·U_c + b_c); h' = o∘tanh(c')

    Args:
        units: the size of the state and the output, an int >= 1.
        activation: of candidate and output. recurrent_activation: of the gates.
        use_bias: whether a bias is added.
        kernel_initializer: (features, 4·units). recurrent_initializer: (units, 4·units).
        bias_initializer: (4·units,). unit_forget_bias: start the forget gate's bias at 1.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: add a loss computed from a weight.
        kernel_constraint, recurrent_constraint, bias_constraint: map a weight after each update.
        dropout: share of the inputs dropped while training, in [0, 1]; one mask a sequence.
        recurrent_dropout: the same for the state. seed: an int, for the same masks each run.
        return_sequences: all outputs rather than the last. return_state: also the last h and c.
        go_backwards: from the last step to the first. stateful: keep states between batches.
        unroll: no loop in the program. use_cudnn: taken and not used; there is one engine.
        zero_output_for_mask: 0 at masked steps rather than the output before.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the input is not (batch, time, features).
    Source: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; gates in the order i, f, c, o.
    Example:
        >>> LSTM(4)(ops.zeros((2, 3, 5))).shape
        (2, 4)
    """

    _not_in_config = ("use_cudnn",)

    def __init__(
        self, units: int, activation: Any = "tanh", recurrent_activation: Any = "sigmoid",
        use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True, kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
        dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: int | None = None,
        return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False,
        stateful: bool = False, unroll: bool = False, use_cudnn: Any = "auto",
        zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        cell = LSTMCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer,
            recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, seed, dtype=base.get("dtype"),
            trainable=base.get("trainable", True), name="lstm_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, activity_regularizer=activity_regularizer, **base,
        )  # fmt: skip
        self.use_cudnn = use_cudnn
