"""Axes rearranged by a pattern: "b (h w) c -> b h w c"."""

import re
from math import prod
from typing import Any

import jax.numpy as jnp

from keraunos.core.errors import ShapeError
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op

Group = list[str]  # the axes that one axis of the array is made of
_REST = "*"  # an ellipsis of its own: as many axes; within parentheses they are joined to one


def _groups(side: str, pattern: str) -> list[Group]:
    """The axes named on one side of the pattern, those in parentheses together."""
    tokens = re.findall(r"\([^()]*\)|\.\.\.|\w+|\S", side)
    tokens = [_REST if t == "..." else t for t in tokens]
    groups = [t.strip("()").split() if t.startswith("(") else [t] for t in tokens]
    groups = [[axis for axis in group if axis != "1"] for group in groups]
    names = [axis for group in groups for axis in group]
    if len(set(names)) < len(names) or not all(
        n in (_REST, "...") or n.isidentifier() for n in names
    ):
        raise ValueError(
            f"ops.rearrange: cannot read {pattern!r}: each side names every axis once, as in "
            "'b (h w) c -> b h w c'."
        )
    return groups


def _sizes(groups: list[Group], shape: tuple[int, ...], given: dict[str, int], pattern: str) -> Any:
    """The size of each named axis."""
    sizes = dict(given)
    for group, whole in zip(groups, shape):
        unknown = [axis for axis in group if axis not in sizes]
        known = prod(sizes[axis] for axis in group if axis in sizes)
        if len(unknown) > 1 or whole % max(known, 1) or (not unknown and known != whole):
            raise ShapeError(
                f"ops.rearrange: {pattern!r} does not fit shape {shape}: an axis of {whole} cannot be "
                f"({' '.join(group)}) with {given or 'no sizes given'}. Pass sizes for all but one of them."
            )
        if unknown:
            sizes[unknown[0]] = whole // max(known, 1)
    return sizes


def _spread(groups: list[Group], extra: int) -> list[Group]:
    """The groups with '...' written out as so many axes."""
    spread: list[Group] = []
    for group in groups:
        axes = [f"...{i}" for i in range(extra)]
        if group == [_REST]:
            spread += [[axis] for axis in axes]
        else:
            spread.append([a for axis in group for a in (axes if axis == "..." else [axis])])
    return spread


@op()
def rearrange(tensor: Any, pattern: str, **axes_lengths: int) -> Any:
    """The axes of an array in another order, joined or taken apart, as a pattern says.

    Args:
        pattern: "axes -> axes". Names stand for axes, parentheses join them to one, 1 is an axis of
            size 1, ... stands for all others.
        axes_lengths: sizes of axes that are taken apart; one in each parenthesis may be left out.
    Differs: 1, () and ... may stand in a pattern.
    Raises: ValueError if the pattern cannot be read or does not fit the shape.
    Example:
        >>> rearrange(np.zeros((2, 12, 3)), "b (h w) c -> b c h w", h=4).shape
        (2, 3, 4, 3)
    """
    array, sides = jnp.asarray(_array(tensor)), pattern.split("->")
    if len(sides) != 2:
        raise ValueError(f"ops.rearrange: the pattern must be 'axes -> axes'; got {pattern!r}.")
    before, after = (_groups(side, pattern) for side in sides)
    extra = array.ndim - len(before) + 1 if [_REST] in before else 0
    before, after = _spread(before, extra), _spread(after, extra)
    names, wanted = ([axis for group in groups for axis in group] for groups in (before, after))
    if len(before) != array.ndim or sorted(names) != sorted(wanted):
        raise ShapeError(
            f"ops.rearrange: {pattern!r} does not fit shape {array.shape}: the left side must name "
            f"{array.ndim} axes, and both sides the same ones."
        )
    sizes = _sizes(before, array.shape, axes_lengths, pattern)
    parts = array.reshape([sizes[axis] for axis in names])
    turned = parts.transpose([names.index(axis) for axis in wanted])
    return turned.reshape([prod(sizes[axis] for axis in group) for group in after])
