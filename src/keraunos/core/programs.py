"""Functions that use variables, turned into programs: which variables, and the program itself."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.core import Tracer

from keraunos.core import tree
from keraunos.core.scope import StatelessScope
from keraunos.core.variable import Variable


def within_a_program() -> bool:
    """Whether what is computed here is being traced."""
    return isinstance(jnp.zeros(()) + 0, Tracer)


def at_once() -> Any:
    """A context in which known numbers are computed with at once, also while a program is traced."""
    return jax.ensure_compile_time_eval()


TRACED = Tracer
"""The class of the arrays that stand for others while a program is traced."""


def gradient_at(function: Callable[..., Any], x: Any) -> Any:
    """The gradient of a function with one number as its value, at x.

    Example:
        >>> float(gradient_at(lambda x: x * x, 3.0))
        6.0
    """
    return jax.grad(function)(x)


class _Watching(StatelessScope):
    """A scope that notes every variable that is read or written in it."""

    takes_any_variable = True

    def __init__(self) -> None:
        super().__init__(collect_losses=False)
        self.seen: dict[int, Variable] = {}

    def get_current_value(self, variable: Variable) -> Any:
        """The value written here, if any."""
        self.seen.setdefault(id(variable), variable)
        return super().get_current_value(variable)

    def add_update(self, update: tuple[Variable, Any]) -> None:
        """Keep the new value."""
        self.seen.setdefault(id(update[0]), update[0])
        super().add_update(update)


def variables_of(
    function: Callable[..., Any], *arguments: Any, traced: bool = True
) -> list[Variable]:
    """The variables that a function reads or writes, found by tracing it.

    Args: traced: False runs it on the arguments; what it writes is thrown away either way.
    Raises: what jax raises where the function needs numbers.
    """
    found: dict[int, Variable] = {}

    def run(*given: Any) -> None:
        scope = _Watching()
        with scope:
            function(*given)
        found.update(scope.seen)

    if traced:
        jax.eval_shape(run, *arguments)
    else:
        run(*arguments)
    return list(found.values())


def program_of(call: Callable[..., Any], arrays: list[Any]) -> Callable[[list[Any]], Any]:
    """The compiled function of arrays behind a function that reads and writes variables.

    Args: call: gives a structure of arrays, variables and other values; the others stay as they were
        when it was traced. arrays: arguments like those to come.
    Raises: what jax raises where the function needs numbers.
    Example:
        >>> total = Variable(0.0)
        >>> add = program_of(lambda x: total.assign_add(x), [jnp.float32(1)])
        >>> float(add([jnp.float32(2)])), float(total)
        (2.0, 2.0)
    """
    variables = variables_of(call, *arrays)
    shown: list[Any] = []

    def run(values: list[Any], given: list[Any]) -> Any:
        with StatelessScope(zip(variables, values)) as scope:
            found = call(*given)
            leaves = [x.value if isinstance(x, Variable) else x for x in tree.flatten(found)]
            after = scope.values(variables)
        kept = [x if isinstance(x, (jax.Array, Tracer)) else None for x in leaves]
        shown[:] = [(found, [x if k is None else None for x, k in zip(leaves, kept)])]
        changed = [new if new is not old else None for new, old in zip(after, values)]
        return kept, changed

    program = jax.jit(run).lower([v.value for v in variables], arrays).compile()
    structure, fixed = shown[0]

    def execute(given: list[Any]) -> Any:
        kept, changed = program([v.value for v in variables], given)
        for variable, value in zip(variables, changed):
            if value is not None:
                variable.put(value)
        leaves = [f if k is None else k for k, f in zip(kept, fixed)]
        return tree.pack_sequence_as(structure, leaves) if tree.is_nested(structure) else leaves[0]

    return execute
