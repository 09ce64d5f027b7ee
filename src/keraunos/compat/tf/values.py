"""TensorFlow's tensors, dtypes and shapes, and the functions whose arguments fit no op."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.adapting import op
from keraunos.compat.backend import maths, noise
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import bad
from keraunos.core.programs import within_a_program
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array
from keraunos.core.variable import Variable as CoreVariable
from keraunos.data.texts import texts_of
from keraunos.ops import random

newaxis = None
_FEW = 9


# --- dtypes and shapes --------------------------------------------------------------------------


class DType(str):
    """A dtype's name that also answers as TensorFlow's dtypes do."""

    @property
    def name(self) -> str:
        """The name."""
        return str(self)

    @property
    def as_numpy_dtype(self) -> Any:
        """Numpy's type."""
        return np.dtype(str(self)).type

    @property
    def is_floating(self) -> bool:
        """Whether it is a float."""
        return "float" in self


float16, float32, float64, bfloat16 = map(DType, ("float16", "float32", "float64", "bfloat16"))
int8, int16, int32, int64 = map(DType, ("int8", "int16", "int32", "int64"))
uint8, uint16, uint32, uint64 = map(DType, ("uint8", "uint16", "uint32", "uint64"))
complex64, complex128 = map(DType, ("complex64", "complex128"))
half, double = float16, float64
bool, string = DType("bool"), DType("string")


def as_dtype(type_value: Any) -> DType:
    """The DType of a name, a numpy dtype or a DType."""
    return DType(standardize_dtype(type_value))


class TensorShape(tuple[Any, ...]):
    """A shape with TensorFlow's methods."""

    def as_list(self) -> list[Any]:
        """The sizes in a list."""
        return list(self)

    def concatenate(self, other: Any) -> "TensorShape":
        """This one's sizes and another's."""
        return TensorShape((*self, *other))

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self)

    ndims = rank

    def num_elements(self) -> int | None:
        """The number of elements, None if a size is not known."""
        return None if None in self else int(np.prod(self))


class TensorSpec:
    """A shape and a dtype."""

    def __init__(self, shape: Any, dtype: Any = "float32", name: str | None = None) -> None:
        self.shape, self.dtype, self.name = TensorShape(shape), as_dtype(dtype), name


Tensor = Array | KerasTensor


class Variable(CoreVariable):
    """A variable made from a first value.

    Args: as of TensorFlow's; those about devices and shapes are taken and not used.
    """

    def __init__(
        self, initial_value: Any = None, trainable: Any = True, validate_shape: Any = True,
        caching_device: Any = None, name: str | None = None, variable_def: Any = None, dtype: Any = None,
        **_unused: Any,
    ) -> None:  # fmt: skip
        value = initial_value() if callable(initial_value) else initial_value
        array = np.asarray(value)
        super().__init__(
            array, dtype=dtype, trainable=True if trainable is None else trainable, name=name
        )


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str = "Const") -> Any:
    """An array; floats become float32, text stays numpy's."""
    array = np.asarray(value)
    if array.dtype.kind in "USO":
        return texts_of(array)
    if dtype is None and array.dtype == np.float64 and not hasattr(value, "dtype"):
        dtype = "float32"
    if dtype is None and array.dtype == np.int64 and not hasattr(value, "dtype"):
        dtype = "int32"
    array = array if shape is None else np.broadcast_to(array, shape)
    few = array.ndim < 2 and array.size < _FEW and array.dtype.kind == "i"
    if few and "int" in str(dtype or array.dtype) and within_a_program():
        return array.astype(standardize_dtype(dtype or "int32"))  # sizes stay known
    return ops.convert_to_tensor(array, None if dtype is None else standardize_dtype(dtype))


