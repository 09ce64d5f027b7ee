"""Which machine a program is traced for."""

import jax


def on_cpu() -> bool:
    """Whether programs run on a CPU unless they are told otherwise.

    Example:
        >>> on_cpu() == (jax.default_backend() == "cpu")
        True
    """
    return jax.default_backend() == "cpu"
