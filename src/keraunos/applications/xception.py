"""Xception: separable convolutions with residuals."""

from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import kernels
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    Add,
    BatchNormalization,
    Conv2D,
    MaxPooling2D,
    SeparableConv2D,
)
from keraunos.models import Model

__all__ = ["Xception", "decode_predictions", "preprocess_input"]

ENTRY = {2: (128, 128), 3: (256, 256), 4: (728, 728)}
MIDDLE = {number: (728, 728, 728) for number in range(5, 13)}
EXIT = {13: (728, 1024)}
"""Filters of each block's separable convolutions; those of entry and exit halve the size."""


def _separable(plan: Plan, x: KerasTensor, filters: int, name: str) -> KerasTensor:
    x = SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
    return BatchNormalization(axis=plan.last, name=f"{name}_bn")(x)


def _block(plan: Plan, x: KerasTensor, number: int, filters: tuple[int, ...]) -> KerasTensor:
    """Rectified separable convolutions around which the input goes, narrowed where the block narrows."""
    short, halves = x, number not in MIDDLE
    if halves:
        short = Conv2D(filters[-1], 1, strides=2, padding="same", use_bias=False)(x)
        short = BatchNormalization(axis=plan.last)(short)
    for i, width in enumerate(filters, 1):
        name = f"block{number}_sepconv{i}"
        if number > 2 or i > 1:
            x = Activation("relu", name=f"{name}_act")(x)
        x = _separable(plan, x, width, name)
    if halves:
        x = MaxPooling2D(3, strides=2, padding="same", name=f"block{number}_pool")(x)
    return Add()([x, short])


def _build(plan: Plan) -> Model:
    images = x = plan.begin(299, 71)
    for i, (filters, strides) in enumerate(((32, 2), (64, 1)), 1):
        name = f"block1_conv{i}"
        x = Conv2D(filters, 3, strides=strides, use_bias=False, name=name)(x)
        x = BatchNormalization(axis=plan.last, name=f"{name}_bn")(x)
        x = Activation("relu", name=f"{name}_act")(x)
    for number, filters in {**ENTRY, **MIDDLE, **EXIT}.items():
        x = _block(plan, x, number, filters)
    for i, width in enumerate((1536, 2048), 1):
        name = f"block14_sepconv{i}"
        x = Activation("relu", name=f"{name}_act")(_separable(plan, x, width, name))
    files = kernels(
        "xception", "xception", "0a58e3b7378bc2990ea3b43d5981f1f6",
        "b0042744bf5b25fce3cb969f33bebb97",
    )  # fmt: skip
    return plan.finish(images, plan.topped(x, named=False), files)


Xception = application(
    "Xception", _build, {**COMMON, "name": "xception"}, size=299, least=71,
    source="Chollet 2017, arXiv:1610.02357.",
)  # fmt: skip
preprocess_input = in_mode("tf")
