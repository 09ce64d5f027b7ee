"""EfficientNetV2: its first blocks widen by one full convolution in place of two."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos.applications.efficientnet import (
    DROP,
    RGB_DEVIATION,
    added,
    block_names,
    classifier_start,
    excited,
    kernel_start,
    norm,
)
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import RGB_MEAN, decode_predictions, in_mode
from keraunos.applications.published import HOME, pair
from keraunos.core.symbolic import KerasTensor
from keraunos.initializers import Constant
from keraunos.layers import Conv2D, DepthwiseConv2D, Normalization, Rescaling
from keraunos.models import Model

__all__ = [
    "EfficientNetV2B0", "EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3",
    "EfficientNetV2L", "EfficientNetV2M", "EfficientNetV2S", "decode_predictions",
    "preprocess_input",
]  # fmt: skip

MOMENTUM = 0.9
DROPOUT = 0.2


class Stage(NamedTuple):
    """Blocks, channels before and after, how often wider between, strides of the first, and the kind."""

    blocks: int
    before: int
    after: int
    wider: int
    strides: int
    fused: bool = False


_BASE = (
    Stage(1, 32, 16, 1, 1, True), Stage(2, 16, 32, 4, 2, True), Stage(2, 32, 48, 4, 2, True),
    Stage(3, 48, 96, 4, 2), Stage(5, 96, 112, 6, 1), Stage(8, 112, 192, 6, 2),
)  # fmt: skip
_SMALL = (
    Stage(2, 24, 24, 1, 1, True), Stage(4, 24, 48, 4, 2, True), Stage(4, 48, 64, 4, 2, True),
    Stage(6, 64, 128, 4, 2), Stage(9, 128, 160, 6, 1), Stage(15, 160, 256, 6, 2),
)  # fmt: skip
_MIDDLE = (
    Stage(3, 24, 24, 1, 1, True), Stage(5, 24, 48, 4, 2, True), Stage(5, 48, 80, 4, 2, True),
    Stage(7, 80, 160, 4, 2), Stage(14, 160, 176, 6, 1), Stage(18, 176, 304, 6, 2),
    Stage(5, 304, 512, 6, 1),
)  # fmt: skip
_LARGE = (
    Stage(4, 32, 32, 1, 1, True), Stage(7, 32, 64, 4, 2, True), Stage(7, 64, 96, 4, 2, True),
    Stage(10, 96, 192, 4, 2), Stage(19, 192, 224, 6, 1), Stage(25, 224, 384, 6, 2),
    Stage(7, 384, 640, 6, 1),
)  # fmt: skip


class Size(NamedTuple):
    """Its stages, how much wider and deeper it is than they say, and the side of its images."""

    stages: tuple[Stage, ...]
    width: float
    depth: float
    side: int
    top_md5: str
    bare_md5: str


SIZES = {
    "B0": Size(_BASE, 1.0, 1.0, 224, "21ecbf6da12460d5c40bb2f29ceb2188",
               "893217f2bb855e2983157299931e43ff"),
    "B1": Size(_BASE, 1.0, 1.1, 240, "069f0534ff22adf035c89e2d9547a9dc",
               "0e80663031ca32d657f9caa404b6ec37"),
    "B2": Size(_BASE, 1.1, 1.2, 260, "424e49f28180edbde1e94797771950a7",
               "1dfe2e7a5d45b6632553a8961ea609eb"),
    "B3": Size(_BASE, 1.2, 1.4, 300, "1f1fc43bd98a6e4fd8fdfd551e02c7a0",
               "f6abf7b5849ac99a89b50dd3fd532856"),
    "S": Size(_SMALL, 1.0, 1.0, 384, "e1d88a8495beba45748fedd0cecbe016",
              "af0682fb74e8c54910f2d4393339c070"),
    "M": Size(_MIDDLE, 1.0, 1.0, 480, "a3bf6aa3276309f4fc6a34aa114c95cd",
              "1b8dc055df72dde80d614482840fe342"),
    "L": Size(_LARGE, 1.0, 1.0, 480, "27e6d408b53c7ebc868fefa357689935",
              "b0b66b5c863aef5b46e8608fe1711615"),
}  # fmt: skip


def _width(channels: int, factor: float) -> int:
    """The multiple of eight nearest to so many channels."""
    return max(8, int(channels * factor + 4) // 8 * 8)


def _conv(x: KerasTensor, filters: int, kernel: int, strides: int, name: str) -> KerasTensor:
    return Conv2D(
        filters, kernel, strides=strides, padding="same", use_bias=False,
        kernel_initializer=kernel_start(), name=name,
    )(x)  # fmt: skip


def _fused(
    plan: Plan, x: KerasTensor, filters: int, wider: int, strides: int, name: str
) -> KerasTensor:
    """Wider by a full convolution and narrow again; one full convolution where it is not wider."""
    if wider == 1:
        x = _conv(x, filters, 3, strides, f"{name}project_conv")
        return norm(plan, x, f"{name}project", MOMENTUM, f"{name}project_activation")
    x = _conv(x, wider * (x.shape[plan.axis] or 0), 3, strides, f"{name}expand_conv")
    x = norm(plan, x, f"{name}expand", MOMENTUM, f"{name}expand_activation")
    return norm(plan, _conv(x, filters, 1, 1, f"{name}project_conv"), f"{name}project", MOMENTUM)


def _apart(
    plan: Plan, x: KerasTensor, filters: int, wider: int, strides: int, name: str
) -> KerasTensor:
    """Wider, filtered by channel, excited and narrow again."""
    channels = x.shape[plan.axis] or 0
    x = _conv(x, wider * channels, 1, 1, f"{name}expand_conv")
    x = norm(plan, x, f"{name}expand", MOMENTUM, f"{name}expand_activation")
    x = DepthwiseConv2D(
        3, strides=strides, padding="same", use_bias=False, depthwise_initializer=kernel_start(),
        name=f"{name}dwconv2",
    )(x)  # fmt: skip
    x = norm(plan, x, name[:-1], MOMENTUM, f"{name}activation")
    x = excited(plan, x, max(1, channels // 4), name)
    return norm(plan, _conv(x, filters, 1, 1, f"{name}project_conv"), f"{name}project", MOMENTUM)


def _prepared(plan: Plan, images: KerasTensor, size: str) -> KerasTensor:
    """Grey values as the weights of this size were trained on them."""
    if not plan.own["include_preprocessing"]:
        return images
    if not size.startswith("B") or images.shape[plan.axis] != len(RGB_MEAN):
        return Rescaling(1.0 / 128.0, offset=-1)(images)
    variance = [d**2 for d in RGB_DEVIATION]
    x = Rescaling(1.0 / 255)(images)
    return Normalization(axis=plan.axis, mean=list(RGB_MEAN), variance=variance)(x)


def _build(plan: Plan, size: str) -> Model:
    scale = SIZES[size]
    images = plan.begin(scale.side, 32)
    x = _prepared(plan, images, size)
    x = _conv(x, _width(scale.stages[0].before, scale.width), 3, 2, "stem_conv")
    x = norm(plan, x, "stem", MOMENTUM, "stem_activation")
    counts = [math.ceil(scale.depth * stage.blocks) for stage in scale.stages]
    done, total = 0, sum(stage.blocks for stage in scale.stages)
    for number, (stage, count) in enumerate(zip(scale.stages, counts, strict=True), 1):
        filters = _width(stage.after, scale.width)
        for i, name in enumerate(block_names(number, count)):
            before, strides = x, stage.strides if i == 0 else 1
            x = (_fused if stage.fused else _apart)(plan, x, filters, stage.wider, strides, name)
            if strides == 1 and before.shape[plan.axis] == filters:
                x = added(x, before, DROP * done / total, name)
            done += 1
    x = _conv(x, _width(1280, scale.width), 1, 1, "top_conv")
    x = norm(plan, x, "top", MOMENTUM, "top_activation")
    start = {"kernel_initializer": classifier_start(), "bias_initializer": Constant(0.0)}
    x = plan.topped(x, dropout=DROPOUT, **start)
    stem = f"{HOME}efficientnet_v2/efficientnetv2-{size.lower()}"
    return plan.finish(images, x, pair(stem, scale.top_md5, scale.bare_md5))


def _size(size: str) -> Callable[..., Any]:
    return application(
        f"EfficientNetV2{size}", lambda plan: _build(plan, size),
        {**COMMON, "include_preprocessing": True, "name": f"efficientnetv2-{size.lower()}"},
        size=SIZES[size].side, least=32, source="Tan, Le 2021, arXiv:2104.00298.",
        own="include_preprocessing: whether it takes grey values in [0, 255]; False: values scaled already.",
    )  # fmt: skip


EfficientNetV2B0, EfficientNetV2B1, EfficientNetV2B2 = map(_size, ("B0", "B1", "B2"))
EfficientNetV2B3, EfficientNetV2S = map(_size, ("B3", "S"))
EfficientNetV2M, EfficientNetV2L = map(_size, ("M", "L"))
preprocess_input = in_mode(None)
