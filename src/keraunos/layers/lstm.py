"""The long short-term memory: its cell and the layer that runs it over time."""

from typing import Any

import numpy as np

from keraunos import activations, constraints, initializers, ops, regularizers
from keraunos.core.errors import bad
from keraunos.core.random import SeedGenerator
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer
from keraunos.layers.rnn import RNN

_SHARED = """
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
"""


@register("keras.layers.LSTMCell")
class LSTMCell(Layer):
    __doc__ = f"""One time step of a long short-term memory.

    i, f, o = σ(x·Wᵢ + h·Uᵢ + bᵢ), …; c' = f∘c + i∘tanh(x·W_c + h·U_c + b_c); h' = o∘tanh(c')
{_SHARED}
    Shapes: (batch, features), [(batch, units)] * 2 -> (batch, units), [(batch, units)] * 2.
    Raises: ValueError if units is not an int >= 1.
    Source: Hochreiter & Schmidhuber 1997; gates in the order i, f, c, o.
    """

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
        if isinstance(units, bool) or not hasattr(units, "__index__") or units < 1:
            raise ValueError(
                bad(type(self).__name__, "units", "an int >= 1", units, "Pass the size.")
            )
        self.units, self.use_bias, self.unit_forget_bias = int(units), use_bias, unit_forget_bias
        self.activation = activations.get(activation)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.seed = seed
        self.seed_generator = (
            SeedGenerator(seed) if self.dropout or self.recurrent_dropout else None
        )
        self.state_size = [self.units, self.units]
        self.output_size = self.units

    def build(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias."""
        units = self.units
        self.kernel = self.add_weight(
            (input_shape[-1], units * 4), self.kernel_initializer, name="kernel",
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint,
        )  # fmt: skip
        self.recurrent_kernel = self.add_weight(
            (units, units * 4), self.recurrent_initializer, name="recurrent_kernel",
            regularizer=self.recurrent_regularizer, constraint=self.recurrent_constraint,
        )  # fmt: skip
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                (units * 4,), self._first_bias, name="bias",
                regularizer=self.bias_regularizer, constraint=self.bias_constraint,
            )  # fmt: skip

    def _first_bias(self, shape: Any, dtype: Any = None, **kwargs: Any) -> np.ndarray:
        """The initializer's bias, with the forget gate's part at 1 if so asked."""
        if not self.unit_forget_bias:
            return self.bias_initializer(shape, dtype=dtype)
        parts = [((self.units,), self.bias_initializer), ((self.units * 2,), self.bias_initializer)]
        first, last = (np.asarray(draw(size, dtype=dtype)) for size, draw in parts)
        return np.concatenate([first, np.ones(self.units, first.dtype), last])

    def call(self, inputs: Array, states: Any, training: bool = False) -> Any:
        """One step: (output, [h, c])."""
        prepared, context = self.prepare(inputs[None], states, training)
        return self.advance(prepared[0], states, context)

    def prepare(self, steps: Array, states: Any, training: bool) -> tuple[Array, Any]:
        """What needs no state, for all steps at once: x·W + b, (time, batch, 4·units)."""
        kept = None
        if training and self.seed_generator is not None:
            if self.dropout:
                ones = ops.ones_like(steps[0])
                steps = steps * ops.dropout(ones, self.dropout, self.seed_generator.next())
            if self.recurrent_dropout:
                ones = ops.ones_like(states[0])
                kept = ops.dropout(ones, self.recurrent_dropout, self.seed_generator.next())
        projected = ops.matmul(steps, self.kernel)
        return (projected if self.bias is None else projected + self.bias), kept

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """What needs the state: the gates and the new (h, c)."""
        h, c = states[0], states[1]
        z = projected + ops.matmul(h if kept is None else h * kept, self.recurrent_kernel)
        i, f, g, o = ops.split(z, 4, axis=-1)
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(g)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def get_initial_state(self, batch_size: int | None = None) -> list[Array]:
        """Zeros for h and c."""
        return [ops.zeros((batch_size, self.units), self.compute_dtype) for _ in range(2)]


@register("keras.layers.LSTM", "keras.layers.recurrent.LSTM")
class LSTM(RNN):
    __doc__ = f"""A long short-term memory over a sequence.

    i, f, o = σ(x·Wᵢ + h·Uᵢ + bᵢ), …; c' = f∘c + i∘tanh(x·W_c + h·U_c + b_c); h' = o∘tanh(c')
{_SHARED}
        return_sequences: all outputs rather than the last. return_state: also the last h and c.
        go_backwards: from the last step to the first. stateful: keep states between batches.
        zero_output_for_mask: 0 at masked steps rather than the output before. unroll: no loop in the program. use_cudnn: taken and not used; there is one engine.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units).
    Raises: ValueError if units is not an int >= 1; ShapeError if the input is not (batch, time, features).
    Example:
        >>> LSTM(4)(ops.zeros((2, 3, 5))).shape
        (2, 4)
    Source: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; gates in the order i, f, c, o.
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
            bias_constraint, dropout, recurrent_dropout, seed, dtype=base.get("dtype"), name="lstm_cell",
            trainable=base.get("trainable", True),
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, activity_regularizer=activity_regularizer, **base,
        )  # fmt: skip
        self.use_cudnn = use_cudnn

    def __getattr__(self, name: str) -> Any:
        """The cell's arguments are the layer's."""
        cell = self.__dict__.get("cell")
        if cell is not None and name in cell._init_args:
            return getattr(cell, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
