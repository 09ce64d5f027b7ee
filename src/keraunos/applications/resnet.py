"""ResNet: convolutions around which the input is added to the output."""

from collections.abc import Callable
from typing import Any

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
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["ResNet50", "ResNet101", "ResNet152", "decode_predictions", "preprocess_input"]

DEPTHS = {"50": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3)}
"""Blocks of each stage, by the layers in all."""

WIDTHS = (64, 128, 256, 512)
"""Filters of the narrow convolutions in each stage; a block gives four times as many channels."""

_FILES = {
    "50": ("2cb95161c43110f7111970584f804107", "4d473c1dd8becc155b73f8504c6f6626"),
    "101": ("f1aeb4b969a6efcfb50fad2f0c20cfc5", "88cf7a10940856eca736dc7b7e228a21"),
    "152": ("100835be76be38e30d865e96f2aaae62", "ee4c566cf9a93f14d82f913c2dc6dd0c"),
}


def norm(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    """The normalization of all of these networks."""
    return BatchNormalization(axis=plan.axis, epsilon=1.001e-5, name=name)(x)


def norm_relu(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    """Normalized, then rectified: the layers `name`_bn and `name`_relu."""
    return Activation("relu", name=f"{name}_relu")(norm(plan, x, f"{name}_bn"))


def stem(plan: Plan, normalized: bool) -> tuple[KerasTensor, KerasTensor]:
    """The images, and what a wide convolution and a pooling make of them: a quarter of the size."""
    images = plan.begin(224, 32)
    x = ZeroPadding2D(3, name="conv1_pad")(images)
    x = Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = norm_relu(plan, x, "conv1") if normalized else x
    x = ZeroPadding2D(1, name="pool1_pad")(x)
    return images, MaxPooling2D(3, strides=2, name="pool1_pool")(x)


def _block(
    plan: Plan, x: KerasTensor, width: int, strides: int, first: bool, name: str
) -> KerasTensor:
    """1x1, 3x3 and 1x1 convolutions, and the input added: through a convolution in a stage's first."""
    short = x
    if first:
        short = Conv2D(4 * width, 1, strides=strides, name=f"{name}_0_conv")(x)
        short = norm(plan, short, f"{name}_0_bn")
    x = Conv2D(width, 1, strides=strides, name=f"{name}_1_conv")(x)
    x = norm_relu(plan, x, f"{name}_1")
    x = Conv2D(width, 3, padding="same", name=f"{name}_2_conv")(x)
    x = norm_relu(plan, x, f"{name}_2")
    x = Conv2D(4 * width, 1, name=f"{name}_3_conv")(x)
    x = Add(name=f"{name}_add")([short, norm(plan, x, f"{name}_3_bn")])
    return Activation("relu", name=f"{name}_out")(x)


def _build(plan: Plan, size: str) -> Model:
    images, x = stem(plan, normalized=True)
    for stage, (width, count) in enumerate(zip(WIDTHS, DEPTHS[size], strict=True), 2):
        for i in range(1, count + 1):
            strides = 2 if i == 1 and stage > 2 else 1
            x = _block(plan, x, width, strides, i == 1, f"conv{stage}_block{i}")
    files = kernels("resnet", f"resnet{size}", *_FILES[size])
    return plan.finish(images, plan.topped(x), files)


def _size(size: str) -> Callable[..., Any]:
    return application(
        f"ResNet{size}", lambda plan: _build(plan, size), {**COMMON, "name": f"resnet{size}"},
        size=224, least=32,
        source="He, Zhang, Ren, Sun 2016, doi:10.1109/CVPR.2016.90; its stride is in the first 1x1.",
    )  # fmt: skip


ResNet50, ResNet101, ResNet152 = _size("50"), _size("101"), _size("152")
preprocess_input = in_mode("caffe")
