"""K functions that have no op of their own today, or whose op takes its arguments in another way."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import activations, ops
from keraunos.compat.adapting import op
from keraunos.compat.backend import noise
from keraunos.compat.backend.process import normalize_data_format
from keraunos.core import config, tree
from keraunos.core.errors import bad
from keraunos.core.programs import within_a_program
from keraunos.core.random import draw_seed
from keraunos.core.typing import Array
from keraunos.core.variable import Variable

# --- products -----------------------------------------------------------------------------------


def batch_dot(x: Any, y: Any, axes: Any = None) -> Array:
    """For each row of a batch, the product over one axis of each.

    Args: axes: an axis, or a pair (axis of x, axis of y), the batch axis being 0; None: as matmul.
    Shapes: (batch, a…), (batch, b…) -> (batch, a… and b… without the axes), at least 2-D.
    """
    x, y = _raw(x), _raw(y)
    a, b = len(x.shape), len(y.shape)
    if axes is None:
        axes = (a - 1, b - 2 if b > 2 else b - 1)
    left, right = (axes, axes) if isinstance(axes, int) else axes
    left, right = left % a, right % b
    letters = "bcdefghijklmnopqrstuvw"
    mine, other = "a" + letters[: a - 1], "a" + letters[10 : 10 + b - 1]
    other = other[:right] + mine[left] + other[right + 1 :]
    rest = mine.replace(mine[left], "") + other.replace(mine[left], "")[1:]
    found = ops.einsum(f"{mine},{other}->{rest}", x, y)
    return ops.expand_dims(found, -1) if len(rest) == 1 else found


def bias_add(x: Any, bias: Any, data_format: str | None = None) -> Array:
    """A bias for each channel, or of the shape of a sample, added."""
    rank, own = len(x.shape), len(bias.shape)
    first = normalize_data_format(data_format) == "channels_first"
    if own == 1:
        shape = (1, -1, *[1] * (rank - 2)) if first and rank > 2 else (1,) * (rank - 1) + (-1,)
    elif first:
        shape = (1, bias.shape[-1], *bias.shape[:-1])
    else:
        shape = (1, *bias.shape)
    return ops.add(x, ops.reshape(_raw(bias), shape))


def l2_normalize(x: Any, axis: Any = None) -> Array:
    """x / sqrt(max(Σx², 1e-12)) along the axis."""
    total = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return ops.multiply(x, ops.rsqrt(ops.maximum(total, 1e-12)))


# --- shapes -------------------------------------------------------------------------------------


def flatten(x: Any) -> Array:
    """All elements on one axis."""
    return ops.reshape(x, (-1,))


def batch_flatten(x: Any) -> Array:
    """All axes but the first joined."""
    return ops.reshape(x, (-1, int(np.prod(x.shape[1:]))))


def repeat(x: Any, n: int) -> Array:
    """(batch, d) -> (batch, n, d)."""
    return ops.repeat(ops.expand_dims(x, 1), n, axis=1)


def slice(x: Any, start: Any, size: Any) -> Array:
    """The part that begins at `start` and has these sizes; -1: up to the end."""
    ends = [None if n == -1 else s + n for s, n in zip(start, size)]
    return x[tuple(np.s_[s:e] for s, e in zip(start, ends))]


def _padded(x: Any, padding: Any, data_format: str | None, spatial: int) -> Array:
    first = normalize_data_format(data_format) == "channels_first"
    sides = [tuple(p) for p in padding]
    if len(sides) != spatial:
        raise ValueError(bad("padding", "padding", f"{spatial} pairs", padding, ""))
    return ops.pad(x, [(0, 0), (0, 0), *sides] if first else [(0, 0), *sides, (0, 0)])


def temporal_padding(x: Any, padding: Any = (1, 1)) -> Array:
    """Zeros before and after the steps of (batch, steps, d)."""
    return _padded(x, (padding,), "channels_last", 1)


def spatial_2d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1)), data_format: str | None = None
) -> Array:
    """Zeros around rows and columns."""
    return _padded(x, padding, data_format, 2)


def spatial_3d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None
) -> Array:
    """Zeros around three spatial axes."""
    return _padded(x, padding, data_format, 3)


def resize_images(
    x: Any, height_factor: int, width_factor: int, data_format: str,
    interpolation: str = "nearest",
) -> Array:  # fmt: skip
    """Images whose rows and columns are each repeated so often (or interpolated in between)."""
    axis = 2 if data_format == "channels_first" else 1
    if interpolation == "nearest":
        x = ops.repeat(x, height_factor, axis=axis)
        return ops.repeat(x, width_factor, axis=axis + 1)
    size = (x.shape[axis] * height_factor, x.shape[axis + 1] * width_factor)
    resize = getattr(op("image"), "resize")  # noqa: B009
    return resize(x, size, interpolation=interpolation, data_format=data_format)


def resize_volumes(
    x: Any, depth_factor: int, height_factor: int, width_factor: int, data_format: str
) -> Array:
    """Volumes whose three spatial axes are each repeated so often."""
    axis = 2 if data_format == "channels_first" else 1
    for i, factor in enumerate((depth_factor, height_factor, width_factor)):
        x = ops.repeat(x, factor, axis=axis + i)
    return x


# --- networks -----------------------------------------------------------------------------------


def relu(x: Any, alpha: float = 0.0, max_value: Any = None, threshold: float = 0.0) -> Array:
    """max(x, 0), with a slope below, a bound above and a threshold if given."""
    return activations.relu(x, negative_slope=alpha, max_value=max_value, threshold=threshold)


def hard_sigmoid(x: Any) -> Array:
    """clip(0.2·x + 0.5, 0, 1), the line of Keras 1 and 2."""
    return ops.clip(0.2 * _raw(x) + 0.5, 0.0, 1.0)


def dropout(x: Any, level: float, noise_shape: Any = None, seed: Any = None) -> Array:
    """Elements set to 0 with probability `level`, the others scaled by 1/(1-level)."""
    if within_a_program():
        key = noise.seed_within(seed, "dropout")
    else:
        key = np.array([draw_seed() if seed is None else seed, 0], np.uint32)
    return ops.dropout(x, level, noise_shape, key)


def pool2d(
    x: Any, pool_size: Any, strides: Any = (1, 1), padding: str = "valid",
    data_format: str | None = None, pool_mode: str = "max",
) -> Array:  # fmt: skip
    """The largest or mean value of each window; pool_mode: 'max' or 'avg'."""
    pool = op("max_pool" if pool_mode == "max" else "average_pool")
    return pool(x, pool_size, strides, padding, normalize_data_format(data_format))


pool3d = pool2d


def batch_normalization(
    x: Any, mean: Any, var: Any, beta: Any, gamma: Any, axis: int = -1, epsilon: float = 1e-3
) -> Array:
    """gamma · (x - mean) / sqrt(var + epsilon) + beta; the statistics broadcast against x."""
    scaled = (_raw(x) - _raw(mean)) * ops.rsqrt(_raw(var) + epsilon)
    scaled = scaled if gamma is None else scaled * _raw(gamma)
    return scaled if beta is None else scaled + _raw(beta)


def normalize_batch_in_training(
    x: Any, gamma: Any, beta: Any, reduction_axes: Any, epsilon: float = 1e-3
) -> tuple[Array, Array, Array]:
    """The batch normalised by its own mean and variance; returns (x, mean, variance)."""
    axes = tuple(reduction_axes)
    mean, var = ops.mean(x, axes, keepdims=True), ops.var(x, axes, keepdims=True)
    shape = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    scale, shift = (None if v is None else ops.reshape(_raw(v), shape) for v in (gamma, beta))
    found = batch_normalization(x, mean, var, shift, scale, epsilon=epsilon)
    return found, ops.squeeze(mean, axes), ops.squeeze(var, axes)


# --- losses -------------------------------------------------------------------------------------


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Array:
    """-Σ target · log(output) along the axis."""
    return ops.categorical_crossentropy(target, output, from_logits, axis)


def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Array:
    """-log(output[target]) along the axis; targets are class numbers."""
    return ops.sparse_categorical_crossentropy(target, output, from_logits, axis)


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Array:
    """-(t · log(o) + (1-t) · log(1-o)), elementwise."""
    return ops.binary_crossentropy(target, output, from_logits)


def _focal(loss: Callable[..., Any], target: Any, output: Any, gamma: float) -> Array:
    p = ops.clip(output, config.epsilon(), 1 - config.epsilon())
    hit = target * p + (1 - target) * (1 - p)
    return ops.power(1 - hit, gamma) * loss(target, p)


def binary_focal_crossentropy(
    target: Any, output: Any, apply_class_balancing: bool = False, alpha: float = 0.25,
    gamma: float = 2.0, from_logits: bool = False,
) -> Array:  # fmt: skip
    """Binary crossentropy times (1 - p)^gamma, p the probability given to the truth."""
    output = ops.sigmoid(output) if from_logits else output
    value = _focal(binary_crossentropy, target, output, gamma)
    weight = target * alpha + (1 - target) * (1 - alpha)
    return value * weight if apply_class_balancing else value


def categorical_focal_crossentropy(
    target: Any, output: Any, alpha: float = 0.25, gamma: float = 2.0, from_logits: bool = False,
    axis: int = -1,
) -> Array:  # fmt: skip
    """Σ alpha · (1 - p)^gamma · (-target · log(p)) along the axis."""
    output = ops.softmax(output, axis) if from_logits else output
    p = output / ops.sum(output, axis, keepdims=True)
    p = ops.clip(p, config.epsilon(), 1 - config.epsilon())
    return ops.sum(-target * ops.log(p) * alpha * ops.power(1 - p, gamma), axis)


# --- control ------------------------------------------------------------------------------------


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """One of two by a scalar condition (functions may be given), or element by element."""
    if callable(then_expression):
        return ops.cond(condition, then_expression, else_expression)
    condition = ops.cast(condition, "bool")
    missing = len(then_expression.shape) - len(condition.shape)
    for _ in range(missing if len(condition.shape) else 0):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, then_expression, else_expression)


def map_fn(fn: Callable[..., Any], elems: Any, name: str | None = None, dtype: Any = None) -> Any:
    """The function applied to each row."""
    return ops.scan(lambda carry, row: (carry, fn(row)), 0, elems)[1]


def foldl(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Any:
    """fn(… fn(fn(first, row 1), row 2) …), from the first row or the initializer on."""
    start, rest = (elems[0], elems[1:]) if initializer is None else (initializer, elems)
    return ops.scan(lambda carry, row: (fn(carry, row), 0), start, rest)[0]


def foldr(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Any:
    """As `foldl`, from the last row on."""
    return foldl(fn, ops.flip(elems, 0), initializer)


def rnn(
    step_function: Callable[..., Any], inputs: Any, initial_states: Any, go_backwards: bool = False,
    mask: Any = None, constants: Any = None, unroll: bool = False, input_length: Any = None,
) -> tuple[Any, Any, Any]:  # fmt: skip
    """Call `step_function(input, states)` for each step of (batch, steps, …).

    Args: mask: (batch, steps) bool; where False, output and states stay as they were.
    Returns: (last output, outputs (batch, steps, …), last states).
    """
    steps = ops.swapaxes(_raw(inputs), 0, 1)
    kept = ops.ones(steps.shape[:2], "bool") if mask is None else ops.swapaxes(mask, 0, 1)
    if go_backwards:
        steps, kept = ops.flip(steps, 0), ops.flip(kept, 0)
    more = list(constants or ())
    first, _ = step_function(steps[0], [*initial_states, *more])

    def step(carry: Any, row: Any) -> Any:
        (before, states), (x, keep) = carry, row
        output, new = step_function(x, [*states, *more])

        def choose(old: Any, now: Any) -> Any:
            wide = ops.reshape(keep, (-1, *[1] * (len(now.shape) - 1)))
            return ops.where(wide, now, old)

        output = choose(before, output)
        return (output, tree.map_structure(choose, list(states), list(new))), output

    start = (ops.zeros_like(first), list(initial_states))
    (last, states), outputs = ops.scan(step, start, (steps, kept))
    return last, ops.swapaxes(outputs, 0, 1), states


def _raw(x: Any) -> Any:
    return x.value if isinstance(x, Variable) else x
