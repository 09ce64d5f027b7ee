"""The names of the types that signatures speak of."""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np

Array = jax.Array | np.ndarray
"""A jax array (traced or not) or a numpy array."""

Shape = tuple[int | None, ...]
"""Sizes of the axes; None stands for a size that is not known before the data are."""

DType = str
"""The name of a dtype, as in "float32"."""

Tree = Any
"""A nested structure of dicts, lists and tuples; Python's types cannot say more."""

Key = tuple[int, ...]
"""What a host stream of random numbers is keyed by."""

Initial = Callable[[Sequence[int], DType], np.ndarray]
"""Draws the first value of a variable on the host."""

Config = dict[str, Any]
"""A serialised object: JSON types only."""
