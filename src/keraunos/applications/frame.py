"""What all applications share: their arguments and checks, their input, their top and their weights."""

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from keraunos.applications import inputs
from keraunos.applications.published import Published, load
from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Shape
from keraunos.layers import Dense, Dropout, GlobalAveragePooling2D, GlobalMaxPooling2D
from keraunos.models import Model

IMAGENET = 1000
"""Classes of the published weights."""

COMMON: dict[str, Any] = {
    "include_top": True, "weights": "imagenet", "input_tensor": None, "input_shape": None,
    "pooling": None, "classes": IMAGENET, "classifier_activation": "softmax",
}  # fmt: skip
"""The arguments that every application has, with their defaults, in the order that most have them."""

_DOC = """{title}.

    Args:
        include_top: whether the classifier stands on it.
        weights: "imagenet": the published ones, downloaded once; None: random; else a file of weights.
        input_tensor: a symbolic tensor of images to build on; None: a new Input.
        input_shape: sizes of one image, each at least {least}; without a top None stands for sizes that
            vary. None: {size} x {size} x 3 with a top.
        pooling: what comes out without a top: "avg" or "max" over the places, (batch, channels); None:
            the last feature maps.
        classes: how many, an int >= 1; 1000 with the published weights.
        classifier_activation: of the classifier; None: logits.
        name: of the model.{own}
    Shapes: (batch, rows, columns, 3) -> (batch, classes); without a top (batch, rows', columns', channels),
        or (batch, channels) with a pooling.
    Returns: a Functional model, not compiled.
    Raises: ValueError for weights, classes or a shape that do not go together; ConnectionError if the
        published weights cannot be downloaded, saying which file to put where.
    Source: {source}
    Differs: rows known and columns not, or the reverse, are taken by every network.
    """


@dataclass
class Plan:
    """One call of an application: what was asked for."""

    owner: str
    include_top: bool
    weights: Any
    input_tensor: Any
    input_shape: Any
    pooling: str | None
    classes: int
    classifier_activation: Any
    name: str | None
    own: Mapping[str, Any] = field(default_factory=dict)
    image: Shape = ()
    """The shape of one image, from `begin` on."""

    @property
    def pretrained(self) -> bool:
        """Whether the published weights are asked for."""
        return isinstance(self.weights, str) and self.weights == "imagenet"

    @property
    def axis(self) -> int:
        """The axis of the channels."""
        return 1 if config.image_data_format() == "channels_first" else 3

    @property
    def last(self) -> int:
        """The axis of the channels, counted from behind where it is the last."""
        return 1 if self.axis == 1 else -1

    def need_channels_last(self) -> None:
        """Refuse the other layout, for networks that Keras has in this one only.

        Raises: ValueError saying how to switch.
        """
        layout = config.image_data_format()
        if layout != "channels_last":
            fix = 'Call keraunos.config.set_image_data_format("channels_last").'
            raise ValueError(bad(self.owner, "image_data_format", '"channels_last"', layout, fix))

    def check(self) -> None:
        """Refuse weights that are not there and classes that they do not have."""
        if self.weights is not None and not self.pretrained and not os.path.exists(self.weights):
            fix = "Check the path."
            expected = '"imagenet", None or a file that is there'
            raise ValueError(bad(self.owner, "weights", expected, self.weights, fix))
        if self.pretrained and self.include_top and self.classes != IMAGENET:
            fix = "Pass include_top=False and add a Dense of your own, or weights=None."
            raise ValueError(
                bad(self.owner, "classes", "1000 with weights of ImageNet", self.classes, fix)
            )

    def begin(self, default: int, least: int, fixed: bool | None = None) -> KerasTensor:
        """Check the arguments; the symbolic images.

        Args:
            default: height and width if none are given. least: the smallest allowed.
            fixed: whether sizes must be known; None: with a top.
        """
        self.check()
        self.image = inputs.image_shape(
            self.owner, self.input_shape, default, least, self.pretrained,
            bool(self.include_top) if fixed is None else fixed, bool(self.include_top),
        )  # fmt: skip
        return inputs.begin(self.input_tensor, self.image)

    def activation(self) -> Any:
        """The classifier's, which published weights were trained with."""
        if self.weights is not None and self.classifier_activation not in (None, "softmax"):
            raise ValueError(
                bad(self.owner, "classifier_activation", 'None or "softmax" with trained weights',
                    self.classifier_activation, "Pass weights=None for another one.")
            )  # fmt: skip
        return self.classifier_activation

    def classify(self, x: KerasTensor, name: str = "predictions", **dense: Any) -> KerasTensor:
        """The last layer of a top."""
        return Dense(self.classes, activation=self.activation(), name=name, **dense)(x)

    def pooled(self, x: KerasTensor, named: bool = False) -> KerasTensor:
        """Feature maps as `pooling` asks for them; the layer has a name of its own, or the usual one."""
        pools = {"avg": GlobalAveragePooling2D, "max": GlobalMaxPooling2D}
        if self.pooling not in pools:
            return x
        return pools[self.pooling](name=f"{self.pooling}_pool" if named else None)(x)

    def topped(
        self, x: KerasTensor, named: bool = True, dropout: float = 0.0, **dense: Any
    ) -> KerasTensor:
        """The usual end: the mean over the places and a classifier, or the pooled feature maps.

        Args:
            named: whether the pooling without a top has a name of its own.
            dropout: the share dropped before the classifier; 0: no such layer.
            dense: more arguments of the classifier.
        """
        if not self.include_top:
            return self.pooled(x, named)
        x = GlobalAveragePooling2D(name="avg_pool")(x)
        if dropout > 0:
            x = Dropout(dropout, name="top_dropout")(x)
        return self.classify(x, **dense)

    def finish(self, images: KerasTensor, x: KerasTensor, files: Published) -> Model:
        """The model from the images to x, with its weights."""
        sources: Any = images
        if self.input_tensor is not None:
            found = inputs.sources(images)
            sources = found[0] if len(found) == 1 else found
        model = Model(sources, x, name=self.name)
        load(self.owner, model, self.weights, files.top if self.include_top else files.bare)
        return model


def application(
    owner: str, build: Callable[[Plan], Model], defaults: Mapping[str, Any], *, size: int,
    least: int, source: str, title: str = "", own: str = "",
) -> Callable[..., Any]:  # fmt: skip
    """The public function of a network.

    Args:
        owner: its name. build: makes the model by a plan.
        defaults: its arguments in their order, with their defaults.
        size, least: of its images, for its docstring; source: where the network was published.
        title, own: what it is, and what its own arguments do.
    """
    signature = inspect.Signature(
        [
            inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=d)
            for n, d in defaults.items()
        ]
    )
    shared = {*COMMON, "name"}

    def make(*args: Any, **kwargs: Any) -> Model:
        try:
            call = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{owner}: {error}. Its arguments are {', '.join(defaults)}.") from None
        call.apply_defaults()
        given = call.arguments
        rest = {n: v for n, v in given.items() if n not in shared}
        return build(Plan(owner, **{n: given[n] for n in shared}, own=rest))

    module = build.__module__.removeprefix("keraunos.")
    make.__name__ = make.__qualname__ = owner
    make.__module__ = build.__module__
    make.__doc__ = _DOC.format(
        title=title or f"{owner}, a network that classifies images", least=least, size=size,
        own="".join(f"\n        {line}" for line in own.splitlines()), source=source,
    )  # fmt: skip
    make.__signature__ = signature  # type: ignore[attr-defined]
    return register(f"keras.applications.{owner}", f"keras.{module}.{owner}")(make)
