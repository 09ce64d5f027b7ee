"""What the cells of recurrent layers share: weights in blocks, dropout masks, states of zeros."""

from typing import Any

from keraunos import activations, ops
from keraunos.core.random import SeedGenerator
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.layer import Layer


class RecurrentCell(Layer):
    """One step of a recurrent layer, split in two: what needs no state, and what does.

    `prepare(steps, states, training)` does the first for all steps at once; `advance(prepared, states,
    context)` does the second for one; `whole(...)` may do all steps by a program of its own.
    """

    num_blocks = 1
    """How many parts of size `units` the kernels have."""
    num_states = 1
    size_name = "units"
    """The argument that says how wide the state is."""
    units: int
    use_bias: bool
    activation: Any
    bias_initializer: Any
    bias: Any
    dropout: float
    recurrent_dropout: float

    def keep(
        self, units: Any, activation: Any, use_bias: bool, dropout: float, recurrent_dropout: float,
        seed: Any, **rules: Any,
    ) -> None:  # fmt: skip
        """Check and store the arguments that all cells have."""
        self.units = checks.size(
            type(self).__name__, self.size_name, units, "Pass the output size."
        )
        self.activation, self.use_bias = activations.get(activation), use_bias
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.seed = seed
        drops = self.dropout or self.recurrent_dropout
        self.seed_generator = SeedGenerator(seed) if drops else None
        self.keep_rules(**rules)
        functions = (self.activation, getattr(self, "recurrent_activation", None))
        self.batch_independent = all(f is None or activations.is_builtin(f) for f in functions)
        many = self.num_states > 1
        self.state_size: Any = [self.units] * self.num_states if many else self.units
        self.output_size = self.units

    def build(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias."""
        wide = self.units * self.num_blocks
        self.kernel = self.add_ruled_weight("kernel", (input_shape[-1], wide))
        self.recurrent_kernel = self.add_ruled_weight(
            "recurrent_kernel", (self.units, wide), rules="recurrent"
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_ruled_weight(
                "bias", self._bias_shape(wide), initializer=self._bias_initializer()
            )

    def _bias_shape(self, wide: int) -> Shape:
        return (wide,)

    def _bias_initializer(self) -> Any:
        return self.bias_initializer

    def call(self, inputs: Array, states: Any, training: bool = False) -> Any:
        """One step: (output, new states), the states in the form that they came in."""
        many = isinstance(states, (list, tuple))
        given = list(states) if many else [states]
        prepared, context = self.prepare(inputs[None], given, training)
        output, new = self.advance(prepared[0], given, context)
        return output, new if many else new[0]

    def get_dropout_mask(self, step_input: Array) -> Array | None:
        """A new mask for the inputs of a step, 0 or 1 / (1 - rate); None without dropout."""
        return self._mask(step_input, self.dropout) if self.dropout else None

    def get_recurrent_dropout_mask(self, step_input: Array) -> Array | None:
        """The same for the state."""
        return self._mask(step_input, self.recurrent_dropout) if self.recurrent_dropout else None

    def reset_dropout_mask(self) -> None:
        """Nothing is left to reset: every call draws its own mask."""

    reset_recurrent_dropout_mask = reset_dropout_mask

    def prepare(self, steps: Array, states: Any, training: bool) -> tuple[Array, Any]:
        """x·W + b for all steps, (time, batch, blocks·units), and the mask of the state or None."""
        kept = None
        if training and self.seed_generator is not None:
            mask = self.get_dropout_mask(steps[0])
            steps = steps if mask is None else steps * mask
            kept = self.get_recurrent_dropout_mask(states[0])
        projected, bias = self._project(steps), self._input_bias()
        return (projected if bias is None else ops.add(projected, bias)), kept

    def _project(self, steps: Array) -> Array:
        """x·W of all steps."""
        return ops.matmul(steps, self.kernel)

    def _mask(self, like: Array, rate: float) -> Array:
        assert self.seed_generator is not None  # made wherever a rate is above 0
        return ops.dropout(ops.ones_like(like), rate, seed=self.seed_generator.next())

    def _input_bias(self) -> Any:
        """The part of the bias that goes with the inputs."""
        return self.bias

    def advance(self, projected: Array, states: Any, kept: Any) -> Any:
        """(output, new states) from what `prepare` gave for one step."""
        raise NotImplementedError(f"{type(self).__name__}: advance() is not written.")

    def whole(self, prepared: Array, states: Any, kept: Any, sequences: bool) -> Any:
        """(all outputs or None, last output, states) of all steps, or None: no program of its own."""
        return None

    def get_initial_state(self, batch_size: int | None = None) -> list[Array]:
        """Zeros for each state."""
        return [
            ops.zeros((batch_size, self.units), self.compute_dtype) for _ in range(self.num_states)
        ]


def masked(h: Array, kept: Any) -> Array:
    """The state with its dropout mask, if there is one."""
    return h if kept is None else h * kept