def convert_to_tensor(
    value: Any, dtype: Any = None, dtype_hint: Any = None, name: Any = None
) -> Any:
    """As `constant`; symbolic tensors and arrays stay."""
    if isinstance(value, KerasTensor):
        return value
    if isinstance(value, CoreVariable) or ops.is_tensor(value):
        return ops.convert_to_tensor(value, None if dtype is None else standardize_dtype(dtype))
    return constant(value, dtype)


def is_tensor(x: Any) -> Any:
    """Whether it is an array on a device, a variable, or symbolic."""
    return ops.is_tensor(x) or isinstance(x, (KerasTensor, CoreVariable))


def zeros(shape: Any, dtype: Any = "float32", name: Any = None) -> Array:
    """An array of zeros."""
    return ops.cast(ops.zeros(tuple(np.atleast_1d(shape)) if np.ndim(shape) else (shape,)), dtype)


def ones(shape: Any, dtype: Any = "float32", name: Any = None) -> Array:
    """An array of ones."""
    return ops.cast(ops.ones(tuple(np.atleast_1d(shape)) if np.ndim(shape) else (shape,)), dtype)


def fill(dims: Any, value: Any, name: Any = None) -> Array:
    """An array of one value."""
    return ops.full(tuple(dims), value)


def identity(input: Any, name: Any = None) -> Any:
    """The tensor itself."""
    return input.value if isinstance(input, CoreVariable) else input


def rank(input: Any, name: Any = None) -> int:
    """The number of axes."""
    return len(input.shape)


def executing_eagerly() -> Any:
    """True."""
    return True


# --- functions ----------------------------------------------------------------------------------


def matmul(
    a: Any, b: Any, transpose_a: Any = False, transpose_b: Any = False, **_unused: Any
) -> Array:
    """The product of the last two axes, each transposed first if wanted."""
    a = ops.swapaxes(a, -1, -2) if transpose_a else a
    b = ops.swapaxes(b, -1, -2) if transpose_b else b
    return ops.matmul(a, b)


def one_hot(
    indices: Any, depth: int, on_value: Any = 1.0, off_value: Any = 0.0, axis: int = -1,
    dtype: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """Class numbers as rows of off_value with one on_value."""
    if axis != -1:
        raise ValueError(bad("tf.one_hot", "axis", "-1", axis, "Move the axis afterwards."))
    hit = ops.equal(ops.expand_dims(indices, -1), ops.arange(depth))
    found = ops.where(hit, 1.0 if on_value is None else on_value, off_value or 0.0)
    return ops.cast(found, dtype or "float32")


def range(
    start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: Any = None
) -> Array:
    """The numbers from start up to limit, without limit; range(limit) starts at 0."""
    found = ops.arange(start, limit, delta)
    return found if dtype is None else ops.cast(found, as_dtype(dtype))


def pad(
    tensor: Any, paddings: Any, mode: str = "CONSTANT", constant_values: Any = 0, name: Any = None
) -> Array:
    """The tensor with values around it; mode: CONSTANT, REFLECT or SYMMETRIC."""
    sides = [tuple(int(n) for n in p) for p in np.asarray(paddings)]
    if mode.upper() == "CONSTANT":
        return ops.pad(tensor, sides, "constant", constant_values)
    return ops.pad(tensor, sides, mode.lower())


def split(
    value: Any, num_or_size_splits: Any, axis: int = 0, num: Any = None, name: Any = None
) -> Any:
    """Equal parts, or parts of these sizes."""
    if isinstance(num_or_size_splits, int):
        return ops.split(value, num_or_size_splits, axis)
    return ops.split(value, list(np.cumsum(num_or_size_splits)[:-1]), axis)


def boolean_mask(tensor: Any, mask: Any, axis: Any = None, name: Any = None) -> Array:
    """The rows where the mask holds; on arrays only, as the number is not known before."""
    return ops.convert_to_tensor(np.asarray(tensor)[np.asarray(mask)])


def map_fn(fn: Callable[..., Any], elems: Any, *args: Any, **kwargs: Any) -> Any:
    """The function applied to each row."""
    return maths.map_fn(fn, elems)


def l2_normalize(x: Any, axis: Any = None, epsilon: float = 1e-12, name: Any = None) -> Array:
    """x / sqrt(max(Σx², epsilon)) along the axis."""
    total = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return ops.multiply(x, ops.rsqrt(ops.maximum(total, epsilon)))


def confusion_matrix(
    labels: Any, predictions: Any, num_classes: Any = None, weights: Any = None, dtype: Any = "int32",
    name: Any = None,
) -> Array:  # fmt: skip
    """(label, prediction) -> how often both came together."""
    rows, columns = np.asarray(labels).ravel(), np.asarray(predictions).ravel()
    count = num_classes or int(max(rows.max(), columns.max())) + 1
    found = np.zeros((count, count))
    np.add.at(found, (rows, columns), 1 if weights is None else np.asarray(weights))
    return ops.convert_to_tensor(found, standardize_dtype(dtype))


def softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, axis: int = -1, name: Any = None
) -> Array:
    """-Σ labels · log softmax(logits)."""
    return -ops.sum(labels * ops.log_softmax(logits, axis), axis)


