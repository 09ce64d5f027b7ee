"""Weights of largest singular value 1, for another layer."""

from typing import Any

from keraunos import initializers, ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.core.variable import Variable
from keraunos.layers.input_spec import InputSpec
from keraunos.layers.wrapper import Wrapper


@register("keras.layers.SpectralNormalization")
class SpectralNormalization(Wrapper):
    """Before each training step of a layer, divide its kernel by its largest singular value.

    Power iteration on the kernel as a matrix W (all other axes, last axis), from a vector u that is kept:
    v = unit(u · Wᵀ), u = unit(v · W), repeated; kernel = kernel / (v · W · uᵀ).

    Args:
        layer: the layer, with a `kernel` or `embeddings`.
        power_iterations: repetitions a training step, an int >= 1.
    Shapes: as of the layer.
    Raises: ValueError if power_iterations < 1, layer is no layer, or it has neither weight.
    Source: Miyato et al. 2018, arXiv:1802.05957.
    Example:
        >>> from keraunos.layers import Dense
        >>> SpectralNormalization(Dense(3))(ops.zeros((2, 4)), training=True).shape
        (2, 3)
    """

    def __init__(self, layer: Any, power_iterations: int = 1, **base: Any) -> None:
        super().__init__(layer, **base)
        if isinstance(power_iterations, bool) or power_iterations < 1:
            raise ValueError(
                bad(
                    "SpectralNormalization", "power_iterations", "an int >= 1", power_iterations, ""
                )
            )
        self.power_iterations = power_iterations

    @property
    def batch_independent(self) -> bool:  # type: ignore[override]
        """As of the layer."""
        return self.layer.batch_independent

    def build(self, input_shape: Any = None) -> None:
        """Build the layer and make the vector u."""
        super().build(input_shape)
        self.kernel = self._weight_of_layer()
        self.vector_u = self.add_weight(
            (1, self.kernel.shape[-1]), initializers.TruncatedNormal(stddev=0.02), trainable=False,
            name="vector_u",
        )  # fmt: skip
        self.input_spec = InputSpec(shape=(None, *input_shape[1:]))

    def _weight_of_layer(self) -> Variable:
        for name in ("kernel", "embeddings"):
            weight = getattr(self.layer, name, None)
            if isinstance(weight, Variable):
                return weight
        raise ValueError(
            f"{self._who()}: {type(self.layer).__name__} '{self.layer.name}' has neither `kernel` nor "
            "`embeddings`, so there is nothing to normalize. Wrap a layer like Dense or Conv2D."
        )

    def call(self, inputs: Array, training: bool = False) -> Array:
        """Normalize the weight while training, then call the layer."""
        if training:
            u, kernel = self.normalized_weights()
            self.vector_u.assign(u)
            self.kernel.assign(kernel)
        return ops.cast(self.layer(inputs), inputs.dtype)

    def normalized_weights(self) -> tuple[Array, Array]:
        """The vector u after the iterations, and the weight divided by its largest singular value."""
        matrix = ops.reshape(self.kernel, (-1, self.kernel.shape[-1]))
        u = self.vector_u.value
        v = u
        for _ in range(self.power_iterations):
            v = _unit(ops.matmul(u, ops.transpose(matrix)))
            u = _unit(ops.matmul(v, matrix))
        u, v = ops.stop_gradient(u), ops.stop_gradient(v)
        sigma = ops.matmul(ops.matmul(v, matrix), ops.transpose(u))
        return u, ops.reshape(ops.divide(self.kernel, sigma), self.kernel.shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """As of the layer."""
        return self.layer.compute_output_shape(input_shape)


def _unit(v: Array) -> Array:
    return v * ops.rsqrt(ops.maximum(ops.sum(ops.square(v)), 1e-12))
