"""Texts to numbers by a vocabulary."""

from typing import Any

from keraunos.core.registry import register
from keraunos.core.texts import as_texts
from keraunos.layers.preprocessing.index_lookup import IndexLookup


@register("keras.layers.StringLookup", "keras.layers.experimental.preprocessing.StringLookup")
class StringLookup(IndexLookup):
    """The number of each text in a vocabulary: the mask's, then those for unknown texts, then its own.

    Args:
        max_tokens: the most numbers there may be, special ones included; None or an int > 1.
        num_oov_indices: how many numbers unknown texts have, by their hash; 0: they are an error.
        mask_token: a text that means "nothing here": number 0 in mode "int", left out in the others.
        oov_token: what stands for unknown texts.
        vocabulary: the texts, each once, or the path of a file with one a line; None: `adapt` learns them.
        idf_weights: in mode "tf_idf": a weight for each text; its mean is the weight of unknown ones.
        invert: whether to go back, from numbers to texts.
        output_mode: "int", "one_hot", "multi_hot", "count" or "tf_idf".
        pad_to_max_tokens: whether vectors are of length max_tokens, however many texts there are.
        sparse: False.
        encoding: of bytes. salt: an int or two, for SipHash of unknown texts; None: FarmHash.
    Shapes: int: any -> the same; one_hot: (..., 1) -> (..., size), else (..., n) -> (..., n, size);
        the others: (..., n) -> (..., size).
    Raises: ValueError for arguments that do not go together, a vocabulary that is empty, too long or has a
        text twice, or an unknown text if num_oov_indices is 0; RuntimeError for vectors without a
        vocabulary, or of another length than before.
    Differs: `invert` gives a numpy array of texts; a result is never sparse.
    Example:
        >>> layer = StringLookup(vocabulary=["a", "b"])
        >>> layer([["a", "c", "b"]]).tolist()
        [[1, 0, 2]]
        >>> layer = StringLookup()
        >>> layer.adapt(["x", "y", "x"])
        >>> layer.get_vocabulary()
        ['[UNK]', 'x', 'y']
    """

    def __init__(
        self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: Any = None,
        oov_token: str = "[UNK]", vocabulary: Any = None, idf_weights: Any = None,
        invert: bool = False, output_mode: str = "int", pad_to_max_tokens: bool = False,
        sparse: bool = False, encoding: str = "utf-8", name: str | None = None, salt: Any = None,
        **base: Any,
    ) -> None:  # fmt: skip
        self.encoding = encoding
        self.oov_method = base.pop("oov_method", "floormod")
        super().__init__(
            max_tokens, num_oov_indices, mask_token, oov_token, vocabulary, idf_weights, invert,
            output_mode, sparse, pad_to_max_tokens, salt, name, **base,
        )  # fmt: skip

    def _tokens(self, values: Any) -> list[Any]:
        return as_texts(values, self._who(), self.encoding).ravel().tolist()
