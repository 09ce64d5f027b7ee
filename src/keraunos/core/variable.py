"""A named, typed array that a layer owns; its value is a numpy array until a device needs it.

Every variable owns its buffer. A program takes the buffers of a whole model (`take`), may destroy them,
and puts new ones back (`put`). A reader in between waits for `put`; a buffer that was handed to a reader
is copied before it is taken, so nobody outside ever holds a buffer that a program destroys.
"""

import math
import threading
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer

from keraunos.core import layouts, naming, registry, scope, tracking, trust
from keraunos.core.dtypes import is_float, standardize_dtype
from keraunos.core.errors import ShapeError, StateLostError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, DType, Shape


class InFlight:
    """Stands in variables while their buffers are with a program."""

    def __init__(self) -> None:
        self.landed = threading.Event()


class _Lost:
    """Stands in a variable whose buffer a failed program destroyed."""


@register("keras.Variable", "keras.backend.Variable")
class Variable:
    """A trainable or other array with a name, that a layer, metric or optimizer owns.

    Args:
        initializer: an array, or a callable (shape, dtype) -> array.
        shape: sizes, needed with a callable; no None in it.
        dtype: its dtype; None: that of the array, or floatx.
        trainable: whether training updates it.
        autocast: whether layers with a 16-bit policy read it in 16 bits.
        name: the last part of its path.
        layout: where it lies on several devices, a distribution.TensorLayout; None: as the distribution says.
    Raises: ValueError if a callable comes without a shape or the shape has unknown sizes.
    Example:
        >>> v = Variable(np.zeros(2), name="v")
        >>> _ = v.assign_add([1.0, 2.0]); v.numpy()
        array([1., 2.], dtype=float32)
    """

    def __init__(
        self,
        initializer: Any,
        shape: Sequence[int] | None = None,
        dtype: DType | None = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str = "none",
        synchronization: str = "auto",
        name: str | None = None,
        layout: Any = None,
    ) -> None:
        self.name = name or naming.auto_name(type(self).__name__)
        if "/" in self.name:
            raise ValueError(bad("Variable", "name", "free of '/'", name, "Use '_' instead."))
        path = naming.current_path()
        self.path = f"{path}/{self.name}" if path else self.name
        self._trainable = self.trainable_at_birth = bool(trainable)
        self.autocast = autocast
        self.aggregation, self.synchronization = aggregation, synchronization
        self.layout = layout
        self._sharding: Any = None
        self.regularizer: Any = None
        self.constraint: Any = None
        self.overwrite_with_gradient = False
        self._shared = False  # a buffer of ours is in somebody's hands
        self._value: Any = self._first_value(initializer, shape, dtype)
        self._dtype = standardize_dtype(self._value.dtype)
        self._shape = tuple(self._value.shape)
        self.layout = layouts.layout_of(self, layout)
        if self.layout is not None:
            self._sharding = layouts.sharding_of(self.layout)
            self.put(self._value)

    def _first_value(self, initializer: Any, shape: Any, dtype: Any) -> Any:
        if isinstance(initializer, str):
            initializer = registry.get("keras.initializers", initializer, "Variable")
        if not callable(initializer):
            array = np.array(initializer) if not isinstance(initializer, jax.Array) else initializer
            if dtype is None:
                dtype = jax.dtypes.canonicalize_dtype(array.dtype)
            return _own(array, standardize_dtype(dtype))
        if shape is None or None in shape:
            raise ValueError(bad("Variable", "shape", "known sizes", shape, "Give every size."))
        name = standardize_dtype(dtype)
        trust.allot(math.prod(shape) * jnp.dtype(name).itemsize, self.path)
        with jax.ensure_compile_time_eval():  # a first value is a number, within a trace too
            return _own(initializer(tuple(shape), dtype=name), name)

    # --- reading --------------------------------------------------------------------------------

    @property
    def value(self) -> Any:
        """The array: the open scope's value if it has one, else the variable's own."""
        current = scope.current_scope()
        found = current.get_current_value(self) if current is not None else None
        if found is None:
            found = self._read()
        cast = scope.autocast_dtype()
        if cast is not None and self.autocast and is_float(self._dtype) and cast != self._dtype:
            return found.astype(cast)
        return found

    def _read(self) -> jax.Array:
        self._shared = True  # before reading: `take` looks at it after taking
        value = self._value
        while isinstance(value, InFlight):
            value.landed.wait()
            self._shared = True
            value = self._value
        if isinstance(value, _Lost):
            raise StateLostError(
                f"Variable '{self.path}': its value was lost when a training step failed. Restore it "
                "with model.load_weights(...) or set_weights(...), or build the model again."
            )
        if isinstance(value, np.ndarray):
            with jax.ensure_compile_time_eval():
                self._value = value = jax.device_put(value, may_alias=False)
        return value

    def numpy(self) -> np.ndarray:
        """A copy of the value on the host."""
        value = self._value
        if scope.current_scope() is None and isinstance(value, np.ndarray):
            return value.copy()
        return np.array(self.value)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.numpy() if dtype is None else self.numpy().astype(dtype)

    def __jax_array__(self) -> Any:
        return self.value

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _let_jax_read(cls)

    # --- writing --------------------------------------------------------------------------------

    def assign(self, value: Any) -> Any:
        """Set the value; it is cast to the variable's dtype and must have its shape.

        Raises: ShapeError (a ValueError) if the shape differs.
        """
        current = scope.current_scope()
        if current is not None or isinstance(value, Tracer):
            value = jnp.asarray(_raw(value), dtype=self._dtype)
        else:
            value = _own(_raw(value), self._dtype)
        if tuple(value.shape) != self._shape:
            raise ShapeError(
                f"Variable '{self.path}': assign expects shape {self._shape}; got "
                f"{tuple(value.shape)}. Reshape the value."
            )
        if current is not None:
            current.add_update((self, value))
        else:
            self.put(value)
        return value

    def assign_add(self, value: Any) -> Any:
        """Add to the value."""
        return self.assign(self.value + jnp.asarray(_raw(value), dtype=self._dtype))

    def assign_sub(self, value: Any) -> Any:
        """Subtract from the value."""
        return self.assign(self.value - jnp.asarray(_raw(value), dtype=self._dtype))

    # --- programs -------------------------------------------------------------------------------

    def take(self, flight: InFlight) -> Any:
        """Hand the buffer to a program, which may destroy it; readers wait until the flight has landed.

        A buffer that somebody else may hold is copied first.
        """
        value = self._value
        if isinstance(value, _Lost):
            self._read()
        self._value = flight
        if self._sharding is not None:
            value = _on_one_device(value)
        elif self._shared and isinstance(value, jax.Array):
            value = jax.device_put(value, may_alias=False)
        self._shared = False
        return value

    def peek(self) -> Any:
        """The buffer, for a program that only reads it; call it under the model's lock."""
        if self._sharding is not None:
            return _on_one_device(self._read())
        return self._value if isinstance(self._value, jax.Array) else self._read()

    def put(self, value: Any) -> None:
        """Own a new buffer, laid on the devices as the layout says."""
        placed = self._sharding is not None and isinstance(value, (jax.Array, np.ndarray))
        if placed and not isinstance(value, Tracer):  # a traced value has no place yet
            value = jax.device_put(value, self._sharding, may_alias=False)
        self._value, self._shared = value, False

    @property
    def is_lost(self) -> bool:
        """Whether a failed program destroyed its buffer."""
        return isinstance(self._value, _Lost)

    def lose(self) -> None:
        """Say that the buffer is gone; reading is an error until something is assigned."""
        self.put(_Lost())

    @property
    def trainable(self) -> bool:
        """Whether training updates it."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        tracking.changed()

    # --- facts ----------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes."""
        return self._shape

    @property
    def dtype(self) -> str:
        """The dtype it reads as here: its own, or the 16-bit one within a layer that casts."""
        cast = scope.autocast_dtype()
        return cast if cast and self.autocast and is_float(self._dtype) else self._dtype

    @property
    def ndim(self) -> int:
        """The number of its axes."""
        return len(self._shape)

    @property
    def size(self) -> int:
        """The number of its elements."""
        return int(np.prod(self._shape, dtype=np.int64))

    @property
    def handle(self) -> "Variable":
        """Itself; older code asks for it."""
        return self

    def __repr__(self) -> str:
        value = "lost" if isinstance(self._value, _Lost) else "…"
        if scope.current_scope() is None and not isinstance(self._value, (_Lost, InFlight)):
            array = self.numpy()
            value = str(array) if array.size <= 20 else np.array2string(array, threshold=20)
        return (
            f"<Variable path={self.path}, shape={self._shape}, dtype={self._dtype}, value={value}>"
        )

    def __getitem__(self, key: Any) -> Any:
        return self.value[key]

    def __len__(self) -> int:
        return self._shape[0]

    def __bool__(self) -> bool:
        return bool(self.value)

    def __float__(self) -> float:
        return float(self.numpy())

    def __int__(self) -> int:
        return int(self.numpy())

    def __iter__(self) -> Any:
        return iter(self.value)

    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in ("T", "at", "astype", "reshape", "sum", "mean", "max", "min", "tolist", "item"):
            return getattr(self.value, name)
        raise AttributeError(f"Variable has no attribute {name!r}")


