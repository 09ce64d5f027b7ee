"""An optax transformation in the place of an optimizer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos import ops
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
        self._structure = self.transformation.init([v.value for v in variables])
        self._leaves = [
            self._slot(f"state_{i}", np.asarray(leaf))
            for i, leaf in enumerate(tree.flatten(self._structure))
        ]

    def _slot(self, name: str, first: np.ndarray) -> Variable:
        return self.add_variable(
            first.shape, lambda shape, dtype=None: first, str(first.dtype), name=name
        )

    def _update(self, grads: list[Any], variables: list[Variable], rate: Any) -> None:
        given = {id(v): g for g, v in zip(grads, variables)}
        every = self._trainable_variables
        full = [given[id(v)] if id(v) in given else ops.zeros_like(v.value) for v in every]
        state = tree.pack_sequence_as(self._structure, [v.value for v in self._leaves])
        updates, state = self.transformation.update(full, state, [v.value for v in every])
        for slot, leaf in zip(self._leaves, tree.flatten(state)):
            slot.assign(leaf)
        for variable, update in zip(every, updates):
            if id(variable) in given:
                variable.assign(variable.value + update)
