"""`tf.data.Dataset` in numpy: a chain of steps that is gone through anew by every iteration."""

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.values import TensorSpec
from keraunos.core import tree

AUTOTUNE = -1
experimental = SimpleNamespace(AUTOTUNE=AUTOTUNE, cardinality=lambda dataset: dataset.cardinality())


class Dataset:
    """Elements, one after the other: structures (tuples, dicts) of arrays.

    Args:
        start: a function that begins a new iteration.
        length: how many elements it has; None: not known; -1: without end.
    Example:
        >>> data = Dataset.from_tensor_slices(np.arange(5)).map(lambda x: x * 2).batch(2)
        >>> [x.tolist() for x in data.as_numpy_iterator()]
        [[0, 2], [4, 6], [8]]
    """

    def __init__(self, start: Callable[[], Iterable[Any]], length: int | None) -> None:
        self._start, self._length = start, length

    # --- beginnings -----------------------------------------------------------------------------

    @classmethod
    def from_tensor_slices(cls, tensors: Any, name: Any = None) -> "Dataset":
        """The rows of arrays."""
        arrays = tree.map_structure(np.asarray, tensors)
        count = len(tree.flatten(arrays)[0])
        return cls(
            lambda: (tree.map_structure(lambda a, i=i: a[i], arrays) for i in range(count)), count
        )

    @classmethod
    def from_tensors(cls, tensors: Any, name: Any = None) -> "Dataset":
        """One element."""
        return cls(lambda: [tree.map_structure(np.asarray, tensors)], 1)

    @classmethod
    def from_generator(
        cls, generator: Callable[..., Any], *_types: Any, args: Any = (), **_more: Any
    ) -> "Dataset":
        """What a generator function yields."""
        return cls(lambda: generator(*args), None)

    @classmethod
    def range(cls, *args: int, **_more: Any) -> "Dataset":
        """Numbers, as Python's range."""
        numbers = range(*args)
        return cls(lambda: map(np.int64, numbers), len(numbers))

    @classmethod
    def zip(cls, *datasets: Any, **_more: Any) -> "Dataset":
        """Tuples of the elements of several datasets."""
        parts = datasets[0] if len(datasets) == 1 else datasets
        known = [d._length for d in parts]
        length = None if None in known else min((n for n in known if n >= 0), default=-1)
        return cls(lambda: zip(*(d._start() for d in parts)), length)

    # --- steps ----------------------------------------------------------------------------------

    def map(self, map_func: Callable[..., Any], *_more: Any, **_names: Any) -> "Dataset":
        """The function of each element; a tuple gives several arguments."""

        def apply(x: Any) -> Any:
            found = map_func(*x) if isinstance(x, tuple) else map_func(x)
            return tree.map_structure(np.asarray, found)

        return Dataset(lambda: map(apply, self._start()), self._length)

    def filter(self, predicate: Callable[..., Any], name: Any = None) -> "Dataset":
        """Those elements for which the function holds."""

        def holds(x: Any) -> bool:
            return bool(predicate(*x) if isinstance(x, tuple) else predicate(x))

        return Dataset(lambda: filter(holds, self._start()), None)

    def shuffle(
        self, buffer_size: int, seed: int | None = None, reshuffle_each_iteration: Any = None,
        name: Any = None,
    ) -> "Dataset":  # fmt: skip
        """Elements drawn at random out of a buffer of this size."""
        state = random.Random(seed if seed is not None else np.random.randint(2**31))
        fixed = None if reshuffle_each_iteration in (None, True) else state.random()

        def mixed() -> Iterator[Any]:
            draw = state if fixed is None else random.Random(fixed)
            rows = iter(self._start())
            buffer = list(islice(rows, buffer_size))
            for row in rows:
                i = draw.randrange(len(buffer))
                yield buffer[i]
                buffer[i] = row
            draw.shuffle(buffer)
            yield from buffer

        return Dataset(mixed, self._length)

    def batch(
        self, batch_size: int, drop_remainder: bool = False, *_more: Any, **_names: Any
    ) -> "Dataset":
        """So many elements stacked to one."""

        def batches() -> Iterator[Any]:
            rows = iter(self._start())
            while block := list(islice(rows, batch_size)):
                if len(block) == batch_size or not drop_remainder:
                    yield tree.map_structure(lambda *xs: np.stack(xs), *block)

        n = self._length
        full = n // batch_size if n and n > 0 and drop_remainder else None
        length = n if n is None or n < 0 else full if full is not None else -(-n // batch_size)
        return Dataset(batches, length)

    def unbatch(self, name: Any = None) -> "Dataset":
        """The rows of each element."""

        def rows() -> Iterator[Any]:
            for x in self._start():
                for i in range(len(tree.flatten(x)[0])):
                    yield tree.map_structure(lambda a, i=i: a[i], x)

        return Dataset(rows, None)

    def window(
        self, size: int, shift: int | None = None, stride: int = 1, drop_remainder: bool = False,
        name: Any = None,
    ) -> "Dataset":  # fmt: skip
        """Datasets of so many elements, each beginning `shift` after the one before."""

        def windows() -> Iterator[Any]:
            rows = list(self._start())
            for first in range(0, len(rows), shift or size):
                part = rows[first : first + size * stride : stride]
                if len(part) == size or not drop_remainder:
                    yield Dataset(lambda part=part: part, len(part))

        return Dataset(windows, None)

    def flat_map(self, map_func: Callable[..., Any], name: Any = None) -> "Dataset":
        """The elements of the datasets that a function makes of the elements."""

        def parts() -> Iterator[Any]:
            for x in self._start():
                yield from (map_func(*x) if isinstance(x, tuple) else map_func(x))._start()

        return Dataset(parts, None)

    interleave = flat_map

    def reduce(self, initial_state: Any, reduce_func: Callable[..., Any], name: Any = None) -> Any:
        """The state after the function was given it with each element in turn."""
        for x in self._start():
            initial_state = reduce_func(initial_state, x)
        return initial_state

    def apply(self, transformation_func: Callable[..., Any]) -> Any:
        """What a function makes of the dataset."""
        return transformation_func(self)

    def repeat(self, count: int | None = None, name: Any = None) -> "Dataset":
        """The elements again and again; None or -1: without end."""
        if count is None or count < 0:

            def endless() -> Iterator[Any]:
                while True:
                    yield from self._start()

            return Dataset(endless, -1)
        times, n = count, self._length
        return Dataset(
            lambda: chain.from_iterable(self._start() for _ in range(times)),
            n if n is None or n < 0 else n * times,
        )

    def take(self, count: int, name: Any = None) -> "Dataset":
        """The first elements."""
        n = self._length
        length = None if n is None else count if n < 0 else min(n, count)
        return Dataset(lambda: islice(self._start(), count), length)

    def skip(self, count: int, name: Any = None) -> "Dataset":
        """All but the first elements."""
        n = self._length
        length = n if n is None or n < 0 else max(n - count, 0)
        return Dataset(lambda: islice(self._start(), count, None), length)

    def concatenate(self, dataset: "Dataset", name: Any = None) -> "Dataset":
        """The elements, then those of another."""
        known = (self._length, dataset._length)
        length = None if None in known else -1 if -1 in known else sum(n for n in known if n)
        return Dataset(lambda: chain(self._start(), dataset._start()), length)

    def enumerate(self, start: int = 0, name: Any = None) -> "Dataset":
        """Pairs (number, element)."""
        return Dataset(lambda: enumerate(self._start(), start), self._length)

    def prefetch(self, *_args: Any, **_names: Any) -> "Dataset":
        """Itself; Keraunos loads ahead by itself."""
        return self

    cache = with_options = prefetch

    # --- reading --------------------------------------------------------------------------------

    def as_numpy_iterator(self) -> Iterator[Any]:
        """The elements as numpy arrays."""
        return iter(self._start())

    def __iter__(self) -> Iterator[Any]:
        return (tree.map_structure(_tensor, x) for x in self._start())

    def __len__(self) -> int:
        if self._length is None or self._length < 0:
            raise TypeError(
                "Dataset: its length is not known, or it has no end. Count while iterating."
            )
        return self._length

    def cardinality(self) -> Any:
        """The number of elements; -1: without end; -2: not known."""
        return ops.convert_to_tensor(-2 if self._length is None else self._length)

    @property
    def element_spec(self) -> Any:
        """The shapes and dtypes of the first element, in its structure."""
        first = next(iter(self._start()))
        return tree.map_structure(
            lambda x: TensorSpec(np.shape(x), np.asarray(x).dtype.name), first
        )


def _tensor(x: Any) -> Any:
    """An array on the device, 64 bits narrowed to 32; texts stay numpy's."""
    array = np.asarray(x)
    narrow = {"int64": "int32", "uint64": "uint32", "float64": "float32"}.get(array.dtype.name)
    return (
        array
        if array.dtype.kind in "USO"
        else ops.convert_to_tensor(array.astype(narrow or array.dtype))
    )
