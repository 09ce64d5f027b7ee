"""`keraunos demo`: three small networks are trained, and a page shows what they learnt."""

from keraunos.cli.demo.command import main

__all__ = ["main"]
