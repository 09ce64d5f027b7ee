"""Layers made again: what pickles and deep copies consist of."""

from collections.abc import Sequence
from typing import Any

from keraunos.core.errors import ShapeError


def remade(
    cls: Any, config: dict[str, Any], build: Any, values: Sequence[Any], learnt: Sequence[Any] = ()
) -> Any:
    """A layer of this class and config, built as it was, with these values of its variables.

    Args: learnt: what `learnt` gave for it.
    Raises: ShapeError if it then has other variables.
    """
    layer = cls.from_config(config)
    if build and not layer.built:
        layer.build_from_config(build)
    if len(layer.variables) != len(values):
        raise ShapeError(
            f"{cls.__name__} '{layer.name}': its copy has {len(layer.variables)} variables; got values "
            f"for {len(values)}. Write get_build_config() and build_from_config(), so that a copy can be "
            "built without a call."
        )
    for variable, value in zip(layer.variables, values):
        variable.assign(value)
    teach(layer, learnt)
    return layer


def learnt(layer: Any) -> list[Any]:
    """What a layer and those inside have learnt beside their variables, such as vocabularies."""
    return [one._learnt() for one in layer._flatten_layers() if hasattr(one, "_learnt")]


def teach(layer: Any, states: Sequence[Any]) -> None:
    """Hand what `learnt` gave to a layer and those inside."""
    for one, state in zip((x for x in layer._flatten_layers() if hasattr(x, "_learnt")), states):
        one._learn(state)
