"""A pure function of JAX as a layer."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import tree
from keraunos.core.dtypes import host_dtype
from keraunos.core.errors import bad
from keraunos.core.random import SeedGenerator
from keraunos.core.registry import register, serialize
from keraunos.core.typing import Array
from keraunos.layers.arguments import map_shapes
from keraunos.layers.layer import Layer

_OF_CALL = ("params", "state", "rng", "inputs", "training")
_OF_INIT = ("rng", "inputs", "training")


@register("keras.layers.JaxLayer")
class JaxLayer(Layer):
    """y = call_fn(params, inputs), with the arrays in params trained.

    Args:
        call_fn: takes any of params, state, rng, inputs, training, by these names; gives the outputs, or
            (outputs, new state) if it takes state.
        init_fn: takes any of rng, inputs, training; gives params, or (params, state) if call_fn takes state.
        params: first values, any structure of arrays; None: what init_fn gives.
        state: as params, for what is not trained.
        seed: an int, from which rng comes, a key of two uint32.
        native_serialization_platforms: taken and not used.
    Shapes: by the function.
    Raises: ValueError for arguments of other names, or neither init_fn nor params nor state.
    Example:
        >>> layer = JaxLayer(lambda params, inputs: inputs * params, params=np.float32(3))
        >>> layer(np.ones((1, 2))).tolist()
        [[3.0, 3.0]]
    """

    _not_in_config = (
        "call_fn", "init_fn", "params", "state", "native_serialization_platforms",
    )  # fmt: skip

    def __init__(
        self, call_fn: Callable[..., Any], init_fn: Callable[..., Any] | None = None,
        params: Any = None, state: Any = None, seed: int | None = None,
        native_serialization_platforms: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.call_fn, self.init_fn, self.seed = call_fn, init_fn, seed
        self._takes = _names(call_fn, "call_fn", _OF_CALL)
        self._init_takes = () if init_fn is None else _names(init_fn, "init_fn", _OF_INIT)
        if init_fn is None and params is None and state is None:
            raise ValueError(
                bad(
                    "JaxLayer", "init_fn", "given, or params or state", init_fn, "Say how to begin."
                )
            )
        self.params: Any = None
        self.state: Any = None
        self.seed_generator = (
            SeedGenerator(seed) if "rng" in (*self._takes, *self._init_takes) else None
        )
        if params is not None or state is not None:
            self._keep(params, state)
            self.built = True

    def _keep(self, params: Any, state: Any) -> None:
        """Own the arrays as weights."""
        self.params = self._weights_of("params", params, trainable=True)
        self.state = self._weights_of("state", state, trainable=False)

    def _weights_of(self, kind: str, values: Any, trainable: bool) -> Any:
        if values is None:
            return None
        made = []
        for path, value in tree.flatten_with_path(values):
            array = np.asarray(value)
            name = "_".join([kind, *map(str, path)]).replace("/", "_")
            made.append(
                self.add_weight(
                    array.shape, lambda _shape, a=array, **_options: a, dtype=host_dtype(array),
                    trainable=trainable, name=name,
                )
            )  # fmt: skip
        return tree.pack_sequence_as(values, made)

    def build(self, input_shape: Any) -> None:
        """Ask init_fn for the first values, unless they were given."""
        if self.built or self.init_fn is None:
            return
        inputs = map_shapes(
            lambda s: ops.zeros([1 if n is None else n for n in s], self.variable_dtype),
            input_shape,
        )
        given = {"rng": self._key(), "inputs": inputs, "training": True}
        first = self.init_fn(**{name: given[name] for name in self._init_takes})
        params, state = first if "state" in self._takes else (first, None)
        self._keep(params, state)

    def _key(self) -> Any:
        return None if self.seed_generator is None else self.seed_generator.next()

    def call(self, inputs: Array, training: bool = False) -> Any:
        """call_fn on the values of the weights."""
        params, state = (
            tree.map_structure(lambda v: v.value, kept) if kept is not None else None
            for kept in (self.params, self.state)
        )
        given = {
            "params": params, "state": state, "rng": self._key() if "rng" in self._takes else None,
            "inputs": inputs, "training": bool(training),
        }  # fmt: skip
        outputs = self.call_fn(**{name: given[name] for name in self._takes})
        if "state" not in self._takes:
            return outputs
        outputs, new = outputs
        for variable, value in zip(tree.flatten(self.state), tree.flatten(new)):
            variable.assign(value)
        return outputs

    def get_config(self) -> dict[str, Any]:
        """The arguments; functions by name, and weights in the file of weights."""
        return {k: serialize(v) for k, v in self._recipe().items()}

    def _recipe(self) -> dict[str, Any]:
        return {**super().get_config(), "call_fn": self.call_fn, "init_fn": self.init_fn}


def _names(function: Callable[..., Any], arg: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments that a function takes."""
    names = tuple(inspect.signature(function).parameters)
    strange = [name for name in names if name not in allowed]
    if strange:
        raise ValueError(
            bad("JaxLayer", arg, f"a function of arguments among {allowed}", strange[0],
                "Name its arguments so; bind others with functools.partial.")
        )  # fmt: skip
    return names
