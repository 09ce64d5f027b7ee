"""Arrays of texts that answer as TensorFlow's tensors of texts do."""

from typing import Any

import numpy as np


class Texts(np.ndarray):
    """A numpy array of texts whose `numpy()` gives bytes, as TensorFlow keeps texts.

    Example:
        >>> as_tensor(["a", "b"]).numpy().tolist()
        [b'a', b'b']
    """

    def numpy(self) -> Any:
        """The bytes of one text, or an array of the bytes of several."""
        found = np.array([str(t).encode() for t in self.ravel().tolist()], object)
        return found[0] if self.ndim == 0 else found.reshape(self.shape)

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return as_tensor(found) if isinstance(found, str) else found


def as_tensor(texts: Any) -> Any:
    """Texts of any form, bytes being read as UTF-8; other objects stay as they are."""
    array = np.asarray(texts)
    flat = array.ravel().tolist()
    if not all(isinstance(t, (str, bytes)) for t in flat):
        return array
    whole = [t.decode() if isinstance(t, bytes) else t for t in flat]
    return np.array(whole, str).reshape(array.shape).view(Texts)
