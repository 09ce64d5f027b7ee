"""Layers that add, cut or repeat places of space."""
