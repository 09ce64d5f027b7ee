"""Which machine a program is traced for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import jax

CONVOLVING = {
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_INDIVIDUAL_DOT",
    "xla_disable_hlo_passes": "cse_barrier_expander",
}
"""How to compile convolutions for a CPU. XLA hands products and convolutions to YNNPACK, which does a
convolution on one core: products only. And it takes optimization barriers out before it fuses, so that every
reader of a depthwise convolution computes it again: they stay."""

_elsewhere: ContextVar[bool] = ContextVar("elsewhere", default=False)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Within it programs are traced for other machines: by the engine's own operations only."""
    token = _elsewhere.set(True)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def for_elsewhere() -> bool:
    """Whether what is traced now is for other machines."""
    return _elsewhere.get()


def on_cpu() -> bool:
    """Whether programs run on a CPU unless they are told otherwise.

    Example:
        >>> on_cpu() == (jax.default_backend() == "cpu")
        True
        >>> with elsewhere(): on_cpu()
        False
    """
    return not _elsewhere.get() and jax.default_backend() == "cpu"
