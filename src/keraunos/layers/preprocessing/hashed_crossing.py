"""Pairs of categories, and more of them together, as the numbers of the bins of their common hash."""

from typing import Any

import numpy as np

from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.texts import as_texts, is_text
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.preprocessing import hashes
from keraunos.layers.preprocessing.data_layer import HostLayer
from keraunos.layers.preprocessing.encoding import check_mode, encoded, encoded_shape
from keraunos.layers.preprocessing.hashing import int_dtype
from keraunos.ops.host import on_host

_KEY = 0xDECAFCAFFE  # what TensorFlow's crosses begin with


@register("keras.layers.HashedCrossing", "keras.layers.experimental.preprocessing.HashedCrossing")
class HashedCrossing(HostLayer):
    """The bin of several features taken together: one hash of all of them modulo the number of bins.

    Args:
        num_bins: how many bins, an int >= 1.
        output_mode: "int", or "one_hot" for a vector of num_bins.
        sparse: False.
    Shapes: a list of (batch,), of (batch, 1) or of () -> int: the same; one_hot: (batch, num_bins).
    Raises: ValueError for fewer than two inputs, inputs of other or unequal shapes, or floats.
    Source: TensorFlow's sparse.cross_hashed: FarmHash of texts, numbers as they are, joined in turn.
    Differs: a result is never sparse.
    Example:
        >>> HashedCrossing(5)((np.array(["A", "B"]), np.array([101, 101]))).tolist()
        [1, 4]
    """

    def __init__(
        self, num_bins: int, output_mode: str = "int", sparse: bool = False, name: str | None = None,
        dtype: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        owner = type(self).__name__
        dtype = int_dtype(owner, dtype, output_mode)
        super().__init__(name=name, dtype=dtype, **base)
        self.num_bins = checks.size(owner, "num_bins", num_bins, "Pass how many bins there are.")
        modes = ("int", "one_hot")
        self.output_mode, self.sparse = check_mode(owner, output_mode, modes, sparse), False

    def call(self, inputs: Any) -> Array:
        """The bins, encoded."""
        self._check(inputs)
        bins = on_host(self._bins, inputs[0].shape, "int64", *inputs)
        return encoded(bins, self.output_mode, self.num_bins, self.compute_dtype)

    def _check(self, inputs: Any) -> None:
        if not isinstance(inputs, (list, tuple)) or len(inputs) < 2:
            fix = "Pass a list or tuple of arrays."
            raise ValueError(
                bad(self._who(), "inputs", "at least two inputs in a list", inputs, fix)
            )
        shapes = [tuple(x.shape) for x in inputs]
        fits = all(len(s) < 2 or (len(s) == 2 and s[1] == 1) for s in shapes)
        if not fits or len(set(shapes)) > 1:
            form = "of one shape: (batch,), (batch, 1) or ()"
            raise ShapeError(bad(self._who(), "inputs", form, shapes, "Reshape them."))
        for x in inputs:
            if not is_text(x) and getattr(x.dtype, "kind", "") not in "iub":
                raise ValueError(bad(self._who(), "inputs", "whole numbers or texts", x, ""))

    def _bins(self, *features: np.ndarray) -> np.ndarray:
        found = np.full(features[0].size, _KEY, "uint64")
        for values in features:
            if is_text(values):
                texts = [t.encode() for t in as_texts(values, self._who()).ravel()]
                numbers = hashes.farm_hash(texts)
            else:
                numbers = values.astype("int64").ravel().astype("uint64")
            found = hashes.cross(found, numbers)
        bins = found % np.uint64(self.num_bins)
        return bins.astype("int64").reshape(features[0].shape)

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """See Shapes."""
        return encoded_shape(tuple(input_shape[0]), self.output_mode, self.num_bins)

    def get_config(self) -> dict[str, Any]:
        """The bins, the mode, the dtype's name."""
        return {
            "num_bins": self.num_bins, "output_mode": self.output_mode, "sparse": self.sparse,
            "name": self.name, "dtype": self.dtype,
        }  # fmt: skip
