"""Labels as one-hot rows, and vectors of length one."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad


def to_categorical(x: Any, num_classes: int | None = None) -> Any:
    """One-hot rows for class numbers: row i is 1 at column x[i], else 0.

    Args:
        x: class numbers, integers in [0, num_classes); floats are cut to integers.
        num_classes: the number of columns, an int >= 1; None: the largest number in x plus one.
    Shapes: (...) or (..., 1) -> (..., num_classes). A numpy array or a list gives a numpy array of
        float64, a jax array one of the default float type.
    Raises: ValueError if x is empty or not numbers; IndexError if a number has no column.
    Example:
        >>> to_categorical([0, 2]).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    Differs: negative numbers are refused, not counted from the end, and numbers that are too large are
        refused in a jax array too; for a jax array num_classes may be left out.
    """
    labels = np.asarray(x)
    if labels.dtype.kind not in "biuf":
        raise ValueError(
            bad("to_categorical", "x", "class numbers", x, "Map names to numbers first.")
        )
    if labels.size == 0:
        raise ValueError(bad("to_categorical", "x", "at least one class number", x, ""))
    labels = labels.astype("int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    count = _columns(labels, num_classes)
    rows = np.zeros((labels.size, count))
    rows[np.arange(labels.size), labels.ravel()] = 1
    rows = rows.reshape(*labels.shape, count)
    return jnp.asarray(rows, config.floatx()) if isinstance(x, jax.Array) else rows


def _columns(labels: np.ndarray, num_classes: int | None) -> int:
    low, high = int(labels.min()), int(labels.max())
    if not num_classes:
        num_classes = high + 1
    if not hasattr(num_classes, "__index__"):
        raise TypeError(bad("to_categorical", "num_classes", "an int >= 1", num_classes, ""))
    if low < 0 or high >= num_classes:
        raise IndexError(
            f"to_categorical: `x` must be in [0, {num_classes}), the number of classes; got numbers "
            f"from {low} to {high}. Pass num_classes={high + 1}, or subtract the smallest."
        )
    return int(num_classes)


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """Divide by the norm along an axis: y = x / ‖x‖; vectors of zeros stay zeros.

    Args:
        x: numbers. axis: the axis along which a vector lies.
        order: of the norm (Σ|x|^order)^(1/order), an int >= 1.
    Shapes: any -> the same; a number counts as a vector of one. Numpy arrays stay numpy and keep
        their float type; lists become arrays of the default float type.
    Raises: ValueError if order is not an int >= 1.
    Example:
        >>> normalize(np.array([[3.0, 4.0]])).tolist()
        [[0.6, 0.8]]
    Differs: integers are taken too, and `axis` means the same axis for numpy arrays as for others.
    """
    if isinstance(order, bool) or not hasattr(order, "__index__") or order < 1:
        raise ValueError(bad("normalize", "order", "an int >= 1", order, "Use order=2."))
    xp = jnp if isinstance(x, jax.Array) else np
    values = xp.atleast_1d(xp.asarray(x, None if hasattr(x, "dtype") else config.floatx()))
    if values.dtype.kind in "biu":
        values = values.astype(config.floatx())
    norm = xp.linalg.norm(values, order, axis, keepdims=True)
    return values / xp.where(norm == 0, xp.ones_like(norm), norm)
