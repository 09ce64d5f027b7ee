"""What only the host can do: numpy functions of arrays, called from within compiled programs too."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.core import Tracer

from keraunos.ops.lowering.platform import for_elsewhere

_PIECE = 8192
"""Elements a call back. On one core a call of more than 100 kB waits for a copy that waits for the call."""


def on_host(function: Callable[..., np.ndarray], dtype: Any, *arrays: Any) -> jax.Array:
    """The array that a numpy function gives, element by element; in a program, by calls back to the host.

    Args:
        function: of numpy arrays of one shape, to one of that shape: each element of its own; without
            effects. No gradient flows through it.
        dtype: of its result. arrays: its arguments, of one shape.
    Example:
        >>> on_host(np.square, "int32", np.array([1, 2, 3])).tolist()
        [1, 4, 9]
    """
    wanted = jax.dtypes.canonicalize_dtype(jnp.dtype(dtype))

    def call(*given: Any) -> np.ndarray:
        return np.asarray(function(*map(np.asarray, given))).astype(wanted)

    if not any(isinstance(a, Tracer) for a in arrays):
        return jnp.asarray(call(*arrays))
    if for_elsewhere():
        raise ValueError(
            f"export: {function.__qualname__} runs on the host, in Python; an exported program cannot call "
            "it. Export what follows the layers that use it: Model(layer.output, model.output)."
        )
    still = [lax.stop_gradient(jnp.asarray(a)) for a in arrays]
    shape, size = still[0].shape, still[0].size
    pieces = max(1, -(-size // _PIECE))
    each = size if pieces == 1 else _PIECE
    more = (0, pieces * each - size)  # the last element again, so that no strange one comes in
    flat = [jnp.pad(a.ravel(), more, "edge") if more[1] else a.ravel() for a in still]
    rows = [a.reshape(pieces, each) for a in flat]
    spec = jax.ShapeDtypeStruct((each,), wanted)

    def one(row: Any) -> Any:
        return jax.pure_callback(call, spec, *row, vmap_method="sequential")

    found = lax.map(one, rows)
    return found.ravel()[:size].reshape(shape)
