"""The bases of the layers that prepare data: called on lists and numbers too, and some only on the host."""

from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.data.ragged import Ragged
from keraunos.layers.arguments import shape_structure, tensors_of
from keraunos.layers.layer import Layer


class DataLayer(Layer):
    """A layer that is called on whatever numpy makes an array of, before or within a model."""

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the layer on arrays, lists or numbers, or on symbolic tensors to build a graph."""
        return super().__call__(as_data(inputs), *args, **kwargs)

    @property
    def output_dtype(self) -> str:
        """The dtype of what comes out."""
        return self.compute_dtype

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """The symbolic tensor that comes out for symbolic ones."""
        shape = self.compute_output_shape(shape_structure(inputs))
        return tensors_of(shape, self.output_dtype)


class HostLayer(DataLayer):
    """A layer that works in numpy: on texts, and on whole numbers of 64 bits.

    A functional or sequential model that begins with such layers has the host do them before its
    program runs. On numbers they also run within a program, which then calls back to the host.
    """

    runs_on_host = True
    batch_independent = True
    value_by_value = False
    """Whether in mode "int" each value has its own number, whatever stands beside it."""

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the layer; one that goes value by value takes rows of unequal lengths too."""
        whole = getattr(self, "output_mode", "int") != "int" or not self.value_by_value
        if isinstance(inputs, Ragged) and not whole:
            plain = super().__call__
            return inputs.mapped(lambda values: plain(values, *args, **kwargs))
        return super().__call__(inputs, *args, **kwargs)

    @property
    def input_dtype(self) -> str:
        """The dtype of the data: texts, unless a subclass says otherwise."""
        return "string"


def as_data(x: Any) -> Any:
    """Arrays and symbolic tensors as they are, all else as numpy arrays.

    Example:
        >>> as_data([[1, 2]]).shape, as_data("a").shape
        ((1, 2), ())
    """
    leaves = tree.flatten(x) if tree.is_nested(x) else [x]
    if any(hasattr(leaf, "shape") and hasattr(leaf, "dtype") for leaf in leaves):
        if isinstance(x, (list, tuple)) and all(_is_scalar(leaf) for leaf in leaves):
            return np.asarray([np.asarray(leaf) for leaf in leaves])
        return tree.map_structure(_array, x)
    return np.asarray(x)


def _is_scalar(x: Any) -> bool:
    return getattr(x, "shape", None) == () and isinstance(x, np.generic)


def _array(x: Any) -> Any:
    if not (hasattr(x, "shape") and hasattr(x, "dtype")):
        return np.asarray(x)
    if getattr(x.dtype, "kind", "") != "O":
        return x
    objects = np.asarray(x)  # of tables: numbers and truth values of several columns, or texts
    plain = all(isinstance(value, (bool, int, float, np.number)) for value in objects.flat)
    return np.array(objects.tolist()) if plain and objects.size else objects
