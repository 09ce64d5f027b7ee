"""`tf.lookup`: tables from keys to values, on the host."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.symbolic import FunctionOperation, KerasTensor
from keraunos.data.texts import texts_of
from keraunos.layers.preprocessing.salting import buckets


class KeyValueTensorInitializer:
    """Keys and their values."""

    def __init__(self, keys: Any, values: Any, key_dtype: Any = None, value_dtype: Any = None,
                 name: Any = None) -> None:  # fmt: skip
        self.keys, self.values = (np.ravel(np.asarray(x)) for x in (keys, values))
        if value_dtype is not None and str(value_dtype) != "string":
            self.values = self.values.astype(str(value_dtype))


class TextFileIndex:
    """What of a line is meant: a column's number, the whole line, or the line's number."""

    WHOLE_LINE, LINE_NUMBER = -2, -1


class TextFileInitializer(KeyValueTensorInitializer):
    """Keys and their values, one a line of a file.

    Args: key_index, value_index: a column's number, or one of TextFileIndex.
    """

    def __init__(
        self, filename: Any, key_dtype: Any, key_index: int, value_dtype: Any, value_index: int,
        vocab_size: Any = None, delimiter: str = "\t", *_more: Any, **_names: Any,
    ) -> None:  # fmt: skip
        with open(filename, encoding="utf8") as file:
            lines = [line.rstrip("\r\n") for line in file][:vocab_size]

        def column(index: int, dtype: Any) -> np.ndarray:
            if index == TextFileIndex.LINE_NUMBER:
                return np.arange(len(lines))
            texts = [t if index < 0 else t.split(delimiter)[index] for t in lines]
            return np.array(texts, str if str(dtype) == "string" else str(dtype))

        super().__init__(
            column(key_index, key_dtype), column(value_index, value_dtype), None, value_dtype
        )


class StaticHashTable:
    """The value of a key, or a default.

    Example:
        >>> table = StaticHashTable(KeyValueTensorInitializer(["a", "b"], [1, 2]), default_value=-1)
        >>> table.lookup(np.array(["b", "c"])).tolist()
        [2, -1]
    """

    def __init__(self, initializer: Any, default_value: Any, *_more: Any, **_names: Any) -> None:
        self._values = dict(
            zip(map(_key, initializer.keys.tolist()), initializer.values.tolist(), strict=True)
        )
        self._default, self._dtype = default_value, initializer.values.dtype

    def lookup(self, keys: Any, name: Any = None) -> Any:
        """The values of keys, in their shape."""
        if isinstance(keys, KerasTensor):
            return FunctionOperation(self.lookup).symbolic_call(keys)
        array = np.asarray(keys)
        found = [self._values.get(_key(k), self._default) for k in array.ravel().tolist()]
        if self._dtype.kind in "USO":
            return texts_of(np.array(found, str).reshape(array.shape))
        return ops.convert_to_tensor(np.array(found, self._dtype).reshape(array.shape))

    __getitem__ = lookup

    def size(self, name: Any = None) -> int:
        """How many keys there are."""
        return len(self._values)


class StaticVocabularyTable:
    """The number of a key; those unknown get one of the numbers after, by their hash.

    Args: num_oov_buckets: how many numbers unknown keys have, an int >= 1.
    """

    def __init__(self, initializer: Any, num_oov_buckets: int, *_more: Any, **_names: Any) -> None:
        self._values = dict(zip(map(_key, initializer.keys.tolist()), initializer.values.tolist()))
        self._buckets = int(num_oov_buckets)

    def lookup(self, keys: Any, name: Any = None) -> Any:
        """The numbers of keys, in their shape."""
        if isinstance(keys, KerasTensor):
            return FunctionOperation(self.lookup).symbolic_call(keys)
        array = np.asarray(keys)
        asked = [_key(k) for k in array.ravel().tolist()]
        texts = np.array([str(k) for k in asked], object)
        others = np.asarray(buckets(texts, self._buckets, None, "tf.lookup")) + len(self._values)
        found = [self._values.get(k, int(other)) for k, other in zip(asked, others)]
        return ops.convert_to_tensor(np.array(found, np.int32).reshape(array.shape))

    __getitem__ = lookup

    def size(self, name: Any = None) -> int:
        """How many numbers there are."""
        return len(self._values) + self._buckets


def _key(key: Any) -> Any:
    return key.decode() if isinstance(key, bytes) else key
