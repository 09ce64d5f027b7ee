"""The layer that runs any recurrent cell over the time axis: states, masks, direction."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError, bad, describe
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.core.variable import Variable
from keraunos.layers.arguments import is_shape
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.layer import Layer
from keraunos.layers.recurrent.loop import over_time
from keraunos.layers.recurrent.stacked_cells import StackedRNNCells


@register("keras.layers.RNN", "keras.layers.recurrent.RNN")
class RNN(Layer):
    """Run a cell over the time axis.

    A cell has `state_size` (an int or a list of ints), `call(inputs, states)` -> (output, states), and may
    have `output_size` and `get_initial_state(batch_size)`; `states` is a list.

    Args:
        cell: the cell, or a list of cells (stacked).
        return_sequences: all outputs (batch, time, units) rather than the last (batch, units).
        return_state: also the last states.
        go_backwards: from the last step to the first; the outputs stay in that order.
        stateful: start each batch from the states that the one before ended with.
        unroll: no loop in the program; faster for a few steps, longer to compile.
        zero_output_for_mask: 0 at masked steps rather than the output before.
    Shapes: (batch, time, features) -> (batch, units) or (batch, time, units), then the states.
    Raises: ValueError if the cell lacks call or state_size, or stateful comes without a batch size.
    Example:
        >>> from keraunos.layers import LSTMCell
        >>> RNN(LSTMCell(4))(ops.zeros((2, 3, 5))).shape
        (2, 4)
    """

    supports_masking = True

    def __init__(
        self, cell: Any, return_sequences: bool = False, return_state: bool = False,
        go_backwards: bool = False, stateful: bool = False, unroll: bool = False,
        zero_output_for_mask: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        cell = StackedRNNCells(cell) if isinstance(cell, (list, tuple)) else cell
        for needed in ("call", "state_size"):
            if not hasattr(cell, needed):
                raise ValueError(
                    bad("RNN", "cell", f"an object with `{needed}`", cell, "Define it.")
                )
        self.cell = cell
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.stateful, self.unroll = go_backwards, stateful, unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.states: list[Variable] | None = None
        self.input_spec = InputSpec(ndim=3)
        self.batch_independent = not stateful and getattr(cell, "batch_independent", False)

    cell: Any

    @property
    def state_size(self) -> list[Any]:
        """The sizes of the states, a list also where there is one."""
        size = self.cell.state_size
        return list(size) if isinstance(size, (list, tuple)) else [size]

    @property
    def single_state(self) -> bool:
        """Whether there is one state."""
        return len(self.state_size) == 1

    # --- building and states --------------------------------------------------------------------

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        """Build the cell for one time step, and the kept states if stateful."""
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build((sequences_shape[0], *sequences_shape[2:]))
        self.input_spec = InputSpec(shape=(None, None, *sequences_shape[2:]))
        if self.stateful:
            self._make_states(sequences_shape)

    def _make_states(self, sequences_shape: Shape) -> None:
        if sequences_shape[0] is None:
            raise ValueError(
                f"{self._who()}: stateful needs a fixed batch size; got None. Give it in "
                "Input(batch_shape=(batch, time, features))."
            )
        self.states = [
            Variable(
                np.zeros(s.shape), trainable=False, name="rnn_state", dtype=self.variable_dtype
            )
            for s in tree.flatten(self._zero_states(sequences_shape))
        ]

    def _own_variables(self) -> list[Variable]:
        kept = {id(v) for v in self.states or ()}  # states are no weights
        return [v for v in super()._own_variables() if id(v) not in kept]

    def _own_state(self) -> list[Variable]:
        return [*super()._own_state(), *(self.states or ())]

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """The states of a sequence's start: what the cell says, else zeros."""
        if hasattr(self.cell, "get_initial_state"):
            states = self.cell.get_initial_state(batch_size=batch_size)
        else:
            sizes = tree.flatten(self.cell.state_size)
            states = [ops.zeros((batch_size, size), self.compute_dtype) for size in sizes]
        return list(states) if isinstance(states, (list, tuple)) else [states]

    def _zero_states(self, sequences_shape: Any) -> list[Any]:
        """The states that sequences of this shape start from."""
        return self.get_initial_state(sequences_shape[0])

    def reset_state(self) -> None:
        """Set the kept states to 0."""
        for variable in self.states or ():
            variable.assign(np.zeros(variable.shape))

    reset_states = reset_state

    def _start(self, sequences: Array, initial_state: Any) -> list[Any]:
        """The first states, a list in the form of the cell's state_size."""
        form = self._zero_states(sequences.shape)
        if initial_state is not None:
            states = tree.flatten(initial_state)
        elif self.states is not None:
            states = [v.value for v in self.states]
        else:
            states = tree.flatten(form)
        wanted = [tuple(s.shape) for s in tree.flatten(form)]
        if [tuple(s.shape) for s in states] != wanted:
            raise ShapeError(
                f"{self._who()} expects {len(wanted)} state(s) of shapes {wanted}; got {len(states)}: "
                f"{', '.join(describe(s) for s in states)}. Pass initial_state as a list of these, "
                "and keep the batch size if the layer is stateful."
            )
        return tree.pack_sequence_as(form, [ops.cast(s, self.compute_dtype) for s in states])

    # --- running --------------------------------------------------------------------------------

    def call(
        self, sequences: Array, initial_state: Any = None, mask: Any = None, training: bool = False
    ) -> Any:
        """Outputs, and the last states if asked for."""
        first = self._start(sequences, initial_state)
        last, outputs, states = self.inner_loop(sequences, first, mask, training)
        for variable, value in zip(self.states or (), tree.flatten(states)):
            variable.assign(value)
        result = outputs if self.return_sequences else last
        return (result, *states) if self.return_state else result

    def inner_loop(
        self, sequences: Array, initial_state: Any, mask: Any, training: bool = False
    ) -> tuple[Array, Any, Any]:
        """(last output, all outputs or None, last states) from these states."""
        steps = ops.swapaxes(sequences, 0, 1)  # (time, batch, ...)
        on = self._time_mask(sequences, mask)
        if self.go_backwards:
            steps, on = ops.flip(steps, 0), None if on is None else ops.flip(on, 0)
        states = initial_state if isinstance(initial_state, (list, tuple)) else [initial_state]
        outputs, last, states = over_time(
            self.cell, steps, on, list(states), self._before(states), training,
            self.return_sequences, self.zero_output_for_mask, self.unroll,
        )  # fmt: skip
        return last, None if outputs is None else ops.swapaxes(outputs, 0, 1), states

    def _time_mask(self, sequences: Array, mask: Any) -> Any:
        mask = tree.flatten(mask)[0] if mask is not None else None
        if mask is None:
            return None
        if tuple(mask.shape) != tuple(sequences.shape[:2]):
            raise ShapeError(
                f"{self._who()} expects a mask of shape {tuple(sequences.shape[:2])} (batch, time); got "
                f"{tuple(mask.shape)}. Pass one bool for each step of each sequence."
            )
        return ops.swapaxes(ops.cast(mask, "bool"), 0, 1)

    def _before(self, states: Any) -> Array:
        """The output before the first step: the first state if it has the output's form, else 0."""
        state = tree.flatten(states)[0]
        shape = (state.shape[0], *self._output_size())
        return state if tuple(state.shape) == shape else ops.zeros(shape, self.compute_dtype)

    def _output_size(self) -> tuple[int, ...]:
        size = getattr(self.cell, "output_size", None)
        size = tree.flatten(self.cell.state_size)[0] if size is None else size
        return tuple(size) if isinstance(size, (list, tuple)) else (size,)

    def _check_states(self, shapes: Any) -> None:
        """Refuse first states that cannot be the cell's, where each of its states is a row."""
        sizes = tree.flatten(self.cell.state_size)
        given = [shapes] if shapes and is_shape(shapes) else list(shapes or ())
        if not given or not all(isinstance(size, int) for size in sizes):
            return
        fits = [len(s) == 2 and s[1] in (None, size) for s, size in zip(given, sizes)]
        if len(given) != len(sizes) or not all(fits):
            raise ShapeError(
                f"{self._who()} expects {len(sizes)} state(s) of shapes {[(None, s) for s in sizes]}; got "
                f"{len(given)}: {given}. Pass initial_state as a list of these."
            )

    def compute_output_shape(self, sequences_shape: Shape, initial_state_shape: Any = None) -> Any:
        """The output's shape, and the states' if they are returned."""
        batch, time = sequences_shape[:2]
        self._check_states(initial_state_shape)
        head = (batch, time) if self.return_sequences else (batch,)
        output = (*head, *self._output_size())
        if not self.return_state:
            return output
        sizes = self.cell.state_size
        each = sizes if isinstance(sizes, (list, tuple)) else [sizes]
        return (output, *tree.map_structure(lambda size: (batch, size), each))

    def compute_mask(self, _: Any, mask: Any) -> Any:  # type: ignore[override]
        """The input's mask for sequences; none for the last output and for states."""
        mask = tree.flatten(mask)[0] if self.return_sequences else None
        count = len(tree.flatten(self.cell.state_size)) if self.return_state else 0
        return [mask, *[None] * count] if count else mask


class CellLayer(RNN):
    """A recurrent layer that makes its cell itself; the cell's arguments are the layer's."""

    _shows_activity_regularizer = True

    def __getattr__(self, name: str) -> Any:
        """The cell's arguments are the layer's."""
        cell = self.__dict__.get("cell")
        if cell is not None and name in cell._init_args:
            return getattr(cell, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
