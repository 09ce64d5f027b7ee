"""`K.gradients`: the gradient of a symbolic tensor, as symbolic tensors of the same graph."""

from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.graph import Function, get_source_inputs
from keraunos.core.programs import gradient_at
from keraunos.core.scope import InnerScope
from keraunos.core.symbolic import KerasTensor, Operation
from keraunos.core.variable import Variable


def gradients(loss: Any, variables: Any) -> list[Any]:
    """d Σ loss / d x for each x: tensors on the way to the loss, or weights of layers on it.

    Args: loss: a symbolic tensor. variables: a symbolic tensor or Variable, or a list of them.
    Raises: ValueError if the loss is an array, whose way is not known.
    Example:
        >>> from keraunos import Input
        >>> x = Input((1,))
        >>> Function(x, gradients(x**2, x)[0])(ops.array([[3.0]])).tolist()
        [[6.0]]
    """
    if not isinstance(loss, KerasTensor):
        fix = "Compute arrays within tf.GradientTape, or use jax.grad."
        raise ValueError(bad("K.gradients", "loss", "a symbolic tensor", loss, fix))
    targets = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    return [_gradient(loss, x) for x in targets]


def _gradient(loss: KerasTensor, target: Any) -> Any:
    sources = [s for s in get_source_inputs(loss) if s is not target]
    if isinstance(target, Variable):
        return _WeightGradient(Function(sources, loss), target)(*sources)
    return _Gradient(Function([target, *sources], loss))(target, *sources)


def is_gradient(operation: Operation) -> bool:
    """Whether the operation is a gradient of a graph."""
    return isinstance(operation, (_Gradient, _WeightGradient))


class _Gradient(Operation):
    """The gradient of a graph's output by its first input."""

    def __init__(self, graph: Function) -> None:
        super().__init__()
        self._graph = graph

    def call(self, target: Any, *sources: Any) -> Any:
        def total(x: Any) -> Any:
            with InnerScope():
                return ops.sum(self._graph.run([x, *sources]))

        return gradient_at(total, target)

    def compute_output_spec(self, target: Any, *sources: Any) -> KerasTensor:
        return KerasTensor(target.shape, target.dtype)


class _WeightGradient(Operation):
    """The gradient of a graph's output by a weight on the way."""

    def __init__(self, graph: Function, weight: Variable) -> None:
        super().__init__()
        self._graph, self._weight = graph, weight

    def call(self, *sources: Any) -> Any:
        def total(value: Any) -> Any:
            with InnerScope([(self._weight, value)]):
                return ops.sum(self._graph.run(list(sources)))

        return gradient_at(total, self._weight.value)

    def compute_output_spec(self, *sources: Any) -> KerasTensor:
        return KerasTensor(self._weight.shape, self._weight.dtype)
