"""TensorFlow's functions of texts, on numpy arrays of texts; and those of shapes, on texts too."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.ragged import joined
from keraunos.core.programs import within_a_program
from keraunos.core.texts import as_texts, is_text
from keraunos.core.typing import Array
from keraunos.data.ragged import Ragged
from keraunos.data.texts import texts_of
from keraunos.layers.preprocessing import text_steps
from keraunos.layers.preprocessing.salting import buckets

_UPPER = {lower: upper for upper, lower in text_steps.STANDARDIZE["lower"].items()}


def _each(function: Callable[[str], Any], texts: Any, dtype: Any = str) -> np.ndarray:
    """The function of each text, in the same shape."""
    array = as_texts(texts, "tf.strings")
    found = np.array([function(t) for t in array.ravel()], dtype).reshape(array.shape)
    return texts_of(found) if dtype is str else found


def lower(input: Any, encoding: str = "", name: Any = None) -> np.ndarray:
    """In lower case: A to Z, or all letters if the encoding is utf-8."""
    table = text_steps.STANDARDIZE["lower"]
    return _each(str.lower if encoding else lambda t: t.translate(table), input)


def upper(input: Any, encoding: str = "", name: Any = None) -> np.ndarray:
    """In upper case: a to z, or all letters if the encoding is utf-8."""
    return _each(str.upper if encoding else lambda t: t.translate(_UPPER), input)


def strip(input: Any, name: Any = None) -> np.ndarray:
    """Without white space at both ends."""
    return _each(str.strip, input)


def regex_replace(
    input: Any, pattern: str, rewrite: str, replace_global: Any = True, name: Any = None
) -> np.ndarray:
    """With what fits the pattern replaced, or the first of it."""
    found = re.compile(pattern)
    return _each(lambda t: found.sub(rewrite, t, count=int(not replace_global)), input)


def regex_full_match(input: Any, pattern: str, name: Any = None) -> np.ndarray:
    """Whether the whole text fits the pattern."""
    return _each(lambda t: bool(re.fullmatch(pattern, t)), input, bool)


def length(input: Any, unit: str = "BYTE", name: Any = None) -> np.ndarray:
    """How many bytes, or characters with unit "UTF8_CHAR"."""
    return _each(lambda t: len(t.encode() if unit == "BYTE" else t), input, "int32")


def substr(input: Any, pos: int, len: int, unit: str = "BYTE", name: Any = None) -> np.ndarray:
    """`len` characters from `pos` on."""
    return _each(lambda t: t[pos:][:len], input)


def split(input: Any, sep: str | None = None, maxsplit: int = -1, name: Any = None) -> Any:
    """The parts between separators: an array for one text, rows of unequal lengths for several."""
    return _parted(input, lambda t: t.split(sep or None, maxsplit), "split")


def unicode_split(input: Any, input_encoding: str = "UTF-8", *_more: Any, **_names: Any) -> Any:
    """The characters: an array for one text, rows of unequal lengths for several."""
    return _parted(input, list, "unicode_split")


def unicode_decode(input: Any, input_encoding: str = "UTF-8", *_more: Any, **_names: Any) -> Any:
    """The characters' numbers: an array for one text, rows of unequal lengths for several."""
    return _parted(input, lambda t: np.array([ord(c) for c in t], np.int32), "unicode_decode")


def unicode_encode(input: Any, output_encoding: str = "UTF-8", *_more: Any, **_names: Any) -> Any:
    """Texts of their characters' numbers, along the last axis."""
    if isinstance(input, Ragged):
        return texts_of(np.array([unicode_encode(row) for row in input], object))
    array = np.asarray(input)
    rows = ["".join(map(chr, row)) for row in array.reshape(-1, array.shape[-1]).tolist()]
    return texts_of(np.array(rows, object).reshape(array.shape[:-1]))


def bytes_split(input: Any, name: Any = None) -> Any:
    """The bytes: an array for one text, rows of unequal lengths for several."""
    return _parted(input, lambda t: [bytes([b]) for b in t.encode()], "bytes_split")


def ngrams(data: Any, ngram_width: Any, separator: str = " ", *_more: Any, **_names: Any) -> Any:
    """So many texts in a row put together, for each row.

    Args: ngram_width: an int >= 1, or several.
    """
    widths = [ngram_width] if isinstance(ngram_width, int) else list(ngram_width)

    def of(row: Any) -> np.ndarray:
        found = [separator.join(row[i:][:n]) for n in widths for i in range(len(row) - n + 1)]
        return np.array(found, object)

    if isinstance(data, Ragged):
        return Ragged([of(as_texts(row, "tf.strings.ngrams").tolist()) for row in data.rows])
    array = as_texts(data, "tf.strings.ngrams")
    return texts_of(
        of(array.tolist()) if array.ndim == 1 else np.stack([of(r) for r in array.tolist()])
    )


def format(template: str, inputs: Any, placeholder: str = "{}", *_more: Any, **_names: Any) -> Any:
    """The template with values in the places of the placeholders."""
    values = inputs if isinstance(inputs, (list, tuple)) else [inputs]
    first, *rest = template.split(placeholder)
    return texts_of(np.array(first + "".join(f"{np.asarray(v)}{r}" for v, r in zip(values, rest))))


