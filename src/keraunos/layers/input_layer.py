"""Where a graph begins."""

import operator
from typing import Any

from keraunos.core import naming
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor, Node
from keraunos.core.typing import Shape
from keraunos.layers.layer import Layer


@register("keras.layers.InputLayer")
class InputLayer(Layer):
    """The node of a graph that stands for data.

    Args:
        shape: sizes without the batch; None for those that vary.
        batch_size: the batch's size if it is fixed, an int >= 1.
        dtype: the data are cast to it; None: floatx.
        batch_shape: sizes with the batch, instead of the two above.
        input_tensor: a symbolic tensor to stand for.
        optional: whether None may be given.
    Raises: ValueError if neither or both of shape and batch_shape are given, or a size is no int >= 0.
    """

    _config_root = False
    batch_independent = True

    def __init__(
        self, shape: Any = None, batch_size: int | None = None, dtype: Any = None,
        sparse: bool | None = None, ragged: bool | None = None, batch_shape: Any = None,
        input_tensor: Any = None, optional: bool = False, name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, **base)
        if input_tensor is not None:
            batch_shape, dtype = input_tensor.shape, dtype or input_tensor.dtype
            shape = None
        if shape is None and batch_shape is None:  # input_shape=, as other layers take it
            batch_shape = self.batch_shape_argument
            if batch_shape is not None:
                batch_shape = (batch_size or batch_shape[0], *batch_shape[1:])
        self.batch_shape = _batch_shape(shape, batch_size, batch_shape)
        self._dtype = standardize_dtype(dtype)
        self.sparse, self.ragged, self.optional = bool(sparse), bool(ragged), optional
        self.built = True
        tensor = input_tensor
        if tensor is None:
            tensor = KerasTensor(self.batch_shape, self._dtype, sparse=self.sparse, name=self.name)
        Node(self, (), {}, tensor)

    @property
    def dtype(self) -> str:
        """The dtype the data are cast to."""
        return self._dtype

    def call(self, inputs: Any = None) -> Any:
        """The data as they are."""
        return inputs

    def compute_output_shape(self, *_shape: Any) -> Shape:
        """Its own, whatever comes."""
        return self.batch_shape

    def get_config(self) -> dict[str, Any]:
        """The batch shape, dtype and name."""
        return {
            "batch_shape": self.batch_shape, "dtype": self.dtype, "sparse": self.sparse,
            "ragged": self.ragged, "name": self.name, "optional": self.optional,
        }  # fmt: skip


def _batch_shape(shape: Any, batch_size: int | None, batch_shape: Any) -> Shape:
    if (shape is None) == (batch_shape is None):
        raise ValueError(
            bad("Input", "shape", "given, or batch_shape, but not both", (shape, batch_shape), "")
        )
    if isinstance(shape, int) or isinstance(batch_shape, int):
        raise ValueError(
            bad("Input", "shape", "a tuple without the batch axis", shape or batch_shape,
                f"Write shape=({shape or batch_shape},).")
        )  # fmt: skip
    sizes = tuple(batch_shape) if shape is None else (batch_size, *shape)
    try:
        known = tuple(None if s is None else operator.index(s) for s in sizes)
    except TypeError:
        known = (-1,)
    if any(s is not None and s < 0 for s in known):
        raise ValueError(
            bad("Input", "shape", "a tuple of ints >= 0, or None where a size varies", shape or batch_shape,
                "Use // where a size is computed by division.")
        )  # fmt: skip
    return known


@register("keras.layers.Input", "keras.Input")
def Input(
    shape: Any = None, batch_size: int | None = None, dtype: Any = None, sparse: bool | None = None,
    ragged: bool | None = None, batch_shape: Any = None, name: str | None = None, tensor: Any = None,
    optional: bool = False,
) -> Any:  # fmt: skip
    """A symbolic tensor at which a graph begins.

    Args:
        shape: sizes without the batch; None for those that vary.
        batch_size: the batch's size if it is fixed, an int >= 1.
        dtype: the data are cast to it; None: floatx.
        batch_shape: sizes with the batch, instead of shape and batch_size.
        name: the input's name; data given as a dict are found by it.
        tensor: a symbolic tensor to stand for. optional: whether None may be given.
    Raises: ValueError if neither or both of shape and batch_shape are given.
    Example:
        >>> Input((784,)).shape
        (None, 784)
    """
    layer = InputLayer(
        shape=shape, batch_size=batch_size, dtype=dtype, sparse=sparse, ragged=ragged,
        batch_shape=batch_shape, input_tensor=tensor, optional=optional,
        name=name or naming.auto_name("input_layer"),
    )  # fmt: skip
    return layer.output
