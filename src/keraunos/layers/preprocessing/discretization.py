"""Numbers as the numbers of the ranges they fall into."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers.preprocessing import quantiles
from keraunos.layers.preprocessing.adapting import batches
from keraunos.layers.preprocessing.data_layer import DataLayer
from keraunos.layers.preprocessing.encoding import check_mode, encoded, encoded_shape


@register("keras.layers.Discretization", "keras.layers.experimental.preprocessing.Discretization")
class Discretization(DataLayer):
    """The number of the bin of each value; boundaries b give bins (-inf, b0), [b0, b1), … [bn, inf).

    Args:
        bin_boundaries: the boundaries, in rising order.
        num_bins: instead: how many bins `adapt` makes, of about equally many values; an int >= 0.
        epsilon: how coarse `adapt` may be: it keeps about 1 / epsilon values; in (0, 1).
        output_mode: "int", "one_hot", "multi_hot" or "count", as of CategoryEncoding.
        sparse: False.
    Shapes: int: any -> the same, int32; else as of CategoryEncoding.
    Raises: ValueError if both or neither of boundaries and num_bins are given, for an unknown mode, or if
        it is called before it has boundaries.
    Differs: a result is never sparse.
    Example:
        >>> Discretization([0.0, 1.0, 2.0])(np.array([[-1.5, 1.0, 3.4, 0.5]])).tolist()
        [[0, 2, 3, 1]]
    """

    batch_independent = True

    def __init__(
        self, bin_boundaries: Any = None, num_bins: int | None = None, epsilon: float = 0.01,
        output_mode: str = "int", sparse: bool = False, dtype: Any = None, name: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name=name, dtype=dtype, autocast=False)
        owner = type(self).__name__
        self.output_mode, self.sparse = check_mode(owner, output_mode, sparse=sparse), False
        if num_bins is not None and num_bins < 0:
            raise ValueError(bad(owner, "num_bins", "an int >= 0", num_bins, "Pass how many."))
        if (num_bins is None) == (bin_boundaries is None):
            got = f"num_bins={num_bins!r}, bin_boundaries={bin_boundaries!r}"
            raise ValueError(
                bad(owner, "num_bins", "given, or bin_boundaries, but not both", got, "")
            )
        self.num_bins, self.epsilon = num_bins, epsilon
        self.input_bin_boundaries = bin_boundaries is not None
        self.bin_boundaries = None if bin_boundaries is None else [float(b) for b in bin_boundaries]
        self.reset_state()

    @property
    def input_dtype(self) -> str:
        """That of the process: a value rounded to fewer bits might cross a boundary."""
        return config.floatx()

    @property
    def output_dtype(self) -> str:
        """int32 for numbers of bins, else the compute dtype."""
        return "int32" if self.output_mode == "int" else self.compute_dtype

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Learn the boundaries.

        Args: data: an array, or what yields arrays. steps: how many batches to use of data that come so.
        Raises: ValueError if boundaries were given.
        """
        if self.input_bin_boundaries:
            raise ValueError(
                bad(f"{self._who()}.adapt", "bin_boundaries", "None, so that they can be learnt",
                    self.bin_boundaries, "Give num_bins instead.")
            )  # fmt: skip
        self.reset_state()
        for batch in batches(type(self).__name__, data, steps):
            self.update_state(batch)
        self.finalize_state()

    def update_state(self, data: Any) -> None:
        """Add a batch to what the boundaries are learnt from."""
        more = quantiles.summary(np.asarray(data), self.epsilon)
        self.summary = quantiles.joined(self.summary, more, self.epsilon)

    def finalize_state(self) -> None:
        """Make the boundaries of what was added."""
        if not self.input_bin_boundaries and self.summary.shape[1]:
            self.bin_boundaries = quantiles.boundaries(self.summary, self.num_bins or 1)
            self.renew()

    def reset_state(self) -> None:
        """Forget what was added, and boundaries that were learnt."""
        self.summary = np.zeros((2, 0), "float32")
        if not self.input_bin_boundaries:
            self.bin_boundaries = None

    def call(self, inputs: Array) -> Array:
        """The numbers of the bins, encoded."""
        if self.bin_boundaries is None:
            raise ValueError(
                f"{self._who()}: it has no boundaries yet. Call adapt(data) first, or pass bin_boundaries."
            )
        edges = ops.convert_to_tensor(np.asarray(self.bin_boundaries, "float32"))
        bins = ops.searchsorted(edges, ops.cast(inputs, "float32"), side="right")
        return encoded(bins, self.output_mode, self._depth(), self.output_dtype)

    def _depth(self) -> int:
        return self.num_bins if self.num_bins is not None else len(self.bin_boundaries or ()) + 1

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """See Shapes."""
        return encoded_shape(input_shape, self.output_mode, self._depth())

    def get_config(self) -> dict[str, Any]:
        """The boundaries, given or learnt, and how they are made."""
        return {
            "bin_boundaries": self.bin_boundaries, "num_bins": self.num_bins,
            "epsilon": self.epsilon, "output_mode": self.output_mode, "sparse": self.sparse,
            "name": self.name, "dtype": self.dtype,
        }  # fmt: skip

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The layer of a config; one that has learnt has both num_bins and boundaries."""
        if config.get("num_bins") is None:
            return cls(**config)
        layer = cls(**{**config, "bin_boundaries": None})
        layer.bin_boundaries = config.get("bin_boundaries")
        return layer
