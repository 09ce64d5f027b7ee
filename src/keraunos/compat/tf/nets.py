"""`tf.nn`: convolutions and pools on TensorFlow's arguments, and losses of logits."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.typing import Array

_LAYOUTS = {"NHWC": "channels_last", "NCHW": "channels_first", "NWC": "channels_last",
            "NCW": "channels_first"}  # fmt: skip


def spatial(value: Any, axes: int, layout: str) -> tuple[int, ...]:
    """The sizes along the spatial axes, of an int, of one each, or of one for every axis."""
    values = [int(v) for v in np.atleast_1d(value)]
    if len(values) == axes + 2:
        values = values[1:-1] if layout == "channels_last" else values[2:]
    return tuple(values * axes) if len(values) == 1 else tuple(values)


def conv1d(
    input: Any, filters: Any, stride: Any, padding: str, data_format: str = "NWC",
    dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A 1-D convolution."""
    layout = _LAYOUTS[data_format]
    steps, wide = spatial(stride, 1, layout), spatial(dilations or 1, 1, layout)
    return ops.conv(input, filters, steps, padding.lower(), layout, wide)


def conv2d_transpose(
    input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME",
    data_format: str = "NHWC", dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """A transposed 2-D convolution; the output is cut to output_shape."""
    layout = _LAYOUTS[data_format]
    steps, wide = spatial(strides, 2, layout), spatial(dilations or 1, 2, layout)
    found = ops.conv_transpose(
        input, filters, steps, padding.lower(), data_format=layout, dilation_rate=wide
    )
    rows, columns = spatial(output_shape, 2, layout)
    return found[:, :rows, :columns] if layout == "channels_last" else found[..., :rows, :columns]


def depthwise_conv2d(
    input: Any, filter: Any, strides: Any, padding: str, data_format: str = "NHWC",
    dilations: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """Each channel convolved by itself."""
    layout = _LAYOUTS[data_format]
    steps, wide = spatial(strides, 2, layout), spatial(dilations or 1, 2, layout)
    return ops.depthwise_conv(input, filter, steps, padding.lower(), layout, wide)


def avg_pool2d(
    input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC", name: Any = None
) -> Array:
    """The mean of each window."""
    layout = _LAYOUTS[data_format]
    size, steps = spatial(ksize, 2, layout), spatial(strides, 2, layout)
    return ops.average_pool(input, size, steps, padding.lower(), layout)


def batch_normalization(
    x: Any, mean: Any, variance: Any, offset: Any, scale: Any, variance_epsilon: float,
    name: Any = None,
) -> Array:  # fmt: skip
    """(x - mean) / √(variance + ε) · scale + offset; scale and offset may be None."""
    factor = ops.rsqrt(ops.add(variance, variance_epsilon))
    factor = factor if scale is None else factor * scale
    shift = -mean * factor if offset is None else offset - mean * factor
    return x * factor + shift


def local_response_normalization(
    input: Any, depth_radius: int = 5, bias: float = 1, alpha: float = 1, beta: float = 0.5,
    name: Any = None,
) -> Array:  # fmt: skip
    """x / (bias + α Σ x²)^β, the sum over channels no further than the radius."""
    x = ops.convert_to_tensor(input)
    channels = x.shape[-1]
    padded = ops.pad(ops.square(x), [(0, 0)] * (len(x.shape) - 1) + [(depth_radius, depth_radius)])
    total = sum(padded[..., i : i + channels] for i in range(2 * depth_radius + 1))
    return x / ops.power(bias + alpha * total, beta)


def crelu(features: Any, axis: int = -1, name: Any = None) -> Array:
    """The positive parts of x and of -x, one after the other along an axis."""
    return ops.concatenate([ops.relu(features), ops.relu(ops.negative(features))], axis=axis)


def l2_loss(t: Any, name: Any = None) -> Array:
    """Σt² / 2."""
    return ops.sum(ops.square(t)) / 2


def weighted_cross_entropy_with_logits(
    labels: Any, logits: Any, pos_weight: Any, name: Any = None
) -> Array:
    """The crossentropy of logits, its part of the positive labels times a weight."""
    z = ops.convert_to_tensor(logits)
    weight = 1 + (pos_weight - 1) * labels
    return (1 - labels) * z + weight * (ops.log1p(ops.exp(-ops.abs(z))) + ops.relu(-z))


def log_poisson_loss(
    targets: Any, log_input: Any, compute_full_loss: bool = False, name: Any = None
) -> Array:
    """exp(c) - z · c, with Stirling's term for targets above 1 if the full loss is asked for."""
    z, c = ops.cast(targets, "float32"), ops.convert_to_tensor(log_input, "float32")
    loss = ops.exp(c) - z * c
    if not compute_full_loss:
        return loss
    stirling = z * ops.log(ops.maximum(z, 1e-30)) - z + 0.5 * ops.log(2 * np.pi * z + 1e-30)
    return loss + ops.where(z > 1, stirling, 0.0)


def compute_average_loss(
    per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None, **_unused: Any
) -> Array:
    """The sum of the losses over the rows of all replicas."""
    loss = ops.convert_to_tensor(per_example_loss)
    rows = loss.shape[0] if global_batch_size is None and loss.ndim else global_batch_size or 1
    loss = loss if sample_weight is None else ops.multiply(loss, sample_weight)
    return ops.sum(loss) / ops.cast(rows, loss.dtype)


def scale_regularization_loss(regularization_loss: Any) -> Array:
    """The loss: it is divided by the number of replicas, which is 1."""
    return ops.sum(regularization_loss)


def ctc_loss(
    labels: Any, logits: Any, label_length: Any, logit_length: Any, logits_time_major: bool = True,
    unique: Any = None, blank_index: int | None = 0, name: Any = None,
) -> Array:  # fmt: skip
    """The CTC loss of each row; logits: (time, batch, classes), or batch first."""
    scores = ops.swapaxes(logits, 0, 1) if logits_time_major else logits
    blank = blank_index or 0
    blank = blank + scores.shape[-1] if blank < 0 else blank
    return ops.ctc_loss(labels, scores, label_length, logit_length, mask_index=blank)
