"""`tf.GradientTape`: the gradients of what was computed inside `with`."""

from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.recording import Record, Recording, gradients, jacobians
from keraunos.core.variable import Variable


class GradientTape:
    """Records what is computed inside `with`, for the gradients of it.

    Everything is recorded, so `watch` has nothing to do, and a plain array is a source like a variable.

    Args:
        persistent: whether `gradient` may be called more than once.
        watch_accessed_variables: taken; variables that are asked for are always found.
    Example:
        >>> x = Variable(3.0)
        >>> with GradientTape() as tape:
        ...     y = x * x
        >>> float(tape.gradient(y, x))
        6.0
    Differs: an array that was not watched has its gradient, where TensorFlow gives None.
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self._persistent = persistent
        self._recording = Recording()
        self._used_up = False

    def __enter__(self) -> "GradientTape":
        self._recording.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._recording.stop()

    def _records(self) -> list[Record]:
        if self._used_up:
            raise RuntimeError(
                "GradientTape: `gradient` was called before, and the tape is empty now. Make it with "
                "GradientTape(persistent=True) to call it more than once."
            )
        return self._recording.records

    def _read(self) -> None:
        """A tape that is not persistent is read once."""
        if not self._persistent:
            self._used_up = True
            self._recording.clear()

    def watch(self, tensor: Any) -> None:
        """Nothing: every tensor is watched."""

    def reset(self) -> None:
        """Forget what was recorded."""
        self._recording.clear()
        self._used_up = False

    def stop_recording(self) -> "_Pause":
        """A context in which nothing is recorded."""
        return _Pause(self)

    # --- gradients ------------------------------------------------------------------------------

    def gradient(
        self, target: Any, sources: Any, output_gradients: Any = None,
        unconnected_gradients: Any = "none",
    ) -> Any:  # fmt: skip
        """d Σ target / d source for each source, in the structure of the sources; None: no way leads there.

        Args:
            target: a tensor or a structure of them, computed while the tape recorded.
            sources: variables or tensors. output_gradients: weights of the target, in its structure.
            unconnected_gradients: 'none', or 'zero' for zeros in place of None.
        Raises: RuntimeError at the second call of a tape that is not persistent.
        """
        weights = None if output_gradients is None else _arrays(output_gradients)
        found = gradients(self._records(), _arrays(target), _arrays(sources), weights)
        self._read()
        if str(getattr(unconnected_gradients, "value", unconnected_gradients)).lower() == "zero":
            leaves = _arrays(sources)
            found = [ops.zeros_like(s) if g is None else g for g, s in zip(found, leaves)]
        return tree.pack_sequence_as(sources, found) if tree.is_nested(sources) else found[0]

    def jacobian(self, target: Any, sources: Any, **_unused: Any) -> Any:
        """The derivative of each element of the target: target's axes, then the source's."""
        found = jacobians(self._records(), _arrays(target)[0], _arrays(sources))
        self._read()
        return tree.pack_sequence_as(sources, found) if tree.is_nested(sources) else found[0]


class _Pause:
    def __init__(self, tape: GradientTape) -> None:
        self._tape = tape

    def __enter__(self) -> None:
        if not self._tape._recording.runs:
            raise ValueError(bad("GradientTape.stop_recording", "tape", "recording", "one that is not",
                                 "Call it within `with tape:`."))  # fmt: skip
        self._tape._recording.stop()

    def __exit__(self, *error: object) -> None:
        self._tape._recording.start()


def _arrays(structure: Any) -> list[Any]:
    """The arrays of a structure, variables as they are read."""
    return [x.value if isinstance(x, Variable) else x for x in tree.flatten(structure)]
