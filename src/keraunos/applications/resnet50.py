"""ResNet50 under the name that Keras gave its module first."""

from keraunos.applications.resnet import ResNet50, decode_predictions, preprocess_input

__all__ = ["ResNet50", "decode_predictions", "preprocess_input"]
