"""Data on their way to the device: columns in memory, orders of rows."""

from keraunos.data.encoding import normalize, to_categorical

__all__ = ["normalize", "to_categorical"]
