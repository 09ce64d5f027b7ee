"""A dense layer between any axes, written as indices."""

import re
from functools import partial
from typing import Any

from keraunos import activations, ops
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.quantizing import Quantizable


@register("keras.layers.EinsumDense")
class EinsumDense(Quantizable):
    """y = activation(einsum(equation, x, kernel) + bias).

    Args:
        equation: as in "ab,bc->ac": the input's axes, the kernel's, the output's; "..." at the front or the
            back stands for further axes.
        output_shape: sizes of the output without the batch; None for those of the input.
        activation: name or callable; None: linear.
        bias_axes: the output's axes along which there is a bias, as in "c"; None: no bias.
        kernel_initializer, kernel_regularizer, kernel_constraint: of the kernel. bias_…: of the bias.
        lora_rank, lora_alpha: as of Dense. gptq_unpacked_column_size: None.
        quantization_config: an Int8QuantizationConfig or None.
    Shapes: by the equation.
    Raises: ValueError for an equation that is none, or a bias axis that the output lacks.
    Example:
        >>> EinsumDense("abc,cd->abd", (None, 5), bias_axes="d")(ops.ones((2, 3, 4))).shape
        (2, 3, 5)
    """

    _not_in_config = ("gptq_unpacked_column_size",)
    _shows_activity_regularizer = True

    def __init__(
        self, equation: str, output_shape: Any, activation: Any = None, bias_axes: str | None = None,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None,
        bias_constraint: Any = None, lora_rank: int | None = None, lora_alpha: float | None = None,
        gptq_unpacked_column_size: int | None = None, quantization_config: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        checks.plain_weights("EinsumDense", gptq_unpacked_column_size=gptq_unpacked_column_size)
        self._keep_lora(lora_rank, lora_alpha)
        self.equation, self.bias_axes = equation, bias_axes
        self._axes = _read(equation)
        self.partial_output_shape = (
            (output_shape,) if isinstance(output_shape, int) else tuple(output_shape)
        )
        self.activation = activations.get(activation)
        self.keep_rules(
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip
        self.quantization_config = checks.int8_config("EinsumDense", quantization_config)
        first = [axes.replace("...", "0")[:1] for axes in self._axes]
        self.batch_independent = activations.is_builtin(self.activation) and first[0] == first[2]

    @property
    def output_shape(self) -> tuple[Any, ...]:
        """The output's shape as given, without the batch."""
        return self.partial_output_shape

    def build(self, input_shape: Shape) -> None:
        """Make the kernel and, along bias_axes, the bias."""
        sizes, output = self._sizes(input_shape)
        kernel, letters = self._axes[1], self._axes[2]
        self.kernel = self.add_ruled_weight("kernel", [sizes[axis] for axis in kernel])
        self.bias = None
        if self.bias_axes:
            missing = [axis for axis in self.bias_axes if axis not in letters]
            if missing:
                raise ValueError(
                    bad(self._who(), "bias_axes", f"among the output's axes {letters!r}",
                        self.bias_axes, f"Take out {missing[0]!r}.")
                )  # fmt: skip
            after = letters.replace("...", "")
            first = min(after.index(axis) for axis in self.bias_axes)
            shape = [sizes[axis] if axis in self.bias_axes else 1 for axis in after[first:]]
            if letters.endswith("..."):
                shape += [1] * (len(output) - len(after))
            self.bias = self.add_ruled_weight("bias", shape)
        self._keep_in_few_bits()
        self._adapt_if_asked()

    def _sizes(self, input_shape: Shape) -> tuple[dict[str, Any], Shape]:
        """The size of each axis, and the output's shape, for this input."""
        inputs, kernel, output = self._axes
        sizes = _matched(inputs, input_shape, self._who(), self.equation)
        rest = sizes.pop("...", ())
        given = (input_shape[0], *self.partial_output_shape)
        wanted = len(output.replace("...", "")) + (len(rest) if "..." in output else 0)
        if len(given) < wanted and "..." in output:
            given = _with_rest(output, given, rest)
        if len(given) != wanted:
            raise ShapeError(
                f"{self._who()}: equation {self.equation!r} gives {wanted} axes for inputs "
                f"{input_shape}; got output_shape {self.partial_output_shape} for "
                f"{len(given) - 1} of them. Give {wanted - 1} sizes, without the batch's."
            )
        named = _matched(output, given, self._who(), self.equation)
        named.pop("...", None)
        for axis, size in named.items():
            known = sizes.get(axis)
            if size is not None and known is not None and size != known:
                raise ShapeError(
                    f"{self._who()}: axis {axis!r} of {self.equation!r} has size {known} in the inputs; "
                    f"got {size} in output_shape. Give it None."
                )
            sizes[axis] = known if size is None else size
        lost = [axis for axis in kernel if axis not in sizes]
        if lost:
            raise ShapeError(
                f"{self._who()}: the kernel's axis {lost[0]!r} of {self.equation!r} has no size. Name it "
                "in the inputs or the output too."
            )
        front = output.split("...")[0] if "..." in output else output
        back = output.split("...")[1] if "..." in output else ""
        shape = [sizes[a] for a in front], [sizes[a] for a in back]
        return sizes, (*shape[0], *(rest if "..." in output else ()), *shape[1])

    def call(self, inputs: Array, training: bool | None = None) -> Array:
        """activation(einsum(equation, inputs, kernel) + bias)."""
        y = self._linear(inputs, partial(ops.einsum, self.equation))
        y = y if self.bias is None else ops.add(y, self.bias)
        return y if self.activation is None else self.activation(y)

    @property
    def _scale_axis(self) -> Any:
        """The kernel's axes that the equation sums over."""
        kernel, output = self._axes[1:]
        return tuple(i for i, axis in enumerate(kernel) if axis not in output)

    def _input_axis(self) -> Any:
        """The inputs' axes that the equation sums over, counted from their end or start."""
        return _summed(self._axes[0], self._axes[2])

    def _kept_scale(self, scale: Array) -> Array:
        """A kernel's scale so that it broadcasts to the output."""
        kept = "".join(axis for axis in self._axes[1] if axis in self._axes[2])
        return _placed(ops.squeeze(scale, self._scale_axis), kept, self._axes[2])

    def _scale_beside(self, scale: Any) -> Any:
        """A kept scale, which broadcasts to the output, in the kernel's axes."""
        kernel, output = self._axes[1:]
        kept = [axis for axis in output.replace("...", "") if axis in kernel]
        flat = scale.reshape([n for n in scale.shape if n != 1] or [1])
        names = [
            axis for axis, size in zip(kernel, self.kernel.shape) if size != 1 and axis in kept
        ]
        order = sorted(names, key=kept.index)
        flat = flat.transpose([order.index(axis) for axis in names]) if names else flat
        shape = [size if axis in names else 1 for axis, size in zip(kernel, self.kernel.shape)]
        return flat.reshape(shape)

    def _input_scale(self, scale: Array) -> Array:
        """The inputs' scale so that it broadcasts to the output."""
        inputs, output = self._axes[0], self._axes[2]
        axes = _summed(inputs, output)
        kept = "".join(axis for axis in inputs if axis in output or axis == ".")
        return _placed(ops.squeeze(scale, axes), kept, output)

    def _back(self, upstream: Array, weight: Array) -> Array:
        """The gradient of the inputs, from that of the output."""
        inputs, kernel, output = self._axes
        return ops.einsum(f"{output},{kernel}->{inputs}", upstream, weight)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """By the equation."""
        return self._sizes(input_shape)[1]


def _summed(inputs: str, output: str) -> tuple[int, ...]:
    letters = inputs.replace("...", "")
    start = -len(letters) if inputs.startswith("...") else 0
    return tuple(start + i for i, axis in enumerate(letters) if axis not in output)


def _placed(scale: Array, axes: str, output: str) -> Array:
    """A scale with these axes in the order of the output, with size 1 for those it lacks."""
    letters = output.replace("...", "")
    found = "".join(axis for axis in letters if axis in axes)
    dots = "..." in axes
    wanted = f"...{found}" if output.startswith("...") and dots else found + "..." * dots
    scale = ops.einsum(f"{axes}->{wanted}", scale)
    start = -len(letters) if output.startswith("...") else 0
    lacking = [start + i for i, axis in enumerate(letters) if axis not in axes]
    return ops.expand_dims(scale, tuple(lacking)) if lacking else scale


def _read(equation: str) -> tuple[str, str, str]:
    """The axes of input, kernel and output."""
    form = r"((?:\.\.\.)?[A-Za-z]+(?:\.\.\.)?),([A-Za-z]+)->((?:\.\.\.)?[A-Za-z]+(?:\.\.\.)?)"
    found = re.fullmatch(form, equation.replace(" ", ""))
    if found is None:
        raise ValueError(
            bad("EinsumDense", "equation", "of the form 'ab,bc->ac', '...' at most at one end",
                equation, "Name the axes of input, kernel and output by letters.")
        )  # fmt: skip
    return found[1], found[2], found[3]


def _with_rest(output: str, given: Shape, rest: Shape) -> Shape:
    """The output's sizes with those that the dots stand for, as only the axes with letters were given."""
    front, back = output.split("...")
    named = given if front else given[1:]
    return (*named[: len(front)], *rest, *named[len(named) - len(back) :])


def _matched(axes: str, shape: Shape, who: str, equation: str) -> dict[str, Any]:
    """The sizes by letter; those that "..." stands for under that name."""
    letters = axes.replace("...", "")
    extra = len(shape) - len(letters)
    if extra < 0 or (extra and "..." not in axes):
        raise ShapeError(
            f"{who}: equation {equation!r} names {len(letters)} axes ({axes!r}); got shape {shape}. "
            "Write as many letters as there are axes, or '...'."
        )
    if axes.startswith("..."):
        return {"...": shape[:extra], **dict(zip(letters, shape[extra:]))}
    sizes = dict(zip(letters, shape[: len(letters)]))
    return {**sizes, "...": shape[len(letters) :]} if "..." in axes else sizes
