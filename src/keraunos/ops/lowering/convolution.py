"""Convolution with channels last; on a CPU with a gradient of its own.

Inside a compiled loop XLA's gradients of a convolution are up to two orders of magnitude slower than the
arithmetic allows. Here both are convolutions again, or products of matrices: the input's goes over the
flipped kernel, the kernel's (`kernel_gradient`) over the batch; a convolution that spreads its input (the
gradient of strides, the transposed convolution) computes all phases of the stride at once, and one of
volumes is a sum of flat ones. `plain` is what every path must equal.
"""

from functools import partial
from math import prod
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from keraunos.ops.lowering.geometry import Geometry, has_slices, is_quick, is_split, plain, slices
from keraunos.ops.lowering.kernel_gradient import kernel_gradient
from keraunos.ops.lowering.patches import Sizes, out_size, padded, patches, views
from keraunos.ops.lowering.platform import on_cpu

FEW_CHANNELS = 4
"""Below this a convolution is one product over patches; from here on the engine's own is as fast."""

PATCH_BYTES = 1 << 27
"""Patches beyond this are not laid out; the engine's own convolution reads the input in place."""


def convolve(x: Any, kernel: Any, geometry: Geometry) -> Any:
    """The convolution, by the path that suits platform and shapes.

    Shapes: x (n, *spatial, c), kernel (*window, c / groups, filters) -> (n, *out, filters).
    """
    if not on_cpu() or not jnp.issubdtype(x.dtype, jnp.floating) or 0 in x.shape:
        return plain(x, kernel, geometry)
    axes = list(zip(geometry.spread, geometry.strides, geometry.dilation))
    if any(a > 1 and (s > 1 or d > 1) for a, s, d in axes):
        return plain(x, kernel, geometry)
    if any(a > 1 for a in geometry.spread):
        return _by_phases(x, kernel, geometry)
    return _own(x, kernel, geometry)


# --- the gradient of its own --------------------------------------------------------------------


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def _own(x: Any, kernel: Any, geometry: Geometry) -> Any:
    return _forward(x, kernel, geometry)


def _own_forward(x: Any, kernel: Any, geometry: Geometry) -> tuple[Any, Any]:
    return _forward(x, kernel, geometry), (x, kernel)


def _own_backward(geometry: Geometry, saved: Any, dy: Any) -> tuple[Any, Any]:
    x, kernel = saved
    dy = lax.optimization_barrier(dy)  # both gradients read it: computed once
    return _input_gradient(x.shape, kernel, dy, geometry), kernel_gradient(x, kernel, dy, geometry)


_own.defvjp(_own_forward, _own_backward)


