"""Quantiles of data that come in batches: a summary of bounded size, joined batch by batch.

A summary is (2, n): values in rising order, and how many data each stands for.
"""

import numpy as np


def summary(values: np.ndarray, epsilon: float) -> np.ndarray:
    """The summary of an array, of about 1 / epsilon values."""
    ordered = np.sort(np.ravel(np.asarray(values, "float32")))
    step = max(len(ordered) * epsilon, 1.0)
    kept = ordered[int(step) - 1 :: int(step)]
    return np.stack([kept, np.full_like(kept, step)])


def compressed(given: np.ndarray, epsilon: float) -> np.ndarray:
    """At most 1 / epsilon values of equal weights, read off the cumulated weights."""
    if given.shape[1] * epsilon < 1:
        return given
    wanted = epsilon + np.arange(0.0, 1.0, epsilon)
    total = given[1].cumsum()
    share = total / total[-1]
    sums = np.interp(wanted, share, total)
    weights = np.diff(sums, prepend=0)
    return np.stack([np.interp(wanted, share, given[0]), weights]).astype("float32")


def joined(one: np.ndarray, other: np.ndarray, epsilon: float) -> np.ndarray:
    """The summary of the data of two summaries."""
    both = np.concatenate([one, other], axis=1)
    return compressed(both[:, np.argsort(both[0])], epsilon)


def boundaries(given: np.ndarray, count: int) -> list[float]:
    """What divides the data into `count` bins of about equally many.

    Example:
        >>> boundaries(summary(np.arange(10.0), 0.01), 2)
        [4.0]
    """
    return compressed(given, 1.0 / count)[0, :-1].tolist()
