"""What a traced array was made from, where a later step can do better with that than with the array."""

from typing import Any

from jax.core import Tracer

from keraunos.core import scope


def note_logits(probabilities: Any, logits: Any) -> None:
    """Remember, within the open scope, that these probabilities are the softmax of these logits."""
    current = scope.current_scope()
    if current is not None and isinstance(probabilities, Tracer):
        current.origins[id(probabilities)] = (probabilities, logits)


def logits_of(probabilities: Any) -> Any:
    """The logits whose softmax along the last axis this very array is, or None."""
    current = scope.current_scope()
    found = None if current is None else current.origins.get(id(probabilities))
    return None if found is None else found[1]
