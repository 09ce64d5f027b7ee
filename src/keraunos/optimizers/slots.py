"""The variables that an optimizer owns: made, named, found, saved."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keraunos.core import naming, registry, tracking
from keraunos.core.registry import Configurable
from keraunos.core.variable import Variable


def filled(value: float) -> Callable[..., np.ndarray]:
    """An initializer that gives one number everywhere."""
    return lambda shape, dtype=None: np.full(shape, value)


class SlotOwner(Configurable):
    """Owns every Variable that is set as an attribute, alone or in a list, in that order.

    Args: name: the first part of the variables' paths.
    """

    _untracked = frozenset({"_variables", "_trainable_variables", "_index", "_no_decay", "_seen"})

    def __init__(self, name: str) -> None:
        self._variables: list[Variable] = []
        self._seen: set[int] = set()
        self._trainable_variables: list[Variable] = []
        self._index: dict[int, int] = {}
        self.name = name

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._untracked and not tracking.is_plain(value):
            value = tracking.tracked(value, self._note)
        super().__setattr__(name, value)

    def _note(self, value: Any) -> None:
        """Own the variables in a value, except those it was built for."""
        for variable in tracking.reachable((value,), (Variable,)):
            if id(variable) not in self._seen and id(variable) not in self._index:
                self._seen.add(id(variable))
                self._variables.append(variable)

    @property
    def variables(self) -> list[Variable]:
        """The step count, the rate and all slots."""
        return list(self._variables)

    def add_variable(
        self, shape: Any, initializer: Any = "zeros", dtype: Any = None, aggregation: str = "none",
        layout: Any = None, name: str | None = None,
    ) -> Variable:  # fmt: skip
        """Make a slot that belongs to no variable."""
        first = registry.get(
            "keras.initializers", initializer, f"{type(self).__name__}.add_variable"
        )
        with naming.name_scope(self.name, self):
            slot = Variable(first, tuple(shape), dtype, trainable=False, name=name, layout=layout)
        self._note(slot)
        return slot

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """Make a slot of a variable's shape and dtype, named after it."""
        label = f"{reference_variable.path.replace('/', '_')}_{name or 'slot'}"
        return self.add_variable(
            reference_variable.shape, initializer, reference_variable.dtype, name=label,
            layout=reference_variable.layout,
        )  # fmt: skip

    def add_optimizer_variables(
        self, trainable_variables: Sequence[Variable], name: Any, initializer: Any = "zeros"
    ) -> Any:
        """A slot for each variable; for a tuple of names a list of slots for each name."""
        names = name if isinstance(name, (list, tuple)) else [name]
        many = isinstance(initializer, (list, tuple))
        kinds = initializer if many else [initializer] * len(names)
        slots: list[list[Variable]] = [[] for _ in names]
        for v in trainable_variables:
            for column, label, kind in zip(slots, names, kinds):
                column.append(self.add_variable_from_reference(v, label, kind))
        return slots if names is name else slots[0]

    def _get_variable_index(self, variable: Variable) -> int:
        return self._index[id(variable)]

    def assign(self, variable: Variable, value: Any) -> None:
        """Set a variable or a slot."""
        variable.assign(value)

    def assign_add(self, variable: Variable, value: Any) -> None:
        """Add to a variable or a slot."""
        variable.assign_add(value)

    def assign_sub(self, variable: Variable, value: Any) -> None:
        """Subtract from a variable or a slot."""
        variable.assign_sub(value)

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set all its variables, in the order of `variables`."""
        own = self.variables
        if len(weights) != len(own):
            raise ValueError(
                f"{type(self).__name__}.set_weights: expected {len(own)} arrays; got {len(weights)}. "
                "Pass what the variables of an equal optimizer hold."
            )
        for variable, value in zip(own, weights):
            variable.assign(value)

    def get_weights(self) -> list[np.ndarray]:
        """Copies of all its variables."""
        return [v.numpy() for v in self.variables]

    def save_own_variables(self, store: Any) -> None:
        """Write its variables into a dict of arrays."""
        for i, variable in enumerate(self.variables):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read its variables from a dict of arrays; warns and reads nothing if their number differs."""
        own = self.variables
        if len(store) != len(own):
            warnings.warn(
                f"{type(self).__name__} '{self.name}': expected {len(own)} saved variables; got "
                f"{len(store)}, so none was loaded. Build it for the same variables first.",
                stacklevel=2,
            )
            return
        for i, variable in enumerate(own):
            variable.assign(np.asarray(store[str(i)]))
