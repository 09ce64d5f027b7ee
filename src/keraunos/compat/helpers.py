"""Small old functions that have no counterpart today."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from keraunos import ops, utils
from keraunos.core import registry, tree
from keraunos.core.errors import bad


class Reduction:
    """How a loss is reduced over a batch, as strings today."""

    AUTO = "sum_over_batch_size"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"


# --- losses, classes ----------------------------------------------------------------------------


def cosine_proximity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """-Σ y_true · y_pred, both scaled to length 1 along the axis."""

    def unit(x: Any) -> Any:
        length = ops.sum(ops.square(x), axis, keepdims=True)
        return x * ops.rsqrt(ops.maximum(length, 1e-12))

    return -ops.sum(unit(y_true) * unit(y_pred), axis)


def huber_loss(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """As `losses.huber`."""
    return registry.find("keras.losses", "huber", "losses.huber_loss")(y_true, y_pred, delta)


def to_categorical(x: Any, num_classes: int | None = None, dtype: Any = "float32") -> Any:
    """As `utils.to_categorical`, in a dtype of choice."""
    found = utils.to_categorical(x, num_classes)
    return found.astype(dtype) if isinstance(found, np.ndarray) else ops.cast(found, dtype)


def to_ordinal(y: Any, num_classes: int | None = None, dtype: Any = "float32") -> np.ndarray:
    """Class n as n ones and then zeros: (...,) -> (..., num_classes - 1).

    Example:
        >>> to_ordinal([0, 2], 3).tolist()
        [[0.0, 0.0], [1.0, 1.0]]
    """
    y = np.asarray(y, "int64")
    y = y[..., 0] if y.ndim > 1 and y.shape[-1] == 1 else y
    count = int(y.max()) + 1 if num_classes is None else num_classes
    return (np.arange(count - 1) < y[..., None]).astype(dtype)


def probas_to_classes(y_pred: np.ndarray) -> np.ndarray:
    """Class numbers of rows of probabilities; of one column, whether it is above 0.5."""
    if len(y_pred.shape) > 1 and y_pred.shape[1] > 1:
        return np.argmax(y_pred, axis=1)
    return (y_pred > 0.5).astype(int).reshape(-1)


def categorical_probas_to_classes(p: np.ndarray) -> np.ndarray:
    """The number of the largest column of each row."""
    return np.argmax(p, axis=1)


def accuracy(p: np.ndarray, y: np.ndarray) -> float:
    """The share of equal elements."""
    return float(np.mean(np.equal(p, y)))


# --- models -------------------------------------------------------------------------------------


def print_summary(
    model: Any, line_length: int | None = None, positions: Any = None, print_fn: Any = None
) -> None:
    """As `model.summary`."""
    model.summary(line_length, positions, print_fn)


def count_params(weights: Iterable[Any]) -> int:
    """The number of elements of all weights, each counted once."""
    return sum(int(np.prod(w.shape)) for w in {id(w): w for w in weights}.values())


def count_total_params(layers: Iterable[Any], layer_set: Any = None) -> tuple[int, int]:
    """The numbers of elements of the trainable and of the other weights of layers."""
    layers = list(layers)
    groups = ("trainable_weights", "non_trainable_weights")
    first, second = (count_params(w for x in layers for w in getattr(x, g)) for g in groups)
    return first, second


def multi_gpu_model(model: Any, gpus: Any = None, **kwargs: Any) -> Any:
    """The model itself; spreading it is asked for in another way today."""
    del gpus, kwargs
    return model


def convert_kernel(kernel: np.ndarray) -> np.ndarray:
    """A kernel with its spatial axes turned round."""
    if not 3 <= kernel.ndim <= 5:
        raise ValueError(bad("convert_kernel", "kernel", "of 3 to 5 axes", kernel, ""))
    return np.flip(kernel, tuple(range(kernel.ndim - 2))).copy()


def convert_all_kernels_in_model(model: Any) -> None:
    """Turn the kernels of all convolutions round, in place."""
    for layer in model.layers:
        if "Conv" in type(layer).__name__ and hasattr(layer, "kernel"):
            layer.kernel.assign(convert_kernel(layer.kernel.numpy()))


# --- shapes, lists ------------------------------------------------------------------------------


def conv_output_length(
    input_length: int | None, filter_size: int, padding: str, stride: int, dilation: int = 1
) -> int | None:
    """The length that a convolution gives; padding: 'same', 'valid', 'causal' or 'full'."""
    if input_length is None:
        return None
    reach = (filter_size - 1) * dilation
    length = input_length + {"same": 0, "causal": 0, "valid": -reach, "full": reach}[padding]
    return -(-length // stride)


def conv_input_length(
    output_length: int | None, filter_size: int, padding: str, stride: int
) -> int | None:
    """The length that a convolution needs for this output."""
    if output_length is None:
        return None
    pad = {"same": filter_size // 2, "valid": 0, "full": filter_size - 1}[padding]
    return (output_length - 1) * stride - 2 * pad + filter_size


def normalize_tuple(value: Any, n: int, name: str) -> tuple[int, ...]:
    """`n` ints: those given, or one repeated.

    Raises: ValueError if it is neither.
    """
    values = (value,) * n if isinstance(value, int) else tuple(value)
    if len(values) != n:
        raise ValueError(bad("normalize_tuple", name, f"an int or {n} ints", value, ""))
    return tuple(int(v) for v in values)


def to_list(x: Any, allow_tuple: bool = False) -> list[Any]:
    """A list as it is, anything else in a list of its own."""
    if isinstance(x, list) or (allow_tuple and isinstance(x, tuple)):
        return list(x)
    return [x]


def unpack_singleton(x: Any) -> Any:
    """The only element of a list of one; else the list."""
    return x[0] if len(x) == 1 else x


def is_all_none(iterable_or_element: Any) -> bool:
    """Whether all of it is None."""
    return all(x is None for x in tree.flatten(iterable_or_element))


def object_list_uid(object_list: Any) -> str:
    """A text that names these objects."""
    return ", ".join(str(abs(id(x))) for x in to_list(object_list))


def slice_arrays(arrays: Any, start: Any = None, stop: Any = None) -> Any:
    """Rows start … stop, or the rows of a list of indices, of one array or of each of several."""

    def cut(x: Any) -> Any:
        return None if x is None else x[start] if hasattr(start, "__len__") else x[start:stop]

    return [cut(x) for x in arrays] if isinstance(arrays, list) else cut(arrays)


def make_batches(size: int, batch_size: int) -> list[tuple[int, int]]:
    """The (first, last + 1) rows of every batch."""
    return [(i, min(size, i + batch_size)) for i in range(0, size, batch_size)]


def make_tuple(*args: Any) -> tuple[Any, ...]:
    """The arguments as a tuple."""
    return args


def has_arg(fn: Callable[..., Any], name: str, accept_all: bool = False) -> bool:
    """Whether a function takes an argument of this name."""
    parameters = inspect.signature(fn).parameters
    kinds = [p.kind for p in parameters.values()]
    return name in parameters or (accept_all and inspect.Parameter.VAR_KEYWORD in kinds)


def transpose_shape(shape: Any, target_format: str, spatial_axes: Iterable[int]) -> tuple[Any, ...]:
    """A channels-last shape in the target format."""
    if target_format == "channels_last":
        return tuple(shape)
    return (*shape[: min(spatial_axes)], shape[-1], *(shape[i] for i in spatial_axes))
