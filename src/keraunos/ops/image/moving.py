"""Pictures seen through a map of coordinates: shifted, turned, tilted, bent."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError, bad
from keraunos.core.symbolic import KerasTensor, infer
from keraunos.ops.core import as_array, as_float, shape
from keraunos.ops.image.filters import gaussian_kernel
from keraunos.ops.image.layout import batch_of, choice
from keraunos.ops.noise import normal_noise
from keraunos.ops.public import op
from keraunos.ops.random import seed_pair

FILLS = ("constant", "nearest", "wrap", "mirror", "reflect")
ORDERS = {"nearest": 0, "bilinear": 1}


def _as_images(function: Any, images: Any, *_args: Any, **_kwargs: Any) -> KerasTensor:
    return KerasTensor(shape(images), images.dtype if hasattr(images, "dtype") else "float32")


def _as_coordinates(function: Any, inputs: Any, coordinates: Any, *rest: Any, **more: Any) -> Any:
    if isinstance(inputs, KerasTensor):
        inputs = KerasTensor([8 if s is None else s for s in inputs.shape], inputs.dtype)
    return infer(function, inputs, coordinates, *rest, **more)


@op("image", rule=_as_coordinates)
def map_coordinates(
    inputs: Any, coordinates: Any, order: int, fill_mode: str = "constant", fill_value: Any = 0
) -> Any:
    """The values of an array at places between its elements.

    Args:
        coordinates: a place along each axis of the inputs, in elements.
        order: 0: the nearest element; 1: linear between neighbours.
        fill_mode: what lies beyond the edge: "constant" (`fill_value`), "nearest", "wrap", "mirror"
            (the edge once) or "reflect" (the edge twice).
    Shapes: inputs of n axes, coordinates (n, ...) -> (...).
    Raises: ValueError for another order or fill_mode, or if the coordinates do not fit the inputs.
    """
    owner = "ops.image.map_coordinates"
    choice(owner, "order", order, (0, 1))
    choice(owner, "fill_mode", fill_mode, FILLS)
    array, places = jnp.asarray(as_array(inputs)), jnp.asarray(as_array(coordinates))
    if places.ndim < 2 or places.shape[0] != array.ndim:
        raise ShapeError(bad(owner, "coordinates", f"of shape ({array.ndim}, ...)", places, ""))
    return _sampled(array, places, order, fill_mode, fill_value)


def _sampled(array: Any, places: Any, order: int, fill_mode: str, fill_value: Any) -> Any:
    return jax.scipy.ndimage.map_coordinates(
        array, list(places), order, mode=fill_mode, cval=as_array(fill_value)
    )


def _moved(pictures: Any, places: Any, interpolation: str, fill_mode: str, fill_value: Any) -> Any:
    """Each picture with its pixels taken from the places (batch, 2, height, width)."""
    order = ORDERS[interpolation]

    def one(picture: Any, place: Any) -> Any:
        def channel(plane: Any) -> Any:
            return _sampled(plane, place, order, fill_mode, fill_value)

        return jax.vmap(channel, in_axes=-1, out_axes=-1)(picture)

    everywhere = jnp.broadcast_to(places, (len(pictures), *places.shape[1:]))
    return jax.vmap(one)(pictures, everywhere)


def _grid(pictures: Any) -> Any:
    """The places (2, height, width) of all pixels: row, column."""
    rows, columns = (jnp.arange(n, dtype="float32") for n in pictures.shape[1:3])
    return jnp.stack(jnp.meshgrid(rows, columns, indexing="ij"))


def _projected(matrices: Any, pictures: Any) -> Any:
    """Where each pixel comes from under (batch, 3, 3) maps of (x, y, 1)."""
    rows, columns = _grid(pictures)
    points = jnp.stack([columns, rows, jnp.ones_like(rows)])
    x, y, w = jnp.moveaxis(jnp.einsum("bij,jhw->bihw", matrices, points), 1, 0)
    return jnp.stack([y / w, x / w], axis=1)


@op("image", rule=_as_images)
def affine_transform(
    images: Any, transform: Any, interpolation: str = "bilinear", fill_mode: str = "constant",
    fill_value: Any = 0, data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures turned, scaled, sheared or shifted: out[x, y] = in[a0·x + a1·y + a2, b0·x + b1·y + b2].

    Args:
        transform: (a0, a1, a2, b0, b1, b2, 0, 0), one for all pictures or one for each.
        interpolation: "nearest" or "bilinear". fill_mode, fill_value: as for `map_coordinates`.
    Raises: ValueError for another interpolation, fill_mode, rank, or transform.
    """
    owner = "ops.image.affine_transform"
    choice(owner, "interpolation", interpolation, ORDERS)
    choice(owner, "fill_mode", fill_mode, FILLS)
    pictures, back = batch_of(owner, images, data_format)
    numbers = as_float(transform)
    if numbers.ndim not in (1, 2) or numbers.shape[-1] != 8:
        raise ShapeError(bad(owner, "transform", "of shape (8,) or (batch, 8)", numbers, ""))
    numbers = jnp.atleast_2d(numbers)
    last = jnp.broadcast_to(jnp.array([0.0, 0.0, 1.0], numbers.dtype), (len(numbers), 3))
    matrices = jnp.concatenate([numbers[:, :6], last], axis=1).reshape(-1, 3, 3)
    places = _projected(matrices, pictures)
    return back(_moved(pictures, places, interpolation, fill_mode, fill_value))


