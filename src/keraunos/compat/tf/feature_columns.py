"""`tf.feature_column` and the layer that makes features of columns, out of today's preprocessing layers."""

import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.texts import is_text
from keraunos.initializers import TruncatedNormal
from keraunos.layers import (
    Discretization,
    Embedding,
    HashedCrossing,
    Hashing,
    Input,
    IntegerLookup,
    Layer,
    StringLookup,
)
from keraunos.models import Functional, Sequential


class Column(NamedTuple):
    """How features are made of one or more keys of a dict.

    Args: name: of the column, by which they are sorted. keys: those it reads. kind: what it is.
        size: how many numbers there are for a row, or how many categories. make: the features of a dict of
        tensors, or for a categorical column the numbers of the categories.
    """

    name: str
    keys: tuple[str, ...]
    kind: str
    size: int
    make: Callable[[dict[str, Any]], Any]


# --- columns ------------------------------------------------------------------------------------


def numeric_column(
    key: str, shape: Any = (1,), default_value: Any = None, dtype: Any = "float32",
    normalizer_fn: Any = None,
) -> Column:  # fmt: skip
    """The numbers themselves, or what normalizer_fn makes of them."""
    size = int(np.prod(shape))

    def make(features: dict[str, Any]) -> Any:
        x = ops.reshape(ops.cast(features[key], "float32"), (-1, size))
        return normalizer_fn(x) if normalizer_fn else x

    return Column(key, (key,), "dense", size, make)


def bucketized_column(source_column: Column, boundaries: Any) -> Column:
    """The number of the bucket into which a number falls; as features one of them is 1."""
    layer, key = Discretization(bin_boundaries=list(boundaries)), source_column.keys[0]
    layer.runs_on_host = True  # type: ignore[attr-defined]  # with what it may be crossed with
    name, size = f"{source_column.name}_bucketized", len(boundaries) + 1
    return Column(name, source_column.keys, "buckets", size, lambda f: layer(f[key]))


def categorical_column_with_vocabulary_list(
    key: str, vocabulary_list: Any, dtype: Any = None, default_value: int = -1,
    num_oov_buckets: int = 0,
) -> Column:  # fmt: skip
    """The place of a value in a list; unknown ones count nothing, or have buckets of their own."""
    words = list(vocabulary_list)
    lookup = StringLookup if isinstance(words[0], (str, bytes)) else IntegerLookup
    layer = lookup(vocabulary=words, num_oov_indices=max(num_oov_buckets, 1), mask_token=None)
    less = 0 if num_oov_buckets else 1
    size = len(words) + num_oov_buckets
    return Column(key, (key,), "categories", size, lambda f: layer(f[key]) - less)


def categorical_column_with_identity(
    key: str, num_buckets: int, default_value: Any = None
) -> Column:
    """Whole numbers as they are."""
    return Column(key, (key,), "categories", num_buckets, lambda f: ops.cast(f[key], "int32"))


def categorical_column_with_hash_bucket(
    key: str, hash_bucket_size: int, dtype: Any = "string"
) -> Column:
    """The bucket into which a value's hash falls."""
    layer = Hashing(hash_bucket_size)
    return Column(key, (key,), "categories", hash_bucket_size, lambda f: layer(f[key]))


def crossed_column(keys: Any, hash_bucket_size: int, hash_key: Any = None) -> Column:
    """The bucket into which the hash of several values falls. keys: names, or columns with categories."""
    parts = sorted(keys, key=lambda k: k if isinstance(k, str) else k.name)
    layer = HashedCrossing(hash_bucket_size)
    names = [p if isinstance(p, str) else p.name for p in parts]
    read = [k for p in parts for k in ((p,) if isinstance(p, str) else p.keys)]

    def make(features: dict[str, Any]) -> Any:
        found = [features[p] if isinstance(p, str) else p.make(features) for p in parts]
        return layer([x[:, 0] if len(x.shape) == 2 else x for x in found])

    return Column(
        "_X_".join(names), tuple(dict.fromkeys(read)), "categories", hash_bucket_size, make
    )


def indicator_column(categorical_column: Column) -> Column:
    """How often each category is there."""
    column = categorical_column

    def make(features: dict[str, Any]) -> Any:
        return _over_values(ops.one_hot(column.make(features), column.size), ops.sum)

    return Column(f"{column.name}_indicator", column.keys, "dense", column.size, make)


