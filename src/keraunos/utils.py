"""Helpers around models and data."""

from keraunos.core.random import set_random_seed
from keraunos.core.registry import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from keraunos.data.encoding import normalize, to_categorical
from keraunos.data.py_dataset import PyDataset
from keraunos.draw.plotting import model_to_dot, plot_model
from keraunos.models.feature_space import FeatureSpace

CustomObjectScope, Sequence = custom_object_scope, PyDataset

__all__ = [
    "CustomObjectScope", "FeatureSpace", "PyDataset", "Sequence", "custom_object_scope", "get_custom_objects",
    "get_registered_name", "get_registered_object", "model_to_dot", "normalize", "plot_model",
    "register_keras_serializable", "set_random_seed", "to_categorical",
]  # fmt: skip