def _input_gradient(shape: Sizes, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """dx: dy, spread by the strides, under the flipped kernel with its channels exchanged."""
    window, (inner, filters), groups = kernel.shape[:-2], kernel.shape[-2:], geometry.groups
    flipped = jnp.flip(kernel, range(len(window))).reshape(
        *window, inner, groups, filters // groups
    )
    turned = jnp.swapaxes(flipped, -1, -3).reshape(*window, filters // groups, inner * groups)
    padding = []
    for size, out, k, s, d, (low, _) in zip(
        shape[1:-1],
        dy.shape[1:-1],
        window,
        geometry.strides,
        geometry.dilation,
        geometry.padding,
    ):
        reach = (k - 1) * d
        before = reach - low
        padding.append((before, size - ((out - 1) * s + 1) - before + reach))
    ones = (1,) * len(window)
    back = Geometry(ones, tuple(padding), geometry.dilation, geometry.strides, groups)
    return convolve(dy, turned, back)


# --- forward ------------------------------------------------------------------------------------


def _forward(x: Any, kernel: Any, geometry: Geometry) -> Any:
    groups, (inner, filters) = geometry.groups, kernel.shape[-2:]
    window = kernel.shape[:-2]
    if is_split(kernel, groups):
        cut = partial(jnp.split, indices_or_sections=groups, axis=-1)
        one = geometry._replace(groups=1)
        return jnp.concatenate([_forward(*p, one) for p in zip(cut(x), cut(kernel))], -1)
    move = (window, geometry.strides, geometry.dilation)
    if groups > 1 and 1 in (inner, filters // groups):
        return _by_views(padded(x, geometry.padding), kernel, move, groups)
    if prod(window) > 1 and groups == 1 and inner >= FEW_CHANNELS and is_quick(x.dtype):
        through = _by_slices if has_slices(kernel, geometry) else plain
        return through(x, kernel, geometry)
    room = padded(x, geometry.padding)
    outs = [out_size(*one) for one in zip(room.shape[1:-1], *move)]
    size = x.shape[0] * prod(outs) * prod(window) * x.shape[-1] * x.dtype.itemsize
    if prod(window) > 1 and size > PATCH_BYTES:
        return plain(x, kernel, geometry)
    return _by_patches(room, kernel, move, groups)


def _by_slices(x: Any, kernel: Any, geometry: Geometry) -> Any:
    """A volume's convolution: a sum of flat ones, over the window's first axis."""
    wide = jnp.promote_types(x.dtype, jnp.float32)
    seen, rest = slices(x, kernel, geometry)
    y: Any = sum(plain(v, k, rest).astype(wide) for v, k in zip(seen, kernel))
    return y.reshape(x.shape[0], -1, *y.shape[1:]).astype(x.dtype)


def _by_patches(x: Any, kernel: Any, move: Any, groups: int) -> Any:
    """All views side by side, times the kernel as one matrix (one for each group)."""
    seen = patches(x, *move)
    places, (inner, filters) = prod(kernel.shape[:-2]), kernel.shape[-2:]
    outs, rows = seen.shape[:-1], prod(seen.shape[:-1])
    if groups == 1:
        y = seen.reshape(rows, places * inner) @ kernel.reshape(places * inner, filters)
    else:
        y = jnp.einsum(
            "ntgc,tcgf->ngf",
            seen.reshape(rows, places, groups, inner),
            kernel.reshape(places, inner, groups, filters // groups),
        )
    return y.reshape(*outs, filters)


def _by_views(x: Any, kernel: Any, move: Any, groups: int) -> Any:
    """A sum of views, each times its place of the kernel: for groups of one channel."""
    inner, filters = kernel.shape[-2:]
    wide = jnp.promote_types(x.dtype, jnp.float32)  # 16 bits would round after each place
    taps = kernel.astype(wide).reshape(-1, inner, groups, filters // groups)
    total: Any = 0
    for tap, view in zip(taps, views(x, *move)):
        seen = view.astype(wide).reshape(*view.shape[:-1], groups, inner)
        for channel in range(inner):
            total = total + seen[..., channel, None] * tap[channel]
    y = total.reshape(*total.shape[:-2], filters).astype(x.dtype)
    return lax.optimization_barrier(y)  # what reads it would compute it again


# --- spread inputs ------------------------------------------------------------------------------


def _by_phases(x: Any, kernel: Any, geometry: Geometry) -> Any:
    """A convolution of spread inputs, as one of dense inputs whose filters are all phases of the spread.

    Output s·q + r sees only every s-th place of the kernel; those places are a kernel of phase r.
    """
    spread, groups, rank = geometry.spread, geometry.groups, len(geometry.spread)
    window, filters = kernel.shape[:-2], kernel.shape[-1]
    fill, padding, outs = [], [], []
    for size, k, s, d, (low, high) in zip(
        x.shape[1:-1], window, spread, geometry.dilation, geometry.padding
    ):
        out = (size - 1) * s + 1 + low + high - (k - 1) * d
        first = s - 1 - low % s
        places = -(-(k + first) // s)
        fill.append((first, places * s - k - first))
        steps = -(-out // s)
        padding.append((low // s, steps - size - low // s + (places - 1) * d))
        outs.append(out)
    dense = _phase_kernel(jnp.pad(kernel, (*fill, (0, 0), (0, 0))), spread, groups)
    ones = (1,) * rank
    z = convolve(x, dense, Geometry(ones, tuple(padding), geometry.dilation, ones, groups))
    steps = z.shape[1:-1]
    z = z.reshape(z.shape[0], *steps, groups, *spread, filters // groups)
    order = [0, *(a for i in range(rank) for a in (1 + i, 2 + rank + i)), 1 + rank, 2 + 2 * rank]
    y = jnp.transpose(z, order).reshape(
        z.shape[0], *(q * s for q, s in zip(steps, spread)), filters
    )
    return lax.slice(y, (0,) * (rank + 2), (y.shape[0], *outs, filters))


def _phase_kernel(kernel: Any, spread: Sizes, groups: int) -> Any:
    """(*(places · s), c, filters) -> (*places, c, groups · prod(s) · filters / groups)."""
    rank, (inner, filters) = len(spread), kernel.shape[-2:]
    cut = [n for k, s in zip(kernel.shape, spread) for n in (k // s, s)]
    parts = kernel.reshape(*cut, inner, groups, filters // groups)
    parts = jnp.flip(parts, range(1, 2 * rank, 2))
    places, phases = range(0, 2 * rank, 2), range(1, 2 * rank, 2)
    moved = jnp.transpose(parts, (*places, 2 * rank, 2 * rank + 1, *phases, 2 * rank + 2))
    return moved.reshape(*cut[::2], inner, prod(spread) * filters)
