"""`K.gradients`: how a tensor of a graph changes with others, as a node of the same graph."""

from typing import Any

from keraunos import ops
from keraunos.core import graph as graphs
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.graph import Function
from keraunos.core.scope import StatelessScope
from keraunos.core.symbolic import KerasTensor, Operation
from keraunos.core.variable import Variable


class _Gradients(Operation):
    """The gradients of a graph's outputs, summed, for its first inputs and for variables."""

    def __init__(self, graph: Function, count: int, variables: list[Variable]) -> None:
        super().__init__(name=None)
        self.graph, self.count, self.variables = graph, count, variables

    def call(self, tensors: list[Any]) -> list[Any]:
        """The gradients at these values of all inputs."""
        rest = tensors[self.count :]

        def total(given: list[Any], weights: list[Any]) -> Any:
            with StatelessScope(zip(self.variables, weights)):
                outputs = tree.flatten(self.graph.run([*given, *rest]))
            return sum(ops.sum(y) for y in outputs)

        values = [v.value for v in self.variables]
        found, of_weights = graphs.gradients(total, tensors[: self.count], values)
        return [*found, *of_weights]

    def compute_output_spec(self, tensors: list[Any]) -> list[KerasTensor]:
        """As what they are for."""
        return [KerasTensor(x.shape, x.dtype) for x in (*tensors[: self.count], *self.variables)]


def gradients(loss: Any, variables: Any) -> list[Any]:
    """The gradients of a symbolic loss, summed over its elements, one for each variable.

    Args: loss: a tensor of a graph. variables: tensors that it is computed from, or weights; one or a list.
    Raises: ValueError for a loss that is not symbolic, or a tensor that it does not depend on.
    Example:
        >>> from keraunos import Input
        >>> x = Input((2,))
        >>> gradients(ops.sum(x * x), x)[0].shape
        (None, 2)
    """
    if not isinstance(loss, KerasTensor):
        raise ValueError(
            bad("K.gradients", "loss", "a tensor of a graph", loss,
                "Use jax.grad on a function for arrays.")
        )  # fmt: skip
    wanted = variables if isinstance(variables, (list, tuple)) else [variables]
    tensors = [x for x in wanted if isinstance(x, KerasTensor)]
    weights = [x for x in wanted if isinstance(x, Variable)]
    inputs = _beginnings(loss, tensors)
    operation = _Gradients(Function([*tensors, *inputs], loss), len(tensors), weights)
    found = operation([*tensors, *inputs])
    by_id = {id(x): g for x, g in zip([*tensors, *weights], found)}
    return [by_id[id(x)] for x in wanted]


def _beginnings(loss: KerasTensor, known: list[KerasTensor]) -> list[KerasTensor]:
    """The Inputs that the loss depends on other than through the known tensors."""
    found: dict[int, KerasTensor] = {}
    done, stack = {id(x) for x in known}, [loss]
    while stack:
        tensor = stack.pop()
        if id(tensor) in done:
            continue
        done.add(id(tensor))
        history = tensor._keras_history
        if history is None:
            continue
        node = history.operation._inbound_nodes[history.node_index]
        if node.is_input:
            found[id(tensor)] = tensor
        stack.extend(node.input_tensors)
    return list(found.values())
