"""What a layer owns: its weights and layers, found through its attributes, and the lists made of them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keraunos import constraints, initializers, regularizers
from keraunos.core import dtypes, naming, policy, tracking
from keraunos.core.errors import ShapeError, bad
from keraunos.core.random import SeedGenerator
from keraunos.core.registry import Configurable
from keraunos.core.symbolic import Operation
from keraunos.core.variable import Variable


class Owner(Operation):
    """An operation that owns variables and other owners."""

    _untracked: frozenset[str] = frozenset(
        {
            "_init_call",
            "_init_bound",
            "_inbound_nodes",
            "_outbound_nodes",
            "_seen_order",
            "_lists",
            "_losses",
            "_remat",
        }
    )
    _of_the_base = ("activity_regularizer", "trainable", "dtype", "autocast", "name")
    built = False
    dtype_policy: policy.DTypePolicy
    _losses: list[Any]

    def _scope(self) -> Any:
        return naming.name_scope(self.name, self)

    def _who(self) -> str:
        return f"{type(self).__name__} '{self.name}'"

    # --- weights --------------------------------------------------------------------------------

    def add_weight(
        self,
        shape: Sequence[int | None] | int | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """Make a weight and own it.

        Args:
            shape: its sizes; None: a scalar.
            initializer: name, config or callable; None: glorot_uniform for floats, zeros else.
            dtype: its dtype; None: the policy's variable dtype.
            trainable: whether training updates it.
            autocast: whether it reads in 16 bits under a 16-bit policy.
            regularizer: adds a loss computed from it. constraint: maps its value after an update.
            name: the last part of its path.
        """
        sizes = (shape,) if isinstance(shape, int) else tuple(shape or ())
        known = tuple(s for s in sizes if s is not None)
        if len(known) < len(sizes):
            raise ValueError(
                bad(self._who(), name or "shape", "a weight whose sizes are all known", sizes,
                    "Give the axis a size in Input(shape).")
            )  # fmt: skip
        dtype = dtypes.standardize_dtype(dtype) if dtype else self.dtype_policy.variable_dtype
        if initializer is None:
            initializer = "glorot_uniform" if dtypes.is_float(dtype) else "zeros"
        with self._scope():
            weight = Variable(
                initializers.get(initializer),
                known,
                dtype,
                trainable,
                autocast,
                aggregation,
                name=name,
            )
        weight.regularizer = regularizers.get(regularizer)
        weight.constraint = constraint
        weight.overwrite_with_gradient = overwrite_with_gradient
        self._own_weights().append(weight)
        return weight

    def add_variable(self, shape: Any, initializer: Any, dtype: Any = None, trainable: bool = True,
                     autocast: bool = True, regularizer: Any = None, constraint: Any = None,
                     name: str | None = None) -> Variable:  # fmt: skip
        """As `add_weight`."""
        return self.add_weight(
            shape, initializer, dtype, trainable, autocast, regularizer, constraint, name=name
        )

    def keep_rules(self, **rules: Any) -> None:
        """Keep the initializers, regularizers and constraints of weights as attributes.

        Args: rules: names, configs or objects, under names such as kernel_initializer.
        """
        rooms = {
            "initializer": initializers,
            "regularizer": regularizers,
            "constraint": constraints,
        }
        for name, rule in rules.items():
            setattr(self, name, rooms[name.rsplit("_", 1)[1]].get(rule))

    def add_ruled_weight(self, name: str, shape: Sequence[int | None], **other: Any) -> Variable:
        """As `add_weight`, by the rules `<name>_initializer`, `_regularizer`, `_constraint` that were kept.

        Args:
            name: the weight's. shape: its sizes.
            other: arguments of `add_weight`; `rules` is the name of the rules if it is another.
        """
        rules = other.pop("rules", name)
        kinds = ("initializer", "regularizer", "constraint")
        kept = {kind: getattr(self, f"{rules}_{kind}", None) for kind in kinds}
        return self.add_weight(shape, name=name, **{**kept, **other})

    def _own_weights(self) -> list[Variable]:
        if "_weights" not in self.__dict__:
            self._weights: list[Variable] = []
        return self._weights

    def __setattr__(self, name: str, value: Any) -> None:
        plain = tracking.is_plain(value) and tracking.is_plain(self.__dict__.get(name))
        free = plain or name in self._untracked
        if not free and not isinstance(getattr(type(self), name, None), property):
            value = tracking.tracked(value, self._note)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        tracking.changed()

    def _note(self, value: Any) -> None:
        order = self.__dict__.setdefault("_seen_order", {})
        tracking.note_all(value, (Variable, Configurable), order)
        tracking.changed()

    def _reach(self, *kinds: type) -> list[Any]:
        """What the attributes hold of these kinds, each once, in the order it came."""
        values = [v for k, v in self.__dict__.items() if k not in self._untracked]
        found = {id(x): x for x in tracking.reachable(values, kinds)}
        order = self.__dict__.get("_seen_order", {})
        return sorted(found.values(), key=lambda x: tracking.place(x, order))

    def _kept(self, name: str, make: Callable[[], list[Any]]) -> list[Any]:
        """The list that `make` gives; it is kept until something owned anywhere changes."""
        version, lists = self.__dict__.get("_lists", (-1, {}))
        if version != tracking.version():
            lists = {}
            object.__setattr__(self, "_lists", (tracking.version(), lists))
        if name not in lists:
            lists[name] = make()
        return list(lists[name])

    def _sublayers(self) -> list["Owner"]:
        return self._kept("sublayers", lambda: self._reach(Owner))

    def _flatten_layers(self, include_self: bool = True, recursive: bool = True) -> list["Owner"]:
        def walk() -> list["Owner"]:
            found: dict[int, Owner] = {id(self): self}
            for layer in self._sublayers():
                found.update((id(x), x) for x in layer._flatten_layers() if id(x) not in found)
            return list(found.values())

        every = self._kept("layers", walk) if recursive else [self, *self._sublayers()]
        return every if include_self else every[1:]

    def _collect(self, name: str, pick: Callable[["Owner"], list[Variable]]) -> list[Variable]:
        def walk() -> list[Variable]:
            found: dict[int, Variable] = {}
            for layer in self._flatten_layers():
                found.update((id(v), v) for v in pick(layer) if id(v) not in found)
            return list(found.values())

        return self._kept(name, walk)

    def _own_variables(self) -> list[Variable]:
        """Its own variables, those made to be trained first; to freeze one later moves none."""
        return sorted(self._reach(Variable), key=lambda v: not v.trainable_at_birth)

    def _own_state(self) -> list[Variable]:
        return [*self._own_variables(), *(g.state for g in self._reach(SeedGenerator))]

    @property
    def variables(self) -> list[Variable]:
        """All its variables and those of its layers, seeds' counters included."""
        return self._collect("variables", lambda owner: owner._own_state())

    @property
    def weights(self) -> list[Variable]:
        """Its variables without the seeds' counters."""
        return self._collect("weights", lambda owner: owner._own_variables())

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training updates."""
        return [v for v in self.variables if v.trainable] if self.trainable else []

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that training does not update by gradient."""
        return [v for v in self.variables if not v.trainable] if self.trainable else self.variables

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training updates."""
        return [v for v in self.weights if v.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training does not update by gradient."""
        return [v for v in self.weights if not v.trainable] if self.trainable else self.weights

    @property
    def trainable(self) -> bool:
        """Whether training updates its weights; setting it reaches all layers inside."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for v in self._reach(Variable):
            if v.trainable_at_birth:
                v.trainable = bool(value)
        for layer in self._sublayers():
            layer.trainable = bool(value)

    @property
    def metrics(self) -> list[Any]:
        """The metrics it and its layers own."""
        return [m for layer in self._flatten_layers() for m in layer._own_metrics()]

    def _own_metrics(self) -> list[Any]:
        return self._kept(
            "metrics", lambda: [x for x in self._reach(Configurable) if _is_metric(x)]
        )

    @property
    def metrics_variables(self) -> list[Variable]:
        """The variables of its metrics."""
        return [v for m in self.metrics for v in m.variables]

    def get_weights(self) -> list[np.ndarray]:
        """Copies of all weights, in order."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set all weights, in the order of `get_weights`.

        Raises: ValueError if their number or shapes differ.
        """
        own = self.weights
        shapes = [tuple(np.shape(w)) for w in weights]
        if [v.shape for v in own] != shapes:
            raise ShapeError(
                f"{self._who()}: set_weights expects {len(own)} arrays of shapes "
                f"{[v.shape for v in own]}; got {len(shapes)} of shapes {shapes}. Pass what "
                "get_weights() of an equal layer gave."
            )
        for variable, value in zip(own, weights):
            variable.assign(value)

    def save_own_variables(self, store: Any) -> None:
        """Write its own weights (not those of layers inside) under "0", "1", … of a dict-like store."""
        for i, variable in enumerate(self._own_variables()):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read its own weights from what `save_own_variables` wrote.

        Raises: ShapeError (a ValueError) if their number or shapes differ.
        """
        own = self._own_variables()
        if len(store) != len(own):
            raise ShapeError(
                f"{self._who()}: load_own_variables expects {len(own)} arrays; "
                f"got {len(store)}. Build the layer first, and load what an equal layer saved."
            )
        for i, variable in enumerate(own):
            variable.assign(store[str(i)])

    def count_params(self) -> int:
        """The number of weights' elements.

        Raises: ValueError if it is not built.
        """
        if not self.built:
            raise ValueError(
                f"{self._who()}: count_params needs a built layer; "
                "this one has no weights yet. "
                "Call it on data, or build(input_shape)."
            )
        return sum(v.size for v in self.weights)


def _is_metric(x: Any) -> bool:
    return all(hasattr(x, n) for n in ("update_state", "reset_state", "result", "variables"))
