"""MobileNetV3: the blocks of V2 with excited channels and another activation, found by search."""

from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos import ops
from keraunos.applications import mobile
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.mobile import divisible
from keraunos.applications.published import HOME, Published, pair
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    Add,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Multiply,
    ReLU,
    Rescaling,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["MobileNetV3Large", "MobileNetV3Small", "decode_predictions", "preprocess_input"]


class Block(NamedTuple):
    """How often wider, channels after, kernel, strides, whether excited, and whether through hard silu."""

    wider: float
    filters: int
    kernel: int
    strides: int
    excited: bool
    smooth: bool


_SMALL = (
    Block(1, 16, 3, 2, True, False), Block(72 / 16, 24, 3, 2, False, False),
    Block(88 / 24, 24, 3, 1, False, False), Block(4, 40, 5, 2, True, True),
    Block(6, 40, 5, 1, True, True), Block(6, 40, 5, 1, True, True), Block(3, 48, 5, 1, True, True),
    Block(3, 48, 5, 1, True, True), Block(6, 96, 5, 2, True, True), Block(6, 96, 5, 1, True, True),
    Block(6, 96, 5, 1, True, True),
)  # fmt: skip
_LARGE = (
    Block(1, 16, 3, 1, False, False), Block(4, 24, 3, 2, False, False),
    Block(3, 24, 3, 1, False, False), Block(3, 40, 5, 2, True, False),
    Block(3, 40, 5, 1, True, False), Block(3, 40, 5, 1, True, False),
    Block(6, 80, 3, 2, False, True), Block(2.5, 80, 3, 1, False, True),
    Block(2.3, 80, 3, 1, False, True), Block(2.3, 80, 3, 1, False, True),
    Block(6, 112, 3, 1, True, True), Block(6, 112, 3, 1, True, True),
    Block(6, 160, 5, 2, True, True), Block(6, 160, 5, 1, True, True),
    Block(6, 160, 5, 1, True, True),
)  # fmt: skip

SIZES = {"Small": (_SMALL, 1024), "Large": (_LARGE, 1280)}
"""Blocks, and channels before the classifier."""

_FILES = {
    "large_224_0.75": ("765b44a33ad4005b3ac83185abf1d0eb", "40af19a13ebea4e2ee0c676887f69a2e"),
    "large_224_1.0": ("59e551e166be033d707958cf9e29a6a7", "07fb09a5933dd0c8eaafa16978110389"),
    "large_minimalistic_224_1.0": (
        "675e7b876c45c57e9e63e6d90a36599c", "ec5221f64a2f6d1ef965a614bdae7973",
    ),
    "small_224_0.75": ("cb65d4e5be93758266aa0a7f2c6708b7", "ebdb5cc8e0b497cd13a7c275d475c819"),
    "small_224_1.0": ("8768d4c2e7dee89b9d02b2d03d65d862", "d3e8ec802a04aa4fc771ee12a9a9b836"),
    "small_minimalistic_224_1.0": (
        "99cd97fb2fcdad2bf028eb838de69e37", "cde8136e733e811080d9fcd8a252f7e4",
    ),
}  # fmt: skip


