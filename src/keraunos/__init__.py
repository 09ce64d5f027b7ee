"""Keraunos: the Keras way of building neural networks on one engine; the whole run is one program."""

from keraunos.core import lazy
from keraunos.core.startup import freeze_after_import

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
__all__ = [*__all__, "__version__"]

freeze_after_import("jax")
del freeze_after_import
