"""ConvNeXt: wide convolutions of each channel, then dense layers across them at every place."""

from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos import initializers, ops
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import HOME, pair
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array, Shape
from keraunos.layers import (
    Activation,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Layer,
    LayerNormalization,
    Normalization,
)
from keraunos.models import Model, Sequential

__all__ = [
    "ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtSmall", "ConvNeXtTiny", "ConvNeXtXLarge",
    "decode_predictions", "preprocess_input",
]  # fmt: skip

GREY_MEAN = (123.675, 116.28, 103.53)  # of values in [0, 255]
GREY_DEVIATION = (0.229 * 255, 0.224 * 255, 0.225 * 255)


class Size(NamedTuple):
    """Blocks and channels of each of the four stages, and the digests of the published weights."""

    depths: tuple[int, ...]
    widths: tuple[int, ...]
    top_sha256: str
    bare_sha256: str


SIZES = {
    "Tiny": Size(
        (3, 3, 9, 3), (96, 192, 384, 768),
        "8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff",
        "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1",
    ),
    "Small": Size(
        (3, 3, 27, 3), (96, 192, 384, 768),
        "ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c",
        "6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab",
    ),
    "Base": Size(
        (3, 3, 27, 3), (128, 256, 512, 1024),
        "52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6",
        "40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45",
    ),
    "Large": Size(
        (3, 3, 27, 3), (192, 384, 768, 1536),
        "070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6",
        "96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd",
    ),
    "XLarge": Size(
        (3, 3, 27, 3), (256, 512, 1024, 2048),
        "c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee",
        "de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05",
    ),
}  # fmt: skip


@register("keras.src.applications.convnext.LayerScale", "keras.applications.LayerScale")
class LayerScale(Layer):
    """Each channel times a learnt factor.

    y = x · gamma

    Args:
        init_values: where the factors begin, a float.
        projection_dim: the channels, an int >= 1.
    Shapes: (..., channels) -> the same.
    Source: Touvron et al. 2021, arXiv:2103.17239.
    """

    def __init__(self, init_values: float, projection_dim: int, **base: Any) -> None:
        super().__init__(**base)
        self.init_values, self.projection_dim = init_values, projection_dim

    def build(self, input_shape: Shape) -> None:
        """Make gamma (channels,)."""
        start = initializers.Constant(self.init_values)
        self.gamma = self.add_weight((self.projection_dim,), start)

    def call(self, inputs: Array) -> Array:
        """x · gamma."""
        return ops.multiply(inputs, self.gamma)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """The input's."""
        return tuple(input_shape)


def _norm(name: str | None) -> LayerNormalization:
    return LayerNormalization(epsilon=1e-6, name=name)


def _block(x: KerasTensor, width: int, name: str) -> KerasTensor:
    """A 7x7 convolution of each channel, two dense layers at every place, a factor, and the input added."""
    y = Conv2D(width, 7, padding="same", groups=width, name=f"{name}_depthwise_conv")(x)
    y = _norm(f"{name}_layernorm")(y)
    y = Dense(4 * width, name=f"{name}_pointwise_conv_1")(y)
    y = Activation("gelu", name=f"{name}_gelu")(y)
    y = Dense(width, name=f"{name}_pointwise_conv_2")(y)
    y = LayerScale(1e-6, width, name=f"{name}_layer_scale")(y)
    return x + Activation("linear", name=f"{name}_identity")(y)


def _between(width: int, number: int, name: str) -> Sequential:
    """What stands before a stage: the first convolution, or one that halves the size."""
    if number == 0:
        conv = Conv2D(width, 4, strides=4, name=f"{name}_stem_conv")
        return Sequential([conv, _norm(f"{name}_stem_layernorm")], name=f"{name}_stem")
    conv = Conv2D(width, 2, strides=2, name=f"{name}_downsampling_conv_{number - 1}")
    before = _norm(f"{name}_downsampling_layernorm_{number - 1}")
    return Sequential([before, conv], name=f"{name}_downsampling_block_{number - 1}")


def _head(plan: Plan, x: KerasTensor, name: str) -> KerasTensor:
    if plan.include_top:
        x = GlobalAveragePooling2D(name=f"{name}_head_gap")(x)
        return plan.classify(_norm(f"{name}_head_layernorm")(x), f"{name}_head_dense")
    return _norm(None)(plan.pooled(x))


def _build(plan: Plan, size: str) -> Model:
    scale, name = SIZES[size], str(plan.name)
    plan.need_channels_last()
    images = x = plan.begin(224, 32)
    if plan.own["include_preprocessing"] and images.shape[plan.axis] == len(GREY_MEAN):
        variance = [d**2 for d in GREY_DEVIATION]
        prestem = f"{name}_prestem_normalization"
        x = Normalization(mean=list(GREY_MEAN), variance=variance, name=prestem)(x)
    for number, (count, width) in enumerate(zip(scale.depths, scale.widths, strict=True)):
        x = _between(width, number, name)(x)
        for i in range(count):
            x = _block(x, width, f"{name}_stage_{number}_block_{i}")
    files = pair(
        f"{HOME}convnext/convnext_{size.lower()}", scale.top_sha256, scale.bare_sha256
    )  # fmt: skip
    return plan.finish(images, _head(plan, x, name), files)


def _size(size: str) -> Callable[..., Any]:
    first = {"include_top": True, "include_preprocessing": True}
    return application(
        f"ConvNeXt{size}", lambda plan: _build(plan, size),
        {**first, **COMMON, "name": f"convnext_{size.lower()}"}, size=224, least=32,
        source="Liu et al. 2022, arXiv:2201.03545.",
        own="include_preprocessing: whether it takes grey values in [0, 255]; False: values scaled already.",
    )  # fmt: skip


ConvNeXtTiny, ConvNeXtSmall, ConvNeXtBase = map(_size, ("Tiny", "Small", "Base"))
ConvNeXtLarge, ConvNeXtXLarge = map(_size, ("Large", "XLarge"))
preprocess_input = in_mode(None)
