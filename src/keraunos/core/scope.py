"""The pure view of stateful code: run it with these values of these variables, get output and new values.

A scope answers `variable.value` and takes `variable.assign` in place of the variables themselves, for
the thread that opened it only. Losses added by layers inside it are collected in it.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from keraunos.core.variable import Variable

_current: ContextVar["StatelessScope | None"] = ContextVar("scope", default=None)
_autocast: ContextVar[str | None] = ContextVar("autocast", default=None)


class StatelessScope:
    """Code inside reads and writes the values given here, never the variables.

    Args:
        state_mapping: pairs (variable, value) to start from; other variables keep their own value.
        collect_losses: whether layers' losses go into `losses` of the scope.
        initialize_variables: whether variables made inside draw their first value at once.
    """

    takes_any_variable = False
    """Whether variables that were not given may be written too, as somebody notes which they are."""

    def __init__(
        self,
        state_mapping: Iterable[tuple["Variable", Any]] | dict["Variable", Any] | None = None,
        collect_losses: bool = False,
        initialize_variables: bool = True,
    ) -> None:
        pairs = state_mapping.items() if isinstance(state_mapping, dict) else state_mapping or ()
        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self.losses: list[Any] = []
        self.masks: dict[int, tuple[Any, Any]] = {}
        self.origins: dict[int, tuple[Any, Any]] = {}
        self._values: dict[int, tuple[Any, Any]] = {id(v): (v, value) for v, value in pairs}
        self._token: Token[StatelessScope | None] | None = None

    def __enter__(self) -> Self:
        outer = _current.get()
        if outer is not None:
            self.masks, self.origins = outer.masks, outer.origins
        self._token = _current.set(self)
        return self

    def __exit__(self, *error: object) -> None:
        if self._token is not None:
            _current.reset(self._token)

    def add_loss(self, loss: Any) -> None:
        """Keep a loss that a layer added."""
        self.losses.append(loss)

    def add_update(self, update: tuple["Variable", Any]) -> None:
        """Keep the new value of a variable: update is (variable, value)."""
        self._values[id(update[0])] = update

    def get_current_value(self, variable: "Variable") -> Any:
        """The value of a variable in this scope, or None if the scope has none of its own."""
        pair = self._values.get(id(variable))
        return None if pair is None else pair[1]

    def values(self, variables: Sequence["Variable"]) -> list[Any]:
        """The values of these variables as they are now in this scope."""
        found = (self.get_current_value(v) for v in variables)
        return [v.value if value is None else value for v, value in zip(variables, found)]


class InnerScope(StatelessScope):
    """A scope within another: reads fall through to the outer one, writes stay here, in `written`.

    Args: state_mapping, collect_losses: as of StatelessScope.
    """

    def __init__(self, state_mapping: Any = None, collect_losses: bool = False) -> None:
        super().__init__(state_mapping, collect_losses)
        self.outer = current_scope()
        self.written: dict[int, Variable] = {}

    def get_current_value(self, variable: "Variable") -> Any:
        """The value here, else that of the outer scope."""
        own = super().get_current_value(variable)
        return self.outer.get_current_value(variable) if own is None and self.outer else own

    def add_update(self, update: tuple["Variable", Any]) -> None:
        """Keep the new value, and that the variable was written."""
        super().add_update(update)
        self.written[id(update[0])] = update[0]


class SymbolicScope(StatelessScope):
    """A scope for shapes alone: what code inside assigns or adds is thrown away.

    Example:
        >>> from keraunos import Variable
        >>> count = Variable(0.0)
        >>> with SymbolicScope():
        ...     _ = count.assign(3.0)
        >>> float(count.value)
        0.0
    Differs: assignments to variables are thrown away in it alone, without a StatelessScope around it.
    """

    def __init__(self) -> None:
        super().__init__()


def current_scope() -> StatelessScope | None:
    """The innermost open scope of this thread, or None."""
    return _current.get()


def pure(
    function: Callable[..., Any], variables: Sequence["Variable"], collect_losses: bool = False
) -> Callable[..., tuple[Any, list[Any]]]:
    """The pure function (values, *args) -> (output, new values) behind a function that uses variables."""

    def run(values: Sequence[Any], *args: Any, **kwargs: Any) -> tuple[Any, list[Any]]:
        pairs = list(zip(variables, values, strict=True))
        with StatelessScope(pairs, collect_losses=collect_losses) as scope:
            output = function(*args, **kwargs)
            return output, scope.values(variables)

    return run


class AutocastScope:
    """Within it float variables read as `dtype`; None switches casting off."""

    def __init__(self, dtype: str | None) -> None:
        self.dtype = dtype

    def __enter__(self) -> "AutocastScope":
        self._token = _autocast.set(self.dtype)
        return self

    def __exit__(self, *error: object) -> None:
        _autocast.reset(self._token)


def autocast_dtype() -> str | None:
    """The dtype that float variables are read as, or None."""
    return _autocast.get()
