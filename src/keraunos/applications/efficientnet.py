"""EfficientNet: one network, made wider, deeper and of larger images together."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos.applications import mobile
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.mobile import divisible
from keraunos.applications.published import pair
from keraunos.core.symbolic import KerasTensor
from keraunos.initializers import VarianceScaling
from keraunos.layers import (
    Activation,
    Add,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    Dropout,
    GlobalAveragePooling2D,
    Multiply,
    Normalization,
    Rescaling,
    Reshape,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = [
    "EfficientNetB0", "EfficientNetB1", "EfficientNetB2", "EfficientNetB3", "EfficientNetB4",
    "EfficientNetB5", "EfficientNetB6", "EfficientNetB7", "decode_predictions", "preprocess_input",
]  # fmt: skip


class Size(NamedTuple):
    """How much wider and deeper than the smallest, the side of its images, and the share dropped."""

    width: float
    depth: float
    side: int
    dropout: float
    top_md5: str
    bare_md5: str


SIZES = {
    "B0": Size(1.0, 1.0, 224, 0.2, "902e53a9f72be733fc0bcb005b3ebbac",
               "50bc09e76180e00e4465e1a485ddc09d"),
    "B1": Size(1.0, 1.1, 240, 0.2, "1d254153d4ab51201f1646940f018540",
               "74c4e6b3e1f6a1eea24c589628592432"),
    "B2": Size(1.1, 1.2, 260, 0.3, "b15cce36ff4dcbd00b6dd88e7857a6ad",
               "111f8e2ac8aa800a7a99e3239f7bfb39"),
    "B3": Size(1.2, 1.4, 300, 0.3, "ffd1fdc53d0ce67064dc6a9c7960ede0",
               "af6d107764bb5b1abb91932881670226"),
    "B4": Size(1.4, 1.8, 380, 0.4, "18c95ad55216b8f92d7e70b3a046e2fc",
               "ebc24e6d6c33eaebbd558eafbeedf1ba"),
    "B5": Size(1.6, 2.2, 456, 0.4, "ace28f2a6363774853a83a0b21b9421a",
               "38879255a25d3c92d5e44e04ae6cec6f"),
    "B6": Size(1.8, 2.6, 528, 0.5, "165f6e37dce68623721b423839de8be5",
               "9ecce42647a20130c1f39a5d4cb75743"),
    "B7": Size(2.0, 3.1, 600, 0.5, "8c03f828fec3ef71311cd463b6759d99",
               "cbcfe4450ddf6f3ad90b1b398090fe4a"),
}  # fmt: skip

STAGES = (
    (3, 1, 32, 16, 1, 1), (3, 2, 16, 24, 6, 2), (5, 2, 24, 40, 6, 2), (3, 3, 40, 80, 6, 2),
    (5, 3, 80, 112, 6, 1), (5, 4, 112, 192, 6, 2), (3, 1, 192, 320, 6, 1),
)  # fmt: skip
"""Kernel, blocks, channels before and after, how often wider between, and strides of the first block."""

DROP = 0.2
"""The share of whole blocks that the last of them drops; those before drop less."""

RGB_DEVIATION = (0.229, 0.224, 0.225)


def kernel_start() -> VarianceScaling:
    """Where the kernels of convolutions begin."""
    return VarianceScaling(2.0, "fan_out", "truncated_normal")


def classifier_start() -> VarianceScaling:
    """Where the kernel of the classifier begins."""
    return VarianceScaling(1.0 / 3.0, "fan_out", "uniform")


def norm(plan: Plan, x: KerasTensor, name: str, momentum: float, active: str = "") -> KerasTensor:
    """Normalized by `name`_bn; and where `active` names a layer, through silu."""
    x = BatchNormalization(axis=plan.axis, momentum=momentum, name=f"{name}_bn")(x)
    return Activation("silu", name=active)(x) if active else x


def excited(plan: Plan, x: KerasTensor, narrow: int, name: str) -> KerasTensor:
    """Each channel times a factor in (0, 1) computed from the means of all of them."""
    channels: Any = x.shape[plan.axis]
    shape = (channels, 1, 1) if plan.axis == 1 else (1, 1, channels)
    factor = Reshape(shape, name=f"{name}se_reshape")(
        GlobalAveragePooling2D(name=f"{name}se_squeeze")(x)
    )
    for part, filters, activation in (("reduce", narrow, "silu"), ("expand", channels, "sigmoid")):
        factor = Conv2D(
            filters, 1, padding="same", activation=activation, kernel_initializer=kernel_start(),
            name=f"{name}se_{part}",
        )(factor)  # fmt: skip
    return Multiply(name=f"{name}se_excite")([x, factor])


def added(x: KerasTensor, before: KerasTensor, rate: float, name: str) -> KerasTensor:
    """x, dropped as a whole for a share of the images in training, and what came before it."""
    if rate > 0:
        x = Dropout(rate, noise_shape=(None, 1, 1, 1), name=f"{name}drop")(x)
    return Add(name=f"{name}add")([x, before])


def block_names(stage: int, count: int) -> list[str]:
    """block1a_, block1b_, … for the blocks of a stage."""
    return [f"block{stage}{chr(ord('a') + i)}_" for i in range(count)]


def _conv(x: KerasTensor, filters: int, name: str) -> KerasTensor:
    return Conv2D(
        filters, 1, padding="same", use_bias=False, kernel_initializer=kernel_start(), name=name
    )(x)  # fmt: skip


def _block(
    plan: Plan, x: KerasTensor, kernel: int, filters: int, wider: int, strides: int, rate: float, name: str
) -> KerasTensor:  # fmt: skip
    """Wider, filtered by channel, excited and narrow again; the input added where it fits."""
    before, channels = x, x.shape[plan.axis] or 0
    if wider != 1:
        x = _conv(x, channels * wider, f"{name}expand_conv")
        x = norm(plan, x, f"{name}expand", 0.99, f"{name}expand_activation")
    if strides > 1:
        margins = mobile.padding(mobile.places(plan, x.shape), kernel)
        x = ZeroPadding2D(margins, name=f"{name}dwconv_pad")(x)
    x = DepthwiseConv2D(
        kernel, strides=strides, padding="same" if strides == 1 else "valid", use_bias=False,
        depthwise_initializer=kernel_start(), name=f"{name}dwconv",
    )(x)  # fmt: skip
    x = norm(plan, x, name[:-1], 0.99, f"{name}activation")
    x = excited(plan, x, max(1, channels // 4), name)
    x = norm(plan, _conv(x, filters, f"{name}project_conv"), f"{name}project", 0.99)
    same = strides == 1 and channels == filters
    return added(x, before, rate, name) if same else x


def _stem(plan: Plan, images: KerasTensor, filters: int) -> KerasTensor:
    """Grey values scaled and normalized, and the first convolution."""
    x = Normalization(axis=plan.axis)(Rescaling(1.0 / 255.0)(images))
    if plan.pretrained:  # the published weights were trained with deviations where variances belong
        x = Rescaling([1.0 / math.sqrt(d) for d in RGB_DEVIATION])(x)
    margins = mobile.padding(mobile.places(plan, x.shape), 3)
    x = ZeroPadding2D(margins, name="stem_conv_pad")(x)
    x = Conv2D(
        filters, 3, strides=2, use_bias=False, kernel_initializer=kernel_start(), name="stem_conv"
    )(x)  # fmt: skip
    return norm(plan, x, "stem", 0.99, "stem_activation")


def _build(plan: Plan, size: str) -> Model:
    scale = SIZES[size]
    images = plan.begin(scale.side, 32)
    x = _stem(plan, images, divisible(32 * scale.width))
    counts = [math.ceil(scale.depth * stage[1]) for stage in STAGES]
    done = 0
    for number, (stage, count) in enumerate(zip(STAGES, counts, strict=True), 1):
        kernel, _, _, filters, wider, strides = stage
        for i, name in enumerate(block_names(number, count)):
            rate = DROP * done / sum(counts)
            width = divisible(filters * scale.width)
            x = _block(plan, x, kernel, width, wider, strides if i == 0 else 1, rate, name)
            done += 1
    x = _conv(x, divisible(1280 * scale.width), "top_conv")
    x = norm(plan, x, "top", 0.99, "top_activation")
    x = plan.topped(x, dropout=scale.dropout, kernel_initializer=classifier_start())
    stem = f"https://storage.googleapis.com/keras-applications/efficientnet{size.lower()}"
    return plan.finish(images, x, pair(stem, scale.top_md5, scale.bare_md5))


def _size(size: str) -> Callable[..., Any]:
    return application(
        f"EfficientNet{size}", lambda plan: _build(plan, size),
        {**COMMON, "name": f"efficientnet{size.lower()}"}, size=SIZES[size].side, least=32,
        source="Tan, Le 2019, arXiv:1905.11946.",
    )  # fmt: skip


EfficientNetB0, EfficientNetB1, EfficientNetB2, EfficientNetB3 = map(
    _size, ("B0", "B1", "B2", "B3")
)
EfficientNetB4, EfficientNetB5, EfficientNetB6, EfficientNetB7 = map(
    _size, ("B4", "B5", "B6", "B7")
)
preprocess_input = in_mode(None)
