"""Rows mixed in the order of a seed, the last of them kept for tests."""

import numpy as np

from keraunos.core.errors import bad
from keraunos.core.typing import Array

Split = tuple[tuple[Array, Array], tuple[Array, Array]]


def mixed(x: Array, y: Array, draw: np.random.RandomState) -> tuple[Array, Array]:
    """Rows and targets in another order."""
    order = np.arange(len(x))
    draw.shuffle(order)
    return x[order], y[order]


def mixed_and_split(x: Array, y: Array, test_split: float, seed: int, owner: str) -> Split:
    """The first rows of the mixed data for training, the last for tests.

    Args: test_split: the share of the tests, in [0, 1). seed: of the order. owner: for errors.
    Raises: ValueError for another share.
    """
    check_share(test_split, owner)
    x, y = mixed(x, y, np.random.RandomState(seed))
    at = int(len(x) * (1 - test_split))
    return (x[:at], y[:at]), (x[at:], y[at:])


def check_share(test_split: float, owner: str) -> None:
    """Refuse a share that leaves nothing to train on."""
    if not 0 <= test_split < 1:
        raise ValueError(bad(owner, "test_split", "in [0, 1)", test_split, "0.2 is usual."))
