"""Many numbers as one array: a loop that carries them updates all in one kernel, not in one each."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import dtypes, lax

from keraunos.core.typing import Array

Layout = tuple[tuple[str, tuple[int, ...]], ...]
"""The name and the shape of each result, in order."""


class Packed(NamedTuple):
    """A structure with its scalars together."""

    numbers: list[Any]
    """A vector for each dtype that scalars have."""
    rest: list[Any]
    """The other leaves."""


class Packing:
    """How the scalars of a structure are packed.

    Args: example: the structure, of arrays or of their shapes.
    Example:
        >>> packing = Packing({"a": jnp.float32(1), "b": jnp.ones(3), "c": jnp.float32(2)})
        >>> packing.pack({"a": jnp.float32(1), "b": jnp.ones(3), "c": jnp.float32(2)}).numbers
        [Array([1., 2.], dtype=float32)]
    """

    def __init__(self, example: Any) -> None:
        leaves, self.structure = jax.tree.flatten(example)
        scalars: dict[Any, list[int]] = {}
        for i, leaf in enumerate(leaves):
            if not leaf.shape:
                scalars.setdefault(dtypes.canonicalize_dtype(leaf.dtype), []).append(i)
        self.groups = list(scalars.items())
        self.others = [i for i, leaf in enumerate(leaves) if leaf.shape]

    def pack(self, value: Any) -> Packed:
        """A value of this structure, packed."""
        leaves = jax.tree.leaves(value)
        numbers = [_vector([leaves[i] for i in where], dtype) for dtype, where in self.groups]
        return Packed(numbers, [leaves[i] for i in self.others])

    def pack_on_host(self, value: Any) -> Packed:
        """As `pack`, the vectors made by numpy: to hand to a program."""
        leaves = jax.tree.leaves(value)
        numbers = [np.array([np.asarray(leaves[i]) for i in where], d) for d, where in self.groups]
        return Packed(numbers, [leaves[i] for i in self.others])

    def unpack(self, packed: Packed) -> Any:
        """The value again."""
        return self._unpacked(packed.rest, packed.numbers, element)

    def unpack_on_host(self, packed: Packed) -> Any:
        """As `unpack`, of what a program gave: the scalars are numpy arrays, fetched together."""
        fetched = [np.asarray(vector) for vector in packed.numbers]
        return self._unpacked(packed.rest, fetched, lambda v, at: v[at : at + 1].reshape(()))

    def _unpacked(self, rest: list[Any], vectors: list[Any], read: Any) -> Any:
        leaves = dict(zip(self.others, rest))
        for (_, where), vector in zip(self.groups, vectors):
            leaves |= {i: read(vector, at) for at, i in enumerate(where)}
        return jax.tree.unflatten(self.structure, [leaves[i] for i in range(len(leaves))])

    def shapes(self, example: Any) -> Packed:
        """What packing gives, as shapes."""
        numbers = [jax.ShapeDtypeStruct((len(where),), dtype) for dtype, where in self.groups]
        leaves = jax.tree.leaves(example)
        return Packed(numbers, [leaves[i] for i in self.others])


def _vector(numbers: list[Any], dtype: Any) -> Array:
    return lax.concatenate([lax.reshape(jnp.asarray(n, dtype), (1,)) for n in numbers], 0)


def element(vector: Array, at: int) -> Array:
    """One number of a vector."""
    return lax.squeeze(lax.slice(vector, (at,), (at + 1,)), (0,))


# --- control flow that carries its scalars packed ------------------------------------------------


def repeat(first: Any, end: Any, body: Callable[[Any, Any], Any], value: Any) -> Any:
    """The value after value = body(i, value) for each i from `first` up to `end`."""
    packing = Packing(value)
    packed = lax.fori_loop(
        first, end, lambda i, p: packing.pack(body(i, packing.unpack(p))), packing.pack(value)
    )
    return packing.unpack(packed)


def repeat_while(goes_on: Callable[[Any], Any], body: Callable[[Any], Any], value: Any) -> Any:
    """The value after value = body(value) as long as goes_on(value)."""
    packing = Packing(value)
    packed = lax.while_loop(
        lambda p: goes_on(packing.unpack(p)),
        lambda p: packing.pack(body(packing.unpack(p))),
        packing.pack(value),
    )
    return packing.unpack(packed)


def done_if(due: Any, body: Callable[[Any], Any], value: Any) -> Any:
    """body(value) if it is due, else the value."""
    packing = Packing(value)
    packed = lax.cond(
        due, lambda p: packing.pack(body(packing.unpack(p))), lambda p: p, packing.pack(value)
    )
    return packing.unpack(packed)


# --- results -------------------------------------------------------------------------------------


@jax.tree_util.register_pytree_node_class
class Results:
    """Named results as one float32 array, a row (…, width).

    Args: values: the array. layout: name and shape of each result, in order.
    """

    def __init__(self, values: Any, layout: Layout) -> None:
        self.values, self.layout = values, layout

    @classmethod
    def of(cls, logs: dict[str, Any]) -> "Results":
        """The results of a dict, names in order."""
        parts = {name: jnp.asarray(logs[name], jnp.float32) for name in sorted(logs)}
        flat = [lax.reshape(part, (part.size,)) for part in parts.values()]
        values = lax.concatenate(flat, 0) if flat else jnp.zeros(0, jnp.float32)
        return cls(values, tuple((name, part.shape) for name, part in parts.items()))

    def tree_flatten(self) -> tuple[Any, Any]:
        """The array, and what is fixed when a program is compiled."""
        return (self.values,), self.layout

    @classmethod
    def tree_unflatten(cls, layout: Layout, children: Any) -> "Results":
        """The results of an array."""
        return cls(children[0], layout)

    def on_host(self) -> "Results":
        """The same as a numpy array."""
        return Results(np.asarray(self.values), self.layout)

    def logs(self, row: int | None = None) -> dict[str, Any]:
        """Floats by name, arrays where a metric gives several; of one row if there are many."""
        values = np.asarray(self.values if row is None else self.values[row])
        found, at = {}, 0
        for name, shape in self.layout:
            end = at + math.prod(shape)
            found[name] = values[at:end].reshape(shape) if shape else float(values[at])
            at = end
        return found
