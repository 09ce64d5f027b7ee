"""Windows that move over space: their arguments, their padding, the sizes that come out."""

from collections.abc import Iterable
from typing import Any

from keraunos.core.errors import ShapeError, bad
from keraunos.core.typing import Shape

Sizes = tuple[int, ...]
Pads = tuple[tuple[int, int], ...]


def as_sizes(value: Any, rank: int, owner: str, arg: str, least: int = 1) -> Sizes:
    """An int for all axes, or one for each, as a tuple of ints.

    Raises: ValueError if it is neither, or one is below `least`.
    Example:
        >>> as_sizes(3, 2, "Conv2D", "kernel_size")
        (3, 3)
    """
    whole = _is_int(value)
    sizes = (value,) * rank if whole else tuple(value) if isinstance(value, Iterable) else ()
    if len(sizes) != rank or not all(_is_int(s) and s >= least for s in sizes):
        wanted = f"an int >= {least} or a tuple of {rank}"
        raise ValueError(bad(owner, arg, wanted, value, "Pass one for all axes or one for each."))
    return tuple(int(s) for s in sizes)


def _is_int(value: Any) -> bool:
    return hasattr(value, "__index__") and not isinstance(value, bool)


def as_padding(padding: Any, owner: str, valid: tuple[str, ...] = ("valid", "same")) -> str:
    """The padding's name in lower case.

    Raises: ValueError if it is not among `valid`.
    """
    name = padding.lower() if isinstance(padding, str) else padding
    if name not in valid:
        raise ValueError(bad(owner, "padding", f"one of {valid}", padding, ""))
    return name


def split_shape(shape: Shape, data_format: str) -> tuple[Shape, int | None]:
    """The spatial sizes and the channels of a batch's shape."""
    first = data_format == "channels_first"
    return (shape[2:], shape[1]) if first else (shape[1:-1], shape[-1])


def joined_shape(batch: Any, spatial: Any, channels: Any, data_format: str) -> tuple[Any, ...]:
    """What belongs to each axis of a batch, in the order of the layout: sizes, pads, slices.

    Example:
        >>> joined_shape(None, (28, 28), 3, "channels_first")
        (None, 3, 28, 28)
    """
    if data_format == "channels_first":
        return (batch, channels, *spatial)
    return (batch, *spatial, channels)


def pads_of(padding: str, sizes: Shape, window: Sizes, strides: Sizes, dilation: Sizes) -> Pads:
    """(low, high) padding of each axis: "same" splits evenly, the odd one high; "causal" all low.

    Example:
        >>> pads_of("same", (28,), (4,), (1,), (1,)), pads_of("causal", (9,), (3,), (1,), (2,))
        (((1, 2),), ((4, 0),))
    """
    pairs = []
    for size, k, s, d in zip(sizes, window, strides, dilation):
        reach = (k - 1) * d
        if padding == "same":
            assert size is not None
            total = max((-(-size // s) - 1) * s + reach + 1 - size, 0)
            pairs.append((total // 2, total - total // 2))
        else:
            pairs.append((reach, 0) if padding == "causal" else (0, 0))
    return tuple(pairs)


def out_sizes(
    owner: str, arg: str, shape: Shape, data_format: str, window: Sizes, strides: Sizes,
    dilation: Sizes, padding: str,
) -> Shape:  # fmt: skip
    """The spatial sizes that come out; None where the size is unknown.

    Args: owner: who asks, for the message. arg: what the window's argument is called. shape: of the batch.
    Raises: ShapeError (a ValueError) if nothing would be left on an axis.
    """
    spatial, _ = split_shape(shape, data_format)
    found: list[int | None] = []
    for size, k, s, d in zip(spatial, window, strides, dilation):
        reach = (k - 1) * d if padding == "valid" else 0
        found.append(None if size is None else (size - reach - 1) // s + 1)
    if any(isinstance(out, int) and out < 1 for out in found):
        raise ShapeError(_nothing_left(owner, arg, shape, data_format, window, dilation))
    return tuple(found)


def _nothing_left(
    owner: str, arg: str, shape: Shape, data_format: str, window: Sizes, dilation: Sizes
) -> str:
    spatial, _ = split_shape(shape, data_format)
    spread = max(dilation) > 1
    seen = tuple((k - 1) * d + 1 for k, d in zip(window, dilation))
    spans = f", spanning {_by(seen)} under dilation {_by(dilation)}," if spread else ""
    remedy = (
        f"Use padding='same', a smaller {arg}, or fewer strides and poolings before it."
        if max(size or 0 for size in spatial) < max(seen)
        else _layout_hint(shape, data_format)
    )
    return (
        f"{owner}: a window of {_by(window)}{spans} does not fit into {_by(spatial)} "
        f"(input shape {shape_text(shape)}, {data_format}); nothing would be left. {remedy}"
    )


def _layout_hint(shape: Shape, data_format: str) -> str:
    """What to do when the channels seem to lie elsewhere."""
    rank = len(shape) - 2
    if data_format == "channels_last":
        order = (0, *range(2, rank + 2), 1)
        return (
            "If axis 1 holds the channels, move them last, as in "
            f"x.transpose{order}, or pass data_format='channels_first'."
        )
    order = (0, rank + 1, *range(1, rank + 1))
    return (
        "If the last axis holds the channels, pass data_format='channels_last', or move them, as in "
        f"x.transpose{order}."
    )


def layout_hint(shape: Shape, data_format: str, wanted: int) -> str:
    """The hint, if the size that was wanted of the channels lies at the other end; else empty.

    Example:
        >>> layout_hint((None, 3, 32, 32), "channels_last", 3).startswith("If axis 1 holds the channels")
        True
    """
    other = shape[1] if data_format == "channels_last" else shape[-1]
    return _layout_hint(shape, data_format) if other == wanted else ""


def _by(sizes: Any) -> str:
    return " × ".join("?" if s is None else str(s) for s in sizes)


def shape_text(shape: Shape) -> str:
    """A batch's shape for people.

    Example:
        >>> shape_text((None, 28, 28, 1))
        '(batch, 28, 28, 1)'
    """
    names = ["batch" if shape[0] is None else str(shape[0])]
    return f"({', '.join([*names, *('?' if s is None else str(s) for s in shape[1:])])})"
