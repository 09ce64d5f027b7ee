"""What only the host can do: numpy functions of arrays, called from within compiled programs too."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer

from keraunos.core.typing import Shape


def on_host(
    function: Callable[..., np.ndarray], shape: Shape, dtype: Any, *arrays: Any
) -> jax.Array:
    """The array that a numpy function gives; within a program, by a call back to the host.

    Args:
        function: of numpy arrays, without effects; no gradient flows through it.
        shape, dtype: of its result. arrays: its arguments.
    Example:
        >>> on_host(np.cumsum, (3,), "int32", np.array([1, 2, 3])).tolist()
        [1, 3, 6]
    """
    wanted = jax.dtypes.canonicalize_dtype(jnp.dtype(dtype))
    if not any(isinstance(a, Tracer) for a in arrays):
        return jnp.asarray(function(*map(np.asarray, arrays)).astype(wanted))

    def call(*given: Any) -> np.ndarray:
        return np.asarray(function(*map(np.asarray, given))).astype(wanted)

    spec = jax.ShapeDtypeStruct(tuple(shape), wanted)
    still = [jax.lax.stop_gradient(jnp.asarray(a)) for a in arrays]
    return jax.pure_callback(call, spec, *still, vmap_method="sequential")
