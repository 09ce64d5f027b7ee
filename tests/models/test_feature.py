"""The parts of a FeatureSpace: configs and refusals."""

import pytest

import keraunos as k
from keraunos.core.registry import deserialize, serialize
from keraunos.models.feature import Cross, Feature, TFDIdentity


def test_they_come_back_from_their_configs():
    feature = deserialize(serialize(Feature("float32", k.layers.Rescaling(2.0, name="r"), "float")))
    assert (feature.dtype, feature.output_mode) == ("float32", "float")
    assert feature.preprocessor.scale == 2.0
    cross = deserialize(serialize(Cross(("a", "b"), 8, "int")))
    assert (cross.name, cross.crossing_dim, cross.output_mode) == ("a_X_b", 8, "int")


def test_modes_and_sizes_that_do_not_fit():
    with pytest.raises(ValueError, match="Feature: unknown output_mode 'bad'"):
        Feature("float32", TFDIdentity(), "bad")
    with pytest.raises(ValueError, match="Cross: unknown output_mode 'float'"):
        Cross(("a", "b"), 8, "float")
    with pytest.raises(ValueError, match="Cross: `crossing_dim` must be an int >= 1"):
        Cross(("a", "b"), None)


def test_numbers_stay_as_they_are():
    layer = TFDIdentity(dtype="float32")
    assert layer([[1, 2]]).tolist() == [[1, 2]]
    assert layer(k.Input((3,))).shape == (None, 3)
