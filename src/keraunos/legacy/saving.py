"""Configs in Keras 2's form."""

from keraunos.saving.legacy.objects import deserialize_keras_object, serialize_keras_object

__all__ = ["deserialize_keras_object", "serialize_keras_object"]
