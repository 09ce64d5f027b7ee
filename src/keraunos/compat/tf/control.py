"""TensorFlow's branches, loops, checks and Python inside programs."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.programs import within_a_program
from keraunos.data.texts import texts_of

# --- branches and loops -------------------------------------------------------------------------


def case(
    pred_fn_pairs: Any, default: Callable[[], Any] | None = None, exclusive: bool = False,
    strict: bool = False, name: str = "case",
) -> Any:  # fmt: skip
    """What the function of the first condition that holds gives; else the default's, or the last one's."""
    pairs = list(pred_fn_pairs.items() if isinstance(pred_fn_pairs, dict) else pred_fn_pairs)
    otherwise: Any = pairs.pop()[1] if default is None else default
    if not pairs:
        return otherwise()
    (condition, function), *rest = pairs
    return ops.cond(condition, function, lambda: case(rest, otherwise))


def switch_case(
    branch_index: Any, branch_fns: Any, default: Callable[[], Any] | None = None,
    name: str = "switch_case",
) -> Any:  # fmt: skip
    """What the function of this number gives; of another number: the default, or the last one."""
    given = branch_fns if isinstance(branch_fns, dict) else dict(enumerate(branch_fns))
    branches = dict(given.items() if isinstance(given, dict) else given)
    other = default or branches[max(branches)]
    every = [branches.get(i, other) for i in range(max(branches) + 1)] + [other]
    known = ops.logical_and(branch_index >= 0, branch_index < len(every))
    return ops.switch(ops.where(known, branch_index, len(every) - 1), every)


def scan(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, reverse: bool = False,
    *_more: Any, **_names: Any,
) -> Any:  # fmt: skip
    """Every value of a ← fn(a, row) along the first axis; without a first value that is the first row."""
    elems = tree.map_structure(ops.convert_to_tensor, elems)
    if initializer is None:
        cut = slice(None, -1) if reverse else slice(1, None)
        first = tree.map_structure(lambda x: x[-1 if reverse else 0], elems)
        rows = tree.map_structure(lambda x: x[cut], elems)
    else:
        first, rows = tree.map_structure(ops.convert_to_tensor, initializer), elems

    def step(carry: Any, row: Any) -> Any:
        new = fn(carry, row)
        return new, new

    _, found = ops.scan(step, first, rows, reverse=reverse)
    if initializer is not None:
        return found
    order = (lambda f, x: [x, f[None]]) if reverse else (lambda f, x: [f[None], x])
    return tree.map_structure(lambda f, x: ops.concatenate(order(f, x), axis=0), first, found)


def foldl(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, *_more: Any, **_names: Any
) -> Any:
    """The last value of a ← fn(a, row) along the first axis."""
    return tree.map_structure(lambda x: x[-1], scan(fn, elems, initializer))


def foldr(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, *_more: Any, **_names: Any
) -> Any:
    """The last value of a ← fn(a, row) from the last row to the first."""
    return tree.map_structure(lambda x: x[0], scan(fn, elems, initializer, reverse=True))


# --- Python inside programs ---------------------------------------------------------------------


def py_function(func: Callable[..., Any], inp: Any, Tout: Any = None, name: Any = None) -> Any:
    """What a Python function gives of tensors, in these dtypes; run as it stands, so not in a program."""
    return _called(func, map(_tensor, inp), Tout)


def numpy_function(
    func: Callable[..., Any], inp: Any, Tout: Any = None, stateful: bool = True, name: Any = None
) -> Any:
    """As `py_function`, of numpy's arrays."""
    return _called(func, map(_host, inp), Tout)


def _called(func: Callable[..., Any], inputs: Any, dtypes: Any) -> Any:
    found = func(*inputs)
    if isinstance(dtypes, (list, tuple)):
        values = found if isinstance(found, (list, tuple)) else [found]
        return [_of_dtype(x, dtype) for x, dtype in zip(values, dtypes)]
    return found if dtypes is None else _of_dtype(found, dtypes)


def _tensor(x: Any) -> Any:
    return texts_of(np.asarray(x)) if _is_text(x) else ops.convert_to_tensor(x)


def _host(x: Any) -> Any:
    return x.numpy() if _is_text(x) and hasattr(x, "numpy") else np.asarray(x)


def _is_text(x: Any) -> bool:
    return isinstance(x, (str, bytes)) or np.asarray(x).dtype.kind in "USO"


def _of_dtype(x: Any, dtype: Any) -> Any:
    return (
        texts_of(np.asarray(x)) if str(dtype) == "string" else ops.convert_to_tensor(x, str(dtype))
    )


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function that gives (value, gradient of upstream)."""
    return ops.custom_gradient(f)


def recompute_grad(f: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself."""
    return f


def group(*inputs: Any, **kwargs: Any) -> None:
    """Nothing: what was written was done."""


no_op = group


def ensure_shape(x: Any, shape: Any, name: Any = None) -> Any:
    """The tensor.

    Raises: ValueError if its shape is another; None in `shape` fits every size.
    """
    sizes = tuple(x.shape)
    fits = len(sizes) == len(shape) and all(None in (a, b) or a == b for a, b in zip(sizes, shape))
    if not fits:
        raise ValueError(bad("tf.ensure_shape", "x", f"of shape {tuple(shape)}", x, ""))
    return x


