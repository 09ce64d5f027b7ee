"""Class numbers as vectors."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.config import floatx
from keraunos.core.errors import bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op


def _dense(owner: str, sparse: bool) -> None:
    if sparse:
        raise ValueError(bad(f"ops.{owner}", "sparse", "False", sparse, "The result is an array."))


@op("nn")
def one_hot(
    x: Any, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False
) -> Any:
    """1 at the place of each class number, else 0; all 0 for a number that is no class.

    Shapes: (...) int -> (..., num_classes), the new axis where `axis` says.
    Raises: ValueError if sparse.
    Differs: a result is never sparse.
    Example:
        >>> one_hot([0, 2], 3).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    _dense("one_hot", sparse)
    numbers = jnp.asarray(_array(x)).astype("int32")
    return jax.nn.one_hot(numbers, num_classes, axis=axis, dtype=dtype or floatx())


@op("nn")
def multi_hot(
    inputs: Any, num_classes: int | None = None, axis: int = -1, dtype: Any = None,
    sparse: bool = False, **kwargs: Any,
) -> Any:  # fmt: skip
    """1 at the places of all class numbers of a row, else 0.

    Args: num_classes: needed; older code calls it num_tokens.
    Shapes: (n,) -> (num_classes,); (batch, ..., n) -> (batch, ..., num_classes).
    Raises: ValueError without num_classes, or if sparse.
    Differs: a result is never sparse.
    Example:
        >>> multi_hot([0, 2, 2], 3).tolist()
        [1.0, 0.0, 1.0]
    """
    _dense("multi_hot", sparse)
    count = num_classes if num_classes is not None else kwargs.pop("num_tokens", None)
    if count is None:
        raise ValueError(bad("ops.multi_hot", "num_classes", "an int", count, "Pass how many."))
    numbers = jnp.asarray(_array(inputs)).astype("int32")
    row = 1 if numbers.ndim > 1 else 0
    hot = jax.nn.one_hot(numbers, count, axis=axis, dtype=dtype or floatx())
    return jnp.max(hot, axis=row)