def sparse_softmax_cross_entropy_with_logits(labels: Any, logits: Any, name: Any = None) -> Array:
    """-log softmax(logits)[label]."""
    return ops.sparse_categorical_crossentropy(labels, logits, True)


def sigmoid_cross_entropy_with_logits(
    labels: Any = None, logits: Any = None, name: Any = None
) -> Array:
    """max(z, 0) - z · labels + log(1 + exp(-|z|)), z the logits."""
    z = ops.convert_to_tensor(logits)
    return ops.maximum(z, 0.0) - z * labels + ops.log1p(ops.exp(-ops.abs(z)))


def conv2d(
    input: Any, filters: Any, strides: Any, padding: str, data_format: str = "NHWC",
    dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A 2-D convolution; strides: an int, 2 or 4 ints."""
    layout = "channels_last" if data_format == "NHWC" else "channels_first"
    steps, wide = _pair(strides, layout), _pair(dilations or 1, layout)
    return op("conv")(input, filters, steps, padding.lower(), layout, wide)


def max_pool2d(
    input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC", name: Any = None
) -> Array:
    """The largest value of each window."""
    layout = "channels_last" if data_format == "NHWC" else "channels_first"
    size, steps = _pair(ksize, layout), _pair(strides, layout)
    return op("max_pool")(input, size, steps, padding.lower(), layout)


def _pair(value: Any, layout: str) -> tuple[int, int]:
    values = list(np.atleast_1d(value))
    if len(values) == 4:
        values = values[1:3] if layout == "channels_last" else values[2:]
    return int(values[0]), int(values[-1])


# --- random -------------------------------------------------------------------------------------


def random_uniform(
    shape: Any, minval: Any = 0, maxval: Any = None, dtype: Any = "float32", seed: Any = None,
    name: Any = None,
) -> Array:  # fmt: skip
    """Numbers drawn evenly from [minval, maxval); whole ones for an integer dtype."""
    sizes = tuple(int(n) for n in shape)
    if "int" in str(dtype):
        return noise.drawn(
            seed, "tf.random.uniform", str(dtype),
            lambda draw: draw.integers(minval, maxval, sizes),
            lambda key: random.randint(sizes, minval, maxval, str(dtype), key),
        )  # fmt: skip
    return noise.random_uniform(sizes, minval, 1.0 if maxval is None else maxval, str(dtype), seed)


def random_shuffle(value: Any, seed: Any = None, name: Any = None) -> Array:
    """The rows in random order."""
    return noise.drawn(
        seed, "tf.random.shuffle", str(np.asarray(value).dtype),
        lambda draw: np.asarray(value)[draw.permutation(len(value))],
        lambda key: random.shuffle(value, 0, key),
    )  # fmt: skip
