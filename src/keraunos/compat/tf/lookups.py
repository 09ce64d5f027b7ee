"""`tf.lookup`: tables from keys to values, on the host."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.data.texts import texts_of


class KeyValueTensorInitializer:
    """Keys and their values."""

    def __init__(self, keys: Any, values: Any, key_dtype: Any = None, value_dtype: Any = None,
                 name: Any = None) -> None:  # fmt: skip
        self.keys, self.values = (np.ravel(np.asarray(x)) for x in (keys, values))
        if value_dtype is not None and str(value_dtype) != "string":
            self.values = self.values.astype(str(value_dtype))


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
        array = np.asarray(keys)
        found = [self._values.get(_key(k), self._default) for k in array.ravel().tolist()]
        if self._dtype.kind in "USO":
            return texts_of(np.array(found, str).reshape(array.shape))
        return ops.convert_to_tensor(np.array(found, self._dtype).reshape(array.shape))

    __getitem__ = lookup

    def size(self, name: Any = None) -> int:
        """How many keys there are."""
        return len(self._values)


def _key(key: Any) -> Any:
    return key.decode() if isinstance(key, bytes) else key
