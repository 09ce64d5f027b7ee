"""Pictures cut, framed, and taken apart into patches."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.config import image_data_format
from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array
from keraunos.ops.image.layout import FORMATS, batch_of, choice
from keraunos.ops.public import op, roomy
from keraunos.ops.windows import as_padding, as_sizes

Side = int | None


def _sides(
    owner: str, verb: str, names: Sequence[str], before: Side, after: Side, target: Side, gap: int
) -> tuple[int, int]:
    """What is cut or added before and after; of three numbers two are given.

    Args: gap: what before and after are together, for the target given.
    """
    given = {
        f"{names[0]}_{verb}": before,
        f"{names[1]}_{verb}": after,
        f"target_{names[2]}": target,
    }
    if sum(value is None for value in given.values()) != 1:
        listed = ", ".join(f"{name}={value}" for name, value in given.items())
        raise ValueError(f"{owner}: give two of three: {listed}. The third follows from them.")
    first = gap - after if before is None and after is not None else before
    second = gap - first if after is None and first is not None else after
    assert first is not None
    assert second is not None
    if min(first, second) < 0:
        raise ValueError(
            f"{owner}: {names[0]}_{verb} would be {first} and {names[1]}_{verb} {second}; both must be >= 0."
            " Check the target."
        )
    return first, second


@op("image", rule=roomy)
def crop_images(
    images: Any, top_cropping: Side = None, left_cropping: Side = None,
    bottom_cropping: Side = None, right_cropping: Side = None, target_height: Side = None,
    target_width: Side = None, data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures without their borders.

    Args: two of top, bottom and target height, two of left, right and target width, in pixels.
    Raises: ValueError for more or fewer, or if less than nothing would be cut.
    """
    owner = "ops.image.crop_images"
    pictures, back = batch_of(owner, images, data_format)
    height, width = pictures.shape[1:3]
    top, bottom = _sides(owner, "cropping", ("top", "bottom", "height"), top_cropping,
                         bottom_cropping, target_height, height - (target_height or 0))  # fmt: skip
    left, right = _sides(owner, "cropping", ("left", "right", "width"), left_cropping,
                         right_cropping, target_width, width - (target_width or 0))  # fmt: skip
    return back(pictures[:, top : height - bottom, left : width - right])


@op("image", rule=roomy)
def pad_images(
    images: Any, top_padding: Side = None, left_padding: Side = None, bottom_padding: Side = None,
    right_padding: Side = None, target_height: Side = None, target_width: Side = None,
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures with a border of zeros.

    Args: two of top, bottom and target height, two of left, right and target width, in pixels.
    Raises: ValueError for more or fewer, or if less than nothing would be added.
    """
    owner = "ops.image.pad_images"
    pictures, back = batch_of(owner, images, data_format)
    height, width = pictures.shape[1:3]
    rows = _sides(owner, "padding", ("top", "bottom", "height"), top_padding, bottom_padding,
                  target_height, (target_height or 0) - height)  # fmt: skip
    columns = _sides(owner, "padding", ("left", "right", "width"), left_padding, right_padding,
                     target_width, (target_width or 0) - width)  # fmt: skip
    return back(jnp.pad(pictures, [(0, 0), rows, columns, (0, 0)]))


@op("image", rule=roomy)
def extract_patches(
    images: Any, size: Any, strides: Any = None, dilation_rate: Any = 1, padding: str = "valid",
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """Every patch of pictures as a vector of its pixels; of volumes if `size` has three numbers.

    Args:
        size: of a patch: an int, (height, width) or (depth, height, width). strides: None: as size.
        padding: "valid" or "same".
    Shapes: (n, h, w, c) -> (n, rows, columns, ph·pw·c), n left out for a single picture.
    Raises: ValueError for another size, padding or rank.
    """
    rank = 2 if isinstance(size, int) else len(size)
    if rank not in (2, 3):
        wanted = "an int or 2 or 3 of them"
        raise ValueError(bad("ops.image.extract_patches", "size", wanted, size, ""))
    return _patches(
        "extract_patches", rank, images, size, strides, dilation_rate, padding, data_format
    )


@op("image", rule=roomy)
def extract_patches_3d(
    volumes: Any, size: Any, strides: Any = None, dilation_rate: Any = 1, padding: str = "valid",
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """Every patch of volumes as a vector of its voxels; as `extract_patches`.

    Shapes: (n, d, h, w, c) -> (n, layers, rows, columns, pd·ph·pw·c), n left out for a single volume.
    """
    return _patches(
        "extract_patches_3d", 3, volumes, size, strides, dilation_rate, padding, data_format
    )


def _patches(
    name: str, rank: int, images: Any, size: Any, strides: Any, dilation_rate: Any, padding: str,
    data_format: str | None,
) -> Any:  # fmt: skip
    owner = f"ops.image.{name}"
    layout = image_data_format() if data_format is None else data_format
    choice(owner, "data_format", layout, FORMATS)
    array = jnp.asarray(as_array(images))
    if array.ndim not in (rank + 1, rank + 2):
        raise ShapeError(bad(owner, "images", f"{rank + 1}-D or {rank + 2}-D", array, ""))
    single, last = array.ndim == rank + 1, layout == "channels_last"
    batch = array[None] if single else array
    batch = jnp.moveaxis(batch, -1, 1) if last else batch
    window = as_sizes(size, rank, owner, "size")
    found = jax.lax.conv_general_dilated_patches(
        batch,
        window,
        as_sizes(window if strides is None else strides, rank, owner, "strides"),
        as_padding(padding, owner).upper(),
        rhs_dilation=as_sizes(dilation_rate, rank, owner, "dilation_rate"),
    )  # (n, c·pixels, ...): the channels outermost
    n, depth, *rest = found.shape
    split = found.reshape(n, batch.shape[1], depth // batch.shape[1], *rest)
    found = jnp.swapaxes(split, 1, 2).reshape(n, depth, *rest)
    found = jnp.moveaxis(found, 1, -1) if last else found
    return found[0] if single else found