# --- checks -------------------------------------------------------------------------------------


class InvalidArgumentError(ValueError):
    """A tensor holds what it may not."""

    @property
    def message(self) -> str:
        """What is wrong."""
        return str(self)


def _checks(holds: Callable[..., Any], words: str) -> Callable[..., None]:
    def check(x: Any, y: Any, message: Any = None, *_more: Any, **_names: Any) -> None:
        if within_a_program() or bool(np.all(np.asarray(holds(np.asarray(x), np.asarray(y))))):
            return
        raise InvalidArgumentError(
            f"{message or 'tf.debugging'}: expected {words}; got {np.asarray(x)!r} and {np.asarray(y)!r}."
        )

    return check


def Assert(condition: Any, data: Any, summarize: Any = None, name: Any = None) -> None:
    """Raise an InvalidArgumentError if the condition does not hold; not looked at within a program."""
    if not within_a_program() and not bool(np.all(np.asarray(condition))):
        raise InvalidArgumentError(f"tf.Assert: expected a condition that holds; data: {data!r}.")


def _assert_rank(x: Any, rank: int, message: Any = None, *_more: Any, **_names: Any) -> None:
    if len(x.shape) != int(rank):
        raise ValueError(bad("tf.debugging.assert_rank", "x", f"of rank {rank}", x, message or ""))


def _assert_shapes(shapes: Any, *_more: Any, **_names: Any) -> None:
    known: dict[str, int] = {}
    for x, expected in shapes.items() if isinstance(shapes, dict) else shapes:
        sizes = tuple(expected) if isinstance(expected, (tuple, list)) else (expected,)
        names = [
            known.setdefault(s, n) if isinstance(s, str) else s for s, n in zip(sizes, x.shape)
        ]
        if len(sizes) != len(x.shape) or any(s not in (None, n) for s, n in zip(names, x.shape)):
            raise ValueError(bad("tf.debugging.assert_shapes", "x", f"of shape {sizes}", x, ""))


def _check_numerics(tensor: Any, message: str, name: Any = None) -> Any:
    if not within_a_program() and not bool(np.all(np.isfinite(np.asarray(tensor)))):
        raise InvalidArgumentError(
            f"{message}: expected finite numbers; got {np.asarray(tensor)!r}."
        )
    return tensor


def _near(x: Any, y: Any) -> Any:
    return np.isclose(x, y, rtol=1e-5, atol=1e-6)


def _assert_integer(x: Any, message: Any = None, name: Any = None) -> None:
    if "int" not in str(x.dtype):
        raise TypeError(bad("tf.debugging.assert_integer", "x", "whole numbers", x, message or ""))


def _assert_type(tensor: Any, tf_type: Any, message: Any = None, name: Any = None) -> None:
    if str(tensor.dtype) != str(tf_type):
        raise TypeError(bad("tf.debugging.assert_type", "x", str(tf_type), tensor, message or ""))


def _assert_rank_at_least(x: Any, rank: int, message: Any = None, name: Any = None) -> None:
    if len(x.shape) < int(rank):
        where = "tf.debugging.assert_rank_at_least"
        raise ValueError(bad(where, "x", f"of rank {rank} or more", x, message or ""))


assert_equal = _checks(np.equal, "equal values")
assert_greater = _checks(np.greater, "the first above the second")
assert_less = _checks(np.less, "the first below the second")
assert_rank = _assert_rank
debugging = SimpleNamespace(
    assert_equal=assert_equal, assert_near=_checks(_near, "values close together"),
    assert_greater=assert_greater, assert_less=assert_less, assert_integer=_assert_integer,
    assert_type=_assert_type, assert_rank_at_least=_assert_rank_at_least,
    assert_greater_equal=_checks(np.greater_equal, "the first not below the second"),
    assert_less_equal=_checks(np.less_equal, "the first not above the second"),
    assert_none_equal=_checks(np.not_equal, "values that differ"),
    assert_non_negative=lambda x, message=None, **_: debugging.assert_greater_equal(x, 0, message),
    assert_positive=lambda x, message=None, **_: debugging.assert_greater(x, 0, message),
    assert_rank=_assert_rank, assert_shapes=_assert_shapes, check_numerics=_check_numerics,
    assert_all_finite=lambda x, message="", **_: _check_numerics(x, message),
    Assert=Assert, set_log_device_placement=group, enable_check_numerics=group,
    disable_check_numerics=group, disable_traceback_filtering=group,
    enable_traceback_filtering=group,
)  # fmt: skip
"""`tf.debugging`; values are looked at outside of programs only."""

errors = SimpleNamespace(
    InvalidArgumentError=InvalidArgumentError, OutOfRangeError=StopIteration,
    NotFoundError=FileNotFoundError, ResourceExhaustedError=MemoryError, OpError=RuntimeError,
    AbortedError=RuntimeError, UnavailableError=ConnectionError,
)  # fmt: skip
"""`tf.errors`: the exceptions that are raised here for what these meant."""

nest = SimpleNamespace(
    flatten=tree.flatten, map_structure=tree.map_structure, pack_sequence_as=tree.pack_sequence_as,
    is_nested=tree.is_nested, assert_same_structure=tree.assert_same_structure,
)  # fmt: skip
"""`tf.nest`."""
