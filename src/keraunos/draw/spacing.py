"""Places on a line, as near as can be to where things want to be, and far enough apart."""

from collections.abc import Sequence
from itertools import accumulate
from math import inf


def spread(
    wishes: Sequence[float], weights: Sequence[float], apart: Sequence[float],
    low: float = -inf, high: float = inf,
) -> list[float]:  # fmt: skip
    """The places x that minimise Σ weight · (x - wish)², each at least `apart` right of the one before.

    Args:
        wishes: where each wants to be. weights: how much it matters, > 0.
        apart: the least distance from each to the next; one fewer than wishes.
        low, high: between which the places lie; there must be room for all.
    Source: isotonic regression by pooling adjacent violators, Barlow et al. 1972.
    Example:
        >>> spread([0.0, 0.0], [1.0, 1.0], [10.0])
        [-5.0, 5.0]
    """
    shifts = list(accumulate(apart, initial=0.0))
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for wish, weight, shift in zip(wishes, weights, shifts):
        mean, heavy, many = wish - shift, weight, 1
        while pools and pools[-1][0] > mean:
            other, load, count = pools.pop()
            mean = (mean * heavy + other * load) / (heavy + load)
            heavy, many = heavy + load, many + count
        pools.append((mean, heavy, many))
    flat = [mean for mean, _, many in pools for _ in range(many)]
    last = high - shifts[-1]
    return [max(low, min(x, last)) + shift for x, shift in zip(flat, shifts)]
