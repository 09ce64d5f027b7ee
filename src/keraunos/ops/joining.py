"""Arrays joined to one, and one cut into several."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op


def _all(xs: Any) -> list[Any]:
    return [jnp.asarray(_array(x)) for x in xs]


@op("numpy")
def concatenate(xs: Any, axis: int = 0) -> Any:
    """The arrays joined along an axis; the other sizes are equal."""
    return jnp.concatenate(_all(xs), axis=axis)


@op("numpy")
def append(x1: Any, x2: Any, axis: int | None = None) -> Any:
    """x2 after x1 along an axis; None: both as one axis."""
    return jnp.append(_array(x1), _array(x2), axis=axis)


@op("numpy")
def stack(x: Any, axis: int = 0) -> Any:
    """Arrays of one shape joined along a new axis."""
    return jnp.stack(_all(x), axis=axis)


@op("numpy")
def hstack(xs: Any) -> Any:
    """The arrays joined along axis 1, or along axis 0 if that is all they have."""
    return jnp.hstack(_all(xs))


@op("numpy")
def vstack(xs: Any) -> Any:
    """The arrays joined along axis 0, each at least one row."""
    return jnp.vstack(_all(xs))


@op("numpy")
def dstack(xs: Any) -> Any:
    """The arrays joined along axis 2, each at least 3-D."""
    return jnp.dstack(_all(xs))


@op("numpy")
def split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """x cut along an axis into so many equal parts, or before each of these indices."""
    return jnp.split(_array(x), indices_or_sections, axis=axis)


@op("numpy")
def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """x cut along an axis into so many parts, the first ones larger by one where it must be."""
    return jnp.array_split(_array(x), indices_or_sections, axis=axis)


@op("numpy")
def hsplit(x: Any, indices_or_sections: Any) -> Any:
    """x cut along axis 1, or along axis 0 if that is all it has."""
    return jnp.hsplit(_array(x), indices_or_sections)


@op("numpy")
def vsplit(x: Any, indices_or_sections: Any) -> Any:
    """x cut along axis 0."""
    return jnp.vsplit(_array(x), indices_or_sections)


@op("numpy")
def dsplit(x: Any, indices_or_sections: Any) -> Any:
    """x cut along axis 2."""
    return jnp.dsplit(_array(x), indices_or_sections)


def _unstacked(_function: Any, x: KerasTensor, num: int | None = None, axis: int = 0) -> Any:
    count = num if num is not None else x.shape[axis]
    if count is None:
        raise ShapeError(
            bad(
                "ops.unstack",
                "num",
                f"given, as the size of axis {axis} is unknown",
                x,
                "Pass num.",
            )
        )
    rest = list(x.shape)
    del rest[axis]
    return [KerasTensor(rest, x.dtype) for _ in range(count)]


@op(rule=_unstacked)
def unstack(x: Any, num: int | None = None, axis: int = 0) -> Any:
    """The slices of x along an axis, as a list without that axis.

    Args: num: how many there are; needed where the size is unknown.
    Raises: ValueError if the number cannot be told.
    """
    rows = jnp.moveaxis(jnp.asarray(_array(x)), axis, 0)
    return [rows[i] for i in range(rows.shape[0])]
