"""Sequences of different lengths as one array."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad


def pad_sequences(
    sequences: Any, maxlen: int | None = None, dtype: Any = "int32", padding: str = "pre",
    truncating: str = "pre", value: Any = 0.0,
) -> np.ndarray:  # fmt: skip
    """Fill up and cut sequences to one length.

    Args:
        sequences: a list of n lists; an element may be an array.
        maxlen: the length of all, an int >= 0; None: that of the longest.
        dtype: the array's; object for texts of different lengths.
        padding, truncating: 'pre' or 'post', the side that is filled or cut.
        value: what fills.
    Shapes: n sequences of elements (…) -> (n, maxlen, …).
    Raises: ValueError for another side, what is no list of sequences, elements of different shapes, or a
        text that fills numbers.
    Example:
        >>> pad_sequences([[1], [2, 3, 4]], maxlen=2).tolist()
        [[0, 1], [3, 4]]
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        if side not in ("pre", "post"):
            raise ValueError(bad("pad_sequences", name, "'pre' or 'post'", side, ""))
    if not hasattr(sequences, "__len__") or not all(hasattr(s, "__len__") for s in sequences):
        raise ValueError(bad("pad_sequences", "sequences", "a list of lists", sequences, ""))
    if isinstance(value, str) and np.dtype(dtype).kind not in "USO":
        raise ValueError(
            bad("pad_sequences", "dtype", "object, as a text fills up", dtype, "Use dtype=object.")
        )
    length = max((len(s) for s in sequences), default=0) if maxlen is None else maxlen
    shape = next((np.shape(s)[1:] for s in sequences if len(s)), ())
    found = np.full((len(sequences), length, *shape), value, dtype=dtype)
    for number, (row, sequence) in enumerate(zip(found, sequences)):
        cut = sequence[-length:] if truncating == "pre" else sequence[:length]
        if length and len(cut):
            elements = np.asarray(cut, dtype=dtype)
            if elements.shape[1:] != shape:
                came = f"{elements.shape[1:]} in sequence {number}"
                raise ValueError(
                    bad("pad_sequences", "sequences", f"of elements {shape}", came, "")
                )
            row[slice(-len(cut), None) if padding == "pre" else slice(len(cut))] = elements
    return found
