"""Old helpers for sequences: windows of a time series, pairs of words."""

import random
from typing import Any

import numpy as np

from keraunos.core.errors import bad


class TimeseriesGenerator:
    """Batches of windows of a time series, each with the target that follows it.

    Args:
        data: (steps, …). targets: as long as data.
        length: steps a window reaches back, > 0. sampling_rate: every how many of them are taken.
        stride: steps between windows. start_index, end_index: the first and last step used.
        shuffle: whether windows come in random order. reverse: whether each runs backwards.
        batch_size: windows a batch.
    Raises: ValueError if the lengths differ or no window fits.
    """

    def __init__(
        self, data: Any, targets: Any, length: int, sampling_rate: int = 1, stride: int = 1,
        start_index: int = 0, end_index: int | None = None, shuffle: bool = False,
        reverse: bool = False, batch_size: int = 128,
    ) -> None:  # fmt: skip
        if len(data) != len(targets):
            lengths = (len(data), len(targets))
            raise ValueError(bad("TimeseriesGenerator", "targets", "as long as data", lengths, ""))
        self.data, self.targets, self.length = data, targets, length
        self.sampling_rate, self.stride = sampling_rate, stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle, self.reverse, self.batch_size = shuffle, reverse, batch_size
        if self.start_index > self.end_index:
            raise ValueError(
                bad("TimeseriesGenerator", "length", f"below {len(data)}", length, "Shorten it.")
            )

    def __len__(self) -> int:
        windows = self.end_index - self.start_index + self.stride
        return -(-windows // (self.batch_size * self.stride))

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        if not 0 <= index < len(self):
            raise IndexError(f"TimeseriesGenerator: batch {index} of {len(self)}.")
        if self.shuffle:
            rows = np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        else:
            first = self.start_index + self.batch_size * self.stride * index
            last = min(first + self.batch_size * self.stride, self.end_index + 1)
            rows = np.arange(first, last, self.stride)
        windows = np.array([self.data[r - self.length : r : self.sampling_rate] for r in rows])
        targets = np.array([self.targets[r] for r in rows])
        return (windows[:, ::-1] if self.reverse else windows), targets


def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> np.ndarray:
    """The probability to keep the word of each rank, under Zipf's law.

    Source: Mikolov et al. 2013, arXiv:1310.4546, equation 5, with the frequency of rank r estimated as
        1 / (r · (log r + γ) + 1/2 - 1/(12 r)).
    """
    rank = np.arange(size)
    rank[0] = 1
    inverse = rank * (np.log(rank) + 0.577) + 0.5 - 1.0 / (12.0 * rank)
    share = sampling_factor * inverse
    return np.minimum(1.0, share / np.sqrt(share))


def skipgrams(
    sequence: Any, vocabulary_size: int, window_size: int = 4, negative_samples: float = 1.0,
    shuffle: bool = True, categorical: bool = False, sampling_table: Any = None, seed: Any = None,
) -> tuple[list[list[int]], list[Any]]:  # fmt: skip
    """Pairs (word, word near it) labelled 1, and pairs with random words labelled 0.

    Args:
        sequence: word numbers; 0 is no word. vocabulary_size: the largest number + 1.
        window_size: how far a near word may be. negative_samples: random pairs for each true one.
        shuffle, seed: whether and how pairs are mixed. categorical: labels [0, 1] and [1, 0].
        sampling_table: the probability to use each word; None: 1.
    """
    draw = random.Random(seed) if seed is not None else random
    pairs: list[list[int]] = []
    for i, word in enumerate(sequence):
        if not word or (sampling_table is not None and sampling_table[word] < draw.random()):
            continue
        near = range(max(0, i - window_size), min(len(sequence), i + window_size + 1))
        pairs += [[word, sequence[j]] for j in near if j != i and sequence[j]]
    words = [word for word, _ in pairs]
    draw.shuffle(words)
    count = int(len(pairs) * negative_samples) if words else 0
    wrong = [[words[i % len(words)], draw.randint(1, vocabulary_size - 1)] for i in range(count)]
    yes, no = ([0, 1], [1, 0]) if categorical else (1, 0)
    labels = [yes] * len(pairs) + [no] * count
    both = list(zip(pairs + wrong, labels))
    if shuffle:
        draw.shuffle(both)
    return [pair for pair, _ in both], [label for _, label in both]