def _parted(input: Any, parts: Callable[[str], Any], name: str) -> Any:
    """The parts of each text: an array for one, rows for several, rows of rows for a table."""
    if isinstance(input, Ragged):
        return Ragged([_parted(row, parts, name) for row in input.rows])
    array = as_texts(input, f"tf.strings.{name}")
    if array.ndim == 0:
        return _part(parts(array.item()))
    rows = [_parted(t, parts, name) for t in array] if array.ndim > 1 else None
    return Ragged(rows or [np.asarray(_part(parts(t))) for t in array.tolist()])


def _part(found: Any) -> Any:
    return found if isinstance(found, np.ndarray) else texts_of(np.array(found, object))


def join(inputs: Any, separator: str = "", name: Any = None) -> np.ndarray:
    """Texts of several arrays put together, place by place."""
    arrays = np.broadcast_arrays(*(as_texts(x, "tf.strings.join") for x in inputs))
    rows = [separator.join(parts) for parts in zip(*(a.ravel() for a in arrays))]
    return texts_of(np.array(rows, str).reshape(arrays[0].shape))


def reduce_join(
    inputs: Any, axis: Any = None, keepdims: Any = False, separator: str = "", name: Any = None
) -> np.ndarray:
    """The texts along an axis put together; all of them without one."""
    array = as_texts(inputs, "tf.strings.reduce_join")
    last = array.reshape(-1) if axis is None else np.moveaxis(array, axis, -1)
    rows = [separator.join(row) for row in last.reshape(-1, last.shape[-1] or 1)]
    found = texts_of(np.array(rows, str).reshape(last.shape[:-1]))
    return np.expand_dims(found, axis) if keepdims and axis is not None else found


def to_number(input: Any, out_type: Any = "float32", name: Any = None) -> Array:
    """The numbers that texts of digits say."""
    return ops.convert_to_tensor(_each(float, input, "float64"), str(out_type))


def as_string(input: Any, *_more: Any, **_names: Any) -> np.ndarray:
    """Whole numbers in digits, other numbers with six decimals."""
    array = np.asarray(input)
    form = "%f" if array.dtype.kind == "f" else "%d"
    texts = [form % x for x in array.ravel().tolist()]
    return texts_of(np.array(texts, str).reshape(array.shape))


def to_hash_bucket_fast(input: Any, num_buckets: int, name: Any = None) -> Array:
    """The bin of each text by FarmHash."""
    texts = as_texts(input, "tf.strings.to_hash_bucket_fast")
    return ops.convert_to_tensor(buckets(texts, num_buckets, None, "tf.strings"))


def to_hash_bucket_strong(input: Any, num_buckets: int, key: Any, name: Any = None) -> Array:
    """The bin of each text by SipHash."""
    texts = as_texts(input, "tf.strings.to_hash_bucket_strong")
    return ops.convert_to_tensor(buckets(texts, num_buckets, key, "tf.strings"))


# --- shapes -------------------------------------------------------------------------------------


def _on_host(*values: Any) -> bool:
    """Whether numpy does it: texts; and within a program whole numbers, as sizes must stay known."""
    if any(isinstance(x, (str, bytes)) or is_text(x) for x in values):
        return True
    return within_a_program() and all(map(is_size, values))


def is_size(x: Any) -> bool:
    """Whether it is a whole number on the host, or a few of them in a list or a numpy array."""
    if isinstance(x, np.ndarray):
        return x.dtype.kind in "iu" and x.ndim < 2
    if isinstance(x, (list, tuple)):
        return all(map(is_size, x))
    return isinstance(x, (int, np.integer)) and not isinstance(x, bool)


def _given(found: Any) -> Any:
    return texts_of(found) if is_text(found) else found.astype("int32")


def cast(x: Any, dtype: Any, name: Any = None) -> Any:
    """In another dtype."""
    whole = "int" in str(dtype) and within_a_program() and is_size(x)
    return np.asarray(x).astype("int32") if whole else ops.cast(x, dtype)


def expand_dims(input: Any, axis: int, name: Any = None) -> Any:
    """With one axis more."""
    return _given(np.expand_dims(input, axis)) if _on_host(input) else ops.expand_dims(input, axis)


def squeeze(input: Any, axis: Any = None, name: Any = None) -> Any:
    """Without axes of size 1."""
    return _given(np.squeeze(input, axis)) if _on_host(input) else ops.squeeze(input, axis)


def reshape(tensor: Any, shape: Any, name: Any = None) -> Any:
    """In another shape."""
    return _given(np.reshape(tensor, shape)) if _on_host(tensor) else ops.reshape(tensor, shape)


def concat(values: Any, axis: int, name: Any = None) -> Any:
    """One after the other."""
    if any(isinstance(v, Ragged) for v in values):
        return joined(values, axis)
    host = len(values) > 0 and _on_host(*values)
    return _given(np.concatenate(values, axis)) if host else ops.concatenate(values, axis)


def stack(values: Any, axis: int = 0, name: Any = None) -> Any:
    """Along a new axis."""
    host = len(values) > 0 and _on_host(*values)
    return _given(np.stack(values, axis)) if host else ops.stack(values, axis)
