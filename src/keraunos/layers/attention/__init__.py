"""Layers in which each position looks at the others."""
