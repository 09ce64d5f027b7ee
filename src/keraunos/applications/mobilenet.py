"""MobileNet: convolutions taken apart into one for each channel and one across channels."""

from typing import Any

from keraunos.applications import mobile
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import HOME, Published, pair
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    Dropout,
    GlobalAveragePooling2D,
    ReLU,
    Reshape,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["MobileNet", "decode_predictions", "preprocess_input"]

BLOCKS = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1),
)  # fmt: skip
"""Channels and strides of each block."""

SIDES = (128, 160, 192, 224)
_ALPHAS = {1.0: "1_0", 0.75: "7_5", 0.5: "5_0", 0.25: "2_5"}


def _norm_relu(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    x = BatchNormalization(axis=plan.last, name=f"{name}_bn")(x)
    return ReLU(6.0, name=f"{name}_relu")(x)


def _block(plan: Plan, x: KerasTensor, filters: int, strides: int, number: int) -> KerasTensor:
    """A convolution of each channel, then one across them."""
    if strides > 1:
        x = ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{number}")(x)
    x = DepthwiseConv2D(
        3, strides=strides, padding="same" if strides == 1 else "valid",
        depth_multiplier=plan.own["depth_multiplier"], use_bias=False, name=f"conv_dw_{number}",
    )(x)  # fmt: skip
    x = _norm_relu(plan, x, f"conv_dw_{number}")
    x = Conv2D(filters, 1, padding="same", use_bias=False, name=f"conv_pw_{number}")(x)
    return _norm_relu(plan, x, f"conv_pw_{number}")


def _top(plan: Plan, x: KerasTensor) -> KerasTensor:
    """The classifier, as a convolution of the one place that is left."""
    x = GlobalAveragePooling2D(keepdims=True)(x)
    x = Dropout(plan.own["dropout"], name="dropout")(x)
    x = Conv2D(plan.classes, 1, padding="same", name="conv_preds")(x)
    x = Reshape((plan.classes,), name="reshape_2")(x)
    return Activation(plan.activation(), name="predictions")(x)


def _build(plan: Plan) -> Model:
    alpha = plan.own["alpha"]
    images = plan.begin(mobile.side(plan, SIDES), 32)
    files = _files(plan)
    x = Conv2D(
        int(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="conv1"
    )(images)  # fmt: skip
    x = _norm_relu(plan, x, "conv1")
    for number, (filters, strides) in enumerate(BLOCKS, 1):
        x = _block(plan, x, int(filters * alpha), strides, number)
    x = _top(plan, x) if plan.include_top else plan.pooled(x)
    if plan.name is None:
        plan.name = f"mobilenet_{alpha:0.2f}_{mobile.places(plan, plan.image)[0]}"
    return plan.finish(images, x, files)


def _files(plan: Plan) -> Published:
    """The weights for this width and size."""
    mobile.check_alpha(plan, tuple(_ALPHAS))
    depth = plan.own["depth_multiplier"]
    if plan.pretrained and depth != 1:
        fix = "Pass weights=None for another one."
        raise ValueError(
            bad(plan.owner, "depth_multiplier", "1 with weights of ImageNet", depth, fix)
        )
    side = mobile.published_side(plan, SIDES) if plan.pretrained else 224
    stem = f"{HOME}mobilenet/mobilenet_{_ALPHAS.get(plan.own['alpha'])}_{side}_tf"
    return pair(stem, None, None, "_no_top")


_DEFAULTS: dict[str, Any] = {
    "input_shape": None, "alpha": 1.0, "depth_multiplier": 1, "dropout": 0.001, "include_top": True,
    "weights": "imagenet", "input_tensor": None, "pooling": None, "classes": COMMON["classes"],
    "classifier_activation": "softmax", "name": None,
}  # fmt: skip

MobileNet = application(
    "MobileNet", _build, _DEFAULTS, size=224, least=32, source="Howard et al. 2017, arXiv:1704.04861.",
    own="alpha: the width of all layers, a float > 0; 0.25, 0.5, 0.75 and 1.0 have published weights.\n"
    "depth_multiplier: channels that each channel gives, an int >= 1.\n"
    "dropout: the share dropped before the classifier, in [0, 1).",
)  # fmt: skip
preprocess_input = in_mode("tf")
