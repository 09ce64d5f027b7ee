"""Keraunos: the Keras way of building neural networks on one engine; the whole run is one program."""

from keraunos.core import lazy
from keraunos.core.startup import freeze_after_import

__version__ = "0.1.0"

__getattr__, __dir__, _names = lazy.attach(__name__, __file__)
__all__ = (*_names, "__version__")  # pyright: ignore[reportUnsupportedDunderAll]

freeze_after_import("jax")
del freeze_after_import
