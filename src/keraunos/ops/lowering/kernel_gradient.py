"""The gradient of a convolution's kernel, on a CPU."""

from functools import partial
from math import prod
from typing import Any

import jax.numpy as jnp
from jax import lax

from keraunos.ops.lowering.geometry import Geometry, has_slices, is_quick, is_split, plain, slices
from keraunos.ops.lowering.patches import padded, patches, views

FEW_VALUES = 16
"""Fewer values than this under the window are laid out as patches: the gradient is one product."""

FEW_ROWS = 4
"""From this many rows in a batch the engine can read the batch as channels at full speed."""


def kernel_gradient(x: Any, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """dk: for each place in the window, the inputs seen there times dy, summed over all outputs.

    Shapes: x (n, *spatial, c), kernel (*window, c / groups, filters) of which only the shape counts,
        dy (n, *out, filters) -> the kernel's.
    """
    groups, window = geometry.groups, kernel.shape[:-2]
    if is_split(kernel, groups):
        cut = partial(jnp.split, indices_or_sections=groups, axis=-1)
        one = geometry._replace(groups=1)
        parts = [kernel_gradient(*p, one) for p in zip(cut(x), cut(kernel), cut(dy))]
        return jnp.concatenate(parts, -1)
    if groups > 1:
        return _of_groups(x, kernel, dy, geometry)
    if prod(window) == 1 or prod(kernel.shape[:-1]) < FEW_VALUES:
        return _by_patches(x, kernel, dy, geometry)
    if has_slices(kernel, geometry):
        seen, rest = slices(x, kernel, geometry)
        flat = dy.reshape(-1, *dy.shape[2:])
        return jnp.stack([kernel_gradient(v, k, flat, rest) for v, k in zip(seen, kernel)])
    if x.shape[0] < FEW_ROWS or prod(dy.shape[1:-1]) == 1 or not is_quick(x.dtype):
        return _by_views(x, kernel, dy, geometry)
    return _exchanged(x, kernel, dy, geometry)


def _exchanged(x: Any, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """As the convolution that it is: of x under dy, rows and channels exchanged, strides for dilation.

    The engine reads this in place only where both are laid out in its own order first; else it computes
    number by number.
    """
    rank = len(geometry.strides)
    places = range(1, rank + 1)
    turned = lax.optimization_barrier(jnp.transpose(x, (rank + 1, *places, 0)))
    under = lax.optimization_barrier(jnp.transpose(dy, (*places, 0, rank + 1)))
    padding = []
    for size, out, k, s, d, (low, _) in zip(
        x.shape[1:-1], dy.shape[1:-1], kernel.shape, geometry.strides, geometry.dilation,
        geometry.padding,
    ):  # fmt: skip
        padding.append((low, (out - 1) * s + 1 + (k - 1) * d - size - low))
    moves = Geometry(geometry.dilation, tuple(padding), geometry.strides, (1,) * rank)
    return jnp.transpose(plain(turned, under, moves), (*places, 0, rank + 1))


def _by_patches(x: Any, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """One product, over the patches."""
    x = padded(x, geometry.padding)
    seen = patches(x, kernel.shape[:-2], geometry.strides, geometry.dilation)
    flat = dy.reshape(-1, dy.shape[-1])
    return (seen.reshape(len(flat), -1).T @ flat).reshape(kernel.shape)


def _by_views(x: Any, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """A product for each place in the window, for which nothing is laid out."""
    x = padded(x, geometry.padding)
    flat = dy.reshape(-1, dy.shape[-1])
    seen = views(x, kernel.shape[:-2], geometry.strides, geometry.dilation)
    return jnp.stack([v.reshape(len(flat), -1).T @ flat for v in seen]).reshape(kernel.shape)


def _of_groups(x: Any, kernel: Any, dy: Any, geometry: Geometry) -> Any:
    """A product for each place in the window and each group."""
    x = padded(x, geometry.padding)
    move = (kernel.shape[:-2], geometry.strides, geometry.dilation)
    if 1 in (kernel.shape[-2], dy.shape[-1] // geometry.groups):
        sums = _of_single_channels(x, dy, move, geometry.groups)
        return jnp.swapaxes(sums, 1, 2).reshape(kernel.shape).astype(dy.dtype)
    rows, groups = prod(dy.shape[:-1]), geometry.groups
    grouped = dy.reshape(rows, groups, -1)
    seen = (v.reshape(rows, groups, -1) for v in views(x, *move))
    return jnp.stack([jnp.einsum("ngc,ngf->cgf", v, grouped) for v in seen]).reshape(kernel.shape)


def _of_single_channels(x: Any, dy: Any, move: Any, groups: int) -> Any:
    """Sums of x · dy for all places at once, in one pass over both: for each image, then over images.

    Shapes: x (n, *spatial, c), dy (n, *out, f) -> (places, groups, c / groups, f / groups).
    """
    type_of_sums = jnp.promote_types(x.dtype, jnp.float32)
    x, dy = lax.optimization_barrier((x, dy))
    grouped = dy.astype(type_of_sums).reshape(*dy.shape[:-1], groups, 1, -1)
    cut = (*dy.shape[:-1], groups, -1, 1)
    products = tuple(v.astype(type_of_sums).reshape(cut) * grouped for v in views(x, *move))
    zeros = (jnp.zeros((), type_of_sums),) * len(products)
    return jnp.stack(lax.reduce(products, zeros, _plus, tuple(range(1, dy.ndim - 1)))).sum(1)


def _plus(a: Any, b: Any) -> Any:
    return tuple(u + v for u, v in zip(a, b))
