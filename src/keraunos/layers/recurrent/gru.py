"""The gated recurrent unit: its cell and the layer that runs it over time."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.recurrent.cell import RecurrentCell, masked
from keraunos.layers.recurrent.rnn import CellLayer
from keraunos.ops.lowering import recurrent as lowering


@register("keras.layers.GRUCell")
class GRUCell(RecurrentCell):
    """One time step of a gated recurrent unit.

    z, r = σ(x·W + h·U + b), …; g = tanh(x·W_g + r∘(h·U_g + b'_g) + b_g); h' = z∘h + (1 - z)∘g

    Args: as of `GRU`, without those that say how to go through a sequence.
    Shapes: (batch, features), [(batch, units)] -> (batch, units), [(batch, units)].
    Raises: ValueError if units is not an int >= 1.
    Source: Cho et al. 2014, arXiv:1406.1078; with reset_after as in cuDNN; gates in the order z, r, g.
    Example:
        >>> GRUCell(4)(ops.zeros((2, 5)), [ops.zeros((2, 4))])[0].shape
        (2, 4)
    """

    num_blocks = 3

    def __init__(
        self, units: int, activation: Any = "tanh", recurrent_activation: Any = "sigmoid",
        use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
        bias_regularizer: Any = None, kernel_constraint: Any = None,
        recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: float = 0.0,
        recurrent_dropout: float = 0.0, reset_after: bool = True, seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after
        self.keep(
            units, activation, use_bias, dropout, recurrent_dropout, seed,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint,
        )  # fmt: skip

    def _bias_shape(self, wide: int) -> Shape:
        return (2, wide) if self.reset_after else (wide,)

    def _input_bias(self) -> Any:
        return self.bias[0] if self.bias is not None and self.reset_after else self.bias

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """The gates, then (h, [h])."""
        h, units = states[0], self.units
        x = masked(h, kept)
        if self.reset_after:
            inner = ops.matmul(x, self.recurrent_kernel)
            inner = inner if self.bias is None else inner + self.bias[1]
        else:
            inner = ops.matmul(x, self.recurrent_kernel[:, : 2 * units])
        gate = self.recurrent_activation
        z = gate(projected[..., :units] + inner[..., :units])
        r = gate(projected[..., units : 2 * units] + inner[..., units : 2 * units])
        if self.reset_after:
            inside = r * inner[..., 2 * units :]
        else:
            inside = ops.matmul(r * x, self.recurrent_kernel[:, 2 * units :])
        h = z * h + (1 - z) * self.activation(projected[..., 2 * units :] + inside)
        return h, [h]

    def whole(self, prepared: Array, states: Any, kept: Any, sequences: bool) -> Any:
        """All steps by the program with a gradient of its own, for the usual arguments."""
        usual = (
            self.activation is activations.tanh and self.recurrent_activation is activations.sigmoid
        )
        usual = usual and self.reset_after and kept is None
        if not usual:
            return None
        bias = ops.zeros((3 * self.units,), prepared.dtype) if self.bias is None else self.bias[1]
        recurrent = self.recurrent_kernel.value
        found: Any = lowering.gru(prepared, states[0], recurrent, bias, sequences)
        outputs, h = found
        return outputs, h, [h]


@register("keras.layers.GRU", "keras.layers.recurrent.GRU")
class GRU(CellLayer):
    """A gated recurrent unit over a sequence.

    z, r = σ(x·W + h·U + b), …; g = tanh(x·W_g + r∘(h·U_g + b'_g) + b_g); h' = z∘h + (1 - z)∘g

    Args:
        units: the size of the state and the output, an int >= 1.
        activation: of the candidate. recurrent_activation: of the gates.
        use_bias: whether a bias is added.
        kernel_initializer: (features, 3·units). recurrent_initializer: (units, 3·units).
        bias_initializer: (2, 3·units) with reset_after, else (3·units,).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: add a loss computed from a weight.
        kernel_constraint, recurrent_constraint, bias_constraint: map a weight after each update.
        dropout: share of the inputs dropped while training, in [0, 1]; one mask a sequence.
        recurrent_dropout: the same for the state. seed: an int, for the same masks each run.
        return_sequences: all outputs rather than the last. return_state: also the last h.
        go_backwards: from the last step to the first. stateful: keep states between batches.
        unroll: no loop in the program. use_cudnn: taken and not used; there is one engine.
        reset_after: apply the reset gate to h·U (True), or to h before the product (False).
        zero_output_for_mask: 0 at masked steps rather than the output before.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the input is not (batch, time, features).
    Source: Cho et al. 2014, arXiv:1406.1078; with reset_after as in cuDNN; gates in the order z, r, g.
    Example:
        >>> GRU(4)(ops.zeros((2, 3, 5))).shape
        (2, 4)
    """

    _not_in_config = ("use_cudnn",)

    def __init__(
        self, units: int, activation: Any = "tanh", recurrent_activation: Any = "sigmoid",
        use_bias: bool = True, kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
        bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None,
        recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: float = 0.0,
        recurrent_dropout: float = 0.0, seed: int | None = None, return_sequences: bool = False,
        return_state: bool = False, go_backwards: bool = False, stateful: bool = False,
        unroll: bool = False, reset_after: bool = True, use_cudnn: Any = "auto",
        zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        cell = GRUCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
            recurrent_dropout, reset_after, seed, dtype=base.get("dtype"),
            trainable=base.get("trainable", True), name="gru_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, activity_regularizer=activity_regularizer, **base,
        )  # fmt: skip
        self.use_cudnn = use_cudnn
