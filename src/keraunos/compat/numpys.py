"""Numpy's names that programs of the years of Keras 1 and 2 use and numpy no longer has."""

from collections.abc import Iterator
from typing import Any

import numpy as np

OLD: dict[str, Any] = {
    "float": float, "int": int, "object": object, "str": str, "complex": complex, "bool": bool,
    "long": int, "unicode": str,
    "float_": np.float64, "complex_": np.complex128, "unicode_": np.str_, "string_": np.bytes_,
    "Inf": np.inf, "Infinity": np.inf, "infty": np.inf, "PINF": np.inf, "NINF": -np.inf,
    "NaN": np.nan, "NAN": np.nan,
    "product": np.prod, "cumproduct": np.cumprod, "sometrue": np.any, "alltrue": np.all,
    "round_": np.round, "row_stack": np.vstack, "in1d": np.isin, "trapz": np.trapezoid,
    "asscalar": lambda a: a.item(),
    "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype),
    "msort": lambda a: np.sort(a, axis=0),
}  # fmt: skip
"""Old name -> what it meant."""


def changes() -> Iterator[tuple[Any, str, Any]]:
    """The names that are gone: (numpy, name, value); those that numpy has are left alone."""
    for name, value in OLD.items():
        if name not in vars(np):
            yield np, name, value
