"""Functions that assign Variables, made pure for loops and branches: what they write is carried along.

A loop of the engine traces its body once. A value that the body assigned to a Variable would leave the
trace by the back door; so writes stay in a scope of the body's own, travel as part of what the loop
carries, and reach the Variables after the loop.
"""

from collections.abc import Callable, Sequence
from typing import Any

from keraunos.core.scope import AutocastScope, InnerScope, current_scope
from keraunos.core.symbolic import any_symbolic
from keraunos.core.variable import Variable

Function = Callable[..., Any]
Wrap = Callable[[Function], Function]


class _LoopScope(InnerScope):
    """The scope of a loop's body.

    Args: pairs: variables and their values. owner: the operation, for messages.
    """

    def __init__(self, pairs: Sequence[tuple[Variable, Any]], owner: str) -> None:
        outer = current_scope()
        super().__init__(pairs, collect_losses=outer is not None and outer.collect_losses)
        self.owner = owner

    def add_loss(self, loss: Any) -> None:
        """Refuse: the loss would be a value from within the loop."""
        raise ValueError(
            f"ops.{self.owner}: add_loss() was called inside of it, where a value cannot leave by itself. "
            "Return the loss from the function and add it outside."
        )


def carried(owner: str, run: Callable[[list[Any], Wrap], tuple[Any, list[Any]]]) -> Any:
    """Run a loop or branch whose functions may assign Variables.

    Args:
        owner: the operation, for messages.
        run: (values, wrap) -> (output, new values). It hands `values` to the functions that it made
            pure by `wrap`: wrap(f)(values, *args) gives (output of f(*args), new values).
    """
    variables: list[Variable] = []
    while True:
        found: dict[int, Variable] = {}
        with AutocastScope(None):
            start = [v.value for v in variables]
        output, values = run(start, _wrapper(owner, variables, found))
        new = [v for v in found.values() if all(v is not known for known in variables)]
        if not new:
            for variable, value in zip(variables, values):
                variable.assign(value)
            return output
        variables += new


def _wrapper(owner: str, variables: list[Variable], found: dict[int, Variable]) -> Wrap:
    def wrap(function: Function) -> Function:
        def call(values: list[Any], *args: Any) -> tuple[Any, list[Any]]:
            with _LoopScope(list(zip(variables, values)), owner) as scope:
                output = function(*args)
                with AutocastScope(None):
                    after = scope.values(variables)
            found.update(scope.written)
            return concrete(owner, output), after

        return call

    return wrap


def unwritten(owner: str, function: Function) -> Function:
    """The function, which must not assign a Variable: there is no one value that it could then have."""

    def call(*args: Any) -> Any:
        with _LoopScope([], owner) as scope:
            output = function(*args)
        for variable in scope.written.values():
            raise ValueError(
                f"ops.{owner}: its function assigns Variable '{variable.path}', which has no single value "
                "there. Return the new values and assign outside, or use ops.scan or ops.fori_loop."
            )
        return concrete(owner, output)

    return call


def concrete(owner: str, output: Any) -> Any:
    """The output of a user's function, which must hold values."""
    if any_symbolic(output):
        raise ValueError(
            f"ops.{owner}: its function gave a symbolic tensor, as it uses one from outside of it. Pass the "
            "tensor as an argument (an operand or loop variable), or do this inside a Layer's call()."
        )
    return output
