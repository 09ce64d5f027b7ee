"""Which distribution says where new variables lie."""

from typing import Any, Protocol


class Distribution(Protocol):
    """What says where variables lie."""

    def get_variable_layout(self, variable: Any) -> Any:
        """The layout of a variable, or None."""


class Current:
    """The distribution in force; None: everything lies on one device."""

    distribution: Distribution | None = None


def layout_of(variable: Any, given: Any) -> Any:
    """The layout of a new variable: the one it was given, else what the distribution says."""
    if given is not None or Current.distribution is None:
        return given
    return Current.distribution.get_variable_layout(variable)


def sharding_of(layout: Any) -> Any:
    """A layout as jax has it."""
    return getattr(layout, "backend_layout", layout)
