"""MobileNetV2: blocks that widen, filter each channel and narrow again, their narrow ends joined."""

from typing import Any

from keraunos.applications import mobile
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.mobile import divisible
from keraunos.applications.published import HOME, Published, pair
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Add,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    GlobalAveragePooling2D,
    ReLU,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["MobileNetV2", "decode_predictions", "preprocess_input"]

STAGES = (
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
    (6, 320, 1, 1),
)  # fmt: skip
"""How often wider, channels, blocks, and strides of the first of them."""

SIDES = (96, 128, 160, 192, 224)
ALPHAS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)


def _norm(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    return BatchNormalization(axis=plan.last, momentum=0.999, name=name)(x)


def _block(
    plan: Plan, x: KerasTensor, wider: int, filters: int, strides: int, prefix: str
) -> KerasTensor:
    """Wider by a 1x1 convolution, filtered by channel, narrow again; the input added where it fits."""
    before, channels = x, x.shape[plan.axis] or 0
    if wider > 1:
        x = Conv2D(
            wider * channels, 1, padding="same", use_bias=False, name=f"{prefix}expand"
        )(x)  # fmt: skip
        x = ReLU(6.0, name=f"{prefix}expand_relu")(_norm(plan, x, f"{prefix}expand_BN"))
    if strides > 1:
        margins = mobile.padding(mobile.places(plan, x.shape), 3)
        x = ZeroPadding2D(margins, name=f"{prefix}pad")(x)
    x = DepthwiseConv2D(
        3, strides=strides, padding="same" if strides == 1 else "valid", use_bias=False,
        name=f"{prefix}depthwise",
    )(x)  # fmt: skip
    x = ReLU(6.0, name=f"{prefix}depthwise_relu")(_norm(plan, x, f"{prefix}depthwise_BN"))
    x = Conv2D(filters, 1, padding="same", use_bias=False, name=f"{prefix}project")(x)
    x = _norm(plan, x, f"{prefix}project_BN")
    same = strides == 1 and channels == filters
    return Add(name=f"{prefix}add")([before, x]) if same else x


def _build(plan: Plan) -> Model:
    alpha = plan.own["alpha"]
    images = plan.begin(_side(plan), 32)
    files = _files(plan)
    x = Conv2D(
        divisible(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="Conv1"
    )(images)  # fmt: skip
    x = ReLU(6.0, name="Conv1_relu")(_norm(plan, x, "bn_Conv1"))
    number = 0
    for wider, filters, count, strides in STAGES:
        for i in range(count):
            prefix = f"block_{number}_" if number else "expanded_conv_"
            x = _block(plan, x, wider, divisible(filters * alpha), strides if i == 0 else 1, prefix)
            number += 1
    x = Conv2D(divisible(1280 * max(alpha, 1.0)), 1, use_bias=False, name="Conv_1")(x)
    x = ReLU(6.0, name="out_relu")(_norm(plan, x, "Conv_1_bn"))
    if plan.include_top:
        x = plan.classify(GlobalAveragePooling2D()(x))
    else:
        x = plan.pooled(x)
    if plan.name is None:
        plan.name = f"mobilenetv2_{alpha:0.2f}_{mobile.places(plan, plan.image)[0]}"
    return plan.finish(images, x, files)


def _side(plan: Plan) -> int:
    """The side of published weights that the arguments speak of."""
    mobile.check_tensor(plan)
    if not isinstance(plan.input_tensor, KerasTensor):
        return mobile.side(plan, SIDES)
    rows, columns = mobile.places(plan, plan.input_tensor.shape)
    return rows if rows == columns and rows in SIDES else 224


def _files(plan: Plan) -> Published:
    """The weights for this width and size."""
    mobile.check_alpha(plan, ALPHAS)
    side = mobile.published_side(plan, SIDES) if plan.pretrained else 224
    alpha = float(plan.own["alpha"])
    stem = f"{HOME}mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{alpha}_{side}"
    return pair(stem, None, None, "_no_top")


_DEFAULTS: dict[str, Any] = {
    "input_shape": None, "alpha": 1.0, "include_top": True, "weights": "imagenet",
    "input_tensor": None, "pooling": None, "classes": COMMON["classes"],
    "classifier_activation": "softmax", "name": None,
}  # fmt: skip

MobileNetV2 = application(
    "MobileNetV2", _build, _DEFAULTS, size=224, least=32,
    source="Sandler et al. 2018, arXiv:1801.04381.",
    own="alpha: the width of all layers, a float > 0; 0.35, 0.5, 0.75, 1.0, 1.3 and 1.4 have published "
    "weights.",
)  # fmt: skip
preprocess_input = in_mode("tf")
