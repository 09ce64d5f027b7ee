"""The fully connected recurrent layer: its cell and the layer that runs it over time."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.layers.recurrent.cell import RecurrentCell, masked
from keraunos.layers.recurrent.rnn import CellLayer


@register("keras.layers.SimpleRNNCell")
class SimpleRNNCell(RecurrentCell):
    """One time step in which the output is fed back.

    h' = tanh(x·W + h·U + b)

    Args: as of `SimpleRNN`, without those that say how to go through a sequence.
    Shapes: (batch, features), [(batch, units)] -> (batch, units), [(batch, units)].
    Raises: ValueError if units is not an int >= 1.
    Example:
        >>> SimpleRNNCell(4)(ops.zeros((2, 5)), [ops.zeros((2, 4))])[0].shape
        (2, 4)
    """

    def __init__(
        self, units: int, activation: Any = "tanh", use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros", kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None, bias_regularizer: Any = None,
        kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
        dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.keep(
            units, activation, use_bias, dropout, recurrent_dropout, seed,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """(h, [h])."""
        inner = ops.matmul(masked(states[0], kept), self.recurrent_kernel)
        h = self.activation(projected + inner)
        return h, [h]


@register("keras.layers.SimpleRNN", "keras.layers.recurrent.SimpleRNN")
class SimpleRNN(CellLayer):
    """A recurrent layer whose output is fed back to its input.

    h' = tanh(x·W + h·U + b)

    Args:
        units: the size of the state and the output, an int >= 1.
        activation: of the output. use_bias: whether a bias is added.
        kernel_initializer: (features, units). recurrent_initializer: (units, units).
        bias_initializer: (units,).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: add a loss computed from a weight.
        kernel_constraint, recurrent_constraint, bias_constraint: map a weight after each update.
        dropout: share of the inputs dropped while training, in [0, 1]; one mask a sequence.
        recurrent_dropout: the same for the state. seed: an int, for the same masks each run.
        return_sequences: all outputs rather than the last. return_state: also the last h.
        go_backwards: from the last step to the first. stateful: keep states between batches.
        unroll: no loop in the program.
        zero_output_for_mask: 0 at masked steps rather than the output before.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the input is not (batch, time, features).
    Source: Elman 1990, doi:10.1207/s15516709cog1402_1. Differs: the config has `seed`.
    Example:
        >>> SimpleRNN(4)(ops.zeros((2, 3, 5))).shape
        (2, 4)
    """

    def __init__(
        self, units: int, activation: Any = "tanh", use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros", kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
        dropout: float = 0.0, recurrent_dropout: float = 0.0, return_sequences: bool = False,
        return_state: bool = False, go_backwards: bool = False, stateful: bool = False,
        unroll: bool = False, seed: int | None = None, zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        cell = SimpleRNNCell(
            units, activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout,
            seed, dtype=base.get("dtype"), trainable=base.get("trainable", True),
            name="simple_rnn_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, activity_regularizer=activity_regularizer, **base,
        )  # fmt: skip