def _operator(name: str) -> Callable[..., Any]:
    def apply(self: Variable, *others: Any) -> Any:
        return getattr(jnp.asarray(self.value), name)(*map(_raw, others))

    apply.__name__ = name
    return apply


for _name in [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "radd",
    "rsub",
    "rmul",
    "rtruediv",
    "rfloordiv",
    "rmod",
    "rpow",
    "rmatmul",
    "neg",
    "pos",
    "abs",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "invert",
    "and",
    "or",
    "xor",
    "rand",
    "ror",
    "rxor",
]:
    setattr(Variable, f"__{_name}__", _operator(f"__{_name}__"))


def _raw(value: Any) -> Any:
    return value.value if isinstance(value, Variable) else value


def _own(value: Any, dtype: str) -> Array:
    """A copy that nobody else holds, in this dtype; on the device if it was there, else on the host."""
    if isinstance(value, Tracer):
        return value.astype(dtype)
    if isinstance(value, jax.Array):
        return jax.device_put(value.astype(dtype), may_alias=False)
    return np.array(value, dtype=jnp.dtype(dtype))


def _on_one_device(value: Any) -> Any:
    """A copy of a value that may lie on several devices, for a program of one."""
    if isinstance(value, (_Lost, Tracer)):
        return value
    return jax.device_put(np.asarray(value), may_alias=False)


def shape_of(x: Any) -> Shape:
    """The shape of a variable, array or symbolic tensor as a tuple."""
    return tuple(x.shape)


def _let_jax_read(cls: type[Variable]) -> None:
    """Let functions of jax take variables as arguments: they see the values, and give back arrays."""
    jax.tree_util.register_pytree_node(cls, lambda v: ((v.value,), None), lambda _, parts: parts[0])


_let_jax_read(Variable)
