"""An optax transformation in the place of an optimizer."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import users_level
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


def is_transformation(thing: Any) -> bool:
    """Whether it has optax' `init` and `update`."""
    return isinstance(thing, tuple) and hasattr(thing, "init") and hasattr(thing, "update")


class OptaxOptimizer(Optimizer):
    """Runs an optax GradientTransformation; its state's leaves are variables.

    A transformation is code, so a file holds its state alone. An optimizer read from a file keeps that
    state for the one that the next `compile` is given.

    Args: transformation: what `optax.adam(…)` and its kind give; it holds the learning rate itself.
        None: only a file's state is held.
    Raises: ValueError when it is asked for a step without a transformation.
    Differs: `learning_rate` is 1.0 and multiplies nothing; change the rate with optax.inject_hyperparams.
    """

    def __init__(self, transformation: Any = None, name: str = "optax") -> None:
        super().__init__(1.0, name=name)
        self.transformation = transformation
        self._leaves: list[Variable] = []
        self._inherited: list[np.ndarray] = []

    def build(self, variables: Sequence[Variable]) -> None:
        """Make a variable of every leaf of the transformation's state."""
        if self.built:
            return
        super().build(variables)
        if self.transformation is None:
            return
        self._structure = self.transformation.init([v.value for v in variables])
        self._leaves = [
            self._slot(f"state_{i}", np.asarray(leaf))
            for i, leaf in enumerate(tree.flatten(self._structure))
        ]
        self._take_inherited()

    def _slot(self, name: str, first: np.ndarray) -> Variable:
        return self.add_variable(
            first.shape, lambda shape, dtype=None: first, str(first.dtype), name=name
        )

    def inherit(self, other: "OptaxOptimizer") -> None:
        """Take over the state that another holds for a transformation, when this one is built."""
        if other.transformation is None and other._leaves:
            self._inherited = [v.numpy() for v in other.variables]

    def _take_inherited(self) -> None:
        given, self._inherited = self._inherited, []
        if not given:
            return
        if [a.shape for a in given] != [v.shape for v in self.variables]:
            warnings.warn(
                f"compile: the file's state of an optax transformation has {len(given)} arrays; this one "
                f"has {len(self.variables)}, or other shapes. It starts afresh.",
                stacklevel=users_level(),
            )
            return
        for variable, array in zip(self.variables, given):
            variable.assign(array)

    def reads_itself(self, _count: int) -> bool:
        """Whether it takes a file's state as it is, whatever its shapes."""
        return self.transformation is None

    def load_own_variables(self, store: Any) -> None:
        """Read the state; without a transformation, make variables for what there is."""
        if self.transformation is None:
            arrays = [np.asarray(store[str(i)]) for i in range(len(store))]
            new = arrays[len(self.variables) :]
            self._leaves += [self._slot(f"state_{i}", array) for i, array in enumerate(new)]
        super().load_own_variables(store)

    def get_config(self) -> dict[str, Any]:
        """Its name: the transformation is code."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "OptaxOptimizer":
        """One that holds a file's state, and warns that it cannot train."""
        warnings.warn(
            "load_model: the model was trained with an optax transformation, which is code and so not in "
            "the file. To train it call model.compile(optimizer=…) with the transformation again; it goes "
            "on from the state that the file holds.",
            stacklevel=users_level(),
        )
        return cls(name=config.get("name", "optax"))

    def _update(self, grads: list[Any], variables: list[Variable], rate: Any) -> None:
        if self.transformation is None:
            raise ValueError(
                "fit: the optimizer must be an optax transformation; got the state of one that a file "
                "held, without its code. Call model.compile(optimizer=…) with the transformation."
            )
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
