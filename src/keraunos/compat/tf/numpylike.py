"""`tf.experimental.numpy`: numpy's functions on tensors; names that no op has are numpy's own."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf import values
from keraunos.ops import numpy as ours


def experimental_enable_numpy_behavior(*_args: Any, **_names: Any) -> None:
    """Nothing: tensors behave as numpy's arrays do."""


def _tensor(draw: Any) -> Any:
    def drawn(*args: Any, **kwargs: Any) -> Any:
        return ops.convert_to_tensor(np.asarray(draw(*args, **kwargs)))

    return drawn


random = SimpleNamespace(
    seed=np.random.seed,
    **{
        name: _tensor(getattr(np.random, name))
        for name in ("rand", "randn", "randint", "random", "uniform", "standard_normal", "poisson")
    },
)
ndarray = values.Tensor


def __getattr__(name: str) -> Any:
    """The op of that name, or what numpy has.

    Raises: AttributeError if neither has it.
    """
    return getattr(ours, name) if hasattr(ours, name) else getattr(np, name)
