"""Tables of numbers and texts prepared for a model: one preparation a feature, crosses, all joined."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import DataError, bad, unknown
from keraunos.core.registry import deserialize, register, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import CategoryEncoding, Concatenate, HashedCrossing, Input, Layer
from keraunos.layers.preprocessing.adapting import batches_of_dicts
from keraunos.layers.preprocessing.data_layer import as_data
from keraunos.models.feature import Cross, Feature
from keraunos.models.feature_kinds import Kinds


@register("keras.utils.FeatureSpace")
class FeatureSpace(Kinds, Layer):
    """Features of a table, each prepared in its own way, as one vector a row or as a dict.

    Args:
        features: {name: kind}; a kind is "float", "float_normalized", "float_rescaled",
            "float_discretized", "integer_categorical", "string_categorical", "integer_hashed",
            "string_hashed", or what the methods of these names give, with arguments.
        output_mode: "concat": one vector a row; "dict": {name: tensor}.
        crosses: tuples of names of features to take together, or what `cross` gives.
        crossing_dim, hashing_dim: bins of crosses and of hashed features that do not say, ints >= 1.
        num_discretization_bins: likewise of "float_discretized".
        name: its name.
    Shapes: {name: (batch,) or (batch, 1)} -> (batch, size); single values -> (size,).
    Raises: ValueError for no features, unknown kinds or names, or a call before `adapt`.
    Differs: `adapt` takes arrays, generators and lists of dicts, not only datasets.
    Example:
        >>> space = FeatureSpace({"age": "float_normalized", "town": "string_categorical"})
        >>> space.adapt({"age": [20.0, 40.0], "town": ["Bonn", "Rome"]})
        >>> space({"age": [40.0], "town": ["Rome"]}).tolist()
        [[1.0, 0.0, 1.0, 0.0]]
    """

    def __init__(
        self, features: dict[str, Any], output_mode: str = "concat", crosses: Any = None,
        crossing_dim: int | None = 32, hashing_dim: int = 32, num_discretization_bins: int = 32,
        name: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name=name)
        owner = type(self).__name__
        if not features:
            raise ValueError(bad(owner, "features", "a dict of at least one", features, ""))
        if output_mode not in ("concat", "dict"):
            raise ValueError(unknown(owner, "output_mode", str(output_mode), ("concat", "dict")))
        self.crossing_dim, self.hashing_dim = crossing_dim, hashing_dim
        self.num_discretization_bins, self.output_mode = num_discretization_bins, output_mode
        self.features = {key: self._feature(key, kind) for key, kind in features.items()}
        self.crosses = [self._cross(one) for one in crosses or ()]
        self.crosses_by_name = {cross.name: cross for cross in self.crosses}
        self.preprocessors = {key: f.preprocessor for key, f in self.features.items()}
        self.crossers = {c.name: HashedCrossing(c.crossing_dim, name=c.name) for c in self.crosses}
        self.one_hot_encoders: dict[str, Layer] = {}
        self.concat = Concatenate(axis=-1)
        self._is_adapted = False
        self._symbols: Any = None

    _untracked = Layer._untracked | {"_symbols"}

    def _feature(self, name: str, kind: Any) -> Feature:
        if isinstance(kind, (Feature, dict)):
            return deserialize(kind) if isinstance(kind, dict) else kind
        kinds: dict[str, dict[str, Any]] = {
            "float": {}, "float_normalized": {}, "float_rescaled": {},
            "float_discretized": {"num_bins": self.num_discretization_bins},
            "integer_categorical": {}, "string_categorical": {},
            "integer_hashed": {"num_bins": self.hashing_dim},
            "string_hashed": {"num_bins": self.hashing_dim},
        }  # fmt: skip
        if kind not in kinds:
            raise ValueError(unknown(type(self).__name__, f"kind of '{name}'", str(kind), kinds))
        return getattr(type(self), kind)(name=name, **kinds[kind])

    def _cross(self, given: Any) -> Cross:
        dim: Any = self.crossing_dim
        given = deserialize(given) if isinstance(given, dict) else given
        cross = given if isinstance(given, Cross) else Cross(given, dim)
        for name in cross.feature_names:
            if name not in self.features:
                raise ValueError(unknown(type(self).__name__, "crosses", name, self.features))
        return cross

    # --- learning -------------------------------------------------------------------------------

    def adapt(self, dataset: Any) -> None:
        """Learn vocabularies, means and bins.

        Args: dataset: a dict of arrays, or what yields dicts: a dataset, a generator, a list.
        Raises: ValueError if a feature is missing.
        """
        wanted = self._adaptable()
        columns: dict[str, list[np.ndarray]] = {name: [] for name in wanted}
        for batch in batches_of_dicts(self._who(), dataset):
            for name, pieces in columns.items():
                pieces.append(np.reshape(_column(self._who(), batch, name), (-1, 1)))
        if not all(columns.values()):
            raise DataError(bad(f"{self._who()}.adapt", "dataset", "at least one row", dataset, ""))
        for name, layer in wanted.items():
            layer.adapt(np.concatenate(columns[name]))
        self._is_adapted = True
        self.one_hot_encoders.clear()
        self._symbols = None

    def _adaptable(self) -> dict[str, Any]:
        """The preparations that have something to learn."""
        return {
            name: layer for name, layer in self.preprocessors.items()
            if hasattr(layer, "adapt") and not _is_given(layer)
        }  # fmt: skip

    def _check_adapted(self) -> None:
        if not self._is_adapted and self._adaptable():
            raise ValueError(
                f"{self._who()}: it has not learnt yet what its features need. Call adapt(dataset) first."
            )
        self._is_adapted = True

    # --- calling --------------------------------------------------------------------------------

    def __call__(self, data: Any) -> Any:
        """The features of rows, or of one row, prepared.

        Args: data: {name: values}; single values give a result without the batch axis.
        """
        self._check_adapted()
        given = {key: as_data(_column(self._who(), data, key)) for key in self.features}
        single = all(len(x.shape) == 0 for x in given.values())
        rows = {key: _as_rows(x) for key, x in given.items()}
        found = self._merged({key: self.preprocessors[key](x) for key, x in rows.items()})
        self.built = True
        if not single:
            return found
        return {k: v[0] for k, v in found.items()} if isinstance(found, dict) else found[0]

    def call(self, data: Any) -> Any:
        """As calling it."""
        return self(data)

    def _merged(self, prepared: dict[str, Any]) -> Any:
        """The prepared features and the crosses, encoded and put together."""
        every: dict[str, tuple[Any, str]] = {
            name: (x, self.features[name].output_mode) for name, x in prepared.items()
        }
        for name, cross in self.crosses_by_name.items():
            parts = [prepared[part] for part in cross.feature_names]
            every[name] = (self.crossers[name](parts), cross.output_mode)
        encoded = {name: self._encoded(name, x, mode) for name, (x, mode) in every.items()}
        if self.output_mode == "dict":
            return encoded
        parts = [self._joinable(name, x) for name, x in encoded.items()]
        return parts[0] if len(parts) == 1 else self.concat(parts)

    def _encoded(self, name: str, x: Any, mode: str) -> Any:
        if mode != "one_hot":
            return x
        if not _dtype(x).startswith("int"):
            raise ValueError(
                bad(self._who(), f"preprocessor of '{name}'", "one that gives whole numbers in mode one_hot",
                    _dtype(x), "Set output_mode='float'.")
            )  # fmt: skip
        if name not in self.one_hot_encoders:
            self.one_hot_encoders[name] = CategoryEncoding(self._size(name), "multi_hot")
        return self.one_hot_encoders[name](x)

    def _joinable(self, name: str, x: Any) -> Any:
        if _dtype(x).startswith("int"):
            raise ValueError(
                bad(self._who(), "output_mode", f"'dict', as feature '{name}' is whole numbers",
                    self.output_mode, "Or encode it: output_mode='one_hot'.")
            )  # fmt: skip
        return ops.cast(x, "float32")

    def _size(self, name: str) -> int:
        """How many numbers a preparation or a cross gives."""
        if name in self.crosses_by_name:
            return self.crosses_by_name[name].crossing_dim
        layer = self.preprocessors[name]
        if hasattr(layer, "vocabulary_size"):
            return layer.vocabulary_size()
        if getattr(layer, "num_bins", None) is None and hasattr(layer, "bin_boundaries"):
            return len(layer.bin_boundaries or ()) + 1
        if getattr(layer, "num_bins", None) is None:
            fix = "Set output_mode='int' or 'float' for it."
            form = "a layer with num_bins or a vocabulary in mode one_hot"
            raise ValueError(bad(self._who(), f"preprocessor of '{name}'", form, layer, fix))
        return layer.num_bins

    def get_inputs(self) -> dict[str, KerasTensor]:
        """An Input for each feature, by name."""
        return self._graph()[0]

    def get_encoded_features(self) -> Any:
        """What comes out for `get_inputs()`, as symbolic tensors."""
        return self._graph()[1]

    def _graph(self) -> Any:
        self._check_adapted()
        if self._symbols is None:
            inputs = {n: Input((1,), dtype=f.dtype, name=n) for n, f in self.features.items()}
            self._symbols = inputs, self(inputs)
        return self._symbols

    # --- configs and files ----------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """The features and crosses, and the sizes of those that do not say."""
        return {
            "features": {name: serialize(feature) for name, feature in self.features.items()},
            "output_mode": self.output_mode,
            "crosses": [serialize(cross) for cross in self.crosses],
            "crossing_dim": self.crossing_dim, "hashing_dim": self.hashing_dim,
            "num_discretization_bins": self.num_discretization_bins,
        }  # fmt: skip

    def get_build_config(self) -> dict[str, Any] | None:
        """The shapes its preparations were built with, by feature; None before it has learnt."""
        if not self._is_adapted:
            return None
        return {name: layer.get_build_config() for name, layer in self.preprocessors.items()}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Build with what `get_build_config` gave."""
        for name, shapes in config.items():
            if name in self.preprocessors and shapes and not self.preprocessors[name].built:
                self.preprocessors[name].build_from_config(shapes)
        self._is_adapted = True

    def save(self, filepath: Any) -> None:
        """Save it whole; `load_model` reads it.

        Args: filepath: a path that ends in ".keras".
        """
        from keraunos.saving.files import save_model

        save_model(self, filepath)


def _is_given(layer: Any) -> bool:
    """Whether what a layer could learn was given to it."""
    lookup = getattr(layer, "_lookup_layer", layer)
    return bool(
        getattr(lookup, "_given", False)
        or getattr(layer, "input_bin_boundaries", False)
        or getattr(layer, "input_mean", None) is not None
    )


def _dtype(x: Any) -> str:
    return getattr(x.dtype, "name", x.dtype)


def _column(owner: str, data: Any, name: str) -> Any:
    if name not in data:
        raise ValueError(unknown(owner, "feature (missing)", name, list(data)))
    column = data[name]
    return column.to_numpy() if hasattr(column, "to_numpy") else column


def _as_rows(x: Any) -> Any:
    """(), (batch,) and (batch, 1) as (batch, 1)."""
    return x.reshape(-1, 1) if len(x.shape) < 2 else x
