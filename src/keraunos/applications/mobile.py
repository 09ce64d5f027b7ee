"""What the MobileNets share: widths that divide by eight, paddings, and the sizes of published weights."""

import warnings

from keraunos.applications.frame import Plan
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Shape


def divisible(value: float, by: int = 8) -> int:
    """The multiple of `by` nearest to a width, at least `by` and never a tenth below the width.

    Example:
        >>> divisible(37.5), divisible(3), divisible(10.9)
        (40, 8, 16)
    """
    nearest = max(by, int(value + by / 2) // by * by)
    return nearest + by if nearest < 0.9 * value else nearest


def padding(sizes: Shape, kernel: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The margins with which a convolution of stride 2 sees every place: one fewer before even sizes.

    Args: sizes: rows and columns, None where unknown, taken as odd's neighbour: even is one fewer.
    """
    half = kernel // 2
    rows, columns = (half - (1 if size is None else 1 - size % 2) for size in sizes)
    return (rows, half), (columns, half)


def places(plan: Plan, shape: Shape) -> Shape:
    """Rows and columns of feature maps or images, given with or without the batch."""
    return shape[-2:] if plan.axis == 1 else shape[-3:-1]


def side(plan: Plan, sides: tuple[int, ...], default: int = 224) -> int:
    """The side of square images that weights were published for, or the default."""
    rows, columns = places(plan, tuple(plan.input_shape)) if _has_sizes(plan) else (None, None)
    return rows if rows == columns and rows in sides else default


def _has_sizes(plan: Plan) -> bool:
    return plan.input_shape is not None and len(plan.input_shape) == 3


def published_side(plan: Plan, sides: tuple[int, ...]) -> int:
    """The side whose published weights go with the images; warns where it is not theirs."""
    rows, columns = places(plan, plan.image)
    if rows == columns and rows in sides:
        return rows
    warnings.warn(
        f"{plan.owner}: weights are published for squares of {', '.join(map(str, sides))}; those of 224 "
        f"are loaded for images of {rows} x {columns}.",
        stacklevel=5,
    )
    return 224


def check_alpha(plan: Plan, known: tuple[float, ...]) -> None:
    """Refuse a width for which nothing is published.

    Raises: ValueError naming the widths.
    """
    alpha = plan.own["alpha"]
    if plan.pretrained and alpha not in known:
        expected = f"one of {', '.join(map(str, known))} with weights of ImageNet"
        fix = "Pass weights=None for another width."
        raise ValueError(bad(plan.owner, "alpha", expected, alpha, fix))


def check_tensor(plan: Plan) -> None:
    """Refuse a tensor of other sizes than the shape that is given beside it.

    Raises: ValueError naming both.
    """
    tensor, shape = plan.input_tensor, plan.input_shape
    if shape is None or not isinstance(tensor, KerasTensor):
        return
    if places(plan, tensor.shape) != places(plan, tuple(shape)):
        expected = f"of the sizes of input_shape {tuple(shape)}"
        raise ValueError(bad(plan.owner, "input_tensor", expected, tensor, "Give one of them."))
