"""Branches and loops of the engine around functions of yours; these may assign Variables."""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import bad
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array, as_arrays
from keraunos.ops.public import op, plain
from keraunos.ops.stateful import carried, unwritten


@op()
def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """What `true_fn()` gives if `pred` holds, else what `false_fn()` gives.

    Args: pred: one boolean or number. true_fn, false_fn: their results have one structure, with equal
        shapes and dtypes.
    Raises: TypeError if pred is no scalar or the results differ.
    Example:
        >>> int(cond(3 > 2, lambda: 10, lambda: 20))
        10
    """
    if callable(pred):
        raise TypeError(bad("ops.cond", "pred", "a boolean or a number", pred, "Call it."))
    which = as_array(pred)
    return carried(
        "cond", lambda values, wrap: jax.lax.cond(which, wrap(true_fn), wrap(false_fn), values)
    )


@op()
def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """What `branches[index](*operands)` gives; an index out of range means the nearest.

    Example:
        >>> float(switch(1, [lambda x: x, lambda x: 2 * x], 4.0))
        8.0
    """
    which, given = jnp.asarray(as_array(index)), as_arrays(operands)
    return carried(
        "switch",
        lambda values, wrap: jax.lax.switch(which, [wrap(f) for f in branches], values, *given),
    )


@op()
def while_loop(
    cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, maximum_iterations: Any = None
) -> Any:  # fmt: skip
    """Repeat `body` on the loop variables while `cond` holds, at most `maximum_iterations` times.

    Args: cond, body: take the loop variables one by one; body gives them all anew, equal in shape and
        dtype. loop_vars: a list or tuple of arrays, or one array. maximum_iterations: an int >= 0 or None.
    Example:
        >>> [int(x) for x in while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x * 2), (0, 1))]
        [3, 8]
    """
    many = isinstance(loop_vars, (tuple, list))
    start = as_arrays(tuple(loop_vars) if many else (loop_vars,))
    may_go_on = unwritten("while_loop", cond)

    def run(values: Any, wrap: Any) -> Any:
        def keep_going(carry: Any) -> Any:
            count, state, _ = carry
            within = True if maximum_iterations is None else count < maximum_iterations
            return jnp.logical_and(may_go_on(*state), within)

        def once(carry: Any) -> Any:
            count, state, inner = carry
            new, inner = wrap(body)(inner, *state)
            state = tuple(new) if isinstance(new, (tuple, list)) else (new,)
            return count + 1, state, inner

        _, state, values = jax.lax.while_loop(keep_going, once, (jnp.int32(0), start, values))
        return state if many else state[0], values

    return carried("while_loop", run)


@op()
def fori_loop(lower: Any, upper: Any, body_fun: Callable[..., Any], init_val: Any) -> Any:
    """body_fun(i, value) for i from lower up to upper, without upper.

    Example:
        >>> int(fori_loop(0, 4, lambda i, total: total + i, 0))
        6
    """

    def run(values: Any, wrap: Any) -> Any:
        def body(i: Any, carry: Any) -> Any:
            return wrap(body_fun)(carry[1], i, carry[0])

        return jax.lax.fori_loop(lower, upper, body, (as_arrays(init_val), values))

    return carried("fori_loop", run)


@op()
def scan(
    f: Callable[..., Any], init: Any, xs: Any = None, length: int | None = None,
    reverse: bool = False, unroll: int | bool = 1,
) -> Any:  # fmt: skip
    """f(carry, x) -> (carry, y) along the first axis of xs; returns the last carry and all y.

    Args: init: the first carry. xs: a structure of arrays, or None with a length. reverse: from the
        last x to the first. unroll: steps written out one after the other; True: all.
    Raises: TypeError if f cannot be called. ValueError without xs and length, or if they differ.
    Example:
        >>> last, sums = scan(lambda total, x: (total + x, total + x), 0, np.arange(4))
        >>> int(last), sums.tolist()
        (6, [0, 1, 3, 6])
    """
    if not callable(f):
        raise TypeError(bad("ops.scan", "f", "callable as f(carry, x)", f, ""))
    start, rows = as_arrays(init), as_arrays(xs)

    def run(values: Any, wrap: Any) -> Any:
        def step(carry: Any, x: Any) -> Any:
            (state, y), inner = wrap(f)(carry[1], carry[0], x)
            return (state, inner), y

        (state, values), ys = jax.lax.scan(
            step, (start, values), rows, length=length, reverse=reverse, unroll=unroll
        )
        return (state, ys), values

    return carried("scan", run)


@op()
def associative_scan(
    f: Callable[..., Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """All running results of an associative f(a, b) along an axis, computed in parallel.

    Raises: TypeError if f cannot be called. ValueError if the elements' sizes along the axis differ.
    Example:
        >>> associative_scan(lambda a, b: a + b, np.arange(4)).tolist()
        [0, 1, 3, 6]
    """
    if not callable(f):
        raise TypeError(bad("ops.associative_scan", "f", "callable as f(a, b)", f, ""))
    pure = unwritten("associative_scan", f)
    return jax.lax.associative_scan(pure, as_arrays(elems), reverse=reverse, axis=axis)


@op()
def map(f: Callable[..., Any], xs: Any) -> Any:
    """f of each row of xs (or of each row of every array in it), one after the other, stacked.

    Example:
        >>> map(lambda x: x * x, np.arange(3)).tolist()
        [0, 1, 4]
    """
    rows = as_arrays(xs)

    def run(values: Any, wrap: Any) -> Any:
        def step(inner: Any, x: Any) -> Any:
            y, inner = wrap(f)(inner, x)
            return inner, y

        values, ys = jax.lax.scan(step, values, rows)
        return ys, values

    return carried("map", run)


@op()
def vectorized_map(function: Callable[..., Any], elements: Any) -> Any:
    """f of each row of the elements, all at once, stacked; f takes one structure of arrays.

    Raises: ValueError if the function assigns a Variable.
    """
    return jax.vmap(unwritten("vectorized_map", function))(as_arrays(elements))


@plain("numpy")
def vectorize(
    pyfunc: Callable[..., Any], *, excluded: Any = None, signature: str | None = None
) -> Callable[..., Any]:
    """A function of elements as one of arrays, which broadcast.

    Args:
        excluded: positions and names of arguments that are passed as they are.
        signature: the core axes of arguments and results, as in "(n),(n)->()".
    Raises: TypeError if pyfunc cannot be called.
    Example:
        >>> vectorize(lambda a, b: a + b)(np.arange(3), 1).tolist()
        [1, 2, 3]
    """
    if not callable(pyfunc):
        raise TypeError(bad("ops.vectorize", "pyfunc", "callable", pyfunc, ""))
    over = jnp.vectorize(pyfunc, excluded=frozenset(excluded or ()), signature=signature)

    def vectorized(*args: Any) -> Any:
        skip = excluded or ()
        return over(*(a if i in skip else as_array(a) for i, a in enumerate(args)))

    vectorized.__doc__ = pyfunc.__doc__
    return operation(vectorized)
