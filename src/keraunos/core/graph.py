"""A graph from symbolic inputs to symbolic outputs, as a function: its nodes in order, run on arrays."""

from collections.abc import Callable
from typing import Any

from keraunos.core import tree
from keraunos.core.errors import ShapeError, bad, describe
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor, Node, Operation


@register("keras.Function")
class Function(Operation):
    """The operations between symbolic inputs and outputs, as one operation.

    Args:
        inputs: a structure of KerasTensors. outputs: a structure of KerasTensors computed from them.
        name: its name.
    Raises: ValueError if an output does not come from the inputs.
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self._connect(inputs, outputs)

    def _connect(self, inputs: Any, outputs: Any) -> None:
        for kind, structure in (("inputs", inputs), ("outputs", outputs)):
            for x in tree.flatten(structure):
                if not isinstance(x, KerasTensor):
                    raise ValueError(
                        bad(
                            type(self).__name__,
                            kind,
                            "symbolic tensors",
                            x,
                            "Start from Input(shape).",
                        )
                    )
        self._inputs_struct, self._outputs_struct = inputs, outputs
        self._inputs = tree.flatten(inputs)
        self._outputs = tree.flatten(outputs)
        self._nodes = nodes_between(self._inputs, self._outputs, type(self).__name__)
        self._operations = operations_by_depth(self._nodes, self._outputs)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs, flat."""
        return self._inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs, flat."""
        return self._outputs

    @property
    def operations(self) -> list[Operation]:
        """The operations between, each once: those far from the outputs first, as Keras orders them."""
        return list(self._operations)

    def call(self, inputs: Any) -> Any:
        """Run the graph on arrays (or on other symbolic tensors); a list of one output is that output."""
        return alone(self.run(inputs))

    def compute_output_spec(self, inputs: Any) -> Any:
        """The outputs' shapes for these inputs."""
        given, own = tree.flatten(inputs), self._inputs
        if [x.shape for x in given] == [x.shape for x in own]:
            return tree.map_structure(lambda t: KerasTensor(t.shape, t.dtype), self._outputs_struct)
        return self.run(inputs, lambda operation: operation.compute_output_spec)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The outputs' shapes for a structure of shapes like that of the inputs."""
        own = self._inputs_struct
        given = tree.map_structure_up_to(
            own, lambda x, shape: KerasTensor(shape, x.dtype), own, input_shape
        )
        outputs = self.compute_output_spec(given)
        return tree.map_structure(lambda x: x.shape, outputs)

    def run(
        self, inputs: Any, call_of: Callable[[Operation], Callable[..., Any]] = lambda op: op
    ) -> Any:
        """Call every operation in order; `call_of` says how one is called."""
        given = tree.flatten(inputs)
        if len(given) != len(self._inputs):
            raise ShapeError(
                f"{type(self).__name__} '{self.name}' expects {len(self._inputs)} input(s); got "
                f"{len(given)}: {', '.join(describe(x) for x in given)}. Pass one array for each Input."
            )
        values = {id(symbol): value for symbol, value in zip(self._inputs, given)}
        for node in self._nodes:
            if all(id(t) in values for t in node.output_tensors):
                continue

            def filled(x: Any) -> Any:
                return values[id(x)] if isinstance(x, KerasTensor) else x

            args, kwargs = tree.map_structure(filled, (node.args, node.kwargs))
            outputs = call_of(node.operation)(*args, **kwargs)
            for symbol, value in zip(node.output_tensors, tree.flatten(outputs)):
                values[id(symbol)] = value
        return tree.pack_sequence_as(self._outputs_struct, [values[id(t)] for t in self._outputs])


def alone(outputs: Any) -> Any:
    """The one tensor in a list of one; anything else as it is."""
    single = isinstance(outputs, (list, tuple)) and len(outputs) == 1
    return outputs[0] if single else outputs


def nodes_between(
    inputs: list[KerasTensor], outputs: list[KerasTensor], owner: str = "Function"
) -> list[Node]:
    """The nodes from inputs to outputs, each after those it depends on; raises if one has no way back."""
    found: list[Node] = []
    done: set[int] = set()
    known = {id(x) for x in inputs}
    stack: list[tuple[KerasTensor, bool]] = [(x, False) for x in reversed(outputs)]
    for x in inputs:  # the inputs' own nodes come first
        node = _node_of(x)
        if node is not None and node.is_input and id(node) not in done:
            done.add(id(node))
            found.append(node)
    while stack:
        tensor, ready = stack.pop()
        node = _node_of(tensor)
        if id(tensor) in known or (node is not None and id(node) in done):
            continue
        if node is None or node.is_input:
            raise ValueError(
                f"{owner}: an output depends on {tensor!r}, which is not among the inputs. Add it to "
                "the inputs, or compute the output from the inputs given."
            )
        if ready:
            done.add(id(node))
            found.append(node)
            continue
        stack.append((tensor, True))
        stack.extend((x, False) for x in reversed(node.input_tensors))
    return found


def get_source_inputs(tensor: KerasTensor) -> list[KerasTensor]:
    """The symbolic inputs that a symbolic tensor is computed from, each once.

    Args: tensor: a KerasTensor; one that is an input itself is its own source.
    Differs: takes symbolic tensors only.
    Example:
        >>> x = KerasTensor((None, 3))
        >>> get_source_inputs((x + 1) * x)[0] is x
        True
    """
    found: dict[int, KerasTensor] = {}
    seen: set[int] = set()
    stack = [tensor]
    while stack:
        x = stack.pop()
        node = _node_of(x) if isinstance(x, KerasTensor) else None
        if node is None or node.is_input:
            found.setdefault(id(x), x)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.extend(reversed(node.input_tensors))
    return list(found.values())


def _node_of(tensor: KerasTensor) -> Node | None:
    history = tensor._keras_history
    return None if history is None else history.operation._inbound_nodes[history.node_index]


def operations_by_depth(nodes: list[Node], outputs: list[KerasTensor]) -> list[Operation]:
    """The nodes' operations, each once: by the longest way to an output, the longest first.

    Of equally deep ones that comes first which a walk back from the outputs meets first.
    """
    kept = {id(node) for node in nodes}
    depths: dict[int, int] = {}
    deepest: dict[int, int] = {}
    for node in reversed(nodes):  # after all that use its outputs
        depth = max(depths.get(id(node), 0), deepest.get(id(node.operation), 0))
        depths[id(node)] = deepest[id(node.operation)] = depth
        for parent in node.parent_nodes:
            depths[id(parent)] = max(depths.get(id(parent), 0), depth + 1)
    met = _met_from(outputs, kept)
    operations = {id(n.operation): n.operation for n in nodes}.values()
    return sorted(operations, key=lambda o: (-deepest[id(o)], met.get(id(o), len(met))))


def _met_from(outputs: list[KerasTensor], kept: set[int]) -> dict[int, int]:
    """When a walk back from the outputs, depth first, meets each operation."""
    met: dict[int, int] = {}
    seen: set[int] = set()
    stack = [_node_of(x) for x in reversed(outputs)]
    while stack:
        node = stack.pop()
        if node is None or id(node) in seen or id(node) not in kept:
            continue
        seen.add(id(node))
        met.setdefault(id(node.operation), len(met))
        stack.extend(_node_of(x) for x in reversed(node.input_tensors))
    return met
