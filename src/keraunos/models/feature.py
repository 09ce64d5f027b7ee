"""The parts of a FeatureSpace: how a feature is prepared, and which features are crossed."""

from typing import Any

from keraunos.core.errors import bad, unknown
from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Array, Shape
from keraunos.layers.preprocessing.data_layer import DataLayer

_HOME = "keras.src.layers.preprocessing.feature_space"


@register(f"{_HOME}.TFDIdentity")
class TFDIdentity(DataLayer):
    """Numbers as they are, in the layer's dtype."""

    batch_independent = True

    def call(self, inputs: Array) -> Array:
        """The numbers."""
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return input_shape


@register(f"{_HOME}.Feature")
class Feature(Configurable):
    """How a feature is prepared.

    Args:
        dtype: of the data: "float32", "int32", "int64" or "string".
        preprocessor: the layer that prepares it.
        output_mode: what that gives: "int"; "one_hot": ints to be made vectors; "float".
    Raises: ValueError for another mode.
    """

    def __init__(self, dtype: str, preprocessor: Any, output_mode: str) -> None:
        modes = ("int", "one_hot", "float")
        if output_mode not in modes:
            raise ValueError(unknown("Feature", "output_mode", str(output_mode), modes))
        self.dtype, self.preprocessor, self.output_mode = dtype, preprocessor, output_mode


@register(f"{_HOME}.Cross")
class Cross(Configurable):
    """Features taken together as one.

    Args:
        feature_names: their names, two or more. crossing_dim: how many bins their hash has, an int >= 1.
        output_mode: "one_hot" or "int".
    Raises: ValueError for another mode, or without crossing_dim.
    """

    def __init__(self, feature_names: Any, crossing_dim: int, output_mode: str = "one_hot") -> None:
        if output_mode not in ("int", "one_hot"):
            raise ValueError(unknown("Cross", "output_mode", str(output_mode), ("int", "one_hot")))
        if crossing_dim is None:
            raise ValueError(bad("Cross", "crossing_dim", "an int >= 1", crossing_dim, "Pass it."))
        self.feature_names, self.crossing_dim = tuple(feature_names), crossing_dim
        self.output_mode = output_mode

    @property
    def name(self) -> str:
        """The features' names, joined."""
        return "_X_".join(self.feature_names)


__all__ = ["Cross", "Feature", "TFDIdentity"]
