"""Elements one after the other: a chain of steps that every iteration goes through anew.

It is what the readers of folders and series give, and what stands for `tf.data.Dataset`: its methods are
those of tf.data that scripts call, and it computes in numpy.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

import jax.numpy as jnp
import numpy as np

from keraunos.core import tree
from keraunos.core.symbolic import KerasTensor
from keraunos.data import stacking
from keraunos.data.ragged import Irregular
from keraunos.data.texts import texts_of

AUTOTUNE = -1


class Count(int):
    """A number of elements, which also answers TensorFlow's `numpy()`."""

    def numpy(self) -> np.int64:
        """The number as numpy's."""
        return np.int64(self)


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

    class_names: list[str] | None = None
    """The names of the classes, where labels were read from a folder."""
    file_paths: list[str] | None = None
    """The files behind the elements, where they were read from a folder."""
    batch_size: int | None = None
    """How many rows an element holds, where `batch` made it."""

    def __init__(self, start: Callable[[], Iterable[Any]], length: int | None) -> None:
        self._start, self._length = start, length

    # --- beginnings -----------------------------------------------------------------------------

    @classmethod
    def from_tensor_slices(cls, tensors: Any, name: Any = None) -> "Dataset":
        """The rows of arrays; a list is an array."""
        arrays = _arrays(tensors)
        count = len(tree.flatten(arrays)[0])
        return cls(
            lambda: (tree.map_structure(lambda a, i=i: a[i], arrays) for i in range(count)), count
        )

    @classmethod
    def from_tensors(cls, tensors: Any, name: Any = None) -> "Dataset":
        """One element."""
        return cls(lambda: [_arrays(tensors)], 1)

    @classmethod
    def from_generator(
        cls, generator: Callable[..., Any], output_types: Any = None, output_shapes: Any = None,
        args: Any = (), output_signature: Any = None, name: Any = None,
    ) -> "Dataset":  # fmt: skip
        """What a generator function yields.

        Args: output_types, output_signature: None, or in the structure of an element its dtypes, or
            things that have a dtype.
        """
        kinds = output_types if output_signature is None else output_signature
        return cls(lambda: (_typed(x, kinds) for x in generator(*args)), None)

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

    @staticmethod
    def _handed(x: Any) -> Any:
        """An element as functions are handed it; old code is handed what has TensorFlow's methods."""
        return x

    def map(self, map_func: Callable[..., Any], *_more: Any, **_names: Any) -> "Dataset":
        """The function of each element; a tuple gives several arguments."""

        def apply(x: Any) -> Any:
            return tree.map_structure(_plain, _given(map_func, x))

        return Dataset(lambda: map(apply, self._start()), self._length)

    def flat_map(self, map_func: Callable[..., Any], name: Any = None) -> "Dataset":
        """The elements of the data set that the function makes of each element, one after the other."""
        return Dataset(
            lambda: chain.from_iterable(_given(map_func, x)._start() for x in self._start()), None
        )

    interleave = flat_map

    def reduce(
        self, initial_state: Any, reduce_func: Callable[[Any, Any], Any], name: Any = None
    ) -> Any:
        """What is left after the function took the state and each element in turn to a new state."""
        state = initial_state
        for x in self:
            state = reduce_func(state, x)
        return state

    def filter(self, predicate: Callable[..., Any], name: Any = None) -> "Dataset":
        """Those elements for which the function holds."""

        return Dataset(lambda: filter(lambda x: bool(_given(predicate, x)), self._start()), None)

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
        return self._blocks(batch_size, drop_remainder, stacking.stacked)

    def padded_batch(
        self, batch_size: int, padded_shapes: Any = None, padding_values: Any = None,
        drop_remainder: bool = False, name: Any = None,
    ) -> "Dataset":  # fmt: skip
        """So many elements of different lengths stacked to one, each filled up to the longest.

        Args: padded_shapes: in the structure of an element, shapes to fill up to; None or -1 in them: the
            longest of the batch. padding_values: in that structure, what is filled in; None: 0 or "".
        """
        padded = partial(stacking.padded, shapes=padded_shapes, values=padding_values)
        return self._blocks(batch_size, drop_remainder, padded)

    def _blocks(self, size: int, drop_remainder: bool, stacked: Any) -> "Dataset":
        def batches() -> Iterator[Any]:
            rows = iter(self._start())
            while block := list(islice(rows, size)):
                if len(block) == size or not drop_remainder:
                    yield stacked(block)

        n = self._length
        known = n is not None and n >= 0
        length = n if not known else n // size if drop_remainder else -(-n // size)  # type: ignore[operator]
        made = Dataset(batches, length)
        made.batch_size = size
        return made

    def window(
        self, size: int, shift: int | None = None, stride: int = 1, drop_remainder: bool = False,
        name: Any = None,
    ) -> "Dataset":  # fmt: skip
        """Data sets of `size` elements each, one beginning `shift` elements after the other.

        Args: shift: None: size. stride: every how many elements are taken, an int >= 1.
        """
        step, reach = size if shift is None else shift, (size - 1) * stride + 1

        def windows() -> Iterator[Any]:
            rows = iter(self._start())
            held = list(islice(rows, reach))
            while held:
                if len(held) < reach and drop_remainder:
                    return
                yield tree.map_structure(lambda *xs: _of_list(list(xs)), *held[:reach:stride])
                held += list(islice(rows, max(0, step + reach - len(held))))
                held = held[step:]

        return Dataset(windows, None)

    def unbatch(self, name: Any = None) -> "Dataset":
        """The rows of each element."""

        def rows() -> Iterator[Any]:
            for x in self._start():
                for i in range(len(tree.flatten(x)[0])):
                    yield tree.map_structure(lambda a, i=i: a[i], x)

        return Dataset(rows, None)

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

    def cache(self, filename: str = "", name: Any = None) -> "Dataset":
        """The elements kept in memory after the first whole pass; none are kept if a file is named."""
        if filename:
            return self
        kept: list[Any] = []
        whole: list[bool] = []

        def remembered() -> Iterator[Any]:
            if whole:
                yield from kept
                return
            found = []
            for x in self._start():
                found.append(x)
                yield x
            kept[:], whole[:] = found, [True]

        return self._like(Dataset(remembered, self._length))

    def prefetch(self, *_args: Any, **_names: Any) -> "Dataset":
        """Itself; Keraunos loads ahead by itself."""
        return self

    with_options = prefetch

    def _like(self, other: "Dataset") -> "Dataset":
        """The other, with what this one says of its classes, files and batches."""
        for name in ("class_names", "file_paths", "batch_size"):
            setattr(other, name, getattr(self, name))
        return other

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

    def cardinality(self) -> Count:
        """The number of elements; -1: without end; -2: not known."""
        return Count(-2 if self._length is None else self._length)

    @property
    def element_spec(self) -> Any:
        """The shapes and dtypes of the first element, in its structure."""
        first = next(iter(self._start()))
        return tree.map_structure(_spec, first)


