"""What every picture layer shares: what it is called on, what it draws, and what follows the pictures."""

from collections.abc import Callable
from typing import Any, NamedTuple

from keraunos import ops
from keraunos.core import config, tree
from keraunos.core.box_formats import check_format
from keraunos.core.errors import ShapeError, bad
from keraunos.core.random import SeedGenerator
from keraunos.core.symbolic import KerasTensor, Operation
from keraunos.core.typing import Array, Shape
from keraunos.layers.arguments import is_shape
from keraunos.layers.augmentation import arguments
from keraunos.layers.layer import Layer
from keraunos.ops import random


class Sizes(NamedTuple):
    """Of a batch of pictures; a single picture is a batch of one."""

    batch: int
    height: int
    width: int
    channels: int
    shape: Shape
    """As the pictures came."""


class BaseImagePreprocessingLayer(Layer):
    """A layer on pictures, and on the labels, boxes and masks that belong to them.

    It is called on pictures, or on a dict {"images", "labels", "bounding_boxes", "segmentation_masks"} of
    which all but the first may be missing; other keys pass through. A subclass writes `draw`, which
    gives the random numbers of one call, and `augment`, which is pure maths on (batch, height, width,
    channels). What is public besides are Keras' steps, to be called or overridden one by one.

    Args:
        factor: the strength, a number or (least, most) within `factor_bounds`; None: it has none.
        bounding_box_format: of the boxes, such as "xyxy"; needed where boxes come.
        data_format: "channels_last", "channels_first", or None for the process's.
    Shapes: one picture (3-D) or a batch (4-D) of any numbers -> the same, in the compute dtype.
    Raises: ValueError for a bad argument, another rank, or boxes without a format.
    """

    _config_root = True
    batch_independent = True
    factor_bounds: tuple[float, float] = (-1, 1)
    acts_always = False
    """Whether it acts outside of training too."""

    def __init__(
        self, factor: Any = None, bounding_box_format: str | None = None,
        data_format: str | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = type(self).__name__
        if bounding_box_format is not None:
            check_format(owner, "bounding_box_format", bounding_box_format)
        self.bounding_box_format = bounding_box_format
        self.data_format = config.standardize_data_format(data_format, owner)
        if factor is not None:
            self.factor = arguments.factor(owner, "factor", factor, *self.factor_bounds)
        self.built = True

    def keep_seed(self, seed: int | None) -> None:
        """Store the seed and make the generator that `draw` is given."""
        self.seed = seed
        self.generator = SeedGenerator(seed)

    # --- what a subclass writes -----------------------------------------------------------------

    def draw(self, sizes: Sizes, seed: Any) -> Any:
        """The random numbers of one call; None if it needs none."""
        return None

    def augment(self, pictures: Array, transformation: Any) -> Array:
        """The pictures (batch, height, width, channels) transformed."""
        raise NotImplementedError(f"{type(self).__name__}: augment() is not written. Define it.")

    # --- the steps, as in Keras -----------------------------------------------------------------

    def get_random_transformation(
        self, data: Any, training: bool | None = True, seed: Any = None
    ) -> Any:
        """The numbers that the transform_… methods take: drawn for these data; None if nothing happens.

        Args: seed: an int or a SeedGenerator; None: the layer's own.
        """
        if not training and not self.acts_always:
            return None
        return self.draw(self.sizes_of(data), self.drawing_seed(seed))

    def drawing_seed(self, seed: Any) -> Any:
        """What gives each draw other numbers: the layer's own generator for None, one made of an int."""
        if seed is None:
            return getattr(self, "generator", None)
        return SeedGenerator(seed) if isinstance(seed, int) else seed

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool | None = True
    ) -> Array:
        """The pictures with this transformation; as they are where the layer does not act."""
        images = self._prepared(images)
        acts = self.acts_always or (training and transformation is not None)
        return self._on_pictures(images, self.augment, transformation) if acts else images

    def transform_labels(
        self, labels: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The labels: as they are."""
        return labels

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """{"boxes": (batch, n, 4), "labels": (batch, n)}: as they are."""
        return bounding_boxes

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """The masks: as they are."""
        return segmentation_masks

    def transform_single_image(
        self, image: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """As `transform_images`, of one picture."""
        return _single(self.transform_images, image, transformation, training)

    def transform_single_label(
        self, label: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """As `transform_labels`, of one label."""
        return _single(self.transform_labels, label, transformation, training)

    def transform_single_bounding_box(
        self, bounding_box: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """As `transform_bounding_boxes`, of one picture's boxes."""
        return _single(self.transform_bounding_boxes, bounding_box, transformation, training)

    def transform_single_segmentation_mask(
        self, segmentation_mask: Any, transformation: Any = None, training: bool | None = True
    ) -> Any:
        """As `transform_segmentation_masks`, of one mask."""
        whole = self.transform_segmentation_masks
        return _single(whole, segmentation_mask, transformation, training)

    def call(self, data: Any, training: bool | None = True) -> Any:
        """The pictures, and all that belongs to them, with one transformation."""
        transformation = self.get_random_transformation(data, training=training)
        if not isinstance(data, dict):
            one = self.sizes_of(data).shape.__len__() == 3
            step = self.transform_single_image if one else self.transform_images
            return step(data, transformation, training=training)
        if "bounding_boxes" in data and self.bounding_box_format is None:
            raise ValueError(
                f"{self._who()}: data with 'bounding_boxes' need `bounding_box_format`. Pass it to the "
                "layer, such as bounding_box_format='xyxy'."
            )
        steps = self._steps(len(self.sizes_of(data).shape) == 3)
        return {
            key: steps[key](value, transformation, training=training) if key in steps else value
            for key, value in data.items()
        }

    def _steps(self, one: bool) -> dict[str, Callable[..., Any]]:
        """What is done with each key, for a single picture or a batch."""
        if one:
            return {
                "images": self.transform_single_image,
                "labels": self.transform_single_label,
                "bounding_boxes": self.transform_single_bounding_box,
                "segmentation_masks": self.transform_single_segmentation_mask,
            }
        return {
            "images": self.transform_images,
            "labels": self.transform_labels,
            "bounding_boxes": self.transform_bounding_boxes,
            "segmentation_masks": self.transform_segmentation_masks,
        }

    # --- pictures of all kinds ------------------------------------------------------------------

    def sizes_of(self, data: Any) -> Sizes:
        """The sizes of the pictures in the data, or of shapes in their place.

        Raises: ValueError for another rank; KeyError for a dict without "images".
        """
        images = data["images"] if isinstance(data, dict) else data
        shape = tuple(images) if is_shape(images) else tuple(ops.shape(images))
        if len(shape) not in (3, 4):
            expected = "one picture (3-D) or a batch of them (4-D)"
            raise ShapeError(bad(self._who(), "images", expected, images, "Add a channel axis."))
        batch, *rest = shape if len(shape) == 4 else (1, *shape)
        height, width, channels = (
            rest if self.data_format == "channels_last" else (*rest[1:], rest[0])
        )
        return Sizes(batch, height, width, channels, shape)

    def _prepared(self, images: Any) -> Array:
        images = ops.convert_to_tensor(images)
        return images if self.keeps_dtype else ops.cast(images, self.compute_dtype)

    def _on_pictures(
        self, images: Array, function: Callable[..., Array], *args: Any, **options: Any
    ) -> Array:
        """The function on (batch, height, width, channels), whatever the rank and layout; dtype stays."""
        single = len(images.shape) == 3
        pictures = images[None] if single else images
        first = self.data_format == "channels_first"
        pictures = ops.moveaxis(pictures, 1, -1) if first else pictures
        result = ops.cast(function(pictures, *args, **options), images.dtype)
        result = ops.moveaxis(result, -1, 1) if first else result
        return result[0] if single else result

    def channels_last(self, numbers: Any) -> Array:
        """Numbers in the layout of the pictures, (batch, ...), with the channels last."""
        numbers = ops.convert_to_tensor(numbers)
        return ops.moveaxis(numbers, 1, -1) if self.data_format == "channels_first" else numbers

    def in_layout(self, numbers: Array, sizes: Sizes) -> Array:
        """Numbers (batch, h, w, c or 1) in the layout and size of the pictures."""
        whole = ops.broadcast_to(numbers, (*sizes[:3], sizes.channels))
        return ops.moveaxis(whole, -1, 1) if self.data_format == "channels_first" else whole

    def uniform(self, sizes: Sizes, bounds: tuple[float, float], seed: Any, *shape: int) -> Array:
        """A number for each picture, drawn evenly between the bounds: (batch, *shape)."""
        return random.uniform((sizes.batch, *shape), *bounds, dtype="float32", seed=seed)

    def chosen(self, sizes: Sizes, seed: Any) -> Array:
        """Which pictures something happens to, with a probability drawn from `factor`: (batch,) bool."""
        probability = self.uniform(sizes, self.factor, seed)
        return self.uniform(sizes, (0, 1), seed) < probability

    # --- shapes and configs ---------------------------------------------------------------------

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The input's."""
        if isinstance(input_shape, dict):
            return {**input_shape, "images": self.compute_output_shape(input_shape["images"])}
        return tuple(input_shape)

    def compute_output_spec(self, data: Any, training: bool | None = True) -> Any:
        """The symbolic tensors that come out."""
        if isinstance(data, dict):
            return Operation.compute_output_spec(self, data, training=training)
        self.sizes_of(data)
        dtype = data.dtype if self.keeps_dtype else self.compute_dtype
        return KerasTensor(self.compute_output_shape(data.shape), dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments; the format of boxes where one was given."""
        shown = {"data_format": self.data_format, "bounding_box_format": self.bounding_box_format}
        kept = {name: value for name, value in shown.items() if value is not None}
        return {**super().get_config(), **kept}


def _single(step: Callable[..., Any], data: Any, transformation: Any, training: Any) -> Any:
    """A step for batches, on a batch of one."""
    batch = tree.map_structure(lambda x: ops.convert_to_tensor(x)[None], data)
    result = step(batch, transformation, training=training)
    return tree.map_structure(lambda x: x[0], result)


def per_picture(numbers: Any) -> Array:
    """Numbers, one a picture, as (batch, 1, 1, 1)."""
    return ops.reshape(numbers, (-1, 1, 1, 1))
