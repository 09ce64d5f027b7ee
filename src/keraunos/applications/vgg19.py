"""VGG19: sixteen small convolutions and three wide layers."""

from keraunos.applications import vgg16
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import kernels
from keraunos.models import Model

__all__ = ["VGG19", "decode_predictions", "preprocess_input"]


def _vgg19(plan: Plan) -> Model:
    files = kernels(
        "vgg19", "vgg19", "cbe5617147190e668d6c5d5026f83318", "253f8cb515780f3b799900260a226db6"
    )
    return vgg16.build(plan, (2, 2, 4, 4, 4), files)


VGG19 = application(
    "VGG19", _vgg19, {**COMMON, "name": "vgg19"}, size=224, least=32, source=vgg16.SOURCE
)
preprocess_input = in_mode("caffe")
