"""Boxes as differences from anchors, as detectors predict them."""

from typing import Any

import jax.numpy as jnp

from keraunos.core import tree
from keraunos.core.config import epsilon
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.ops.bounding_boxes.formats import convert_format
from keraunos.ops.core import as_array

_ENCODINGS = ("center_yxhw", "center_xywh")


def _variance(owner: str, encoding: str, arg: str, variance: Any) -> Any:
    """Four divisors, after a check of the encoding."""
    if encoding not in _ENCODINGS:
        raise ValueError(bad(owner, arg, f"one of {_ENCODINGS}", encoding, ""))
    numbers = jnp.ones(4) if variance is None else jnp.asarray(as_array(variance), "float32")
    if numbers.shape[-1] != 4:
        raise ValueError(bad(owner, "variance", "four numbers", variance, ""))
    return numbers


def _sizes(image_shape: Any) -> tuple[Any, Any]:
    return (None, None) if image_shape is None else (image_shape[0], image_shape[1])


@register("keras.utils.bounding_boxes.encode_box_to_deltas")
def encode_box_to_deltas(
    anchors: Any, boxes: Any, anchor_format: str, box_format: str,
    encoding_format: str = "center_yxhw", variance: Any = None, image_shape: Any = None,
) -> Any:  # fmt: skip
    """How boxes differ from their anchors: ((centre - anchor's) / anchor's side, log(side / anchor's)).

    Args:
        anchors: (n, 4). boxes: (n, 4) or (batch, n, 4).
        encoding_format: "center_yxhw" or "center_xywh". variance: four numbers it is divided by.
        image_shape: (height, width, …), for formats in shares.
    Raises: ValueError for another encoding, or a variance that is not four numbers.
    """
    owner = "utils.bounding_boxes.encode_box_to_deltas"
    divisors = _variance(owner, encoding_format, "encoding_format", variance)
    height, width = _sizes(image_shape)
    base = convert_format(anchors, anchor_format, encoding_format, height, width)
    wanted = convert_format(boxes, box_format, encoding_format, height, width)
    least = epsilon()
    own, side = (jnp.maximum(b[..., 2:], least) for b in (base, wanted))
    centre = (wanted[..., :2] - base[..., :2]) / own
    return jnp.concatenate([centre, jnp.log(side / own)], axis=-1) / divisors


@register("keras.utils.bounding_boxes.decode_deltas_to_boxes")
def decode_deltas_to_boxes(
    anchors: Any, boxes_delta: Any, anchor_format: str, box_format: str,
    encoded_format: str = "center_yxhw", variance: Any = None, image_shape: Any = None,
) -> Any:  # fmt: skip
    """The boxes that differ so from their anchors: what `encode_box_to_deltas` undoes.

    Args:
        anchors: (n, 4). boxes_delta: (n, 4) or (batch, n, 4); both may be dicts of levels.
        Others as of `encode_box_to_deltas`; box_format: of the result.
    Raises: ValueError for another encoding, or a variance that is not four numbers.
    """
    owner = "utils.bounding_boxes.decode_deltas_to_boxes"
    factors = _variance(owner, encoded_format, "encoded_format", variance)
    height, width = _sizes(image_shape)

    def decode(anchor: Any, delta: Any) -> Any:
        base = convert_format(anchor, anchor_format, encoded_format, height, width)
        delta = jnp.asarray(as_array(delta), "float32") * factors
        own = base[..., 2:]
        boxes = [delta[..., :2] * own + base[..., :2], jnp.exp(delta[..., 2:]) * own]
        found = jnp.concatenate(boxes, axis=-1)
        return convert_format(found, encoded_format, box_format, height, width)

    return tree.map_structure(decode, anchors, boxes_delta)
