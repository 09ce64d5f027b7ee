"""The table of primitives: for each its rule, which adds nodes and names what comes out of them."""

from collections.abc import Callable
from typing import Any

RULES: dict[str, Callable[..., Any]] = {}
"""Primitive -> rule(graph, equation, *values): the name or Value that comes out, or a list of them."""

INLINED = {
    "jit": "jaxpr", "pjit": "jaxpr", "closed_call": "call_jaxpr", "core_call": "call_jaxpr",
    "custom_jvp_call": "call_jaxpr", "custom_vjp_call": "call_jaxpr", "checkpoint": "jaxpr",
    "remat2": "jaxpr", "custom_lin": "call_jaxpr",
}  # fmt: skip
"""Primitives that only hold a program -> the parameter that holds it."""


def rule(*primitives: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a rule for primitives."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        for primitive in primitives:
            RULES[primitive] = function
        return function

    return enter