def _given(function: Callable[..., Any], x: Any) -> Any:
    """The function of an element; a tuple gives several arguments."""
    x = Dataset._handed(x)
    return function(*x) if isinstance(x, tuple) else function(x)


def _plain(x: Any) -> Any:
    return x if isinstance(x, (Dataset, Irregular, bytes)) else np.asarray(x)


def _spec(x: Any) -> Any:
    if isinstance(x, Irregular):
        return x
    if isinstance(x, bytes):
        return KerasTensor((), "string")
    kind = np.asarray(x).dtype
    return KerasTensor(np.shape(x), "string" if kind.kind in "USO" else kind.name)


def _of_list(elements: list[Any]) -> Dataset:
    return Dataset(lambda: elements, len(elements))


def _arrays(tensors: Any) -> Any:
    """A structure of tuples and dicts with arrays for all else."""
    if isinstance(tensors, dict):
        return {key: _arrays(value) for key, value in tensors.items()}
    if isinstance(tensors, tuple):
        return tuple(map(_arrays, tensors))
    return tensors if isinstance(tensors, Irregular) else np.asarray(tensors)


def _typed(x: Any, kinds: Any) -> Any:
    """A structure with arrays for all but tuples and dicts, of these dtypes."""
    if isinstance(x, dict):
        return {key: _typed(value, kinds and kinds[key]) for key, value in x.items()}
    if isinstance(x, tuple):
        return tuple(_typed(value, kinds and kinds[i]) for i, value in enumerate(x))
    if isinstance(x, (Irregular, bytes)):
        return x
    kind = str(getattr(kinds, "dtype", kinds) or "string")
    array = np.asarray(x)
    return array if kind == "string" or array.dtype.kind in "USO" else array.astype(kind)


def _tensor(x: Any) -> Any:
    """An array on the device, 64 bits narrowed to 32; texts and what is no array stay on the host."""
    if isinstance(x, (Dataset, Irregular)):
        return x
    array = np.array(x, object) if isinstance(x, bytes) else np.asarray(x)
    if array.dtype.kind in "USO":
        return texts_of(array)
    narrow = {"int64": "int32", "uint64": "uint32", "float64": "float32"}.get(array.dtype.name)
    return jnp.asarray(array.astype(narrow or array.dtype))


experimental = SimpleNamespace(AUTOTUNE=AUTOTUNE, cardinality=Dataset.cardinality)
"""`tf.data.experimental`."""
