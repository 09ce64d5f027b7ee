"""K functions that convolve backwards, into a shape that is given."""

from collections.abc import Callable
from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError


def _transposed(name: str) -> Callable[..., Any]:
    def convolve(
        x: Any, kernel: Any, output_shape: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1,
    ) -> Any:  # fmt: skip
        y = ops.conv_transpose(x, kernel, strides, padding, None, data_format, dilation_rate)
        wanted = [s if isinstance(s, int) else None for s in output_shape][1:]
        if any(w is not None and w != got for w, got in zip(wanted, y.shape[1:])):
            raise ShapeError(
                f"K.{name}: `output_shape` must be {tuple(y.shape)}; got {tuple(output_shape)}. Use "
                "ops.conv_transpose with output_padding for another size."
            )
        return y

    convolve.__name__ = name
    convolve.__doc__ = """The gradient of a convolution as an operation; kernel (*window, filters, channels).

    Args: output_shape: with the batch; must be the one that strides and padding make.
    Raises: ShapeError (a ValueError) for another.
    """
    return convolve


conv2d_transpose = _transposed("conv2d_transpose")
conv3d_transpose = _transposed("conv3d_transpose")
