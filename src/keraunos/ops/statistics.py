"""Quantiles, counts by bin, correlation, differences and areas."""

from typing import Any

import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.core.symbolic import KerasTensor
from keraunos.ops.core import as_array as _array
from keraunos.ops.core import as_float as _float
from keraunos.ops.core import shape
from keraunos.ops.public import inferred, op


@op("numpy")
def median(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The median."""
    return jnp.median(_array(x), axis=axis, keepdims=keepdims)


@op("numpy")
def quantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """The q-th quantile, q in [0, 1].

    Args: method: what lies between two elements: "linear", "lower", "higher", "midpoint", "nearest".
    Shapes: x, q of any shape -> (*q, *what is left of x).
    """
    return jnp.quantile(_float(x), _array(q), axis=axis, method=method, keepdims=keepdims)


@op("numpy")
def percentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """The q-th percentile, q in [0, 100]; as `quantile`."""
    return jnp.percentile(_float(x), _array(q), axis=axis, method=method, keepdims=keepdims)


def _counted(_function: Any, x: KerasTensor, *_args: Any, **_kwargs: Any) -> KerasTensor:
    weights = _args[0] if _args else _kwargs.get("weights")
    dtype = "int32" if weights is None else getattr(weights, "dtype", None) or _array(weights).dtype
    return KerasTensor((*x.shape[:-1], None), dtype)


@op("numpy", rule=_counted)
def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Any:
    """How often each integer 0, 1, ... occurs; weighted: the sum of its weights.

    Shapes: (n,) or (batch, n) -> (bins,) or (batch, bins), at least minlength bins.
    Raises: ValueError if sparse.
    Differs: a result is never sparse; a batch is counted row by row.
    """
    if sparse:
        raise ValueError(bad("ops.bincount", "sparse", "False", sparse, "The result is an array."))
    numbers = jnp.asarray(_array(x))
    counted = None if weights is None else jnp.asarray(_array(weights))
    if numbers.ndim == 1:
        return jnp.bincount(numbers, counted, minlength=minlength)
    bins = max(minlength, int(numbers.max()) + 1)
    ones = jnp.ones(numbers.shape, "int32") if counted is None else counted
    hot = (numbers[..., None] == jnp.arange(bins)).astype(ones.dtype)
    return jnp.sum(hot * ones[..., None], axis=-2)


@op("numpy")
def histogram(x: Any, bins: int = 10, range: Any = None) -> Any:
    """The counts of the elements in bins of equal width, and the bins' edges.

    Args: range: (low, high); None: the smallest and largest element.
    Shapes: (n,) -> (bins,), (bins + 1,).
    Raises: TypeError if bins is no int. ValueError if x is not 1-D or the range is empty.
    """
    if not isinstance(bins, int):
        raise TypeError(bad("ops.histogram", "bins", "an int", bins, ""))
    if bins < 0:
        raise ValueError(bad("ops.histogram", "bins", "an int >= 0", bins, ""))
    if range is not None and (len(range) != 2 or range[0] >= range[1]):
        raise ValueError(bad("ops.histogram", "range", "(low, high), low < high", range, ""))
    values = jnp.asarray(_array(x))
    if values.ndim != 1:
        raise ShapeError(bad("ops.histogram", "x", "1-D", values, "Use ops.ravel first."))
    return jnp.histogram(values, bins=bins, range=range)


@op("numpy")
def corrcoef(x: Any) -> Any:
    """The correlation of each row with each row.

    Shapes: (rows, n) -> (rows, rows).
    """
    return jnp.corrcoef(_array(x))


def _correlated(function: Any, x1: Any, x2: Any, mode: str = "valid") -> KerasTensor:
    found = inferred(function, x1, x2, mode)
    if None in (*shape(x1), *shape(x2)):  # two lengths, which need not be one
        return KerasTensor((None,), found.dtype)
    return found


@op("numpy", rule=_correlated)
def correlate(x1: Any, x2: Any, mode: str = "valid") -> Any:
    """sum(x1[k + i] · x2[i]) for each shift k.

    Args: mode: "valid": where both overlap whole; "same": as long as the longer; "full": everywhere.
    """
    return jnp.correlate(_float(x1), _float(x2), mode=mode)


@op("numpy")
def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """The n-th differences of neighbours along an axis."""
    return jnp.diff(jnp.asarray(_array(a)), n=n, axis=axis)


@op("numpy")
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    """The area under y along an axis, by trapezoids.

    Args: x: where the values are; None: `dx` apart.
    """
    return jnp.trapezoid(_float(y), None if x is None else _float(x), dx=dx, axis=axis)
