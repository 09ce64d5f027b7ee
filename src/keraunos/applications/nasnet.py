"""NASNet: two cells found by search, one that keeps the size and one that halves it, in a chain."""

from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos.applications import mobile
from keraunos.applications.frame import COMMON, Plan, application
from keraunos.applications.imagenet_utils import decode_predictions, in_mode
from keraunos.applications.published import HOME, File, Published
from keraunos.core.naming import name_scope
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import (
    Activation,
    Add,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Cropping2D,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
    ZeroPadding2D,
)
from keraunos.models import Model

__all__ = ["NASNetLarge", "NASNetMobile", "decode_predictions", "preprocess_input"]


class Size(NamedTuple):
    """Its images' side, channels of the stem and of the cells, cells of a kind in a row, and its wiring.

    skips: whether the cell after a halving one looks past it.
    """

    side: int
    stem: int
    filters: int
    cells: int
    skips: bool
    top_md5: str
    bare_md5: str


SIZES = {
    "Mobile": Size(
        224, 32, 44, 4, False,
        "020fb642bf7360b370c678b08e0adf61", "1ed92395b5b598bdda52abe5c0dbfd63",
    ),
    "Large": Size(
        331, 96, 168, 6, True,
        "11577c9a518f0070763c2b964a382f17", "d81d89dc07e6e56530c4e77faddd61b5",
    ),
}  # fmt: skip


