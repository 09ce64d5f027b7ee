"""Tensors that hold no numbers, operations on them, and the nodes that join them to a graph.

Calling an operation with a `KerasTensor` computes only shapes and dtypes and records a `Node`; calling it
with arrays computes. Shapes come from the operation's own rule or from abstract evaluation.
"""

import functools
import inspect
import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import jax
import jax.numpy as jnp

from keraunos.core import misfits, naming, tracking, tree, watching
from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import NoValueError
from keraunos.core.registry import Configurable, register
from keraunos.core.scope import SymbolicScope
from keraunos.core.typing import Shape, Tree

F = TypeVar("F", bound=Callable[..., Any])

UNTRACEABLE = (
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerBoolConversionError,
    jax.errors.TracerIntegerConversionError,
    jax.errors.ConcretizationTypeError,
    jax.errors.NonConcreteBooleanIndexError,
)
"""What jax raises when Python asks a traced value for its numbers."""

_STAND_INS = (37, 41)  # two sizes for an unknown axis: what differs between them is unknown


class History(NamedTuple):
    """Where a tensor came from: the output `tensor_index` of call `node_index` of `operation`."""

    operation: "Operation"
    node_index: int
    tensor_index: int


def _no_value(what: str, instead: str) -> NoValueError:
    return NoValueError(
        f"KerasTensor: {what}; a symbolic tensor has no value. Use {instead}, or do this inside a Layer's "
        "call()."
    )


@register("keras.KerasTensor", "keras.backend.KerasTensor")
class KerasTensor:
    """A shape, a dtype and a history; None in the shape is a size not known yet.

    Args:
        shape: sizes of the axes, None where unknown.
        dtype: the dtype's name.
        name: a name for people.
    Example:
        >>> KerasTensor((None, 3)).shape
        (None, 3)
    """

    def __init__(
        self,
        shape: Sequence[int | None],
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
        ragged_rank: int | None = None,
        row_splits_dtype: str | None = None,
    ) -> None:
        self.ragged_rank, self.row_splits_dtype = ragged_rank, row_splits_dtype
        self.shape: Shape = tuple(shape)
        self.dtype = standardize_dtype(dtype)
        self.sparse, self.ragged, self.record_history = bool(sparse), bool(ragged), record_history
        self.name = name or naming.auto_name("keras_tensor")
        self._keras_history: History | None = None

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def reshape(self, newshape: Any, *more: int) -> "KerasTensor":
        """The tensor in another shape, given as a tuple or as sizes one by one."""
        shape = newshape if tree.is_nested(newshape) else (newshape, *more)
        return _apply(jnp.reshape, self, tuple(shape))

    def squeeze(self, axis: Any = None) -> "KerasTensor":
        """The tensor without axes of size 1."""
        return _apply(jnp.squeeze, self, axis)

    def __round__(self, ndigits: int | None = None) -> "KerasTensor":
        return _apply(jnp.round, self, decimals=ndigits or 0)

    def __getitem__(self, key: Any) -> "KerasTensor":
        return _apply(get_item, self, key)

    def __len__(self) -> int:
        raise TypeError("KerasTensor: len() needs a value; a symbolic tensor has none. Use .shape.")

    def __iter__(self) -> Any:
        raise _no_value("it cannot be iterated", "ops.unstack")

    def __bool__(self) -> bool:
        raise _no_value("it has no truth value", "ops.cond or ops.where")

    def __array__(self, *_args: Any, **_kwargs: Any) -> Any:
        raise _no_value("it cannot become a numpy array", "keraunos.ops functions")

    def _as_number(self) -> Any:
        raise _no_value("it cannot become a Python number", "ops.cast for another dtype")

    __float__ = __int__ = __index__ = _as_number

    def __jax_array__(self) -> Any:
        raise _no_value("a jax function was called on a symbolic tensor", "keraunos.ops functions")

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"

    __array_priority__ = 1000
    __hash__ = object.__hash__


def get_item(x: Any, key: Any) -> Any:
    """x[key]; a key that came through JSON is a list."""
    return x[tuple(key) if isinstance(key, list) else key]


_OPERATORS = {
    "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "true_divide",
    "floordiv": "floor_divide", "mod": "mod", "pow": "power", "matmul": "matmul", "and": "logical_and",
    "or": "logical_or", "xor": "logical_xor",
}  # fmt: skip
"""Python's operators that also stand right of a number, by their methods' names -> the operation."""

