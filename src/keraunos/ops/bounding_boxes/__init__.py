"""`keras.utils.bounding_boxes`: boxes in nine formats; moved, cut, compared, coded."""

from keraunos.ops.bounding_boxes.deltas import decode_deltas_to_boxes, encode_box_to_deltas
from keraunos.ops.bounding_boxes.formats import convert_format
from keraunos.ops.bounding_boxes.moving import affine_transform, clip_to_image_size, crop, pad
from keraunos.ops.bounding_boxes.overlap import compute_ciou, compute_iou

__all__ = [
    "affine_transform", "clip_to_image_size", "compute_ciou", "compute_iou", "convert_format",
    "crop", "decode_deltas_to_boxes", "encode_box_to_deltas", "pad",
]  # fmt: skip
