"""ResNet V2: residual blocks that normalize and rectify before their convolutions."""

from collections.abc import Callable
from typing import Any

from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import kernels
from keraunos.applications.resnet import DEPTHS, WIDTHS, norm_relu, stem
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import Add, Conv2D, MaxPooling2D, ZeroPadding2D
from keraunos.models import Model

__all__ = ["ResNet50V2", "ResNet101V2", "ResNet152V2", "decode_predictions", "preprocess_input"]

_FILES = {
    "50": ("3ef43a0b657b3be2300d5770ece849e0", "fac2f116257151a9d068a22e544a4917"),
    "101": ("6343647c601c52e1368623803854d971", "c0ed64b8031c3730f411d2eb4eea35b5"),
    "152": ("a49b44d1979771252814e80f8ec446f9", "ed17cf2e0169df9d443503ef94b23b33"),
}


def _block(
    plan: Plan, x: KerasTensor, width: int, strides: int, first: bool, name: str
) -> KerasTensor:
    """Normalize, then 1x1, 3x3 and 1x1 convolutions, and the input added.

    The input goes through a convolution in a stage's first block, and is thinned out where the block is.
    """
    before = norm_relu(plan, x, f"{name}_preact")
    if first:
        short = Conv2D(4 * width, 1, strides=strides, name=f"{name}_0_conv")(before)
    else:
        short = MaxPooling2D(1, strides=strides)(x) if strides > 1 else x
    x = Conv2D(width, 1, use_bias=False, name=f"{name}_1_conv")(before)
    x = ZeroPadding2D(1, name=f"{name}_2_pad")(norm_relu(plan, x, f"{name}_1"))
    x = Conv2D(width, 3, strides=strides, use_bias=False, name=f"{name}_2_conv")(x)
    x = Conv2D(4 * width, 1, name=f"{name}_3_conv")(norm_relu(plan, x, f"{name}_2"))
    return Add(name=f"{name}_out")([short, x])


def _build(plan: Plan, size: str) -> Model:
    images, x = stem(plan, normalized=False)
    for stage, (width, count) in enumerate(zip(WIDTHS, DEPTHS[size], strict=True), 2):
        for i in range(1, count + 1):
            strides = 2 if i == count and stage < 5 else 1
            x = _block(plan, x, width, strides, i == 1, f"conv{stage}_block{i}")
    x = plan.topped(norm_relu(plan, x, "post"))
    return plan.finish(images, x, kernels("resnet", f"resnet{size}v2", *_FILES[size]))


def _size(size: str) -> Callable[..., Any]:
    return application(
        f"ResNet{size}V2", lambda plan: _build(plan, size),
        {**COMMON, "name": f"resnet{size}v2"}, size=224, least=32,
        source="He, Zhang, Ren, Sun 2016, arXiv:1603.05027.",
    )  # fmt: skip


ResNet50V2, ResNet101V2, ResNet152V2 = _size("50"), _size("101"), _size("152")
preprocess_input = in_mode("tf")
