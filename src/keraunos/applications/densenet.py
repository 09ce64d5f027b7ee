"""DenseNet: each block adds channels to all that came before it."""

from collections.abc import Callable
from typing import Any

from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import kernels
from keraunos.applications.resnet import norm, norm_relu
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    AveragePooling2D,
    Concatenate,
    Conv2D,
    MaxPooling2D,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["DenseNet121", "DenseNet169", "DenseNet201", "decode_predictions", "preprocess_input"]

GROWTH = 32
"""Channels that each block adds."""

DEPTHS = {"121": (6, 12, 24, 16), "169": (6, 12, 32, 32), "201": (6, 12, 48, 32)}
"""Blocks of each stage, by the layers in all."""

_FILES = {
    "121": ("9d60b8095a5708f2dcce2bca79d332c7", "30ee3e1110167f948a6b9946edeeb738"),
    "169": ("d699b8f76981ab1b30698df4c175e90b", "b8c4d4c20dd625c148057b9ff1c1176b"),
    "201": ("1ceb130c1ea1b78c3bf6114dbdfd8807", "c13680b51ded0fb44dff2d8f86ac8bb1"),
}


def _block(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    """New channels by a 1x1 and a 3x3 convolution, behind the old ones."""
    new = norm_relu(plan, x, f"{name}_0")
    new = Conv2D(4 * GROWTH, 1, use_bias=False, name=f"{name}_1_conv")(new)
    new = norm_relu(plan, new, f"{name}_1")
    new = Conv2D(GROWTH, 3, padding="same", use_bias=False, name=f"{name}_2_conv")(new)
    return Concatenate(axis=plan.axis, name=f"{name}_concat")([x, new])


def _transition(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    """Half the channels and half the size."""
    x = norm_relu(plan, x, name)
    half = (x.shape[plan.axis] or 0) // 2
    x = Conv2D(half, 1, use_bias=False, name=f"{name}_conv")(x)
    return AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)


def _build(plan: Plan, size: str) -> Model:
    plan.need_channels_last()
    images = plan.begin(224, 32)
    x = Conv2D(64, 7, strides=2, use_bias=False, name="conv1_conv")(ZeroPadding2D(3)(images))
    x = MaxPooling2D(3, strides=2, name="pool1")(ZeroPadding2D(1)(norm_relu(plan, x, "conv1")))
    for stage, count in enumerate(DEPTHS[size], 2):
        for i in range(1, count + 1):
            x = _block(plan, x, f"conv{stage}_block{i}")
        if stage < 5:
            x = _transition(plan, x, f"pool{stage}")
    x = plan.topped(Activation("relu", name="relu")(norm(plan, x, "bn")))
    return plan.finish(images, x, kernels("densenet", f"densenet{size}", *_FILES[size]))


def _size(size: str) -> Callable[..., Any]:
    return application(
        f"DenseNet{size}", lambda plan: _build(plan, size), {**COMMON, "name": f"densenet{size}"},
        size=224, least=32, source="Huang, Liu, van der Maaten, Weinberger 2017, arXiv:1608.06993.",
    )  # fmt: skip


DenseNet121, DenseNet169, DenseNet201 = _size("121"), _size("169"), _size("201")
preprocess_input = in_mode("torch")
