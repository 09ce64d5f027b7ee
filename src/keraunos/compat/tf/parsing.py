"""`tf.io.parse_*`: what was written as Examples, as arrays again; and tensors as bytes."""

from typing import Any, NamedTuple

import numpy as np

from keraunos import ops
from keraunos.callbacks.events import field
from keraunos.compat.tf.files import bytes_of
from keraunos.compat.tf.messages import Example, Feature, SequenceExample, fields
from keraunos.compat.tf.sparse import SparseTensor
from keraunos.core.errors import bad
from keraunos.data.ragged import Ragged
from keraunos.data.stacking import objects, padded, stacked
from keraunos.data.texts import Content, texts_of


class FixedLenFeature(NamedTuple):
    """Values of one shape; without a default they must be there."""

    shape: Any
    dtype: Any
    default_value: Any = None


class VarLenFeature(NamedTuple):
    """Any number of values, read as a SparseTensor."""

    dtype: Any


class FixedLenSequenceFeature(NamedTuple):
    """Any number of blocks of one shape."""

    shape: Any
    dtype: Any
    allow_missing: bool = False
    default_value: Any = None


class RaggedFeature(NamedTuple):
    """Any number of values, of several Examples as rows of their lengths."""

    dtype: Any
    value_key: str | None = None
    partitions: Any = ()
    row_splits_dtype: Any = "int32"
    validate: bool = False


def parse_single_example(
    serialized: Any, features: Any, example_names: Any = None, name: Any = None
) -> dict[str, Any]:
    """The values of one Example, by name.

    Args: serialized: bytes. features: name -> FixedLenFeature, VarLenFeature, FixedLenSequenceFeature or
        RaggedFeature.
    Raises: ValueError for what is no Example, lacks a feature without a default, or has another number
        of values.
    """
    found = Example.FromString(bytes_of(serialized)).features.feature
    return {key: _given(_read(found, key, how)) for key, how in features.items()}


def parse_example(
    serialized: Any, features: Any, example_names: Any = None, name: Any = None
) -> dict[str, Any]:
    """The values of several Examples, by name, a row for each."""
    rows = [
        {
            key: _read(Example.FromString(bytes_of(one)).features.feature, key, how)
            for key, how in features.items()
        }
        for one in np.ravel(np.asarray(serialized, object)).tolist()
    ]
    return {
        key: _given(_together([row[key] for row in rows], how)) for key, how in features.items()
    }


def parse_single_sequence_example(
    serialized: Any, context_features: Any = None, sequence_features: Any = None, *_more: Any,
    **_names: Any,
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """The context's values, and the steps' values, of one SequenceExample."""
    found = SequenceExample.FromString(bytes_of(serialized))
    context = {
        key: _given(_read(found.context.feature, key, how))
        for key, how in (context_features or {}).items()
    }
    steps = {}
    for key, how in (sequence_features or {}).items():
        one = FixedLenFeature(how.shape, how.dtype) if hasattr(how, "shape") else how
        parts = [_read({key: f}, key, one) for f in found.feature_lists.feature_list[key].feature]
        steps[key] = _given(_together(parts, one) if parts else np.zeros(0, _numpys(how.dtype)))
    return context, steps


def _together(rows: list[Any], how: Any) -> Any:
    if isinstance(how, RaggedFeature):
        return Ragged(rows)
    return (
        padded(rows, values=how.default_value)
        if isinstance(how, FixedLenSequenceFeature)
        else stacked(rows)
    )


def _read(found: dict[str, Feature], key: str, how: Any) -> Any:
    key = getattr(how, "value_key", None) or key
    values = _values(found[key], how, key) if key in found else []
    if isinstance(how, VarLenFeature):
        count = len(values)
        return SparseTensor(np.arange(count)[:, None], _array(values, how.dtype), (count,))
    if isinstance(how, RaggedFeature):
        return _array(values, how.dtype)
    if isinstance(how, FixedLenSequenceFeature):
        return _array(values, how.dtype).reshape(-1, *how.shape)
    shape = tuple(how.shape) if np.ndim(how.shape) else (how.shape,)
    if not values and how.default_value is not None:
        values = np.broadcast_to(np.asarray(how.default_value), shape).ravel().tolist()
    if len(values) != int(np.prod(shape, dtype=int)):
        fix = "Give FixedLenFeature a default_value, or use VarLenFeature."
        where = f"tf.io.parse_example: feature {key!r}"
        raise ValueError(bad(where, "shape", f"that of its {len(values)} values", shape, fix))
    if shape == () and how.dtype == "string":
        return Content(values[0].encode() if isinstance(values[0], str) else values[0])
    return _array(values, how.dtype).reshape(shape)


def _values(feature: Feature, how: Any, key: str) -> list[Any]:
    kind = feature.WhichOneof()
    wanted = "bytes_list" if how.dtype == "string" else "float_list"
    wanted = "int64_list" if "int" in str(how.dtype) or how.dtype == "bool" else wanted
    if kind not in (None, wanted):
        where = f"tf.io.parse_example: feature {key!r}"
        raise ValueError(bad(where, "dtype", f"that of its {kind}", str(how.dtype), ""))
    return list(getattr(feature, wanted).value)


def _numpys(dtype: Any) -> Any:
    return object if dtype == "string" else np.dtype(str(dtype))


def _array(values: list[Any], dtype: Any) -> np.ndarray:
    return objects(values) if dtype == "string" else np.array(values, _numpys(dtype))


def _given(x: Any) -> Any:
    """Numbers on the device where they keep their values there; texts and rows on the host."""
    if not isinstance(x, np.ndarray):
        return x
    if x.dtype == object:
        return texts_of(x)
    narrow = x.dtype != np.int64 or not x.size or np.abs(x).max() < 2**31
    return ops.convert_to_tensor(x) if narrow else x


# --- tensors as bytes ---------------------------------------------------------------------------

_NUMBERS = {
    "float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "string": 7,
    "int64": 9, "bool": 10, "bfloat16": 14, "uint16": 17, "float16": 19, "uint32": 22, "uint64": 23,
}  # fmt: skip
"""dtype -> its number in TensorFlow's messages."""


def serialize_tensor(tensor: Any, name: Any = None) -> Content:
    """A tensor as bytes, with its dtype and shape."""
    array = np.asarray(tensor)
    text = array.dtype.kind in "USO"
    sizes = b"".join(field(2, field(1, n)) for n in array.shape)
    head = field(1, _NUMBERS["string" if text else array.dtype.name]) + field(2, sizes)
    if text:
        return Content(head + b"".join(field(8, bytes_of(t)) for t in array.ravel().tolist()))
    return Content(head + field(4, np.ascontiguousarray(array).tobytes()))


def parse_tensor(serialized: Any, out_type: Any, name: Any = None) -> Any:
    """The tensor that `serialize_tensor` made bytes of.

    Raises: ValueError if it has another dtype.
    """
    parts = list(fields(bytes_of(serialized)))
    number = next(value for key, value in parts if key == 1)
    kind = next(dtype for dtype, n in _NUMBERS.items() if n == number)
    if kind != str(out_type):
        raise ValueError(bad("tf.io.parse_tensor", "out_type", kind, str(out_type), ""))
    shape = [
        dict(fields(size)).get(1, 0)
        for key, value in parts if key == 2 for inner, size in fields(value) if inner == 2
    ]  # fmt: skip
    if kind == "string":
        return texts_of(objects([v for key, v in parts if key == 8]).reshape(shape))
    content = b"".join(value for key, value in parts if key == 4)
    return _given(np.frombuffer(content, np.dtype(kind)).reshape(shape).copy())
