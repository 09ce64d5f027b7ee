"""Less memory for more arithmetic: outputs of inner steps computed again for the gradient, not kept."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import wraps
from typing import Any

import jax

from keraunos.core.errors import unknown
from keraunos.core.scope import InnerScope, SymbolicScope, current_scope
from keraunos.core.symbolic import any_symbolic
from keraunos.core.variable import Variable

MODES = ("full", "activations", "larger_than", "list_of_layers", None)

_open: ContextVar["RematScope | None"] = ContextVar("remat", default=None)


class RematScope:
    """Layers made within it keep fewer inner results for the gradient and compute them again.

    Args:
        mode: which: "full", of all layers; "activations", of the activation functions alone;
            "larger_than", of layers whose outputs are large; "list_of_layers", of those named; None, of none.
        output_size_threshold: for "larger_than", more numbers than this, an int >= 0.
        layer_names: for "list_of_layers", the names.
    Raises: ValueError for another mode.
    Example:
        >>> from keraunos import layers
        >>> with RematScope(mode="full"):
        ...     layer = layers.Dense(3)
        >>> layer(np.ones((2, 4))).shape
        (2, 3)
    Source: Chen et al. 2016, arXiv:1604.06174, by jax.checkpoint.
    """

    def __init__(
        self, mode: str | None = "full", output_size_threshold: int = 1024,
        layer_names: Iterable[str] | None = None,
    ) -> None:  # fmt: skip
        if mode not in MODES:
            raise ValueError(unknown("RematScope", "mode", str(mode), [str(m) for m in MODES]))
        self.mode, self.output_size_threshold = mode, output_size_threshold
        self.layer_names = list(layer_names or ())

    def __enter__(self) -> "RematScope":
        self._token = _open.set(self)
        return self

    def __exit__(self, *error: object) -> None:
        _open.reset(self._token)


def current_remat() -> RematScope | None:
    """The innermost scope that is open, if its mode is one."""
    scope = _open.get()
    return None if scope is None or scope.mode is None else scope


def remat(f: Callable[..., Any]) -> Callable[..., Any]:
    """The function; for a gradient through it only its arguments are kept, and it is computed again.

    It may read and assign variables and add losses, as layers do.

    Args: f: a function of arrays that jax can trace.
    Example:
        >>> import jax
        >>> jax.grad(remat(lambda x: jnp.sin(x) ** 2))(0.0).tolist()
        0.0
    """

    @wraps(f)
    def again(*args: Any, **kwargs: Any) -> Any:
        if any_symbolic(args, kwargs):
            return f(*args, **kwargs)
        outputs, losses = checkpointed(lambda: f(*args, **kwargs))
        outer = current_scope()
        if outer is not None and outer.collect_losses:
            for loss in losses:
                outer.add_loss(loss)
        return outputs

    return again


def checkpointed(function: Callable[[], Any]) -> tuple[Any, list[Any]]:
    """The outputs of a function of what it closes over, and the losses that it added.

    What it assigns leaves the inner trace as an output and reaches the variables after it.
    """
    written: list[Variable] = []

    def pure() -> tuple[Any, list[Any], list[Any]]:
        with InnerScope(collect_losses=True) as scope:
            outputs = function()
            written[:] = scope.written.values()
            return outputs, scope.values(written), scope.losses

    outputs, values, losses = jax.checkpoint(pure)()
    for variable, value in zip(written, values):
        variable.assign(value)
    return outputs, losses


def output_size(function: Callable[[], Any]) -> int:
    """How many numbers a function gives; what it assigns meanwhile is thrown away.

    Example:
        >>> output_size(lambda: jnp.ones((2, 3)))
        6
    """

    def shapes() -> Any:
        with SymbolicScope():
            return function()

    return sum(x.size for x in jax.tree.leaves(jax.eval_shape(shapes)))
