"""The base of StringLookup and IntegerLookup: tokens to numbers by a vocabulary, given or learnt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.typing import Array, Shape
from keraunos.data.texts import Texts
from keraunos.layers.preprocessing.adapting import batches, comes_in_batches
from keraunos.layers.preprocessing.data_layer import HostLayer
from keraunos.layers.preprocessing.encoding import MODES, check_mode, encoded, encoded_shape
from keraunos.layers.preprocessing.salting import buckets, key_of
from keraunos.layers.preprocessing.vocabulary import (
    UNKNOWN,
    Special,
    Tally,
    Vocabulary,
    read,
    without_special,
)
from keraunos.ops.host import on_host

_FILE = "vocabulary.txt"


class IndexLookup(HostLayer):
    """Numbers for tokens: masks first, then unknown ones, then the vocabulary.

    Args: as of StringLookup and IntegerLookup.
    """

    value_by_value = True
    vocabulary_dtype = "string"
    oov_method = "floormod"
    _hashes_unknown = True
    """Whether unknown tokens get their number by their hash, rather than modulo."""

    def __init__(
        self, max_tokens: int | None, num_oov_indices: int, mask_token: Any, oov_token: Any,
        vocabulary: Any, idf_weights: Any, invert: bool, output_mode: str, sparse: bool,
        pad_to_max_tokens: bool, salt: Any, name: str | None, **base: Any,
    ) -> None:  # fmt: skip
        self._frozen_size: int | None = base.pop("vocabulary_size", None)
        self._given = base.pop("has_input_vocabulary", vocabulary is not None)
        base.pop("dtype", None)
        super().__init__(name=name, **base)
        owner = type(self).__name__
        mode = check_mode(owner, output_mode, (*MODES, "tf_idf"), sparse)
        self.output_mode, self.sparse = mode, False
        self.max_tokens, self.num_oov_indices, self.invert = max_tokens, num_oov_indices, invert
        self.mask_token, self.oov_token = mask_token, oov_token
        self.pad_to_max_tokens, self.salt = pad_to_max_tokens, key_of(owner, salt)
        self._check(owner, idf_weights)
        self.special = Special(mask_token, oov_token, num_oov_indices, mode == "int")
        path = isinstance(vocabulary, (str, Path, type(None)))
        self.input_vocabulary = _listed(vocabulary) if path else self._tokens(vocabulary)
        self.input_idf_weights = _listed(idf_weights)
        self._vocabulary = Vocabulary([], self.special)
        self.idf_weights: np.ndarray | None = None
        self._tally = Tally()
        if vocabulary is not None:
            self.set_vocabulary(vocabulary, idf_weights)

    _untracked = HostLayer._untracked | {"_vocabulary", "_tally", "special", "idf_weights"}

    def _check(self, owner: str, idf_weights: Any) -> None:
        """Refuse arguments that do not go together."""
        most, pad = self.max_tokens, self.pad_to_max_tokens
        if most is not None and most <= 1:
            raise ValueError(bad(owner, "max_tokens", "None or an int > 1", most, ""))
        if pad and most is None:
            raise ValueError(bad(owner, "max_tokens", "given if pad_to_max_tokens is", most, ""))
        if self.num_oov_indices < 0:
            raise ValueError(bad(owner, "num_oov_indices", "an int >= 0", self.num_oov_indices, ""))
        if self.invert and self.output_mode != "int":
            raise ValueError(bad(owner, "output_mode", "'int' if invert is", self.output_mode, ""))
        if idf_weights is not None and self.output_mode != "tf_idf":
            fix = "Set output_mode='tf_idf'."
            raise ValueError(bad(owner, "idf_weights", "None in other modes", idf_weights, fix))

    @property
    def compute_dtype(self) -> str:
        """The dtype of the tokens."""
        return self.vocabulary_dtype

    @property
    def variable_dtype(self) -> str:
        """The dtype of the tokens."""
        return self.vocabulary_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype of the tokens."""
        return self.vocabulary_dtype

    @property
    def output_dtype(self) -> str:
        """int64 for numbers, floatx for vectors, the tokens' dtype for tokens."""
        if self.invert:
            return self.vocabulary_dtype
        return "int64" if self.output_mode == "int" else config.floatx()

    # --- the vocabulary -------------------------------------------------------------------------

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """The tokens in order of their numbers.

        Args: include_special_tokens: whether masks and unknown ones come first.
        """
        return self._vocabulary.all() if include_special_tokens else list(self._vocabulary.tokens)

    def vocabulary_size(self) -> int:
        """The number of tokens, special ones included."""
        return len(self._vocabulary)

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Set the tokens, in place of those there are.

        Args:
            vocabulary: tokens, each once, or the path of a file with one a line.
            idf_weights: in mode tf_idf: a weight for each token.
        Raises: ValueError for tokens that do not fit, see Raises of the class.
        """
        owner, wanted = f"{self._who()}.set_vocabulary", self.output_mode == "tf_idf"
        if wanted != (idf_weights is not None):
            form = "given in output_mode 'tf_idf'" if wanted else "None but in output_mode 'tf_idf'"
            raise ValueError(bad(owner, "idf_weights", form, idf_weights, ""))
        if isinstance(vocabulary, (str, Path)):
            if wanted:
                fix = "Read the file, and pass the tokens."
                raise ValueError(
                    bad(owner, "vocabulary", "tokens, as there are weights", vocabulary, fix)
                )
            self._take(self._tokens(read(owner, str(vocabulary))), whole=False)
        else:
            self._take(self._tokens(vocabulary), idf_weights)

    def _tokens(self, values: Any) -> list[Any]:
        """Values of any form as a flat list of tokens; a subclass writes it."""
        raise NotImplementedError

    def _take(self, given: list[Any], idf_weights: Any = None, whole: bool = True) -> None:
        """Use these tokens. whole: whether they may begin with the special ones."""
        owner, start = f"{self._who()}.set_vocabulary", self.special.start
        special = self.special if whole else self.special._replace(num_oov=0, mask_has_number=False)
        tokens = without_special(owner, given, special, self.invert)
        if self.max_tokens is not None and start + len(tokens) > self.max_tokens:
            fix = "Leave tokens out, or raise max_tokens."
            limit = f"at most {self.max_tokens} tokens, {start} special ones included"
            raise ValueError(bad(owner, "vocabulary", limit, start + len(tokens), fix))
        self._check_frozen(start + len(tokens))
        self._vocabulary = Vocabulary(tokens, self.special)
        if idf_weights is not None:
            weights = np.asarray(idf_weights, "float32")
            if weights.shape != (len(given),):
                raise ValueError(
                    bad(owner, "idf_weights", f"of shape ({len(given)},)", weights, "")
                )
            self._weigh(weights, 0 if len(tokens) < len(given) else start)
        self.renew()

    def _weigh(self, weights: np.ndarray, missing: int) -> None:
        """Keep the weights; special tokens that have none get the mean, places without a token 0."""
        full = np.concatenate([np.full(missing, weights.mean()), weights])
        room = self.max_tokens - len(full) if self.pad_to_max_tokens and self.max_tokens else 0
        self.idf_weights = np.pad(full, (0, room)).astype("float32")

    def _check_frozen(self, size: int) -> None:
        frozen = self._frozen_size
        varies = self.output_mode != "int" and not self.pad_to_max_tokens
        if varies and frozen is not None and size != frozen:
            raise RuntimeError(
                f"{self._who()}: its vocabulary must stay of size {frozen}, as it was called with that; "
                f"got {size}. Make a new layer, or use pad_to_max_tokens=True."
            )

    def _depth(self) -> int:
        """The length of vectors; from the first call on it stays."""
        if self.pad_to_max_tokens and self.max_tokens is not None:
            return self.max_tokens
        if len(self._vocabulary.tokens):
            self._frozen_size = len(self._vocabulary)
        if self._frozen_size is None:
            raise RuntimeError(
                f"{self._who()}: in output_mode '{self.output_mode}' it needs a vocabulary before it is "
                "called. Call adapt(data) or set_vocabulary(tokens), or use pad_to_max_tokens=True."
            )
        return self._frozen_size

    # --- learning -------------------------------------------------------------------------------

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Learn the vocabulary: the tokens that come most often, at most max_tokens.

        Args:
            data: an array or list, each element or row of which is a document, or what yields arrays.
            steps: how many batches to use of data that come so.
        Raises: ValueError if a vocabulary was given.
        """
        self.reset_state()
        for batch in batches(type(self).__name__, data, steps):
            alone = not comes_in_batches(data) and np.ndim(batch) == 1
            self.update_state(np.asarray(batch)[:, None] if alone else batch)
        self.finalize_state()

    def update_state(self, data: Any) -> None:
        """Count the tokens of a batch: a row is a document, an array of one axis is one."""
        array = np.asarray(data)
        rows = array.reshape(len(array), -1) if array.ndim > 1 else array.reshape(1, -1)
        self.count_documents(self._tokens(row) for row in rows)

    def count_documents(self, documents: Iterator[list[Any]]) -> None:
        """Count the tokens of documents, each a list of tokens."""
        if self._given:
            raise ValueError(
                f"{self._who()}.adapt: expected a layer without a vocabulary; this one was given one. "
                "Leave out `vocabulary`."
            )
        self._tally.add(documents, self.output_mode == "tf_idf")

    def finalize_state(self) -> None:
        """Make the vocabulary of what was counted."""
        if self._given or not self._tally.tokens:
            return
        room = None if self.max_tokens is None else self.max_tokens - self.special.start
        tokens = self._tally.most([self.mask_token, self.oov_token], room)
        self._check_frozen(self.special.start + len(tokens))
        self._vocabulary = Vocabulary(tokens, self.special)
        if self.output_mode == "tf_idf":
            self._weigh(self._tally.weights(tokens), self.special.start)
        self.reset_state()
        self.renew()

    def reset_state(self) -> None:
        """Forget what was counted."""
        self._tally = Tally()

    # --- calling --------------------------------------------------------------------------------

    def call(self, inputs: Array) -> Any:
        """The numbers of the tokens, encoded; or the tokens of the numbers."""
        if self.invert:
            return self._inverted(inputs)
        depth = 0 if self.output_mode == "int" else self._depth()
        numbers = on_host(self.numbers, "int64", inputs)
        return self.encoded(numbers, depth)

    def encoded(self, numbers: Any, depth: int) -> Array:
        """The numbers in the layer's mode."""
        return encoded(numbers, self.output_mode, depth, self.output_dtype, scale=self.idf_weights)

    def _inverted(self, inputs: Any) -> Any:
        found = self._vocabulary.of_numbers
        if self.vocabulary_dtype == "string":
            numbers = np.asarray(inputs)
            return np.array(found(numbers), str).reshape(numbers.shape).view(Texts)

        def tokens(numbers: np.ndarray) -> np.ndarray:
            return np.array(found(numbers), "int64").reshape(numbers.shape)

        return on_host(tokens, "int64", inputs)

    def numbers(self, values: np.ndarray) -> np.ndarray:
        """The number of each value; below 0 for masks that have none."""
        return self.numbers_of(self._tokens(values)).reshape(np.shape(values))

    def numbers_of(self, tokens: list[Any]) -> np.ndarray:
        """The number of each token of a list."""
        found = self._vocabulary.numbers(tokens)
        where = np.flatnonzero(found == UNKNOWN)
        if len(where):
            found[where] = self.special.first_oov + self._buckets([tokens[i] for i in where])
        return found

    def _buckets(self, unknown: list[Any]) -> Any:
        """Which of the numbers for unknown tokens each gets."""
        count = self.num_oov_indices
        if not count:
            raise ValueError(
                bad(self._who(), "inputs", "tokens of the vocabulary, as num_oov_indices is 0",
                    unknown[:10], "Set num_oov_indices=1.")
            )  # fmt: skip
        if count == 1:
            return 0
        if not self._hashes_unknown:
            return np.array(unknown, "int64") % count
        kind = object if self.vocabulary_dtype == "string" else "int64"
        return buckets(np.array(unknown, kind), count, self.salt, self._who())

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """See Shapes."""
        depth = 0 if self.output_mode == "int" else self._depth()
        return encoded_shape(input_shape, self.output_mode, depth)

    # --- configs and files ----------------------------------------------------------------------

    _config_root = True

    def get_config(self) -> dict[str, Any]:
        """What it was made with; a vocabulary that was learnt goes into files, not here."""
        more = {"vocabulary_size": self._frozen_size, "oov_method": self.oov_method}
        return {**super().get_config(), **more}

    def _argument(self, name: str) -> Any:
        given = {"vocabulary": self.input_vocabulary, "idf_weights": self.input_idf_weights}
        return given[name] if name in given else super()._argument(name)

    def save_assets(self, dir_path: str) -> None:
        """Write a vocabulary that was learnt, one token a line."""
        if not self._given:
            text = "\n".join(str(token) for token in self.get_vocabulary())
            Path(dir_path, _FILE).write_text(text, "utf8")

    def load_assets(self, dir_path: str) -> None:
        """Read what `save_assets` wrote."""
        path = Path(dir_path, _FILE)
        if self._given or not path.is_file():
            return
        lines = path.read_text("utf8").split("\n")
        while len(lines) > self.special.start and not lines[-1]:
            lines.pop()
        if len(lines) > self.special.start:
            self._take(self._tokens(lines))

    def save_own_variables(self, store: Any) -> None:
        """Write weights that were learnt."""
        if self.output_mode == "tf_idf" and not self._given and self.idf_weights is not None:
            store["idf_weights"] = self.idf_weights

    def load_own_variables(self, store: Any) -> None:
        """Read what `save_own_variables` wrote."""
        if self.output_mode == "tf_idf" and "idf_weights" in store:
            self.idf_weights = np.asarray(store["idf_weights"])

    def _learnt(self) -> Any:
        return self._vocabulary.tokens, self.idf_weights, self._frozen_size

    def _learn(self, learnt: Any) -> None:
        tokens, self.idf_weights, self._frozen_size = learnt
        self._vocabulary = Vocabulary(tokens, self.special)


def _listed(values: Any) -> Any:
    """Arrays as lists, as configs hold them."""
    if isinstance(values, (str, type(None))):
        return values
    return str(values) if isinstance(values, Path) else np.asarray(values).tolist()
