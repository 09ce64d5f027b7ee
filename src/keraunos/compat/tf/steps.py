"""Steps of `tf.data` that the data sets of Keraunos get under `keraunos run` only."""

from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.data import stacking
from keraunos.data.dataset import Dataset, _given, _plain
from keraunos.data.ragged import Ragged


def changes() -> Iterator[tuple[type, str, Any]]:
    """The steps: (class, name, function)."""
    for step in (interleave, shard, take_while, scan, ragged_batch, bucket_by_sequence_length,
                 group_by_window, get_single_element, unique, ignore_errors):  # fmt: skip
        yield Dataset, step.__name__, step


def interleave(
    self: Dataset, map_func: Callable[..., Any], cycle_length: int | None = None,
    block_length: int = 1, *_more: Any, **_names: Any,
) -> Dataset:  # fmt: skip
    """Elements of the data sets that the function makes, in turn, so many of each.

    Args: cycle_length: of how many at a time; None: as TensorFlow on one core, 1.
    """
    wide = max(int(cycle_length or 1), 1)

    def mixed() -> Iterator[Any]:
        rest = iter(self._start())
        open_ones: list[Any] = [iter(_given(map_func, x)._start()) for x in islice(rest, wide)]
        at = 0
        while open_ones:
            at %= len(open_ones)
            block = list(islice(open_ones[at], int(block_length)))
            yield from block
            if len(block) == block_length:
                at += 1
                continue
            fresh = [iter(_given(map_func, x)._start()) for x in islice(rest, 1)]
            open_ones[at : at + 1] = fresh
            at += bool(fresh)

    return Dataset(mixed, None)


def shard(self: Dataset, num_shards: int, index: int, name: Any = None) -> Dataset:
    """Every num_shards-th element, from `index` on."""
    if not 0 <= index < num_shards:
        raise ValueError(bad("Dataset.shard", "index", f"in [0, {num_shards})", index, ""))
    return Dataset(lambda: islice(self._start(), index, None, num_shards), None)


def take_while(self: Dataset, predicate: Callable[..., Any], name: Any = None) -> Dataset:
    """The elements up to the first for which the function does not hold."""
    return Dataset(lambda: takewhile(lambda x: bool(_given(predicate, x)), self._start()), None)


def scan(
    self: Dataset, initial_state: Any, scan_func: Callable[[Any, Any], Any], name: Any = None
) -> Dataset:
    """What the function (state, element) -> (state, output) gives out, element by element."""

    def outputs() -> Iterator[Any]:
        state = initial_state
        for x in self._start():
            state, found = scan_func(state, x)
            yield tree.map_structure(_plain, found)

    return Dataset(outputs, self._length)


def ragged_batch(
    self: Dataset, batch_size: int, drop_remainder: bool = False, *_more: Any, **_names: Any
) -> Dataset:
    """So many elements of different lengths as rows."""
    return self._blocks(batch_size, drop_remainder, _as_rows)


def _as_rows(elements: Any) -> Any:
    return tree.map_structure(
        lambda *xs: np.stack(xs) if np.ndim(xs[0]) == 0 else Ragged(xs), *elements
    )


def bucket_by_sequence_length(
    self: Dataset, element_length_func: Callable[..., Any], bucket_boundaries: Any,
    bucket_batch_sizes: Any, padded_shapes: Any = None, padding_values: Any = None,
    pad_to_bucket_boundary: bool = False, no_padding: bool = False, drop_remainder: bool = False,
    name: Any = None,
) -> Dataset:  # fmt: skip
    """Batches of elements of like lengths, filled up to the longest.

    Args: bucket_boundaries: rising lengths at which the next bucket begins. bucket_batch_sizes: of each
        bucket, one more than there are boundaries.
    """
    if len(bucket_batch_sizes) != len(bucket_boundaries) + 1:
        raise ValueError(bad("Dataset.bucket_by_sequence_length", "bucket_batch_sizes",
                             f"{len(bucket_boundaries) + 1} sizes", bucket_batch_sizes, ""))  # fmt: skip

    def batches() -> Iterator[Any]:
        held: dict[int, list[Any]] = {i: [] for i in range(len(bucket_batch_sizes))}
        for x in self._start():
            length = int(_given(element_length_func, x))
            place = int(np.searchsorted(bucket_boundaries, length, "right"))
            held[place].append(x)
            if len(held[place]) == bucket_batch_sizes[place]:
                yield stacking.padded(held.pop(place), padded_shapes, padding_values)
                held[place] = []
        for rest in held.values():
            if rest and not drop_remainder:
                yield stacking.padded(rest, padded_shapes, padding_values)

    return Dataset(batches, None)


def group_by_window(
    self: Dataset, key_func: Callable[..., Any], reduce_func: Callable[[Any, Dataset], Dataset],
    window_size: int | None = None, window_size_func: Any = None, name: Any = None,
) -> Dataset:  # fmt: skip
    """What a function makes of the elements of one key, so many at a time."""

    def groups() -> Iterator[Any]:
        held: dict[int, list[Any]] = {}
        for x in self._start():
            key = int(_given(key_func, x))
            group = held.setdefault(key, [])
            group.append(x)
            if len(group) == int(window_size or window_size_func(np.int64(key))):
                yield from _made(key, held.pop(key))
        for key, group in held.items():
            yield from _made(key, group)

    def _made(key: int, group: list[Any]) -> Any:
        return reduce_func(np.int64(key), Dataset(lambda: group, len(group)))._start()

    return Dataset(groups, None)


def get_single_element(self: Dataset, name: Any = None) -> Any:
    """The one element.

    Raises: ValueError if there is none, or more.
    """
    found = list(islice(iter(self), 2))
    if len(found) != 1:
        raise ValueError(bad("Dataset.get_single_element", "self", "one element", len(found), ""))
    return found[0]


def unique(self: Dataset, name: Any = None) -> Dataset:
    """Each element once."""

    def once() -> Iterator[Any]:
        seen: set[Any] = set()
        for x in self._start():
            key = x if isinstance(x, (str, bytes)) else np.asarray(x).tolist()
            if key not in seen:
                seen.add(key)
                yield x

    return Dataset(once, None)


def ignore_errors(self: Dataset, log_warning: bool = False, name: Any = None) -> Dataset:
    """Without the elements that an error keeps from being made; only maps over lists go on after one."""

    def kept() -> Iterator[Any]:
        rows = iter(self._start())
        while True:
            try:
                yield next(rows)
            except StopIteration:
                return
            except (ValueError, OSError):
                continue

    return Dataset(kept, None)


def applied(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step as `Dataset.apply` takes it."""
    return lambda *args, **kwargs: lambda data: step(data, *args, **kwargs)
