"""VGG16: thirteen small convolutions and three wide layers."""

from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import Published, kernels
from keraunos.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keraunos.models import Model

__all__ = ["VGG16", "decode_predictions", "preprocess_input"]

SOURCE = "Simonyan, Zisserman 2015, arXiv:1409.1556."
FILTERS = (64, 128, 256, 512, 512)
WIDE = 4096


def build(plan: Plan, counts: tuple[int, ...], files: Published) -> Model:
    """Blocks of so many convolutions each, every block followed by a pooling; then the wide layers."""
    images = x = plan.begin(224, 32)
    for block, (filters, count) in enumerate(zip(FILTERS, counts, strict=True), 1):
        for i in range(1, count + 1):
            name = f"block{block}_conv{i}"
            x = Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = MaxPooling2D(2, strides=2, name=f"block{block}_pool")(x)
    if not plan.include_top:
        return plan.finish(images, plan.pooled(x), files)
    x = Flatten(name="flatten")(x)
    for name in ("fc1", "fc2"):
        x = Dense(WIDE, activation="relu", name=name)(x)
    return plan.finish(images, plan.classify(x), files)


def _vgg16(plan: Plan) -> Model:
    files = kernels(
        "vgg16", "vgg16", "64373286793e3c8b2b4e3219cbf3544b", "6d6bbae143d832006294945121d1f1fc"
    )
    return build(plan, (2, 2, 3, 3, 3), files)


VGG16 = application(
    "VGG16", _vgg16, {**COMMON, "name": "vgg16"}, size=224, least=32, source=SOURCE
)  # fmt: skip
preprocess_input = in_mode("caffe")
