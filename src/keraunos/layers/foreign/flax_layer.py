"""A module of Flax (linen) as a layer."""

import inspect
from collections.abc import Callable
from typing import Any

from keraunos.core.registry import register
from keraunos.layers.foreign.jax_layer import JaxLayer


@register("keras.layers.FlaxLayer")
class FlaxLayer(JaxLayer):
    """y = module.apply(variables, inputs), its "params" trained, its other collections kept as state.

    Args:
        module: an object with `init(rngs, inputs)` and `apply(variables, inputs, rngs, mutable, method)`.
        method: the method that is called, a name or a function (module, inputs[, training]); None: __call__.
        variables: first values, as `module.init` gives them; None: asked for at the first call.
    Shapes: by the module.
    Example: `FlaxLayer(flax.linen.Dense(4))(x)`.
    """

    _not_in_config = (*JaxLayer._not_in_config, "variables")

    def __init__(
        self, module: Any, method: Any = None, variables: dict[str, Any] | None = None, **base: Any
    ) -> None:
        self.module, self.method = module, method
        self._trains = "training" in inspect.signature(self._called(module, method)).parameters
        params, state = (None, None) if variables is None else _parts(variables)
        super().__init__(self._apply, self._first, params, state, **base)

    @staticmethod
    def _called(module: Any, method: Any) -> Callable[..., Any]:
        if method is None:
            return module.__call__
        return getattr(module, method) if isinstance(method, str) else method

    def _options(self, training: bool) -> dict[str, Any]:
        return {"method": self.method, **({"training": training} if self._trains else {})}

    def _apply(self, params: Any, state: Any, rng: Any, inputs: Any, training: bool) -> Any:
        variables = {"params": params or {}, **(state or {})}
        options = self._options(training)
        mutable = list(state or {}) if training else []
        rngs = {"dropout": rng}
        if not mutable:
            return self.module.apply(variables, inputs, rngs=rngs, **options), state
        outputs, new = self.module.apply(variables, inputs, rngs=rngs, mutable=mutable, **options)
        return outputs, dict(new)

    def _first(self, rng: Any, inputs: Any) -> Any:
        options = self._options(training=True)
        return _parts(self.module.init({"params": rng, "dropout": rng}, inputs, **options))

    def get_config(self) -> dict[str, Any]:
        """Refused: a module of Flax has no config.

        Raises: NotImplementedError.
        """
        raise NotImplementedError(
            f"{self._who()}: a Flax module has no config that a file could keep. Save the weights with "
            "save_weights(), and make the layer again from the module."
        )


def _parts(variables: dict[str, Any]) -> tuple[Any, Any]:
    """The trained collection and the others."""
    others = {name: part for name, part in variables.items() if name != "params"}
    return variables.get("params"), others
