"""Layers that act while training: noise, random zeros, added losses."""
