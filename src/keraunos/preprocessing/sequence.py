"""Sequences of different lengths."""

from keraunos.data.padding import pad_sequences

__all__ = ["pad_sequences"]
