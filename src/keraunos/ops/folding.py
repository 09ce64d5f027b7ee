"""Pictures taken apart into patches or blocks, and put together again."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.config import image_data_format
from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array as _array
from keraunos.ops.public import op, roomy
from keraunos.ops.windows import as_sizes


def _layout(owner: str, data_format: str) -> bool:
    """Whether the channels come first."""
    name = data_format or image_data_format()
    if name not in ("channels_first", "channels_last"):
        known = "'channels_first' or 'channels_last'"
        raise ValueError(bad(f"ops.{owner}", "data_format", known, data_format, ""))
    return name == "channels_first"


def _picture(owner: str, x: Any, first: bool) -> Any:
    """The batch with its channels last."""
    array = jnp.asarray(_array(x))
    if array.ndim != 4:
        raise ShapeError(bad(f"ops.{owner}", "x", "a batch of pictures (4-D)", array, ""))
    return jnp.moveaxis(array, 1, -1) if first else array


def _divisible(owner: str, what: str, sizes: Any, by: int) -> None:
    if by < 2 or any(size % by for size in sizes):
        raise ShapeError(
            f"ops.{owner}: {what} {tuple(sizes)} cannot be cut by `block_size` {by}. It must be an int >= 2 "
            "that divides them."
        )


@op("nn")
def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Channels laid out as blocks of block_size × block_size pixels.

    Shapes: (n, h, w, b²·c) -> (n, h·b, w·b, c); with channels first, (n, b²·c, h, w) -> (n, c, h·b, w·b).
    Raises: ValueError if b² does not divide the channels.
    """
    first, b = _layout("depth_to_space", data_format), block_size
    picture = _picture("depth_to_space", x, first)
    n, h, w, depth = picture.shape
    _divisible("depth_to_space", "channels", [depth], b * b)
    if first:
        parts = picture.reshape(n, h, w, depth // b**2, b, b).transpose(0, 1, 4, 2, 5, 3)
    else:
        parts = picture.reshape(n, h, w, b, b, depth // b**2).transpose(0, 1, 3, 2, 4, 5)
    whole = parts.reshape(n, h * b, w * b, depth // b**2)
    return jnp.moveaxis(whole, -1, 1) if first else whole


@op("nn")
def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Blocks of block_size × block_size pixels stacked as channels; `depth_to_space` undoes it.

    Shapes: (n, h, w, c) -> (n, h/b, w/b, b²·c).
    Raises: ValueError if b does not divide height and width.
    """
    first, b = _layout("space_to_depth", data_format), block_size
    picture = _picture("space_to_depth", x, first)
    n, h, w, depth = picture.shape
    _divisible("space_to_depth", "height and width", [h, w], b)
    parts = picture.reshape(n, h // b, b, w // b, b, depth)
    order = (0, 1, 3, 5, 2, 4) if first else (0, 1, 3, 2, 4, 5)
    whole = parts.transpose(order).reshape(n, h // b, w // b, b * b * depth)
    return jnp.moveaxis(whole, -1, 1) if first else whole


def _grid(sizes: Any, window: Any, dilation: Any, padding: Any, stride: Any) -> tuple[int, ...]:
    """How many windows fit along each axis."""
    reach = [(k - 1) * d + 1 for k, d in zip(window, dilation)]
    return tuple((n + 2 * p - r) // s + 1 for n, p, r, s in zip(sizes, padding, reach, stride))


@op("nn", rule=roomy)
def unfold(x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    """Every patch of a batch of pictures (channels first) as a column.

    Args: each an int >= 1 (padding >= 0) or a pair (height, width).
    Shapes: (n, c, h, w) -> (n, c·kh·kw, patches).
    Example:
        >>> unfold(np.arange(4.0).reshape(1, 1, 2, 2), 2).tolist()
        [[[0.0], [1.0], [2.0], [3.0]]]
    """
    array = jnp.asarray(_array(x))
    k, d, p, s = _sizes("unfold", kernel_size, dilation, padding, stride)
    array = jnp.pad(array, [(0, 0), (0, 0), (p[0], p[0]), (p[1], p[1])])
    rows, columns = _grid(array.shape[2:], k, d, (0, 0), s)
    patches = [
        jax.lax.slice(
            array, (0, 0, i * d[0], j * d[1]),
            (*array.shape[:2], i * d[0] + (rows - 1) * s[0] + 1, j * d[1] + (columns - 1) * s[1] + 1),
            (1, 1, *s),
        ) for i in range(k[0]) for j in range(k[1])
    ]  # fmt: skip
    stacked = jnp.stack(patches, axis=2)  # (n, c, kh·kw, rows, columns)
    return stacked.reshape(array.shape[0], -1, rows * columns)


def _sizes(owner: str, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Any:
    name = f"ops.{owner}"
    return (
        as_sizes(kernel_size, 2, name, "kernel_size"), as_sizes(dilation, 2, name, "dilation"),
        as_sizes(padding, 2, name, "padding", least=0), as_sizes(stride, 2, name, "stride"),
    )  # fmt: skip


@op("nn")
def fold(
    x: Any, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    """Patches put back in their places and added where they overlap; arguments as for `unfold`.

    Shapes: (n, c·kh·kw, patches) -> (n, c, *output_size).
    Raises: ValueError if the number of patches is not that of such a picture.
    """
    array = jnp.asarray(_array(x))
    k, d, p, s = _sizes("fold", kernel_size, dilation, padding, stride)
    size = as_sizes(output_size, 2, "ops.fold", "output_size")
    rows, columns = _grid(size, k, d, p, s)
    n, depth, count = array.shape
    if count != rows * columns or depth % (k[0] * k[1]):
        wanted = f"of shape (n, c·{k[0] * k[1]}, {rows * columns})"
        raise ShapeError(bad("ops.fold", "x", wanted, array, "Check output_size and kernel_size."))
    parts = array.reshape(n, -1, k[0], k[1], rows, columns)
    total = jnp.zeros((n, parts.shape[1], size[0] + 2 * p[0], size[1] + 2 * p[1]), array.dtype)
    down, right = jnp.arange(rows) * s[0], jnp.arange(columns) * s[1]
    for i in range(k[0]):
        for j in range(k[1]):
            place = (down[:, None] + i * d[0], right[None, :] + j * d[1])
            total = total.at[:, :, place[0], place[1]].add(parts[:, :, i, j])
    return total[:, :, p[0] : p[0] + size[0], p[1] : p[1] + size[1]]
