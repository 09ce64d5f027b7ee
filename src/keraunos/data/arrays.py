"""Data in memory: checked at the door, made plain numpy columns with equally many rows."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core import config, tree
from keraunos.core.dtypes import host_dtype
from keraunos.core.errors import DataError, bad, describe

_ALIGNMENT = 64  # bytes

Prepare = Callable[[Any], Any]
"""From a structure of numpy arrays, which may hold texts, to one of arrays of numbers."""

_NUMBERS = (bool, int, float, np.number, np.bool_)
_CHECKED = 2**24  # bytes of an array that go into a checksum, about


class Columns(NamedTuple):
    """Inputs, targets and weights; each a structure of arrays with the same number of rows, or None."""

    x: Any
    y: Any = None
    sample_weight: Any = None

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(tree.flatten(self.x)[0].shape[0])

    @property
    def nbytes(self) -> int:
        """The memory that the arrays hold, in bytes."""
        return sum(a.nbytes for a in tree.flatten(tuple(self)) if a is not None)

    def take(self, start: int, stop: int) -> "Columns":
        """The rows from start to stop."""
        return Columns(
            *(tree.map_structure(lambda a: None if a is None else a[start:stop], c) for c in self)
        )


def described(columns: Columns) -> dict[str, str]:
    """Shapes and dtypes of the data, and a checksum over rows spread through all of them."""
    arrays = [np.asarray(a) for a in tree.flatten(tuple(columns)) if a is not None]
    shapes = ", ".join(f"{a.dtype}{a.shape}" for a in arrays)
    check = 0
    for a in arrays:
        stride = max(1, a.nbytes // _CHECKED)
        check = zlib.crc32(np.ascontiguousarray(a[::stride]).tobytes(), check)
    return {"data": shapes, "checksum of the data": f"{check:08x}"}


def as_columns(
    x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None, owner: str = "fit",
    prepare: Prepare | None = None,
) -> Columns:  # fmt: skip
    """Check and convert what the user gave.

    Args: prepare: what the host does first to the inputs, which then may be texts.
    Raises: DataError (a ValueError) for no data, dtype object, or numbers of rows that differ.
    """
    if x is None:
        raise DataError(
            bad(owner, "x", "an array, or a list or dict of arrays", x, "Pass the inputs.")
        )
    columns = Columns(
        tree.map_structure(lambda a: as_column(a, "x", owner), _prepared(_plain(x), prepare)),
        None if y is None else tree.map_structure(lambda a: as_column(a, "y", owner), _plain(y)),
        None if sample_weight is None else _weights(sample_weight, owner),
    )
    _check_rows(columns, owner)
    return by_class(columns, class_weight, owner)


def by_class(columns: Columns, class_weight: Any, owner: str) -> Columns:
    """The columns with a weight a row, that of its class; without class weights as they are.

    Raises: ValueError if the rows have weights of their own.
    """
    if class_weight is None:
        return columns
    if columns.sample_weight is not None:
        raise ValueError(
            f"{owner}: `class_weight` and `sample_weight` cannot both be given. Multiply the class's "
            "weight into sample_weight."
        )
    return columns._replace(sample_weight=weights_of_classes(columns.y, class_weight, owner))


def _prepared(x: Any, prepare: Prepare | None) -> Any:
    """The inputs after what the host does first; it sees numpy arrays with rows."""
    return x if prepare is None else prepare(tree.map_structure(np.asarray, x))


def _plain(structure: Any) -> Any:
    """Tables and lists of numbers as arrays; lists and dicts of arrays stay."""
    if hasattr(structure, "to_numpy"):
        table = structure.to_numpy()
        # a table of numbers and truth values comes as objects: each column is a number all the same
        mixed = table.dtype == object and all(isinstance(v, _NUMBERS) for v in table[:1].ravel())
        return table.astype(config.floatx()) if mixed else table
    if isinstance(structure, dict):
        return {k: _plain(v) for k, v in structure.items()}
    if isinstance(structure, (list, tuple)):
        if any(hasattr(v, "shape") or hasattr(v, "to_numpy") for v in structure) and not all(
            getattr(v, "shape", None) == () for v in structure
        ):
            return [_plain(v) for v in structure]
        try:
            return np.asarray(structure)
        except ValueError:
            raise DataError(
                bad("fit", "data", "rows of equal length", structure, "Pad them, or use an array.")
            ) from None
    return structure


def as_column(array: Any, arg: str, owner: str) -> Any:
    """One array: float64 as floatx, integers that fit as they are; jax arrays are left where they are."""
    if array is None or isinstance(array, jax.Array):
        return array
    if hasattr(array, "toarray"):  # scipy's sparse matrices
        array = array.toarray()
    array = np.asarray(array)
    if array.dtype == object or array.dtype.kind in "USM":
        raise DataError(
            bad(owner, arg, "numbers of one dtype", array,
                "Make all rows equally long, or convert with np.array(rows, dtype='float32'). Texts: call "
                "a StringLookup or TextVectorization on them, or make it the model's first layer.")
        )  # fmt: skip
    if array.ndim == 0:
        raise DataError(bad(owner, arg, "an array with rows", array, "Use np.array([x])."))
    if array.dtype in (np.int64, np.uint64) and array.size:
        low, high = int(array.min()), int(array.max())
        if low < -(2**31) or high >= 2**32:
            raise DataError(
                f"{owner}: `{arg}` must be integers of at most 32 bits; got values from {low} to "
                f"{high}. Convert to float32, or number them anew."
            )
        return array.astype("int32" if high < 2**31 else "uint32")
    wanted = jnp.dtype(host_dtype(array))
    return array if array.dtype == wanted else array.astype(wanted)


def _weights(weights: Any, owner: str) -> Any:
    def floats(a: Any) -> Any:
        column = as_column(a, "sample_weight", owner)
        return None if column is None else column.astype("float32")

    return tree.map_structure(floats, _plain(weights))


def _check_rows(columns: Columns, owner: str) -> None:
    counts = {
        name: [int(a.shape[0]) for a in tree.flatten(column) if a is not None]
        for name, column in zip(("x", "y", "sample_weight"), columns)
    }
    sizes = {n for numbers in counts.values() for n in numbers}
    if len(sizes) > 1:
        text = ", ".join(f"{name} {', '.join(map(str, n))}" for name, n in counts.items() if n)
        raise DataError(
            f"{owner}: all arrays must have the same number of rows; got {text}. Cut or align them: "
            "row i of x belongs to row i of y."
        )
    if not sizes or 0 in sizes:
        first = tree.flatten(columns.x)
        came = describe(first[0]) if first else "nothing"
        raise DataError(f"{owner}: `x` must have at least one row; got {came}. Pass some data.")


def weights_of_classes(y: Any, class_weight: dict[int, float], owner: str) -> np.ndarray:
    """A weight a row, from the class in y: integers, or one-hot rows.

    Raises: ValueError for several outputs, or weights that are no dict.
    """
    leaves = tree.flatten(y)
    if len(leaves) != 1 or leaves[0] is None:
        raise ValueError(
            f"{owner}: `class_weight` needs one array of targets; got {len(leaves)}. Give "
            "sample_weight for each output instead."
        )
    if not isinstance(class_weight, Mapping):
        fix = "Write {0: 1.0, 1: 2.5}; classes left out weigh 1."
        raise ValueError(bad(owner, "class_weight", "a dict, class to weight", class_weight, fix))
    labels = np.asarray(leaves[0])
    if labels.ndim > 1:
        labels = labels.argmax(-1) if labels.shape[-1] > 1 else labels[..., 0]
    labels = np.round(labels).astype("int64")
    weights = np.ones(labels.shape, "float32")
    for label, weight in class_weight.items():
        weights[labels == int(label)] = weight
    return weights


def split_validation(columns: Columns, share: float) -> tuple[Columns, Columns]:
    """The first rows for training and the last `share` of them for validation.

    Raises: ValueError if either part is empty.
    """
    at = int(np.floor(columns.rows * (1.0 - share)))
    if not 0 < at < columns.rows:
        raise ValueError(
            f"fit: `validation_split` must leave rows for both parts; got {share} of {columns.rows} "
            "rows. Use another share, or validation_data."
        )
    return columns.take(0, at), columns.take(at, columns.rows)


def on_device(columns: Columns) -> Columns:
    """Copies on the device; what the user does to the arrays later changes nothing."""
    return Columns(*jax.device_put(jax.tree.map(_copy, tuple(columns))))


def _copy(array: Any) -> Any:
    """A copy at an address that a CPU device can use as it is; jax would share a user's buffer, too."""
    if isinstance(array, jax.Array):
        return jnp.copy(array)
    space = np.empty(array.nbytes + _ALIGNMENT, np.uint8)
    start = -space.ctypes.data % _ALIGNMENT
    copy = space[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


def unpack(data: Sequence[Any], owner: str) -> tuple[Any, Any, Any]:
    """(x,), (x, y) or (x, y, sample_weight) as three; ValueError for anything else."""
    if not isinstance(data, (tuple, list)) or not 1 <= len(data) <= 3:
        raise ValueError(
            bad(owner, "validation_data", "(x, y) or (x, y, sample_weight)", data, "Pass a tuple.")
        )
    return tuple([*data, None, None][:3])  # type: ignore[return-value]
