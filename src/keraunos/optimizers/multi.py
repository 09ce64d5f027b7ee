"""Several optimizers for the variables of one model, by path or by choice."""

from collections.abc import Callable, Sequence
from typing import Any

from keraunos.core.errors import bad
from keraunos.core.path_map import PathMap
from keraunos.core.registry import Configurable, deserialize, register, serialize
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.OptimizerMap")
class OptimizerMap(Configurable, PathMap):
    """Maps the path of a variable to an optimizer: keys are patterns that must match all of the path.

    Args: default_optimizer: for paths that no key matches. optimizer_map: a dict pattern -> optimizer.
    Raises: TypeError if these are something else; ValueError for a key set twice, or a path that
        several keys match.
    """

    def __init__(
        self, default_optimizer: Optimizer, optimizer_map: dict[str, Optimizer] | None = None
    ) -> None:
        if optimizer_map is not None and not isinstance(optimizer_map, dict):
            raise TypeError(bad("OptimizerMap", "optimizer_map", "a dict", optimizer_map, ""))
        if not isinstance(default_optimizer, Optimizer):
            raise TypeError(
                bad("OptimizerMap", "default_optimizer", "an optimizer", default_optimizer, "")
            )
        self.default_optimizer = default_optimizer
        super().__init__(optimizer_map)

    @property
    def optimizer_map(self) -> dict[str, Optimizer]:
        """The patterns and their optimizers."""
        return dict(self.items())

    def default(self) -> Optimizer:
        """The optimizer of the rest."""
        return self.default_optimizer

    def accepted(self, key: str, value: Any) -> Optimizer:
        """The optimizer.

        Raises: ValueError if it is none.
        """
        if not isinstance(value, Optimizer):
            raise ValueError(bad("OptimizerMap", key, "an optimizer", value, ""))
        return value

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "OptimizerMap":
        """Make the map again from what `get_config` gave."""
        first = {"default_optimizer": config["default_optimizer"]}
        made = super().from_config(first, custom_objects)
        for key, inner in config["optimizer_map"].items():
            made[key] = deserialize(inner, custom_objects)
        return made


@register("keras.optimizers.MultiOptimizer")
class MultiOptimizer(Optimizer):
    """Hands each variable to one of several optimizers.

    Args:
        optimizer_map: an OptimizerMap, or a callable variable -> optimizer.
        loss_scale_factor: as of Optimizer, for all. name: its name.
    Raises: AttributeError for its learning rate, as each of `optimizers` has its own.
    """

    def __init__(
        self, optimizer_map: OptimizerMap | Callable[[Variable], Optimizer],
        loss_scale_factor: float | None = None, name: str | None = None,
    ) -> None:  # fmt: skip
        if not isinstance(optimizer_map, OptimizerMap) and not callable(optimizer_map):
            kinds = "an OptimizerMap or a callable"
            raise TypeError(bad("MultiOptimizer", "optimizer_map", kinds, optimizer_map, ""))
        super().__init__(0.0, loss_scale_factor=loss_scale_factor, name=name)
        self.optimizer_map = optimizer_map
        self.optimizers: list[Optimizer] = []
        if isinstance(optimizer_map, OptimizerMap):
            self._take([*optimizer_map.optimizer_map.values(), optimizer_map.default_optimizer])

    def _take(self, optimizers: Sequence[Optimizer]) -> None:
        """Hold these optimizers, each once; the loss has one scale, so all divide by it."""
        self.optimizers = list({id(o): o for o in [*self.optimizers, *optimizers]}.values())
        for optimizer in optimizers:
            optimizer.loss_scale_factor = self.loss_scale_factor

    def _optimizer_of(self, variable: Variable) -> Optimizer:
        if isinstance(self.optimizer_map, OptimizerMap):
            return self.optimizer_map[variable.path]
        return self.optimizer_map(variable)

    @property
    def variables(self) -> list[Variable]:
        """Its own, then those of each optimizer."""
        return [*super().variables, *(v for o in self.optimizers for v in o.variables)]

    @property
    def learning_rate(self) -> Any:
        """Not there: each of `optimizers` has its own."""
        raise AttributeError(self._no_rate())

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        raise AttributeError(self._no_rate())

    def _no_rate(self) -> str:
        return (
            f"{type(self).__name__} '{self.name}': expected a learning rate of one of its optimizers; "
            "it has none of its own. Use `.optimizers[i].learning_rate`."
        )

    def build(self, variables: Sequence[Variable]) -> None:
        """Share the variables out, and make every optimizer's slots."""
        if self.built:
            return
        super().build(variables)
        self._chosen = [self._optimizer_of(v) for v in variables]
        self._take(self._chosen)
        for optimizer in self.optimizers:
            optimizer.build([v for v, o in zip(variables, self._chosen) if o is optimizer])

    def _apply(self, grads: list[Any], variables: list[Variable]) -> None:
        chosen = [self._chosen[self._get_variable_index(v)] for v in variables]
        for optimizer in self.optimizers:
            own = [(g, v) for g, v, o in zip(grads, variables, chosen) if o is optimizer]
            if own:
                optimizer.apply_gradients(own)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Let every optimizer finish its own variables."""
        for optimizer in self.optimizers:
            own = [v for v in var_list if self._chosen[self._get_variable_index(v)] is optimizer]
            optimizer.finalize_variable_values(own)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal optimizer."""
        return {
            "optimizer_map": serialize(self.optimizer_map),
            "loss_scale_factor": self.loss_scale_factor,
            "name": self.name,
        }
