"""How a kernel moves over an input, and the engine's own convolution."""

from math import prod
from typing import Any, NamedTuple

from jax import lax

from keraunos.ops.lowering.patches import Sizes, padded, views

FEW_GROUPS = 8
"""Up to this many groups are convolutions of their own; more are one batched product."""

SLOW = ("float64",)
"""Types whose convolutions the engine computes number by number; it has quick products for them."""


class Geometry(NamedTuple):
    """How a kernel moves: negative padding crops, `spread` puts spread - 1 zeros between inputs."""

    strides: Sizes
    padding: tuple[tuple[int, int], ...]
    dilation: Sizes
    spread: Sizes
    groups: int = 1


def plain(x: Any, kernel: Any, geometry: Geometry) -> Any:
    """The engine's own convolution. x (n, *spatial, c), kernel (*window, c / groups, filters)."""
    spatial = "DHW"[-len(geometry.strides) :]
    layout = (f"N{spatial}C", f"{spatial}IO", f"N{spatial}C")
    return lax.conv_general_dilated(
        x, kernel, geometry.strides, geometry.padding, geometry.spread, geometry.dilation,
        lax.conv_dimension_numbers(x.shape, kernel.shape, layout), geometry.groups,
    )  # fmt: skip


def is_quick(dtype: Any) -> bool:
    """Whether the engine's own convolution runs at the arithmetic's speed for this type."""
    return str(dtype) not in SLOW


def is_split(kernel: Any, groups: int) -> bool:
    """Whether groups are convolved one by one: few of them, and not of a single channel each."""
    inner, filters = kernel.shape[-2:]
    return 1 < groups <= FEW_GROUPS and 1 not in (inner, filters // groups)


def has_slices(kernel: Any, geometry: Geometry) -> bool:
    """Whether a convolution is one of volumes, which the engine computes number by number."""
    return kernel.ndim == 5 and geometry.groups == 1 and prod(kernel.shape[:3]) > 1


def slices(x: Any, kernel: Any, geometry: Geometry) -> tuple[list[Any], Geometry]:
    """For each place on the window's first axis what it sees, as a batch of flat inputs; how the rest moves.

    Shapes: x (n, d, h, w, c) -> (n · out, h, w, c) each.
    """
    strides, padding, dilation, spread, _ = geometry
    x = padded(x, (padding[0], (0, 0), (0, 0)))
    seen = views(x, (kernel.shape[0], 1, 1), (strides[0], 1, 1), (dilation[0], 1, 1))
    rest = Geometry(strides[1:], padding[1:], dilation[1:], spread[1:])
    return [view.reshape(-1, *view.shape[2:]) for view in seen], rest
