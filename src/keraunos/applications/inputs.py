"""Where an application's graph begins: the shape of its images, its Input, and what a tensor came from."""

import warnings
from typing import Any

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Shape
from keraunos.layers import Input


def image_shape(
    owner: str, given: Any, default: int, least: int, pretrained: bool, fixed: bool, top: bool
) -> Shape:
    """The shape of one image, without the batch.

    Args:
        owner: who asks, for the errors.
        given: the user's `input_shape`, or None.
        default: height and width where none are given. least: the smallest that the network takes.
        pretrained: whether the weights are those of ImageNet, which know three channels only.
        fixed: whether the default has known sizes, and a top stands on known ones.
        top: whether there is one.
    Raises: ValueError if the shape has not three sizes, one is too small or unknown, or the weights do
        not fit it.
    """
    first = config.image_data_format() == "channels_first"
    channels = 3
    if given is not None and len(given) == 3 and not pretrained:
        channels = given[0 if first else -1]
        if channels not in (1, 3):
            warnings.warn(
                f"{owner}: images have 1 or 3 channels as a rule; got input_shape={given!r}.",
                stacklevel=5,
            )
    usual = _with_channels((default, default), channels, first)
    if pretrained and fixed and top:
        if given is not None and tuple(given) != usual:
            fix = "Pass include_top=False for other sizes, or weights=None."
            raise ValueError(bad(owner, "input_shape", f"{usual} with its top", given, fix))
        return usual
    if not given:
        return usual if fixed else _with_channels((None, None), channels, first)
    _check(owner, given, least, pretrained, first)
    if fixed and top and None in given:
        fix = "Give every size, or pass include_top=False."
        raise ValueError(bad(owner, "input_shape", "known sizes with a top", given, fix))
    return tuple(given)


def _with_channels(sizes: Any, channels: Any, first: bool) -> Shape:
    return (channels, *sizes) if first else (*sizes, channels)


def _check(owner: str, given: Any, least: int, pretrained: bool, first: bool) -> None:
    if len(given) != 3:
        raise ValueError(
            bad(owner, "input_shape", "three sizes, the batch left out", given, "As (224, 224, 3).")
        )
    channels, sizes = (given[0], given[1:]) if first else (given[-1], given[:-1])
    if pretrained and channels != 3:
        fix = "Pass weights=None for other channels."
        raise ValueError(bad(owner, "input_shape", "of 3 channels", given, fix))
    if any(size is not None and size < least for size in sizes):
        fix = f"Resize the images to {least}x{least} or more."
        raise ValueError(bad(owner, "input_shape", f"at least {least}x{least}", given, fix))


def begin(tensor: Any, shape: Shape) -> KerasTensor:
    """The symbolic images: the user's tensor, or an Input of this shape."""
    if tensor is None:
        return Input(shape)
    return tensor if isinstance(tensor, KerasTensor) else Input(shape, tensor=tensor)


def sources(tensor: KerasTensor) -> list[KerasTensor]:
    """The Inputs that a symbolic tensor was computed from; itself if it was not computed."""
    found: dict[int, KerasTensor] = {}
    seen: set[int] = set()
    stack = [tensor]
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        history = one._keras_history
        node = history and history.operation._inbound_nodes[history.node_index]
        if node is None or node.is_input:
            found[id(one)] = one
        else:
            stack.extend(reversed(node.input_tensors))
    return list(found.values())
