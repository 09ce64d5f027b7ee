"""The loop over time steps around any recurrent cell: states, masks, direction."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.core.variable import Variable
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer


@register("keras.layers.RNN", "keras.layers.recurrent.RNN")
class RNN(Layer):
    """Run a cell over the time axis.

    A cell has `state_size` (an int or a list of ints), `call(inputs, states)` -> (output, states), and may
    have `output_size` and `get_initial_state(batch_size)`. A cell with `prepare(sequence, training)` and
    `advance(prepared, states, context)` does what needs no state for all steps at once.

    Args:
        cell: the cell, or a list of cells (stacked).
        return_sequences: all outputs (batch, time, units) rather than the last (batch, units).
        return_state: also the last states.
        go_backwards: from the last step to the first.
        stateful: start each batch from the states that the one before ended with.
        unroll: no loop in the program; faster for a few steps, longer to compile.
        zero_output_for_mask: 0 at masked steps rather than the output before.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units).
    Raises: ValueError if the cell lacks call or state_size, or stateful comes without a batch size.
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, cell: Any, return_sequences: bool = False, return_state: bool = False,
        go_backwards: bool = False, stateful: bool = False, unroll: bool = False,
        zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        for needed in ("call", "state_size"):
            if not hasattr(cell, needed):
                raise ValueError(
                    bad("RNN", "cell", f"an object with `{needed}`", cell, "Define it.")
                )
        self.cell = cell
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.stateful, self.unroll = go_backwards, stateful, unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.states: Any = None
        self.input_spec = InputSpec(ndim=3)
        self.batch_independent = not stateful

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        """Build the cell for one time step, and the kept states if stateful."""
        if not self.cell.built and isinstance(self.cell, Layer):
            self.cell.build((sequences_shape[0], *sequences_shape[2:]))
        self.input_spec = InputSpec(shape=(None, None, *sequences_shape[2:]))
        if self.stateful:
            self._make_states(sequences_shape[0])

    def _make_states(self, batch_size: int | None) -> None:
        if batch_size is None:
            raise ValueError(
                f"{self._who()}: stateful needs a fixed batch size; got None. Give it in "
                "Input(batch_shape=(batch, time, features))."
            )
        sizes = tree.flatten(self.cell.state_size)
        self.states = [
            Variable(
                ops.convert_to_numpy(ops.zeros((batch_size, size))),
                trainable=False,
                name=f"state_{i}",
            )
            for i, size in enumerate(sizes)
        ]

    def call(
        self, sequences: Array, initial_state: Any = None, mask: Any = None, training: bool = False
    ) -> Any:
        """Outputs, and the last states if asked for."""
        states = self._start(sequences, initial_state)
        steps = ops.swapaxes(sequences, 0, 1)  # (time, batch, features)
        mask = tree.flatten(mask)[0] if mask is not None else None
        masked = (
            None
            if mask is None
            else ops.expand_dims(ops.swapaxes(ops.cast(mask, "bool"), 0, 1), -1)
        )
        if self.go_backwards:
            steps = ops.flip(steps, 0)
            masked = None if masked is None else ops.flip(masked, 0)
        outputs, last, states = self._loop(steps, masked, states, training)
        if self.stateful:
            for variable, value in zip(self.states, states):
                variable.assign(value)
        result = ops.swapaxes(outputs, 0, 1) if self.return_sequences else last
        return (result, *states) if self.return_state else result

    def _loop(self, steps: Any, mask: Any, states: list[Any], training: bool) -> Any:
        cell, context = self.cell, None
        advance = _plain_step(cell, training)
        if hasattr(cell, "prepare"):
            steps, context = cell.prepare(steps, states, training)
            advance = cell.advance

        def step(carry: Any, now: Any) -> Any:
            before, states = carry
            x, on = now
            output, new = advance(x, states, context)
            new = tree.flatten(new)
            if on is not None:
                new = [ops.where(on, a, b) for a, b in zip(new, states)]
                kept = ops.zeros_like(output) if self.zero_output_for_mask else before
                shown = ops.where(on, output, kept)
                output = ops.where(on, output, before)
            else:
                shown = output
            return (output, new), shown if self.return_sequences else None

        start = (
            ops.zeros_like(states[0][..., :1]) + ops.zeros(self._output_size(), states[0].dtype),
            states,
        )
        unroll = True if self.unroll else 1
        (last, states), outputs = ops.scan(step, start, (steps, mask), unroll=unroll)
        return outputs, last, states

    def _start(self, sequences: Array, initial_state: Any) -> list[Any]:
        if initial_state is not None:
            states = tree.flatten(initial_state)
        elif self.stateful:
            states = [v.value for v in self.states]
        elif hasattr(self.cell, "get_initial_state"):
            states = tree.flatten(self.cell.get_initial_state(batch_size=sequences.shape[0]))
        else:
            sizes = tree.flatten(self.cell.state_size)
            states = [ops.zeros((sequences.shape[0], size), self.compute_dtype) for size in sizes]
        expected = len(tree.flatten(self.cell.state_size))
        if len(states) != expected:
            raise ShapeError(
                f"{self._who()} expects {expected} initial state(s); got {len(states)}. Pass a list of "
                f"{expected} arrays (batch, units)."
            )
        return [ops.cast(s, self.compute_dtype) for s in states]

    def reset_state(self) -> None:
        """Set the kept states to 0."""
        for variable in self.states or ():
            variable.assign(ops.zeros(variable.shape))

    reset_states = reset_state

    def _output_size(self) -> tuple[int, ...]:
        size = getattr(self.cell, "output_size", None)
        return (tree.flatten(self.cell.state_size)[0] if size is None else size,)

    def compute_output_shape(self, sequences_shape: Shape, initial_state_shape: Any = None) -> Any:
        """The output's shape, and the states' if they are returned."""
        batch, time = sequences_shape[:2]
        head: Sequence[Any] = (batch, time) if self.return_sequences else (batch,)
        output = (*head, *self._output_size())
        if not self.return_state:
            return output
        return (output, *((batch, size) for size in tree.flatten(self.cell.state_size)))

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The input's mask for sequences; none for the last output and for states."""
        mask = tree.flatten(previous_mask)[0] if self.return_sequences else None
        count = len(tree.flatten(self.cell.state_size)) if self.return_state else 0
        return [mask, *[None] * count] if count else mask


def _plain_step(cell: Any, training: bool) -> Any:
    def step(x: Any, states: list[Any], _context: Any) -> Any:
        many = tree.is_nested(cell.state_size)
        return cell(x, states if many else states[0], training=training)

    return step
