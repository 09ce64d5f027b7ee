"""`K.function`: a function of a graph, compiled when it is called again, with the updates that calls make."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.backend.process import learning_phase
from keraunos.compat.backend.symbolic_gradients import is_gradient
from keraunos.compat.tf.tracing import function as traced
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.graph import Function, get_source_inputs
from keraunos.core.programs import gradient_at
from keraunos.core.scope import InnerScope
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable
from keraunos.layers import call_context


class Assignment:
    """An update that a session makes: a pair (variable, symbolic tensor)."""

    def __init__(self, pair: tuple[Variable, KerasTensor]) -> None:
        self.pair = pair


class Step:
    """One update of weights down the gradient of a symbolic loss.

    Args: optimizer: it makes the update. loss: a symbolic tensor, summed. weights: Variables.
    """

    def __init__(self, optimizer: Any, loss: KerasTensor, weights: list[Variable]) -> None:
        self.optimizer, self.loss, self.weights = optimizer, loss, weights
        if not optimizer.built:
            optimizer.build(weights)

    def take(self, symbols: list[KerasTensor], arrays: list[Any]) -> None:
        """Update the weights, for arrays in the places of these symbolic tensors."""
        graph = Function(symbols, self.loss)

        def total(values: list[Any]) -> Any:
            with InnerScope(zip(self.weights, values)):
                return ops.sum(graph.run(arrays))

        gradients = gradient_at(total, [w.value for w in self.weights])
        self.optimizer.apply(gradients, self.weights)


def get_updates(optimizer: Any, *args: Any, **kwargs: Any) -> list[Step]:
    """What `K.function` takes as updates: a step of the optimizer down the gradient of a loss.

    Args: params: the weights. constraints: of Keras 1; weights know theirs today. loss: a symbolic tensor.
    Raises: ValueError for a loss that is no symbolic tensor.
    """
    words = ("loss", "params") if args and isinstance(args[0], KerasTensor) else ("params", "loss")
    words = ("params", "constraints", "loss") if len(args) == 3 else words
    given = {**dict(zip(words, args)), **kwargs}
    loss = given.get("loss")
    if not isinstance(loss, KerasTensor):
        fix = "Compute it from the outputs of a functional model, or train in a train_step."
        raise ValueError(bad("get_updates", "loss", "a symbolic tensor", loss, fix))
    return [Step(optimizer, loss, list(given["params"]))]


def trainable_on_the_way(tensor: KerasTensor) -> list[Variable]:
    """The trainable variables from which a symbolic tensor is computed."""
    found: dict[int, Variable] = {}
    for node in Function(get_source_inputs(tensor), tensor)._nodes:
        leaves = tree.flatten((node.args, node.kwargs))
        own = [x for x in leaves if isinstance(x, Variable) and x.trainable]
        for variable in [*own, *getattr(node.operation, "trainable_variables", ())]:
            found.setdefault(id(variable), variable)
    return list(found.values())


def function(inputs: Any, outputs: Any, updates: Any = None, **kwargs: Any) -> Callable[..., Any]:
    """A function from arrays for these inputs to the values of these outputs, as numpy arrays.

    Args:
        inputs: symbolic tensors, `learning_phase()` among them if it is to be given.
        outputs: symbolic tensors computed from them; a list of none if only the updates count.
        updates: what `optimizer.get_updates` lists, and pairs (variable, symbolic tensor); done after the
            outputs are computed.
    Raises: ValueError for other updates, or outputs that do not come from the inputs.
    Example:
        >>> from keraunos import Input
        >>> x = Input((2,))
        >>> function([x], [x * 2])([np.ones((1, 2))])[0].tolist()
        [[2.0, 2.0]]
    """
    given = tree.flatten(inputs)
    symbols = [x for x in given if isinstance(x, KerasTensor)]
    changes = [_change(x) for x in updates or ()]
    graph = Function(symbols, outputs)
    news = Function(symbols, [new for _, new in filter(None, changes) if _symbolic(new)])
    steps = [x for x in updates or () if isinstance(x, Step)]

    def compute(arrays: list[Any], training: bool) -> Any:
        with call_context.entered(training, "K.function"):
            found = graph.run(arrays)
            values = iter(news.run(arrays))
            for variable, new in filter(None, changes):
                variable.assign(next(values) if _symbolic(new) else new)
            for step in steps:
                step.take(symbols, arrays)
        return found

    compiled = traced(compute)
    heavy = bool(steps) or any(map(is_gradient, graph.operations))

    def run(*args: Any) -> Any:
        nonlocal heavy
        values = list(args[0] if len(args) == 1 and isinstance(inputs, (list, tuple)) else args)
        flags = [v for x, v in zip(given, values) if not isinstance(x, KerasTensor)]
        training = bool(flags[0]) if flags else bool(learning_phase())
        arrays = [
            ops.convert_to_tensor(np.asarray(v), x.dtype)
            for x, v in zip(given, values)
            if isinstance(x, KerasTensor)
        ]
        found = (compiled if heavy else compute)(arrays, training)
        heavy = True  # the first call may be the only one
        return tree.map_structure(np.array, found)

    return run


def _symbolic(x: Any) -> bool:
    return isinstance(x, KerasTensor)


def _change(update: Any) -> Any:
    """A pair (variable, new value), or None for what is a step or was done already."""
    if isinstance(update, Assignment):
        return update.pair
    if isinstance(update, (tuple, list)) and len(update) == 2 and isinstance(update[0], Variable):
        return tuple(update)
    if isinstance(update, Step) or ops.is_tensor(update) or isinstance(update, Variable):
        return None
    fix = "Give what optimizer.get_updates lists, or pairs of a variable and a tensor."
    raise ValueError(bad("K.function", "updates", "steps and pairs", update, fix))
