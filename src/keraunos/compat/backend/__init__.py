"""`keras.backend` as it was: the K functions over Keraunos' ops."""

from keraunos.compat.backend.functions import NAMES
from keraunos.compat.backend.functions import __getattr__ as __getattr__

__all__ = NAMES  # pyright: ignore[reportUnsupportedDunderAll]
