"""Pictures through small windows of weights: blurred, their edges, their likeness."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from keraunos.core.errors import ShapeError, bad
from keraunos.ops.core import as_array, as_float
from keraunos.ops.image.layout import batch_of, is_float
from keraunos.ops.public import op, roomy
from keraunos.ops.windows import as_sizes


def gaussian_kernel(size: int, sigma: Any) -> Any:
    """`size` weights exp(-x²/2σ²) around the middle, which sum to 1."""
    x = jnp.arange(size, dtype="float32") - (size - 1) / 2
    weights = jnp.exp(-0.5 * jnp.square(x / sigma))
    return weights / jnp.sum(weights)


def _filtered(pictures: Any, kernels: Any, padding: str) -> Any:
    """Each channel through each kernel (kh, kw, kernels); the results of a channel side by side."""
    channels, count = pictures.shape[-1], kernels.shape[-1]
    weights = jnp.tile(kernels[:, :, None, :], (1, 1, 1, channels)).astype(pictures.dtype)
    return jax.lax.conv_general_dilated(
        pictures, weights.reshape(*kernels.shape[:2], 1, channels * count), (1, 1), padding,
        dimension_numbers=("NHWC", "HWIO", "NHWC"), feature_group_count=channels,
    )  # fmt: skip


@op("image")
def gaussian_blur(
    images: Any, kernel_size: Any = (3, 3), sigma: Any = (1.0, 1.0), data_format: str | None = None
) -> Any:
    """Pictures smoothed by a Gaussian window; 0 beyond the edge.

    Args: kernel_size: (height, width) in pixels. sigma: the deviation along both, in pixels, > 0.
    Differs: it smooths along the height too, and all channels alike.
    """
    pictures, back = batch_of("ops.image.gaussian_blur", images, data_format)
    sizes = as_sizes(kernel_size, 2, "ops.image.gaussian_blur", "kernel_size")
    down, right = (gaussian_kernel(n, s) for n, s in zip(sizes, sigma))
    numbers = pictures if is_float(pictures) else as_float(pictures)
    return back(_filtered(numbers, jnp.outer(down, right)[..., None], "SAME"))


@op("image")
def sobel_edges(images: Any, data_format: str | None = None) -> Any:
    """How fast each channel changes downwards and to the right; 0 beyond the edge.

    Shapes: (n, h, w, c) -> (n, h, w, c, 2); with channels first (n, c, h, w) -> (n, c, h, w, 2).
    Raises: ValueError if it is no batch.
    """
    owner = "ops.image.sobel_edges"
    if len(jnp.shape(images)) != 4:
        raise ShapeError(bad(owner, "images", "a batch of pictures (4-D)", as_float(images), ""))
    pictures, back = batch_of(owner, as_float(images), data_format)
    down = np.outer([-1.0, 0.0, 1.0], [1.0, 2.0, 1.0])
    edges = _filtered(pictures, jnp.asarray(np.stack([down, down.T], axis=-1)), "SAME")
    pairs = edges.reshape(*pictures.shape, 2)
    return jnp.stack([back(pairs[..., 0]), back(pairs[..., 1])], axis=-1)


@op("image", rule=roomy)
def ssim(
    image1: Any, image2: Any, max_val: float = 1.0, filter_size: int = 11,
    filter_sigma: float = 1.5, k1: float = 0.01, k2: float = 0.03, data_format: str | None = None,
) -> Any:  # fmt: skip
    """How alike pictures are in brightness, contrast and structure; 1 for equal ones.

    (2μ₁μ₂ + c₁)(2σ₁₂ + c₂) / ((μ₁² + μ₂² + c₁)(σ₁² + σ₂² + c₂)), c = (k · max_val)², over Gaussian
    windows, averaged over the picture

    Args: max_val: the largest value a pixel may have. filter_size, filter_sigma: of the window, in pixels.
    Shapes: two of (h, w, c) -> (), or of (n, h, w, c) -> (n,).
    Raises: ValueError if the shapes differ or the pictures are smaller than the window.
    Source: Wang et al. 2004, doi:10.1109/TIP.2003.819861.
    """
    owner = "ops.image.ssim"
    first, _ = batch_of(owner, as_float(image1), data_format)
    second, _ = batch_of(owner, as_float(image2), data_format)
    if first.shape != second.shape:
        raise ShapeError(bad(owner, "image2", f"of shape {first.shape}", second, ""))
    if min(first.shape[1:3]) < filter_size:
        wanted = f"at least {filter_size} × {filter_size} pixels"
        raise ShapeError(bad(owner, "image1", wanted, first, "Use a smaller filter_size."))
    window = gaussian_kernel(filter_size, filter_sigma)
    kernel = jnp.outer(window, window)[..., None]

    def mean(x: Any) -> Any:
        return _filtered(x, kernel, "VALID")

    low, high = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    both, squares = mean(first) * mean(second), mean(first) ** 2 + mean(second) ** 2
    shared = 2 * (mean(first * second) - both) + high
    spread = mean(first**2 + second**2) - squares + high
    likeness = (2 * both + low) * shared / ((squares + low) * spread)
    found = jnp.mean(likeness, axis=(1, 2, 3))
    return found[0] if len(jnp.shape(image1)) == 3 else found


@op("nn")
def psnr(x1: Any, x2: Any, max_val: Any) -> Any:
    """The peak signal-to-noise ratio in decibels: 20·log10(max_val) - 10·log10(mean((x1 - x2)²)).

    Args: max_val: the largest value a signal may have.
    Raises: ValueError if the shapes differ.
    """
    first, second = as_float(x1), as_float(x2)
    if first.shape != second.shape:
        raise ShapeError(bad("ops.psnr", "x2", f"of shape {first.shape}", second, ""))
    error = jnp.mean(jnp.square(first - second))
    ratio = 20 * jnp.log10(as_array(max_val)) - 10 * jnp.log10(error)
    return ratio.astype(error.dtype)
