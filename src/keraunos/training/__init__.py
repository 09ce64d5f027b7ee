"""Training: the whole-run program, and the loop that dispatches it."""

__all__: list[str] = []
