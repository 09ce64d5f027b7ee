"""Texts to the numbers of their words, or to a vector each."""

from itertools import chain
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.errors import ShapeError, bad, unknown
from keraunos.core.registry import register
from keraunos.core.texts import as_texts
from keraunos.core.typing import Array, Shape
from keraunos.layers.preprocessing import text_steps
from keraunos.layers.preprocessing.adapting import batches, comes_in_batches
from keraunos.layers.preprocessing.data_layer import HostLayer
from keraunos.layers.preprocessing.encoding import check_mode
from keraunos.layers.preprocessing.string_lookup import StringLookup

_MODES = ("int", "multi_hot", "count", "tf_idf")


@register(
    "keras.layers.TextVectorization", "keras.layers.experimental.preprocessing.TextVectorization"
)
class TextVectorization(HostLayer):
    """Texts, standardized and split into tokens, as the tokens' numbers or as a vector a text.

    Args:
        max_tokens: the most numbers there may be, special ones included; None: any.
        standardize: "lower_and_strip_punctuation", "lower", "strip_punctuation", None, or a function of
            an array of texts.
        split: "whitespace", "character", None, or a function of an array of texts, to lists of tokens.
        ngrams: also runs of tokens: up to this many, or of these lengths; an int >= 1 or a tuple; None.
        output_mode: "int", "multi_hot", "count" or "tf_idf".
        output_sequence_length: in mode "int": numbers a text, cut or filled with 0; None: as many as the
            longest has.
        pad_to_max_tokens: whether vectors are of length max_tokens, however many tokens there are.
        vocabulary: the tokens, each once, or the path of a file with one a line; None: `adapt` learns them.
        idf_weights: in mode "tf_idf": a weight for each token.
        sparse, ragged: False.
        encoding: of bytes.
    Shapes: (batch,) or (batch, 1) -> int: (batch, length); else (batch, size).
    Raises: ValueError for arguments that do not go together, or more than one text a row.
    Differs: a result is never sparse or ragged; functions get and give numpy arrays of texts; A to Z alone
        are put into lower case, as TensorFlow does; in a model, all rows given together are filled to one
        length.
    Example:
        >>> layer = TextVectorization(output_sequence_length=4)
        >>> layer.adapt(["foo bar", "bar baz", "baz bada boom"])
        >>> layer([["Foo, qux bar!"], ["qux baz"]]).tolist()
        [[4, 1, 3, 0], [1, 2, 0, 0]]
    """

    def __init__(
        self, max_tokens: int | None = None, standardize: Any = "lower_and_strip_punctuation",
        split: Any = "whitespace", ngrams: Any = None, output_mode: str = "int",
        output_sequence_length: int | None = None, pad_to_max_tokens: bool = False,
        vocabulary: Any = None, idf_weights: Any = None, sparse: bool = False, ragged: bool = False,
        encoding: str = "utf-8", name: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        owner = type(self).__name__
        more = {k: base.pop(k) for k in ("vocabulary_size", "has_input_vocabulary") if k in base}
        base.pop("dtype", None)
        super().__init__(name=name, **base)
        self.output_mode = check_mode(owner, output_mode, _MODES, sparse)
        self.sparse, self.ragged = False, _dense(owner, ragged)
        self.standardize = _step(owner, "standardize", standardize, text_steps.STANDARDIZE)
        self.split = _step(owner, "split", split, text_steps.SPLIT)
        self.ngrams, self._lengths = ngrams, text_steps.lengths_of(owner, ngrams)
        self.output_sequence_length = self._length(output_sequence_length)
        self.encoding = encoding
        self._lookup_layer = StringLookup(
            max_tokens, 1, "", "[UNK]", vocabulary, idf_weights, output_mode=self.output_mode,
            pad_to_max_tokens=pad_to_max_tokens, encoding=encoding, **more,
        )  # fmt: skip

    def _length(self, length: Any) -> int | None:
        fits = isinstance(length, int) and length > 0 and self.output_mode == "int"
        if length is not None and not fits:
            form = "None, or an int >= 1 in output_mode 'int'"
            raise ValueError(bad(type(self).__name__, "output_sequence_length", form, length, ""))
        return length

    @property
    def compute_dtype(self) -> str:
        """The dtype of texts."""
        return "string"

    @property
    def variable_dtype(self) -> str:
        """The dtype of texts."""
        return "string"

    @property
    def output_dtype(self) -> str:
        """int64 for numbers, floatx for vectors."""
        return "int64" if self.output_mode == "int" else config.floatx()

    @property
    def max_tokens(self) -> int | None:
        """The most numbers there may be."""
        return self._lookup_layer.max_tokens

    @property
    def pad_to_max_tokens(self) -> bool:
        """Whether vectors are of length max_tokens."""
        return self._lookup_layer.pad_to_max_tokens

    # --- the vocabulary -------------------------------------------------------------------------

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """The tokens in order of their numbers.

        Args: include_special_tokens: whether '' for nothing and '[UNK]' for unknown ones come first.
        """
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """The number of tokens, special ones included."""
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Set the tokens; see `StringLookup.set_vocabulary`."""
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    def adapt(self, data: Any, batch_size: int | None = None, steps: int | None = None) -> None:
        """Learn the vocabulary from texts, each of which is a document.

        Args:
            data: a list or array of texts, or what yields arrays of them. batch_size: taken.
            steps: how many batches to use of data that come so.
        """
        self.reset_state()
        for batch in batches(type(self).__name__, data, steps):
            alone = not comes_in_batches(data) and np.ndim(batch) == 1
            self.update_state(np.asarray(batch)[:, None] if alone else batch)
        self.finalize_state()

    def update_state(self, data: Any) -> None:
        """Count the tokens of a batch of texts."""
        rows, _ = self._rows(np.asarray(data))
        self._lookup_layer.count_documents(iter(rows))

    def finalize_state(self) -> None:
        """Make the vocabulary of what was counted."""
        self._lookup_layer.finalize_state()

    def reset_state(self) -> None:
        """Forget what was counted."""
        self._lookup_layer.reset_state()

    # --- calling --------------------------------------------------------------------------------

    def call(self, inputs: Array) -> Array:
        """The numbers of the tokens, or vectors."""
        rows, outer = self._rows(np.asarray(inputs))
        lookup, whole = self._lookup_layer, self.output_mode == "int"
        depth = 0 if whole else lookup._depth()
        longest = max(map(len, rows), default=0)
        width = self.output_sequence_length or longest
        table = np.full((len(rows), width), 0 if whole else -1, "int64")
        flat = lookup.numbers_of(list(chain.from_iterable(rows)))
        at = 0
        for line, row in zip(table, rows):
            line[: len(row)] = flat[at : at + len(row)][:width]
            at += len(row)
        return lookup.encoded(ops.convert_to_tensor(table.reshape(*outer, width)), depth)

    def _rows(self, inputs: np.ndarray) -> tuple[list[list[str]], Any]:
        """The tokens of each row, and the shape of the rows."""
        owner = self._who()
        texts = as_texts(inputs, owner, self.encoding)
        texts = text_steps.standardized(texts, self.standardize, owner)
        if self.split is None:
            rows = texts.reshape(-1, texts.shape[-1] if texts.ndim else 1).tolist()
            outer: Any = texts.shape[:-1]
        else:
            outer = self._outer(texts.shape)
            rows = text_steps.split(texts, self.split, owner)
        if self._lengths is not None:
            rows = [text_steps.joined(row, self._lengths) for row in rows]
        return rows, outer

    def _outer(self, shape: Shape) -> Shape:
        """The shape without the axis of texts a row, which must be one."""
        if len(shape) > 1 and shape[-1] != 1:
            form = "one text a row, (batch,) or (batch, 1)"
            raise ShapeError(bad(self._who(), "inputs", form, shape, "Or set split=None."))
        return tuple(shape[:-1]) if len(shape) > 1 else tuple(shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """See Shapes."""
        shape = tuple(input_shape)
        outer = shape[:-1] if self.split is None else self._outer(shape)
        if self.output_mode != "int":
            return (*outer, self._lookup_layer._depth())
        own = shape[-1] if self.split is None and self._lengths is None and shape else None
        return (*outer, self.output_sequence_length or own)

    # --- configs and files ----------------------------------------------------------------------

    _config_root = True

    def get_config(self) -> dict[str, Any]:
        """What it was made with; a vocabulary that was learnt goes into files, not here."""
        return {**super().get_config(), "vocabulary_size": self.vocabulary_size()}

    def _argument(self, name: str) -> Any:
        lookup = self._lookup_layer
        given = {"vocabulary": lookup.input_vocabulary, "idf_weights": lookup.input_idf_weights}
        return given[name] if name in given else super()._argument(name)

    def save_assets(self, dir_path: str) -> None:
        """Write a vocabulary that was learnt, one token a line."""
        self._lookup_layer.save_assets(dir_path)

    def load_assets(self, dir_path: str) -> None:
        """Read what `save_assets` wrote."""
        self._lookup_layer.load_assets(dir_path)

    def save_own_variables(self, store: Any) -> None:
        """Write weights that were learnt."""
        self._lookup_layer.save_own_variables(store)

    def load_own_variables(self, store: Any) -> None:
        """Read what `save_own_variables` wrote."""
        self._lookup_layer.load_own_variables(store)


def _dense(owner: str, ragged: Any) -> bool:
    if ragged:
        raise ValueError(
            bad(owner, "ragged", "False, as results are arrays", ragged, "Leave it out.")
        )
    return False


def _step(owner: str, arg: str, how: Any, table: dict[str, Any]) -> Any:
    """A step that is None, a name of the table, or a function."""
    if isinstance(how, str) and how not in table:
        raise ValueError(unknown(owner, arg, how, table))
    if how is not None and not isinstance(how, str) and not callable(how):
        raise ValueError(bad(owner, arg, f"None, a function, or one of {list(table)}", how, ""))
    return how
