"""Models and weights in files: written whole or not at all, read as data and never as code."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
