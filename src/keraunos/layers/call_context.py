"""What one call of a layer knows of the calls around it: whether this is training, and the way down."""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple


class CallContext(NamedTuple):
    """The state of the outermost call under way."""

    training: bool | None = None
    path: tuple[str, ...] = ()


_OUTSIDE = CallContext()
_context: ContextVar[CallContext] = ContextVar("call", default=_OUTSIDE)


def current() -> CallContext:
    """The call under way, or an empty context."""
    return _context.get()


class entered:
    """Within it a layer is being called."""

    def __init__(self, training: bool | None, who: str) -> None:
        self._next = CallContext(training, (*_context.get().path, who))

    def __enter__(self) -> CallContext:
        self._token = _context.set(self._next)
        return self._next

    def __exit__(self, *error: object) -> None:
        _context.reset(self._token)


class CallSignature(NamedTuple):
    """The parameters of a `call` method, read once a class."""

    names: tuple[str, ...]
    positional: tuple[str, ...]
    has_training: bool
    has_mask: bool
    training_default: Any
    accepts_any: bool
    required: tuple[str, ...]
    """The parameters that must be given."""

    def demand(self, who: str, args: Any, kwargs: Any) -> None:
        """Raise TypeError for a call without an argument that has no default."""
        missing = [
            n for n in self.required if n not in kwargs and n not in self.positional[: len(args)]
        ]
        if missing:
            raise TypeError(
                f"{who}: call() needs `{'`, `'.join(missing)}`, which was not given. Call it on data."
            )


@lru_cache(maxsize=4096)
def signature_of(function: Callable[..., Any]) -> CallSignature:
    """The parameters of a `call` function, `self` left out."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    kinds = inspect.Parameter
    names = tuple(
        p.name for p in parameters if p.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)
    )
    training = next((p.default for p in parameters if p.name == "training"), None)
    return CallSignature(
        names=names,
        positional=tuple(
            p.name
            for p in parameters
            if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
        ),
        has_training="training" in names,
        has_mask="mask" in names,
        training_default=None if training is kinds.empty else training,
        accepts_any=any(p.kind is kinds.VAR_KEYWORD for p in parameters),
        required=tuple(p.name for p in parameters if p.default is kinds.empty and p.name in names),
    )
