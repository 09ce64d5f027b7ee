"""Each kind of feature has its layer, its dtype and what it gives."""

import pytest

import keraunos as k
from keraunos.models.feature import TFDIdentity
from keraunos.models.feature_kinds import Kinds

L = k.layers
KINDS = {
    "float": (Kinds.float(), TFDIdentity, "float32", "float"),
    "float_rescaled": (Kinds.float_rescaled(2.0, 1.0), L.Rescaling, "float32", "float"),
    "float_normalized": (Kinds.float_normalized(), L.Normalization, "float32", "float"),
    "float_discretized": (Kinds.float_discretized(3), L.Discretization, "float32", "one_hot"),
    "integer_categorical": (Kinds.integer_categorical(9, 2), L.IntegerLookup, "int32", "one_hot"),
    "string_categorical": (Kinds.string_categorical(9), L.StringLookup, "string", "one_hot"),
    "string_hashed": (Kinds.string_hashed(4, "int"), L.Hashing, "string", "int"),
    "integer_hashed": (Kinds.integer_hashed(4), L.Hashing, "int32", "one_hot"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind):
    feature, layer, dtype, mode = KINDS[kind]
    assert type(feature.preprocessor) is layer
    assert (feature.dtype, feature.output_mode) == (dtype, mode)
    assert feature.preprocessor.name.startswith(kind)
    assert feature.preprocessor.name.endswith("_preprocessor")


def test_names_and_arguments_reach_the_layer():
    assert Kinds.float(name="age").preprocessor.name == "age_preprocessor"
    lookup = Kinds.integer_categorical(9, num_oov_indices=2).preprocessor
    assert (lookup.max_tokens, lookup.num_oov_indices) == (9, 2)
    assert Kinds.float_discretized(3, [0.0, 1.0]).preprocessor.bin_boundaries == [0.0, 1.0]
    assert Kinds.cross(("a", "b"), 8).name == "a_X_b"
    assert Kinds.feature("string", lookup, "int").preprocessor is lookup
