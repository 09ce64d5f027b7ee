"""Layers around graphs of other engines, which cannot become part of one XLA program."""

from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.layers.layer import Layer


@register("keras.layers.TFSMLayer")
class TFSMLayer(Layer):
    """A SavedModel of TensorFlow as a layer: refused, as its graph runs only in TensorFlow.

    Args: as in Keras; none is used.
    Raises: NotImplementedError, always.
    """

    def __init__(
        self, filepath: Any, call_endpoint: str = "serve", call_training_endpoint: str | None = None,
        trainable: bool = True, name: str | None = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        raise NotImplementedError(
            bad("TFSMLayer", "filepath", "a model that JAX can run; a SavedModel runs in TensorFlow "
                "alone", filepath, "Save the model as .keras or .h5 there, and load that.")
        )  # fmt: skip


@register("keras.layers.TorchModuleWrapper")
class TorchModuleWrapper(Layer):
    """A module of PyTorch as a layer: refused, as it runs only in PyTorch.

    Args: as in Keras; none is used.
    Raises: NotImplementedError, always.
    """

    def __init__(
        self, module: Any, name: str | None = None, output_shape: Any = None, **base: Any
    ) -> None:
        raise NotImplementedError(
            bad("TorchModuleWrapper", "module", "a layer or a JAX function; a module of PyTorch runs in "
                "PyTorch alone", module, "Rebuild it from layers and copy its weights.")
        )  # fmt: skip
