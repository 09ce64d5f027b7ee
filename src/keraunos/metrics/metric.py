"""The base of metrics: state of fixed shape that rides in the program's carry."""

from typing import Any, ClassVar

import numpy as np

from keraunos.core import naming, policies, registry, tracking
from keraunos.core.errors import bad
from keraunos.core.registry import Configurable, register
from keraunos.core.scope import StatelessScope
from keraunos.core.symbolic import KerasTensor, infer
from keraunos.core.variable import Variable


@register("keras.metrics.Metric", "keras.Metric")
class Metric(Configurable):
    """Gathers batches by `update_state`, gives a number by `result`, begins again by `reset_state`.

    Args: dtype: of the state; None: floatx. name: its name.
    Example:
        >>> class Largest(Metric):
        ...     def __init__(self, name="largest"):
        ...         super().__init__(name=name)
        ...         self.seen = self.add_weight(name="seen", initializer="zeros")
        ...     def update_state(self, y_true, y_pred, sample_weight=None):
        ...         self.seen.assign(max(self.seen.numpy(), max(y_pred)))
        ...     def result(self):
        ...         return self.seen.value
        >>> float(Largest()([0.0], [3.0]))
        3.0
    Differs: under a mixed policy the state is float32, not 16 bits.
    """

    _config_root = True
    _of_the_base = ("name", "dtype")
    _direction: ClassVar[str | None] = None
    """"up" or "down": which way is better; None: it depends."""
    _makes_state_late: bool = False
    """Whether the first batch's shape decides the state's."""

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name = name or naming.auto_name(type(self).__name__)
        self._dtype = policies.get_policy("float32" if dtype is None else dtype).variable_dtype
        self._variables: list[Variable] = []

    @property
    def dtype(self) -> str:
        """The dtype of the state."""
        return self._dtype

    @property
    def variables(self) -> list[Variable]:
        """The state, and that of metrics it owns."""
        found = {id(v): v for v in self._variables}
        values = [v for k, v in self.__dict__.items() if not k.startswith("_init_")]
        for one in tracking.reachable(values, (Variable, Metric)):
            for variable in [one] if isinstance(one, Variable) else one.variables:
                found.setdefault(id(variable), variable)
        return list(found.values())

    def add_variable(
        self, shape: Any, initializer: Any, dtype: Any = None, aggregation: str = "sum",
        name: str | None = None,
    ) -> Variable:  # fmt: skip
        """Make a variable of the state.

        Args:
            shape: its sizes. initializer: name or callable of the first value.
            dtype: None: the metric's. name: the last part of its path.
        """
        draw = registry.get("keras.initializers", initializer, "Metric.add_variable")
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        with naming.name_scope(self.name, self):
            made = Variable(
                draw, shape, self._dtype if dtype is None else dtype,
                trainable=False, aggregation=aggregation, name=name,
            )  # fmt: skip
        self._variables.append(made)
        return made

    def add_weight(
        self, shape: Any = (), initializer: Any = None, dtype: Any = None, name: str | None = None
    ) -> Variable:
        """As `add_variable`, a scalar of zeros unless said otherwise; a lone string is the name."""
        if isinstance(shape, str):
            shape, name = (), shape
        return self.add_variable(shape, initializer or "zeros", dtype, name=name)

    def prepare(self, *args: Any) -> None:
        """Make what state the first update would make, for arguments given as symbolic tensors.

        A program's state must be known before it is traced. Metrics that make all of it in `__init__` are
        left alone.
        """
        own = type(self).__module__.startswith("keraunos.metrics")
        if self._makes_state_late or not own:
            infer(self.update_state, *(KerasTensor(a.shape, a.dtype) for a in args))

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Add a batch; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: update_state() is not written.")

    def result(self) -> Any:
        """The number so far; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: result() is not written.")

    def reset_state(self) -> None:
        """Begin again: zeros everywhere, whatever the first values were, as Keras does."""
        for variable in self.variables:
            variable.assign(np.zeros(variable.shape, np.float32))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Update, then the result."""
        self.update_state(*args, **kwargs)
        return self.result()

    def stateless_update_state(self, metric_variables: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Pure: the state's values after a batch, given those before it in the order of `variables`."""
        with self._holding(metric_variables) as scope:
            self.update_state(*args, **kwargs)
            return scope.values(self.variables)

    def stateless_result(self, metric_variables: Any) -> Any:
        """Pure: the result for these values of the state."""
        with self._holding(metric_variables):
            return self.result()

    def stateless_reset_state(self) -> list[Any]:
        """Pure: the state to begin with."""
        with StatelessScope() as scope:
            self.reset_state()
            return scope.values(self.variables)

    def _holding(self, values: Any) -> StatelessScope:
        variables = self.variables
        if len(values) != len(variables):
            expected = f"{len(variables)} values, for {[v.path for v in variables]}"
            raise ValueError(bad(type(self).__name__, "metric_variables", expected, values, ""))
        return StatelessScope(zip(variables, values))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal metric."""
        return {**super().get_config(), "name": self.name, "dtype": self._dtype}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
