"""Classes that bind the options of a function, so that a loss is its function and a signature."""

from collections.abc import Callable
from typing import Any, ClassVar

from keraunos.core import registry, tree
from keraunos.core.registry import Configurable, register, serialize
from keraunos.core.typing import Array
from keraunos.losses.lookup import serialize as serialize_function
from keraunos.losses.loss import Loss
from keraunos.losses.reduction import MEAN, Reduction
from keraunos.losses.shapes import same_rank


class FunctionWrapper(Configurable):
    """Holds a function (y_true, y_pred, **options) and its options, which are attributes too.

    The config of a subclass with arguments of its own holds these; else the function and all options.
    """

    _config_root = True
    _package: ClassVar[str] = "keras.losses"
    """Where a config's function is looked up."""
    _unsaid: ClassVar[tuple[tuple[str, Any], ...]] = ()
    """Options that a config leaves out as long as they have these values, as Keras has no key for them."""

    def _wrap(self, fn: Callable[..., Any], options: dict[str, Any]) -> None:
        self._fn, self._fn_kwargs = fn, options
        self.__dict__.update(options)

    @property
    def fn(self) -> Callable[..., Any]:
        """The function."""
        return self._fn

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object; functions by name."""
        config = super().get_config()
        if "fn" in config:
            options = {key: serialize(value) for key, value in self._fn_kwargs.items()}
            config = {**config, "fn": serialize_function(self._fn), **options}
        return {k: v for k, v in config.items() if (k, v) not in self._unsaid}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make the object again; the function must be registered or a custom object."""
        if "fn" in config:
            fn = registry.deserialize(config["fn"], custom_objects, package=cls._package)
            config = {**config, "fn": fn}
        return super().from_config(config, custom_objects)


@register("keras.losses.LossFunctionWrapper")
class LossFunctionWrapper(FunctionWrapper, Loss):
    """A Loss from a function (y_true, y_pred, **options) -> (batch, …).

    Args: fn: the function. The rest as of Loss; other keywords are handed to the function.
    Example:
        >>> loss = LossFunctionWrapper(lambda t, p, power: (p - t) ** power, name="gap", power=2)
        >>> float(loss([0.0, 0.0], [1.0, 3.0])), loss.power
        (5.0, 2)
    """

    _config_root = True

    def __init__(
        self, fn: Callable[..., Any], reduction: Reduction = MEAN, name: str | None = None,
        dtype: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self._wrap(fn, kwargs)

    def call(self, y_true: Array, y_pred: Array) -> Array:
        """The function's values."""
        if not tree.is_nested(y_true) and not tree.is_nested(y_pred):
            y_true, y_pred = same_rank(y_true, y_pred)
        return self._fn(y_true, y_pred, **self._fn_kwargs)
