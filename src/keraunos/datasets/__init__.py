"""Data sets to begin with, downloaded once."""

from keraunos.datasets import mnist

__all__ = ["mnist"]
