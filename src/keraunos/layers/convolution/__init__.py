"""Layers whose kernel slides over space."""
