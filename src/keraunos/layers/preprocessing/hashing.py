"""Categories as the numbers of the bins that their hashes fall into."""

from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.policies import get_policy
from keraunos.core.registry import register
from keraunos.core.texts import as_texts, is_text
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.preprocessing.data_layer import HostLayer
from keraunos.layers.preprocessing.encoding import check_mode, encoded, encoded_shape
from keraunos.layers.preprocessing.salting import buckets, key_of
from keraunos.ops.host import on_host


def int_dtype(owner: str, dtype: Any, output_mode: str) -> Any:
    """The dtype of what comes out: int64 for numbers of bins and floatx for vectors if none is given.

    Raises: ValueError for numbers of bins that are to be floats.
    """
    if dtype is None:
        return "int64" if output_mode == "int" else config.floatx()
    if output_mode == "int" and get_policy(dtype).name not in ("int32", "int64"):
        fix = "Leave it out, or use another output_mode."
        raise ValueError(bad(owner, "dtype", "'int32' or 'int64' in output_mode 'int'", dtype, fix))
    return dtype


@register("keras.layers.Hashing", "keras.layers.experimental.preprocessing.Hashing")
class Hashing(HostLayer):
    """The bin of each text or whole number: its hash modulo the number of bins, the same everywhere.

    Args:
        num_bins: how many bins, that of the mask included; an int >= 1.
        mask_value: a value that goes to bin 0, which it then has for itself.
        salt: an int or two for SipHash as the hash; None: FarmHash.
        output_mode: "int", "one_hot", "multi_hot" or "count", as of CategoryEncoding.
        sparse: False.
    Shapes: int: any -> the same; else as of CategoryEncoding.
    Raises: ValueError for num_bins below 1, an unknown mode, a salt that is not one or two ints, or floats
        for numbers of bins.
    Source: FarmHash's Fingerprint64, SipHash-2-4; numbers are hashed as their decimal digits.
    Differs: a result is never sparse.
    Example:
        >>> Hashing(3)([["A"], ["B"], ["E"]]).tolist()
        [[1], [0], [2]]
    """

    value_by_value = True

    def __init__(
        self, num_bins: int, mask_value: Any = None, salt: Any = None, output_mode: str = "int",
        sparse: bool = False, **base: Any,
    ) -> None:  # fmt: skip
        owner = type(self).__name__
        dtype = int_dtype(owner, base.pop("dtype", None), output_mode)
        super().__init__(**{**base, "dtype": dtype})
        self.num_bins = checks.size(owner, "num_bins", num_bins, "Pass how many bins there are.")
        self.output_mode, self.sparse = check_mode(owner, output_mode, sparse=sparse), False
        self.mask_value, self.salt = mask_value, key_of(owner, salt)

    def call(self, inputs: Array) -> Array:
        """The bins, encoded."""
        bins = on_host(self._bins, "int64", inputs)
        return encoded(bins, self.output_mode, self.num_bins, self.compute_dtype)

    def _bins(self, values: np.ndarray) -> np.ndarray:
        masked, own = self.mask_value is not None, self._who()
        count = self.num_bins - masked
        bins = buckets(values, count, self.salt, own) if count else np.zeros(values.shape, "int64")
        if not masked:
            return bins
        plain = as_texts(values, own) if is_text(values) else values
        return np.where(plain == self.mask_value, 0, bins + 1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """See Shapes."""
        return encoded_shape(input_shape, self.output_mode, self.num_bins)
