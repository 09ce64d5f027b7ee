"""Layers that make one value of a window, or of all of space."""
