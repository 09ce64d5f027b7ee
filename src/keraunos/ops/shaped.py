"""Public operations whose symbolic outcome has a rule of its own: window sizes that no stand-in may guess."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from keraunos.core.symbolic import FunctionOperation, KerasTensor, any_symbolic

F = TypeVar("F", bound=Callable[..., Any])


class ShapedOperation(FunctionOperation):
    """A public op as a node of a graph, its outcome from a rule rather than by evaluation."""

    def __init__(self, function: Callable[..., Any], rule: Callable[..., KerasTensor]) -> None:
        super().__init__(function)
        self.rule = rule

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> KerasTensor:
        """The rule's."""
        return self.rule(*args, **kwargs)


def shaped(rule: Callable[..., KerasTensor]) -> Callable[[F], F]:
    """As `operation`, with a rule that takes the same arguments and gives the symbolic outcome."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def op(*args: Any, **kwargs: Any) -> Any:
            if any_symbolic(args, kwargs):
                return ShapedOperation(function, rule).symbolic_call(*args, **kwargs)
            return function(*args, **kwargs)

        op.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
        return op  # type: ignore[return-value]

    return decorate
