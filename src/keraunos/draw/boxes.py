"""Boxes around things in pictures, with their names."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.box_formats import RELATIVE, check_format, to_corners
from keraunos.core.errors import bad

_LETTER = 22  # pixels of a letter's height at font_scale 1
_OWNER = "draw_bounding_boxes"


def draw_bounding_boxes(
    images: Any, bounding_boxes: Any, bounding_box_format: str,
    class_mapping: Mapping[int, str] | None = None, color: Any = (128, 128, 128),
    line_thickness: int = 2, text_thickness: int | None = 1, font_scale: float = 1.0,
    data_format: str | None = None,
) -> np.ndarray:  # fmt: skip
    """Pictures with frames around what is in them, and the names of the classes.

    Args:
        images: numbers in [0, 255]; floats that are all at most 1 count as shares of 255.
        bounding_boxes: a dict of "boxes"; "labels", class numbers, -1 for no box; and "confidences", if any,
            in [0, 1].
        bounding_box_format: "xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", or with "rel_" for shares
            of width and height.
        class_mapping: class number -> name; boxes of other classes have none.
        color: (red, green, blue) in [0, 255]. line_thickness: pixels, an int >= 1.
        text_thickness: pixels by which letters are thickened, an int >= 1; None: line_thickness.
        font_scale: the size of letters; 1.0 is 22 pixels.
        data_format: "channels_last" or "channels_first"; None: the process's.
    Shapes: images (batch, height, width, channels), boxes (batch, n, 4), labels (batch, n) -> (batch, height,
        width, channels), uint8.
    Raises: ValueError for images that are no batch, boxes without labels, or an unknown format; TypeError if
        the boxes are no dict.
    Example:
        >>> boxes = {"boxes": [[[2, 2, 6, 6]]], "labels": [[0]]}
        >>> drawn = draw_bounding_boxes(np.zeros((1, 9, 9, 3)), boxes, "xyxy", line_thickness=1)
        >>> drawn[0, 2, :, 0].tolist()
        [0, 0, 128, 128, 128, 128, 128, 0, 0]
    Differs: needs no OpenCV; names stand on a ground of the colour; pictures come back with their channels
        last.
    """
    pictures = as_bytes(channels_last(images, data_format, _OWNER))
    corners = _corners(bounding_boxes, bounding_box_format, pictures.shape[1:3])
    labels = np.asarray(bounding_boxes["labels"]).astype(int)
    sure = bounding_boxes.get("confidences")
    ink = np.asarray(color, "uint8")[: pictures.shape[-1]]
    for picture, boxes, classes, shares in zip(
        pictures, corners, labels, labels * 0.0 if sure is None else np.asarray(sure)
    ):
        for box, number, share in zip(boxes, classes, shares):
            if number == -1:
                continue
            _frame(picture, box, ink, line_thickness)
            if class_mapping and int(number) in class_mapping:
                name = class_mapping[int(number)] + ("" if sure is None else f" | {share:.2f}")
                thick = line_thickness if text_thickness is None else text_thickness
                _name(picture, box, name, ink, thick, font_scale)
    return pictures


def channels_last(images: Any, data_format: str | None, owner: str) -> np.ndarray:
    """A batch of pictures on the host, channels last.

    Raises: ValueError for another rank.
    """
    layout = config.standardize_data_format(data_format, owner)
    pictures = np.asarray(images)
    if pictures.ndim != 4:
        fix = "Put one image into a batch: images[None]."
        raise ValueError(bad(owner, "images", "a batch of rank 4", pictures, fix))
    return pictures.transpose(0, 2, 3, 1) if layout == "channels_first" else pictures


def as_bytes(pictures: np.ndarray) -> np.ndarray:
    """A copy as uint8; floats that are all at most 1 count as shares of 255."""
    if pictures.dtype.kind == "f":
        scale = 255 if pictures.size and pictures.max() <= 1 else 1
        pictures = np.clip(pictures * scale, 0, 255)
    return np.array(pictures, "uint8")


def _corners(given: Any, form: str, size: tuple[int, ...]) -> np.ndarray:
    """The boxes as left, top, right, bottom in pixels; (batch, n, 4) int."""
    if not isinstance(given, Mapping):
        raise TypeError(bad(_OWNER, "bounding_boxes", "a dict of boxes and labels", given, ""))
    if not {"boxes", "labels"} <= set(given):
        raise ValueError(
            bad(_OWNER, "bounding_boxes", "a dict of boxes and labels", list(given), "")
        )
    form = check_format(_OWNER, "bounding_box_format", str(form).lower())
    numbers = np.moveaxis(np.asarray(given["boxes"], "float64"), -1, 0)
    corners = to_corners(form, *numbers)
    height, width = size
    units = (width, height, width, height) if form.startswith(RELATIVE) else (1, 1, 1, 1)
    return (np.stack(corners, -1) * units).astype(int)


def _frame(picture: np.ndarray, box: np.ndarray, ink: np.ndarray, thickness: int) -> None:
    """Paint the four lines, as thick as asked, in the middle of which the box's sides are."""
    before, after = thickness // 2, (thickness + 1) // 2
    left, top, right, bottom = (int(v) for v in box)
    for row, column in (
        ((top, top), (left, right)), ((bottom, bottom), (left, right)),
        ((top, bottom), (left, left)), ((top, bottom), (right, right)),
    ):  # fmt: skip
        rows = slice(max(0, row[0] - before), max(0, row[1] + after))
        columns = slice(max(0, column[0] - before), max(0, column[1] + after))
        picture[rows, columns] = ink


def _name(
    picture: np.ndarray, box: np.ndarray, name: str, ink: np.ndarray, thickness: int, scale: float
) -> None:
    """Write a name above the box, or in it where there is no room above."""
    from PIL import Image, ImageDraw

    font, thicker = _font(max(1, round(_LETTER * scale))), max(0, (thickness - 1) // 2)
    size = font.getbbox(name, stroke_width=thicker)
    margin = max(1, round(3 * scale))
    wide, high = size[2] - size[0] + 2 * margin, size[3] - size[1] + 2 * margin
    sign = Image.new("L", (round(wide), round(high)))
    ImageDraw.Draw(sign).text(
        (margin - size[0], margin - size[1]), name, 255, font, stroke_width=thicker
    )
    letters = np.asarray(sign)[..., None] / 255
    light = float(np.mean(ink)) > 128
    left, top = max(0, int(box[0])), int(box[1]) - letters.shape[0]
    top = max(0, int(box[1])) if top < 0 else top
    part = picture[top : top + letters.shape[0], left : left + letters.shape[1]]
    letters = letters[: part.shape[0], : part.shape[1]]
    part[...] = (ink * (1 - letters) + (0 if light else 255) * letters).astype("uint8")


@lru_cache(maxsize=32)
def _font(size: int) -> Any:
    """The font of every picture, in pixels."""
    from matplotlib import font_manager
    from PIL import ImageFont

    return ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size)