_ONE_SIDED = {
    "neg": "negative", "abs": "absolute", "ne": "not_equal", "lt": "less", "le": "less_equal",
    "gt": "greater", "ge": "greater_equal", "invert": "logical_not",
}  # fmt: skip


def _operator(name: str, operation: str, reflected: bool = False) -> Callable[..., Any]:
    """The method of an operator; `2 - x` is recorded as subtract(2, x)."""

    def method(self: KerasTensor, *others: Any) -> Any:
        return _apply(function, *others, self) if reflected else _apply(function, self, *others)

    def function(x: Any, *others: Any) -> Any:
        return getattr(jnp.asarray(x), f"__{name}__")(*map(jnp.asarray, others))

    function.__name__ = operation
    return method


for _name, _operation in _OPERATORS.items():
    setattr(KerasTensor, f"__{_name}__", _operator(_name, _operation))
    setattr(KerasTensor, f"__r{_name}__", _operator(_name, _operation, reflected=True))
for _name, _operation in _ONE_SIDED.items():
    setattr(KerasTensor, f"__{_name}__", _operator(_name, _operation))


def is_symbolic(x: object) -> bool:
    """Whether it is a tensor without numbers."""
    return isinstance(x, KerasTensor)


is_keras_tensor = is_symbolic


def any_symbolic(*structures: Tree) -> bool:
    """Whether a symbolic tensor is anywhere in these structures."""
    for x in structures:
        if isinstance(x, KerasTensor):
            return True
        if isinstance(x, (list, tuple)):
            if any_symbolic(*x):
                return True
        elif isinstance(x, dict) and any_symbolic(*x.values()):
            return True
    return False


# --- abstract evaluation ------------------------------------------------------------------------


