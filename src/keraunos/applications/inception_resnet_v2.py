"""InceptionResNetV2: branches of convolutions, a small part of which is added to their input."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.inception_v3 import AVERAGE, HALVE, STEM, chain, convolved, joined
from keraunos.applications.published import kernels
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array, Shape
from keraunos.layers import Activation, Conv2D, Layer
from keraunos.models import Model

__all__ = ["InceptionResNetV2", "decode_predictions", "preprocess_input"]

FIRST = (
    [(96, 1, 1)], [(48, 1, 1), (64, 5, 5)], [(64, 1, 1), (96, 3, 3), (96, 3, 3)],
    [AVERAGE, (64, 1, 1)],
)  # fmt: skip
BLOCK35 = ([(32, 1, 1)], [(32, 1, 1), (32, 3, 3)], [(32, 1, 1), (48, 3, 3), (64, 3, 3)])
HALVE35 = ([(384, 3, 3, 2)], [(256, 1, 1), (256, 3, 3), (384, 3, 3, 2)], [HALVE])
BLOCK17 = ([(192, 1, 1)], [(128, 1, 1), (160, 1, 7), (192, 7, 1)])
HALVE17 = (
    [(256, 1, 1), (384, 3, 3, 2)], [(256, 1, 1), (288, 3, 3, 2)],
    [(256, 1, 1), (288, 3, 3), (320, 3, 3, 2)], [HALVE],
)  # fmt: skip
BLOCK8 = ([(192, 1, 1)], [(192, 1, 1), (224, 1, 3), (256, 3, 1)])
"""Branches, named by the side of their feature maps for images of 299."""


@register(
    "keras.src.applications.inception_resnet_v2.CustomScaleLayer",
    "keras.applications.CustomScaleLayer",
)
class CustomScaleLayer(Layer):
    """The first input and a part of the second.

    y = x + scale · r

    Args: scale: the part, a float.
    Shapes: two of (batch, rows, columns, channels) -> the same.
    """

    def __init__(self, scale: float, **base: Any) -> None:
        super().__init__(**base)
        self.scale = scale

    def call(self, inputs: Sequence[Array]) -> Array:
        """x + scale · r."""
        x, residual = inputs
        return ops.add(x, ops.multiply(residual, self.scale))

    def compute_output_shape(self, input_shape: Sequence[Shape]) -> Shape:
        """The first input's."""
        return tuple(input_shape[0])


def _block(
    plan: Plan, x: KerasTensor, branches: Sequence[Any], scale: float, name: str, last: bool = False
) -> KerasTensor:
    """x and a part of its joined branches, rectified but in the last block."""
    residual = joined(plan, x, branches, f"{name}_mixed")
    residual = Conv2D(x.shape[plan.axis] or 0, 1, padding="same", name=f"{name}_conv")(residual)
    x = CustomScaleLayer(scale)([x, residual])
    return x if last else Activation("relu", name=f"{name}_ac")(x)


def _build(plan: Plan) -> Model:
    images = plan.begin(299, 75)
    x = joined(plan, chain(plan, images, STEM), FIRST, "mixed_5b")
    for i in range(1, 11):
        x = _block(plan, x, BLOCK35, 0.17, f"block35_{i}")
    x = joined(plan, x, HALVE35, "mixed_6a")
    for i in range(1, 21):
        x = _block(plan, x, BLOCK17, 0.1, f"block17_{i}")
    x = joined(plan, x, HALVE17, "mixed_7a")
    for i in range(1, 10):
        x = _block(plan, x, BLOCK8, 0.2, f"block8_{i}")
    x = _block(plan, x, BLOCK8, 1.0, "block8_10", last=True)
    x = convolved(plan, x, 1536, 1, 1, name="conv_7b")
    files = kernels(
        "inception_resnet_v2", "inception_resnet_v2", "e693bd0210a403b3192acc6073ad2e96",
        "d19885ff4a710c122648d3b5c3b684e4",
    )  # fmt: skip
    return plan.finish(images, plan.topped(x, named=False), files)


InceptionResNetV2 = application(
    "InceptionResNetV2", _build, {**COMMON, "name": "inception_resnet_v2"}, size=299, least=75,
    source="Szegedy, Ioffe, Vanhoucke, Alemi 2017, arXiv:1602.07261.",
)  # fmt: skip
preprocess_input = in_mode("tf")
