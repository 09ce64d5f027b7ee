"""The base of metrics: state of fixed shape that rides in the program's carry."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import dtypes, naming
from keraunos.core.registry import Configurable, register
from keraunos.core.scope import StatelessScope
from keraunos.core.variable import Variable


@register("keras.metrics.Metric", "keras.Metric")
class Metric(Configurable):
    """Gathers batches by `update_state`, gives a number by `result`, begins again by `reset_state`.

    Args: dtype: of the state; None: floatx. name: its name.
    """

    _config_root = True

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name = name or naming.auto_name(type(self).__name__)
        self._dtype = "float32" if dtype is None else dtypes.get_policy(dtype).variable_dtype
        self._first: list[tuple[Variable, Any]] = []

    @property
    def dtype(self) -> str:
        """The dtype of the state."""
        return self._dtype

    @property
    def variables(self) -> list[Variable]:
        """The state, and that of metrics it owns."""
        own = [v for v, _ in self._first]
        for value in self.__dict__.values():
            if isinstance(value, Metric):
                own += value.variables
        return own

    def add_variable(
        self, shape: Any = (), initializer: Any = "zeros", dtype: Any = None, aggregation: str = "sum",
        name: str | None = None,
    ) -> Variable:  # fmt: skip
        """Make a variable of the state; reset to the initializer's value."""
        fill = {"zeros": 0, "ones": 1}.get(initializer) if isinstance(initializer, str) else None
        draw = initializer if fill is None else lambda s, dtype=None: np.full(s, fill)
        dtype = self._dtype if dtype is None else dtype
        with naming.name_scope(self.name, self):
            made = Variable(draw, tuple(shape), dtype, trainable=False, name=name)
        self._first.append((made, made.numpy()))
        return made

    def add_weight(
        self, shape: Any = (), initializer: Any = None, dtype: Any = None, name: str | None = None
    ) -> Variable:
        """As `add_variable`."""
        return self.add_variable(shape, initializer or "zeros", dtype, name=name)

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Add a batch; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: update_state() is not written.")

    def result(self) -> Any:
        """The number so far; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: result() is not written.")

    def reset_state(self) -> None:
        """Begin again."""
        for variable, value in self._first:
            variable.assign(value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Update, then the result."""
        self.update_state(*args, **kwargs)
        return self.result()

    def stateless_update_state(self, metric_variables: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Pure: the state's values after a batch."""
        with StatelessScope(zip(self.variables, metric_variables)) as scope:
            self.update_state(*args, **kwargs)
            return scope.values(self.variables)

    def stateless_result(self, metric_variables: Any) -> Any:
        """Pure: the result for these values of the state."""
        with StatelessScope(zip(self.variables, metric_variables)):
            return self.result()

    def stateless_reset_state(self) -> list[Any]:
        """Pure: the state's first values."""
        with StatelessScope() as scope:
            self.reset_state()
            return scope.values(self.variables)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal metric."""
        return {**super().get_config(), "name": self.name, "dtype": self._dtype}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def weighted(values: Any, sample_weight: Any) -> tuple[Any, Any]:
    """The values times weights shaped to them, and the weights."""
    if sample_weight is None:
        return values, None
    w = ops.cast(sample_weight, values.dtype.name)
    if len(w.shape) == len(values.shape) + 1 and w.shape[-1] == 1:
        w = ops.squeeze(w, -1)
    if len(w.shape) > len(values.shape):
        raise ValueError("metric: sample_weight has more axes than the values.")
    if len(values.shape) > len(w.shape) > 0:
        values = ops.mean(values, axis=tuple(range(len(w.shape), len(values.shape))))
    w = ops.broadcast_to(w, values.shape)
    return values * w, w