class Cells:
    """The cells of one network, so wide and so named as they are asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def norm(self, x: KerasTensor, name: str) -> KerasTensor:
        """Normalized."""
        return BatchNormalization(axis=self.plan.last, momentum=0.9997, name=name)(x)

    def conv(self, x: KerasTensor, filters: int, name: str) -> KerasTensor:
        """A 1x1 convolution."""
        return Conv2D(
            filters, 1, padding="same", use_bias=False, kernel_initializer="he_normal", name=name
        )(x)  # fmt: skip

    def separable(
        self, x: KerasTensor, filters: int, kernel: int, strides: int, name: str
    ) -> KerasTensor:
        """Two separable convolutions, rectified before and normalized after; the first has the strides."""
        with name_scope(f"separable_conv_block_{name}"):
            for i in (1, 2):
                x, steps = Activation("relu")(x), strides if i == 1 else 1
                if steps > 1:
                    margins = mobile.padding(mobile.places(self.plan, x.shape), kernel)
                    x = ZeroPadding2D(margins, name=f"separable_conv_1_pad_{name}")(x)
                x = SeparableConv2D(
                    filters, kernel, strides=steps, padding="valid" if steps > 1 else "same",
                    use_bias=False, name=f"separable_conv_{i}_{name}",
                )(x)  # fmt: skip
                x = self.norm(x, f"separable_conv_{i}_bn_{name}")
        return x

    def fitted(self, past: KerasTensor, x: KerasTensor, filters: int, name: str) -> KerasTensor:
        """The output before the last, of the size of x and with so many channels."""
        smaller = mobile.places(self.plan, past.shape) != mobile.places(self.plan, x.shape)
        if not smaller and past.shape[self.plan.axis] == filters:
            return past
        kind = "reduction" if smaller else "projection"
        with name_scope("adjust_block"), name_scope(f"adjust_{kind}_block_{name}"):
            if smaller:
                past = self._halved(past, filters, name)
            else:
                past = Activation("relu")(past)
                past = self.conv(past, filters, f"adjust_conv_projection_{name}")
            return self.norm(past, f"adjust_bn_{name}")

    def _halved(self, past: KerasTensor, filters: int, name: str) -> KerasTensor:
        """Every other place and, beside it, its neighbour below and to the right."""
        past = Activation("relu", name=f"adjust_relu_1_{name}")(past)
        ends = []
        for i in (1, 2):
            if i == 2:
                past = Cropping2D(((1, 0), (1, 0)))(ZeroPadding2D(((0, 1), (0, 1)))(past))
            end = AveragePooling2D(1, strides=2, name=f"adjust_avg_pool_{i}_{name}")(past)
            ends.append(self.conv(end, filters // 2, f"adjust_conv_{i}_{name}"))
        return Concatenate(axis=self.plan.last)(ends)

    def cell(
        self, kind: str, x: KerasTensor, past: KerasTensor | None, filters: int, name: str
    ) -> KerasTensor:
        """A cell on the last two outputs; kind: "normal", or "reduction", which halves the size."""
        with name_scope(f"{kind}_A_block_{name}"):
            p = x if past is None else self.fitted(past, x, filters, name)
            h = self.conv(Activation("relu")(x), filters, f"{kind}_conv_1_{name}")
            h = self.norm(h, f"{kind}_bn_1_{name}")
            ends = (self._normal if kind == "normal" else self._reduction)(h, p, filters, name)
            return Concatenate(axis=self.plan.last, name=f"{kind}_concat_{name}")(ends)

    def _normal(self, h: KerasTensor, p: KerasTensor, filters: int, name: str) -> list[KerasTensor]:
        def separable(source: KerasTensor, kernel: int, side: str) -> KerasTensor:
            return self.separable(source, filters, kernel, 1, f"normal_{side}_{name}")

        def mean(source: KerasTensor, side: str) -> KerasTensor:
            layer = AveragePooling2D(3, strides=1, padding="same", name=f"normal_{side}_{name}")
            return layer(source)

        pairs = (
            lambda: [separable(h, 5, "left1"), separable(p, 3, "right1")],
            lambda: [separable(p, 5, "left2"), separable(p, 3, "right2")],
            lambda: [mean(h, "left3"), p],
            lambda: [mean(p, "left4"), mean(p, "right4")],
            lambda: [separable(h, 3, "left5"), h],
        )
        sums = []
        for i, pair in enumerate(pairs, 1):
            with name_scope(f"block_{i}"):
                sums.append(Add(name=f"normal_add_{i}_{name}")(pair()))
        return [p, *sums]

    def _reduction(
        self, h: KerasTensor, p: KerasTensor, filters: int, name: str
    ) -> list[KerasTensor]:
        def separable(source: KerasTensor, kernel: int, side: str, strides: int = 2) -> KerasTensor:
            return self.separable(source, filters, kernel, strides, f"reduction_{side}_{name}")

        def pooled(kind: Any, side: str) -> KerasTensor:
            return kind(3, strides=2, name=f"reduction_{side}_{name}")(wide)

        def mean(source: KerasTensor) -> KerasTensor:
            layer = AveragePooling2D(3, strides=1, padding="same", name=f"reduction_left4_{name}")
            return layer(source)

        margins = mobile.padding(mobile.places(self.plan, h.shape), 3)
        wide = ZeroPadding2D(margins, name=f"reduction_pad_1_{name}")(h)
        sums: list[KerasTensor] = []
        pairs = (
            ("add_1", lambda: [separable(h, 5, "left1"), separable(p, 7, "right1")]),
            ("add_2", lambda: [pooled(MaxPooling2D, "left2"), separable(p, 7, "right2")]),
            ("add3", lambda: [pooled(AveragePooling2D, "left3"), separable(p, 5, "right3")]),
            (None, lambda: [sums[1], mean(sums[0])]),
            ("add4", lambda: [separable(sums[0], 3, "left4", 1), pooled(MaxPooling2D, "right5")]),
        )
        for i, (part, pair) in enumerate(pairs, 1):
            with name_scope(f"block_{i}"):
                sums.append(Add(name=part and f"reduction_{part}_{name}")(pair()))
        return sums[1:]


def _body(plan: Plan, x: KerasTensor, size: Size) -> KerasTensor:
    """All cells: each takes the outputs of the two before it."""
    cells, filters = Cells(plan), size.filters
    past: KerasTensor | None = None
    for i, width in enumerate((filters // 4, filters // 2), 1):
        past, x = x, cells.cell("reduction", x, past, width, f"stem_{i}")
    for stage in range(3):
        if stage:
            before = x
            x = cells.cell("reduction", x, past, filters * 2**stage, f"reduce_{stage * size.cells}")
            past = past if size.skips else before
        for i in range(size.cells):
            name = str(stage * size.cells + i + bool(stage))
            past, x = x, cells.cell("normal", x, past, filters * 2**stage, name)
    return Activation("relu")(x)


def _build(plan: Plan, which: str) -> Model:
    size = SIZES[which]
    plan.need_channels_last()
    images = plan.begin(size.side, 32, fixed=which == "Mobile")  # as Keras has it
    x = Conv2D(
        size.stem, 3, strides=2, use_bias=False, kernel_initializer="he_normal", name="stem_conv1"
    )(images)  # fmt: skip
    x = _body(plan, Cells(plan).norm(x, "stem_bn1"), size)
    if plan.include_top:
        x = plan.classify(GlobalAveragePooling2D()(x))
    else:
        x = plan.pooled(x)
    name = which.lower()
    files = Published(
        File(f"{HOME}nasnet/NASNet-{name}.h5", size.top_md5, f"nasnet_{name}.h5"),
        File(f"{HOME}nasnet/NASNet-{name}-no-top.h5", size.bare_md5, f"nasnet_{name}_no_top.h5"),
    )
    return plan.finish(images, x, files)


def _size(which: str) -> Callable[..., Any]:
    defaults = {
        "input_shape": None, "include_top": True, "weights": "imagenet", "input_tensor": None,
        "pooling": None, "classes": COMMON["classes"], "classifier_activation": "softmax",
        "name": f"nasnet_{which.lower()}",
    }  # fmt: skip
    return application(
        f"NASNet{which}", lambda plan: _build(plan, which), defaults, size=SIZES[which].side,
        least=32, source="Zoph, Vasudevan, Shlens, Le 2018, arXiv:1707.07012.",
    )  # fmt: skip


NASNetMobile, NASNetLarge = _size("Mobile"), _size("Large")
preprocess_input = in_mode("tf")