def embedding_column(
    categorical_column: Column, dimension: int, combiner: str = "mean", initializer: Any = None,
    *_more: Any, **_names: Any,
) -> Column:  # fmt: skip
    """A trained vector for each category; combiner: "mean" or "sum" of those of a row.

    Raises: ValueError for another combiner.
    """
    column = categorical_column
    if combiner not in ("mean", "sum"):
        raise ValueError(bad("embedding_column", "combiner", '"mean" or "sum"', combiner, ""))
    first = initializer or TruncatedNormal(stddev=dimension**-0.5)
    layer = Embedding(column.size, dimension, first)

    def make(features: dict[str, Any]) -> Any:
        numbers = column.make(features)
        known = ops.expand_dims(ops.cast(numbers >= 0, "float32"), -1)
        vectors = layer(ops.maximum(numbers, 0)) * known
        return _over_values(vectors, getattr(ops, combiner))

    return Column(f"{column.name}_embedding", column.keys, "dense", dimension, make)


def _over_values(x: Any, reduce: Any) -> Any:
    """(rows, values, size) reduced to (rows, size)."""
    return reduce(x, axis=1) if len(x.shape) == 3 else x


# --- the layer ----------------------------------------------------------------------------------


@register("keraunos.compat.DenseFeatures")
class DenseFeatures(Layer):
    """The features of all columns, one after the other, sorted by the columns' names.

    Args: feature_columns: a column or a list of them.
    Shapes: a dict of (batch,) or (batch, values) -> (batch, sum of the columns' sizes).
    Raises: ValueError for a categorical column, which is to be an indicator or an embedding.
    """

    begins_on_host = True

    def __init__(self, feature_columns: Any, trainable: bool = True, name: str | None = None,
                 **base: Any) -> None:  # fmt: skip
        super().__init__(trainable=trainable, name=name, **base)
        one = isinstance(feature_columns, Column)
        columns = [feature_columns] if one else list(feature_columns)
        for column in columns:
            if column.kind == "categories":
                fix = "Wrap it in indicator_column or embedding_column."
                raise ValueError(bad("DenseFeatures", "feature_columns", "dense", column.name, fix))
        self._columns = sorted(columns, key=lambda column: column.name)
        self._graph: Any = None

    def inputs_for(self, features: dict[str, Any]) -> dict[str, Any]:
        """Inputs for the keys that the columns read, like the tensors in a dict."""
        keys = sorted({key for column in self._columns for key in column.keys})
        return {key: _input(key, features[key]) for key in keys}

    def __call__(self, features: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The features of a dict of tensors."""
        if self._graph is None:
            inputs = self.inputs_for(features)
            found = [_dense(column, inputs) for column in self._columns]
            joined = ops.concatenate(found, axis=-1) if len(found) > 1 else found[0]
            self._graph = Functional(inputs, joined)
        given = {key: features[key] for key in self._graph._inputs_struct}
        return super().__call__(given)

    def compute_output_spec(self, features: Any, *_args: Any, **_kwargs: Any) -> Any:
        """That of the graph of the columns."""
        return self._graph.compute_output_spec(features)

    def call(self, features: dict[str, Any]) -> Any:
        """The graph of the columns."""
        return self._graph(features)


def _dense(column: Column, inputs: dict[str, Any]) -> Any:
    found = column.make(inputs)
    if column.kind == "buckets":
        found = _over_values(ops.one_hot(found, column.size), ops.sum)
    return found


def _input(key: str, x: Any) -> Any:
    kind = "string" if is_text(x) or str(x.dtype) == "string" else str(x.dtype)
    kind = {"float64": "float32", "int64": "int32"}.get(kind, kind)
    return Input(batch_shape=(None, *x.shape[1:]), dtype=kind, name=key)


def changes() -> Iterator[tuple[type, str, Any]]:
    """A Sequential that begins with such a layer takes dicts: (class, name, function)."""
    yield Sequential, "_join_for", _of_dicts(Sequential._join_for)


def _of_dicts(plain: Any) -> Any:
    @functools.wraps(plain)
    def _join_for(self: Any, inputs: Any) -> None:
        first = self.layers[0]
        if not isinstance(first, DenseFeatures) or not isinstance(inputs, dict):
            return plain(self, inputs)
        start = first.inputs_for(inputs)
        with self._scope():
            x: Any = start
            for layer in self.layers:
                x = layer(x)
        self._graph = Functional(start, x, name=self.name)
        self.built = True
        return None

    return _join_for
