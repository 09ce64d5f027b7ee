"""Crossentropy of a softmax, straight from the logits, with a gradient of its own.

The plain way divides twice, by the softmax's sum and again by the sum of the probabilities, and so has a
chain of small reductions in its gradient. With p = softmax(z), t the target and c = 1 where epsilon < p <
1 - epsilon, else 0: loss = -Σ t·log(clip(p)), dloss/dz = p·Σ(t·c) - t·c. The clipping is Keras', and with it
the gradient is 0 where p is saturated at the target.
"""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from keraunos.ops.lowering.softmax import softmax


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def crossentropy_of_softmax(logits: Any, target: Any, epsilon: float) -> Any:
    """-Σ target · log(clip(softmax(logits), epsilon, 1 - epsilon)) along the last axis."""
    return _forward(logits, target, epsilon)[0]


def _forward(logits: Any, target: Any, epsilon: float) -> tuple[Any, tuple[Any, Any]]:
    p = softmax(logits)
    return -jnp.sum(target * _log(p, epsilon), axis=-1), (p, target)


def _log(p: Any, epsilon: float) -> Any:
    low, high = (lax.convert_element_type(bound, p.dtype) for bound in (epsilon, 1 - epsilon))
    return lax.log(lax.clamp(low, p, high))


def _backward(epsilon: float, kept: tuple[Any, Any], gradient: Any) -> tuple[Any, Any]:
    p, target = kept
    counted = jnp.where((p > epsilon) & (p < 1 - epsilon), target, 0)
    gradient = gradient[..., None]
    by_logits = gradient * (p * jnp.sum(counted, -1, keepdims=True) - counted)
    return by_logits, -gradient * _log(p, epsilon)


crossentropy_of_softmax.defvjp(_forward, _backward)
