"""InceptionV3: branches of convolutions of several sizes, joined again and again."""

from collections.abc import Sequence
from typing import Any

from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import kernels
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    MaxPooling2D,
)
from keraunos.models import Model

__all__ = ["InceptionV3", "decode_predictions", "preprocess_input"]

AVERAGE, HALVE = "average", "halve"
"""Steps of a branch that pool: over 3x3 places at full size, or to half of it. Others are convolutions:
(filters, rows, columns), and with a fourth element without padding and by steps of so many places."""

STEM = ((32, 3, 3, 2), (32, 3, 3, 1), (64, 3, 3), HALVE, (80, 1, 1, 1), (192, 3, 3, 1), HALVE)


def convolved(
    plan: Plan, x: KerasTensor, filters: int, rows: int, columns: int, *narrow: int, name: str | None = None
) -> KerasTensor:  # fmt: skip
    """A convolution, normalized without a scale and rectified; narrow: its strides, without padding."""
    x = Conv2D(
        filters, (rows, columns), strides=narrow[0] if narrow else 1,
        padding="valid" if narrow else "same", use_bias=False, name=name,
    )(x)  # fmt: skip
    x = BatchNormalization(axis=plan.axis, scale=False, name=name and f"{name}_bn")(x)
    return Activation("relu", name=name and f"{name}_ac")(x)


def chain(plan: Plan, x: KerasTensor, steps: Sequence[Any]) -> KerasTensor:
    """One step after the other."""
    for step in steps:
        if step == AVERAGE:
            x = AveragePooling2D(3, strides=1, padding="same")(x)
        elif step == HALVE:
            x = MaxPooling2D(3, strides=2)(x)
        else:
            x = convolved(plan, x, *step)
    return x


def joined(
    plan: Plan, x: KerasTensor, branches: Sequence[Sequence[Any]], name: str | None
) -> KerasTensor:
    """The ends of the branches, side by side."""
    return Concatenate(axis=plan.axis, name=name)([chain(plan, x, steps) for steps in branches])


def _small(pooled: int) -> Sequence[Sequence[Any]]:
    return (
        [(64, 1, 1)], [(48, 1, 1), (64, 5, 5)], [(64, 1, 1), (96, 3, 3), (96, 3, 3)],
        [AVERAGE, (pooled, 1, 1)],
    )  # fmt: skip


def _long(width: int) -> Sequence[Sequence[Any]]:
    return (
        [(192, 1, 1)],
        [(width, 1, 1), (width, 1, 7), (192, 7, 1)],
        [(width, 1, 1), (width, 7, 1), (width, 1, 7), (width, 7, 1), (192, 1, 7)],
        [AVERAGE, (192, 1, 1)],
    )


MIXED: tuple[Sequence[Sequence[Any]], ...] = (
    _small(32), _small(64), _small(64),
    ([(384, 3, 3, 2)], [(64, 1, 1), (96, 3, 3), (96, 3, 3, 2)], [HALVE]),
    _long(128), _long(160), _long(160), _long(192),
    (
        [(192, 1, 1), (320, 3, 3, 2)],
        [(192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3, 2)],
        [HALVE],
    ),
)  # fmt: skip
"""The branches of the first nine blocks."""


def _forked(plan: Plan, x: KerasTensor, number: int) -> KerasTensor:
    """The last blocks, whose branches end in two, one along the rows and one along the columns."""

    def fork(steps: Sequence[Any], name: str | None) -> KerasTensor:
        end = chain(plan, x, steps)
        return joined(plan, end, ([(384, 1, 3)], [(384, 3, 1)]), name)

    ends = [
        chain(plan, x, [(320, 1, 1)]),
        fork([(384, 1, 1)], f"mixed9_{number - 9}"),
        fork([(448, 1, 1), (384, 3, 3)], None),
        chain(plan, x, [AVERAGE, (192, 1, 1)]),
    ]
    return Concatenate(axis=plan.axis, name=f"mixed{number}")(ends)


def _build(plan: Plan) -> Model:
    images = plan.begin(299, 75)
    x = chain(plan, images, STEM)
    for number, branches in enumerate(MIXED):
        x = joined(plan, x, branches, f"mixed{number}")
    for number in (9, 10):
        x = _forked(plan, x, number)
    files = kernels(
        "inception_v3", "inception_v3", "9a0d58056eeedaa3f26cb7ebd46da564",
        "bcbd6486424b2319ff4ef7d526e38f63",
    )  # fmt: skip
    return plan.finish(images, plan.topped(x, named=False), files)


InceptionV3 = application(
    "InceptionV3", _build, {**COMMON, "name": "inception_v3"}, size=299, least=75,
    source="Szegedy et al. 2016, arXiv:1512.00567.",
)  # fmt: skip
preprocess_input = in_mode("tf")