def infer(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Tree:
    """What `function` would return for symbolic arguments: the same structure of KerasTensors.

    Unknown sizes are tried with two values; sizes of the result that differ are unknown. State that the
    function writes is thrown away. A function that asks for numbers (it calls numpy) is run on zeros.

    Raises: ShapeError (a ValueError) for shapes that jax refuses; else what the function raises.
    """
    leaves = tree.flatten((args, kwargs))
    where = [i for i, leaf in enumerate(leaves) if isinstance(leaf, KerasTensor)]

    def call(tensors: list[Any]) -> Any:
        filled = list(leaves)
        for i, tensor in zip(where, tensors):
            filled[i] = tensor
        new_args, new_kwargs = tree.pack_sequence_as((args, kwargs), filled)
        with SymbolicScope() as scope:
            scope.takes_any_variable = True
            return function(*new_args, **new_kwargs)

    unknown = any(None in leaves[i].shape for i in where)
    sizes = _STAND_INS if unknown else _STAND_INS[:1]
    given = [[_stand_in(leaves[i], size) for i in where] for size in sizes]
    try:
        tried = [jax.eval_shape(call, tensors) for tensors in given]
    except UNTRACEABLE:
        tried = [call([jnp.zeros(t.shape, t.dtype) for t in tensors]) for tensors in given]
    except (TypeError, ValueError) as error:
        if not misfits.is_of_jax(error):
            raise
        raise misfits.told(function, [leaves[i] for i in where], error, _STAND_INS) from None
    return jax.tree.map(_merge, *tried)


def _stand_in(tensor: KerasTensor, size: int) -> jax.ShapeDtypeStruct:
    shape = tuple(size if s is None else s for s in tensor.shape)
    return jax.ShapeDtypeStruct(shape, jnp.dtype(tensor.dtype))


def _merge(*tried: Any) -> KerasTensor:
    first, last = tried[0], tried[-1]
    shape = tuple(a if a == b else None for a, b in zip(first.shape, last.shape))
    return KerasTensor(shape, first.dtype.name)


# --- operations and nodes -----------------------------------------------------------------------


class Node:
    """One call of an operation in a graph: its arguments, and the tensors that came out."""

    def __init__(
        self, operation: "Operation", args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Tree
    ) -> None:
        self.operation = operation
        self.args, self.kwargs, self.outputs = args, kwargs, outputs
        leaves = tree.flatten((args, kwargs))
        self.input_tensors = [x for x in leaves if isinstance(x, KerasTensor)]
        self.output_tensors = [x for x in tree.flatten(outputs) if isinstance(x, KerasTensor)]
        self.index = len(operation._inbound_nodes)
        operation._inbound_nodes.append(self)
        for i, tensor in enumerate(self.output_tensors):
            tensor._keras_history = History(operation, self.index, i)
        for parent in self.parent_nodes:
            parent.operation._outbound_nodes.append(self)

    @property
    def parent_nodes(self) -> list["Node"]:
        """The calls that made this call's inputs, each once."""
        found: dict[int, Node] = {}
        for tensor in self.input_tensors:
            history = tensor._keras_history
            if history is not None:
                node = history.operation._inbound_nodes[history.node_index]
                found.setdefault(id(node), node)
        return list(found.values())

    @property
    def is_input(self) -> bool:
        """Whether it is where a graph begins."""
        return not self.input_tensors


_numbers = itertools.count()


class Operation(Configurable):
    """Something that can be called with arrays or, to build a graph, with symbolic tensors.

    Args: name: its name; None: made from the class's.
    """

    number: int
    """Its own in the process, never given twice."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name if name is not None else naming.auto_name(type(self).__name__)
        self.number = next(_numbers)
        self._inbound_nodes: list[Node] = []
        self._outbound_nodes: list[Node] = []

    def renew(self) -> None:
        """Take a new number: programs that hold what it was before are not used again."""
        self.number = next(_numbers)
        tracking.changed()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute on arrays, or record a node for symbolic tensors."""
        if any_symbolic(args, kwargs):
            return self.symbolic_call(*args, **kwargs)
        outputs = self.call(*args, **kwargs)
        watcher = watching.current()
        if watcher is not None:
            watcher(self, (args, kwargs), outputs)
        return outputs

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Infer what comes out and record the node."""
        outputs = self.compute_output_spec(*args, **kwargs)
        outputs = tree.map_structure(_fresh, outputs)
        Node(self, args, kwargs, outputs)
        return outputs

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation on arrays."""
        raise NotImplementedError(f"{type(self).__name__}: call() is not written. Define it.")

    def quantized_call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation with weights in few bits; refused where there are none."""
        raise NotImplementedError(
            f"{type(self).__name__} '{self.name}': quantized_call() needs weights in few bits; it has "
            "none. Call it as it is, or quantize() it first if it is a layer that can be."
        )

    def rematerialized_call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation on arrays; a layer may have its inner results computed again."""
        return self.call(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic tensors that come out for symbolic tensors that go in."""
        return infer(self.call, *args, **kwargs)

    def _node_tensors(self, which: str) -> Any:
        if not self._inbound_nodes:
            raise AttributeError(
                f"{type(self).__name__} '{self.name}': it has no {which} yet, as it was never called "
                "in a graph. Call it on an Input, or give the model an Input first."
            )
        node = self._inbound_nodes[0]
        found = node.input_tensors if which == "input" else node.outputs
        return found[0] if isinstance(found, list) and len(found) == 1 else found

    @property
    def input(self) -> Any:
        """What its first call in a graph took."""
        return self._node_tensors("input")

    @property
    def output(self) -> Any:
        """What its first call in a graph gave."""
        return self._node_tensors("output")


def _fresh(x: Any) -> Any:
    """A tensor that belongs to no other node; a rule may return its argument as it came."""
    if not isinstance(x, KerasTensor):
        return x
    return KerasTensor(x.shape, x.dtype, sparse=x.sparse, ragged=x.ragged)


class FunctionOperation(Operation):
    """A public op as a node of a graph.

    Args: function: the op. name: its name. options: keyword arguments of every call.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        name: str | None = None,
        options: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(name or naming.auto_name(function.__name__))
        self.function, self.options = function, dict(options or {})

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return self.function(*args, **{**self.options, **kwargs})


def _apply(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return FunctionOperation(function).symbolic_call(*args, **kwargs)


def operation(function: F) -> F:
    """Make a function a public op: with a symbolic tensor among its arguments it records a node."""

    @functools.wraps(function)
    def op(*args: Any, **kwargs: Any) -> Any:
        if any_symbolic(args, kwargs):
            return _apply(function, *args, **kwargs)
        return function(*args, **kwargs)

    op.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
    return op  # type: ignore[return-value]