@op("image", rule=_as_images)
def perspective_transform(
    images: Any, start_points: Any, end_points: Any, interpolation: str = "bilinear",
    fill_value: Any = 0, data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures tilted so that four points go to four others.

    Args:
        start_points, end_points: (4, 2) for all pictures or (batch, 4, 2), as (x, y) in pixels.
        interpolation: "nearest" or "bilinear". fill_value: of pixels from beyond the edge.
    Raises: ValueError for another interpolation, rank, or other points.
    """
    owner = "ops.image.perspective_transform"
    choice(owner, "interpolation", interpolation, ORDERS)
    pictures, back = batch_of(owner, images, data_format)
    starts, ends = (
        _points(owner, "start_points", start_points),
        _points(owner, "end_points", end_points),
    )
    places = _projected(homographies(ends, starts), pictures)
    return back(_moved(pictures, places, interpolation, "constant", fill_value))


def _points(owner: str, arg: str, points: Any) -> Any:
    array = as_float(points)
    if array.ndim not in (2, 3) or array.shape[-2:] != (4, 2):
        raise ShapeError(bad(owner, arg, "of shape (4, 2) or (batch, 4, 2)", array, ""))
    return array[None] if array.ndim == 2 else array


def homographies(sources: Any, targets: Any) -> Any:
    """The (batch, 3, 3) maps of (x, y, 1) that take four points (batch, 4, 2) to four others."""
    sources, targets = as_float(sources), as_float(targets)
    x, y = sources[..., 0], sources[..., 1]
    u, v = targets[..., 0], targets[..., 1]
    zero, one = jnp.zeros_like(x), jnp.ones_like(x)
    upper = jnp.stack([x, y, one, zero, zero, zero, -u * x, -u * y], axis=-1)
    lower = jnp.stack([zero, zero, zero, x, y, one, -v * x, -v * y], axis=-1)
    system = jnp.concatenate([upper, lower], axis=-2)
    right = jnp.concatenate([u, v], axis=-1)[..., None]
    numbers = jnp.linalg.solve(system, right)[..., 0]
    last = jnp.ones((len(numbers), 1), numbers.dtype)
    return jnp.concatenate([numbers, last], axis=-1).reshape(-1, 3, 3)


@op("image", rule=_as_images)
def elastic_transform(
    images: Any, alpha: float = 20.0, sigma: float = 5.0, interpolation: str = "bilinear",
    fill_mode: str = "reflect", fill_value: Any = 0.0, seed: Any = None,
    data_format: str | None = None,
) -> Any:  # fmt: skip
    """Pictures bent by a smooth random field of shifts.

    shift = alpha · blur(sigma · noise), the noise normal, the blur Gaussian of deviation sigma

    Args:
        alpha: the strength, >= 0. sigma: the smoothness in pixels, > 0.
        seed: an int, a SeedGenerator or None. The others: as for `map_coordinates`.
    Raises: ValueError for another interpolation, fill_mode or rank.
    """
    owner = "ops.image.elastic_transform"
    choice(owner, "interpolation", interpolation, ORDERS)
    choice(owner, "fill_mode", fill_mode, FILLS)
    pictures, back = batch_of(owner, images, data_format)
    moved = bent(pictures, alpha, sigma, int(6 * sigma) | 1, seed_pair(seed, owner), interpolation,
                 fill_mode, fill_value)  # fmt: skip
    return back(moved)


def bent(
    pictures: Any, alpha: Any, sigma: Any, window: int, seed: Any, interpolation: str,
    fill_mode: str, fill_value: Any,
) -> Any:  # fmt: skip
    """Pictures (batch, height, width, channels) bent as by `elastic_transform`.

    Args: window: of the blur, an odd number of pixels. seed: two uint32, or an int.
    """
    batch, height, width, _ = pictures.shape
    seed = seed_pair(seed, "ops.image.elastic_transform")
    noise = normal_noise(seed, (batch, 2, height, width)) * sigma
    smooth = gaussian_kernel(window, jnp.maximum(sigma, 1e-4))
    places = _grid(pictures) + alpha * _blurred(noise, smooth)
    return _moved(pictures, places, interpolation, fill_mode, fill_value)


def _blurred(fields: Any, kernel: Any) -> Any:
    """Fields (..., height, width) smoothed along both axes, 0 beyond the edge."""

    def along(line: Any) -> Any:
        half = len(kernel) // 2
        return jnp.convolve(jnp.pad(line, half), kernel, mode="valid")

    def planes(x: Any) -> Any:
        flat = jax.vmap(along)(x.reshape(-1, x.shape[-1])).reshape(x.shape)
        return jnp.swapaxes(flat, -1, -2)

    return planes(planes(fields))
