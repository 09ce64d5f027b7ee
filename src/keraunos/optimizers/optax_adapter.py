"""An optax transformation in the place of an optimizer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


def is_transformation(thing: Any) -> bool:
    """Whether it has optax' `init` and `update`."""
    return isinstance(thing, tuple) and hasattr(thing, "init") and hasattr(thing, "update")


class OptaxOptimizer(Optimizer):
    """Runs an optax GradientTransformation; its state's leaves are variables.

    Args: transformation: what `optax.adam(…)` and its kind give; it holds the learning rate itself.
    Differs: `learning_rate` is 1.0 and multiplies nothing; change the rate with optax.inject_hyperparams.
    """

    def __init__(self, transformation: Any, name: str = "optax") -> None:
        super().__init__(1.0, name=name)
        self.transformation = transformation

    def build(self, variables: Sequence[Variable]) -> None:
        """Make a variable of every leaf of the transformation's state."""
        if self.built:
            return
        super().build(variables)
        state = self.transformation.init([v.value for v in variables])
        self._structure = state
        self._leaves = []
        for i, leaf in enumerate(tree.flatten(state)):
            first = np.asarray(leaf)
            slot = self.add_variable(
                first.shape,
                lambda shape, dtype=None, value=first: value,
                str(first.dtype),
                name=f"state_{i}",
            )
            self._leaves.append(slot)

    def _update(self, grads: list[Any], variables: list[Variable]) -> None:
        state = tree.pack_sequence_as(self._structure, [v.value for v in self._leaves])
        values = [v.value for v in variables]
        updates, state = self.transformation.update(grads, state, values)
        for slot, leaf in zip(self._leaves, tree.flatten(state)):
            slot.assign(leaf)
        for variable, value, update in zip(variables, values, updates):
            variable.assign(value + update)
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable.value))