def _norm(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    return BatchNormalization(axis=plan.last, momentum=0.999, name=name)(x)


def _active(x: KerasTensor, smooth: bool) -> KerasTensor:
    return Activation("hard_silu")(x) if smooth else ReLU()(x)


def _excited(x: KerasTensor, channels: int, prefix: str) -> KerasTensor:
    """Each channel times a factor in [0, 1] computed from the means of all of them."""
    name = f"{prefix}squeeze_excite_"
    factor = GlobalAveragePooling2D(keepdims=True, name=f"{name}avg_pool")(x)
    factor = Conv2D(divisible(channels / 4), 1, padding="same", name=f"{name}conv")(factor)
    factor = ReLU(name=f"{name}relu")(factor)
    factor = Conv2D(channels, 1, padding="same", name=f"{name}conv_1")(factor)
    return Multiply(name=f"{name}mul")([x, ops.multiply(ReLU(6.0)(factor + 3.0), 1.0 / 6.0)])


def _block(plan: Plan, x: KerasTensor, block: Block, first: bool, prefix: str) -> KerasTensor:
    """Wider, filtered by channel, excited and narrow again; the input added where it fits."""
    before, channels = x, x.shape[plan.axis] or 0
    wide = channels if first else divisible(channels * block.wider)
    if not first:
        x = Conv2D(wide, 1, padding="same", use_bias=False, name=f"{prefix}expand")(x)
        x = _active(_norm(plan, x, f"{prefix}expand_bn"), block.smooth)
    if block.strides > 1:
        margins = mobile.padding(mobile.places(plan, x.shape), block.kernel)
        x = ZeroPadding2D(margins, name=f"{prefix}depthwise_pad")(x)
    x = DepthwiseConv2D(
        block.kernel, strides=block.strides, padding="same" if block.strides == 1 else "valid",
        use_bias=False, name=f"{prefix}depthwise",
    )(x)  # fmt: skip
    x = _active(_norm(plan, x, f"{prefix}depthwise_bn"), block.smooth)
    x = _excited(x, wide, prefix) if block.excited else x
    x = Conv2D(block.filters, 1, padding="same", use_bias=False, name=f"{prefix}project")(x)
    x = _norm(plan, x, f"{prefix}project_bn")
    same = block.strides == 1 and channels == block.filters
    return Add(name=f"{prefix}add")([before, x]) if same else x


def _top(plan: Plan, x: KerasTensor, width: int, smooth: bool) -> KerasTensor:
    """The classifier, as convolutions of the one place that is left."""
    alpha, dropout = plan.own["alpha"], plan.own["dropout_rate"]
    x = GlobalAveragePooling2D(keepdims=True)(x)
    x = Conv2D(
        divisible(width * alpha) if alpha > 1.0 else width, 1, padding="same", name="conv_2"
    )(x)
    x = _active(x, smooth)
    x = Dropout(dropout)(x) if dropout > 0 else x
    x = Flatten()(Conv2D(plan.classes, 1, padding="same", name="logits")(x))
    return Activation(plan.activation(), name="predictions")(x)


def _body(plan: Plan, x: KerasTensor, blocks: tuple[Block, ...], plain: bool) -> KerasTensor:
    """All that comes before the top; plain: with small kernels, rectified and nothing excited."""
    for i, given in enumerate(blocks):
        block = given._replace(kernel=3, excited=False, smooth=False) if plain else given
        filters = divisible(given.filters * plan.own["alpha"])
        prefix = f"expanded_conv_{i}_" if i else "expanded_conv_"
        x = _block(plan, x, block._replace(filters=filters), i == 0, prefix)
    last = divisible((x.shape[plan.axis] or 0) * 6)
    x = Conv2D(last, 1, padding="same", use_bias=False, name="conv_1")(x)
    return _active(_norm(plan, x, "conv_1_bn"), not plain)


def _build(plan: Plan, size: str) -> Model:
    blocks, width = SIZES[size]
    plain = bool(plan.own["minimalistic"])
    mobile.check_tensor(plan)
    images = x = plan.begin(224, 32, fixed=False)
    files = _files(plan, size, plain)
    if plan.own["include_preprocessing"]:
        x = Rescaling(1.0 / 127.5, offset=-1.0)(x)
    x = Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
    x = _body(plan, _active(_norm(plan, x, "conv_bn"), not plain), blocks, plain)
    x = _top(plan, x, width, not plain) if plan.include_top else plan.pooled(x, named=True)
    return plan.finish(images, x, files)


def _files(plan: Plan, size: str, plain: bool) -> Published:
    """The weights for this width."""
    alpha = plan.own["alpha"]
    mobile.check_alpha(plan, (1.0,) if plain else (0.75, 1.0))
    if plan.pretrained:
        mobile.published_side(plan, (224,))
    model = f"{size.lower()}{'_minimalistic' if plain else ''}_224_{float(alpha)}"
    top, bare = _FILES.get(model, (None, None))
    stem = f"{HOME}mobilenet_v3/weights_mobilenet_v3_{model}_float"
    return pair(stem, top, bare, "_no_top_v2")


def _size(size: str) -> Callable[..., Any]:
    defaults = {
        "input_shape": None, "alpha": 1.0, "minimalistic": False, "include_top": True,
        "weights": "imagenet", "input_tensor": None, "classes": COMMON["classes"], "pooling": None,
        "dropout_rate": 0.2, "classifier_activation": "softmax", "include_preprocessing": True,
        "name": f"MobileNetV3{size}",
    }  # fmt: skip
    return application(
        f"MobileNetV3{size}", lambda plan: _build(plan, size), defaults, size=224, least=32,
        source="Howard et al. 2019, arXiv:1905.02244.",
        own="alpha: the width of all layers, a float > 0; 0.75 and 1.0 have published weights.\n"
        "minimalistic: whether it does without 5x5 kernels, excitation and hard silu.\n"
        "dropout_rate: the share dropped before the classifier, in [0, 1).\n"
        "include_preprocessing: whether it takes grey values in [0, 255]; False: values in [-1, 1].",
    )  # fmt: skip


MobileNetV3Small, MobileNetV3Large = _size("Small"), _size("Large")
preprocess_input = in_mode(None)
