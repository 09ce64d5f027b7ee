"""Whole numbers to numbers by a vocabulary."""

from typing import Any

import numpy as np

from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register
from keraunos.layers.preprocessing.index_lookup import IndexLookup


@register("keras.layers.IntegerLookup", "keras.layers.experimental.preprocessing.IntegerLookup")
class IntegerLookup(IndexLookup):
    """The number of each whole number in a vocabulary: the mask's, then unknown ones', then its own.

    Args:
        max_tokens: the most numbers there may be, special ones included; None or an int > 1.
        num_oov_indices: how many numbers unknown ones have, by `oov_method`; 0: they are an error.
        mask_token: the number that means "nothing here": 0 in mode "int", left out in the others.
        oov_token: what stands for unknown numbers.
        vocabulary: the numbers, each once, or the path of a file with one a line; None: `adapt` learns.
        vocabulary_dtype: "int64".
        idf_weights: in mode "tf_idf": a weight for each number; its mean is the weight of unknown ones.
        invert: whether to go back.
        output_mode: "int", "one_hot", "multi_hot", "count" or "tf_idf".
        sparse: False.
        pad_to_max_tokens: whether vectors are of length max_tokens, however many numbers there are.
        oov_method: "floormod": unknown numbers modulo num_oov_indices; "farmhash": by their hash.
        salt: an int or two, with "farmhash": SipHash instead.
    Shapes: int: any -> the same; one_hot: (..., 1) -> (..., size), else (..., n) -> (..., n, size);
        the others: (..., n) -> (..., size).
    Raises: as StringLookup.
    Differs: a result is never sparse.
    Example:
        >>> layer = IntegerLookup()
        >>> layer.adapt(np.array([[12, 1138, 42], [42, 1000, 36]]))
        >>> layer.get_vocabulary()
        [-1, 42, 1138, 1000, 36, 12]
        >>> layer(np.array([12, 7])).tolist()
        [5, 0]
    """

    def __init__(
        self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: Any = None,
        oov_token: int = -1, vocabulary: Any = None, vocabulary_dtype: str = "int64",
        idf_weights: Any = None, invert: bool = False, output_mode: str = "int", sparse: bool = False,
        pad_to_max_tokens: bool = False, oov_method: str = "floormod", salt: Any = None,
        name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        owner = type(self).__name__
        if vocabulary_dtype != "int64":
            raise ValueError(bad(owner, "vocabulary_dtype", "'int64'", vocabulary_dtype, ""))
        if oov_method not in ("floormod", "farmhash"):
            raise ValueError(
                unknown(owner, "oov_method", str(oov_method), ("floormod", "farmhash"))
            )
        if salt is not None and oov_method != "farmhash":
            raise ValueError(bad(owner, "salt", "None unless oov_method is 'farmhash'", salt, ""))
        self.vocabulary_dtype, self.oov_method = vocabulary_dtype, oov_method
        self._hashes_unknown = oov_method == "farmhash"
        super().__init__(
            max_tokens, num_oov_indices, mask_token, oov_token, vocabulary, idf_weights, invert,
            output_mode, sparse, pad_to_max_tokens, salt, name, **base,
        )  # fmt: skip

    def _tokens(self, values: Any) -> list[Any]:
        return np.asarray(values).astype("int64").ravel().tolist()
