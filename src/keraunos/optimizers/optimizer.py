"""The base of optimizers: Keras' protocol outside; clipping, decay, averages and accumulation around any rule."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import legacy, naming
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import Configurable, register, serialize
from keraunos.core.scope import StatelessScope
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.schedules.schedule import LearningRateSchedule

_LEGACY_HINTS = {
    "lr": "Write learning_rate=…; or run old scripts with `keraunos run`.",
    "decay": "Write learning_rate=optimizers.schedules.InverseTimeDecay(rate, 1, decay).",
}


@register("keras.Optimizer", "keras.optimizers.Optimizer")
class Optimizer(Configurable):
    """Moves variables against their gradients.

    A subclass writes `build(variables)`, which makes its slots, and `update_step(gradient, variable,
    learning_rate)`, which assigns.

    Args:
        learning_rate: a float > 0, a LearningRateSchedule, or a callable without arguments.
        weight_decay: share of each variable subtracted a step, times the rate; None: none.
        clipnorm: the largest norm of each gradient. global_clipnorm: of all together.
        clipvalue: the largest size of each gradient's element. At most one of the three.
        use_ema: keep a moving average of the variables. ema_momentum: its momentum, in [0, 1].
        ema_overwrite_frequency: every how many steps the variables become their average; None: at the end.
        loss_scale_factor: the loss is multiplied by it, the gradients divided; None: 1.
        gradient_accumulation_steps: how many gradients are averaged for one update, >= 2; None: one.
        name: its name.
    Raises: ValueError for an argument that is not known or out of range.
    """

    _config_root = True

    def __init__(
        self, learning_rate: Any, weight_decay: float | None = None, clipnorm: float | None = None,
        clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False,
        ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None,
        name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        if kwargs:
            kwargs = legacy.translate(self, kwargs)
            learning_rate = kwargs.pop("learning_rate", learning_rate)
        if kwargs:
            self._refuse(next(iter(kwargs)))
        if sum(c is not None for c in (clipnorm, clipvalue, global_clipnorm)) > 1:
            given = (clipnorm, clipvalue, global_clipnorm)
            raise ValueError(
                bad(
                    type(self).__name__,
                    "clipnorm",
                    "the only clip given",
                    given,
                    "Keep one of the three.",
                )
            )
        if gradient_accumulation_steps is not None and gradient_accumulation_steps < 2:
            raise ValueError(
                bad(type(self).__name__, "gradient_accumulation_steps", "an int >= 2 or None",
                    gradient_accumulation_steps, "")
            )  # fmt: skip
        if use_ema and not 0 <= ema_momentum <= 1:
            raise ValueError(
                bad(type(self).__name__, "ema_momentum", "a float in [0, 1]", ema_momentum, "")
            )
        self.name = name or naming.auto_name(type(self).__name__)
        self.weight_decay, self.clipnorm, self.clipvalue = weight_decay, clipnorm, clipvalue
        self.global_clipnorm, self.use_ema = global_clipnorm, use_ema
        self.ema_momentum, self.ema_overwrite_frequency = ema_momentum, ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.built = False
        self._variables: list[Variable] = []
        self._trainable_variables: list[Variable] = []
        self._index: dict[int, int] = {}
        self._no_decay: Callable[[Variable], bool] = lambda _: False
        with naming.name_scope(self.name):
            self.iterations = Variable(
                np.int32(0), trainable=False, dtype="int32", name="iteration"
            )
        self._variables.append(self.iterations)
        self._set_rate(learning_rate)

    def _refuse(self, name: str) -> None:
        known = [n for n in self._init_args if n not in ("lr", "decay")]
        raise ValueError(
            unknown(type(self).__name__, "argument", name, known, _LEGACY_HINTS.get(name, ""))
        )

    # --- the learning rate ----------------------------------------------------------------------

    def _set_rate(self, rate: Any) -> None:
        self._schedule: Any = None
        if isinstance(rate, LearningRateSchedule) or callable(rate):
            self._schedule = rate
            return
        if isinstance(rate, bool) or not isinstance(rate, (int, float, np.floating, np.integer)):
            raise ValueError(
                bad(
                    type(self).__name__,
                    "learning_rate",
                    "a float, a schedule or a callable",
                    rate,
                    "",
                )
            )
        with naming.name_scope(self.name):
            self._rate = Variable(
                np.float32(rate), trainable=False, dtype="float32", name="learning_rate"
            )
        self._variables.append(self._rate)

    @property
    def learning_rate(self) -> Any:
        """The rate: a Variable that may be assigned, or the schedule's value now."""
        return self._rate if self._schedule is None else self._current_rate()

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if self._schedule is not None and not isinstance(value, LearningRateSchedule):
            raise TypeError(
                f"{type(self).__name__}: the learning rate follows a schedule and cannot be assigned. Make "
                "the optimizer with a float instead."
            )
        if isinstance(value, LearningRateSchedule):
            self._schedule = value
        else:
            self._rate.assign(value)

    def _current_rate(self) -> Any:
        if self._schedule is None:
            return self._rate.value
        if isinstance(self._schedule, LearningRateSchedule):
            return self._schedule(self._updates())
        return self._schedule()

    def _updates(self) -> Any:
        """How many updates were made; gradients that were only gathered do not count."""
        steps = self.gradient_accumulation_steps
        done = self.iterations.value
        return done if not steps else done // steps

    # --- slots ----------------------------------------------------------------------------------

    @property
    def variables(self) -> list[Variable]:
        """The step count, the rate and all slots."""
        return list(self._variables)

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the slots for these variables; a subclass calls this first."""
        if self.built:
            return
        self._trainable_variables = list(variables)
        self._index = {id(v): i for i, v in enumerate(variables)}
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._gathered = self.add_optimizer_variables(variables, "gradient_accumulator")
        self.built = True

    def add_variable(
        self, shape: Any, initializer: Any = "zeros", dtype: Any = None, aggregation: str = "none",
        layout: Any = None, name: str | None = None,
    ) -> Variable:  # fmt: skip
        """Make a slot that belongs to no variable."""
        with naming.name_scope(self.name):
            slot = Variable(_initial(initializer), tuple(shape), dtype, trainable=False, name=name)
        self._variables.append(slot)
        return slot

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """Make a slot of a variable's shape and dtype, named after it."""
        label = f"{reference_variable.path.replace('/', '_')}_{name or 'slot'}"
        return self.add_variable(
            reference_variable.shape, initializer, reference_variable.dtype, name=label
        )

    def add_optimizer_variables(
        self, trainable_variables: Sequence[Variable], name: Any, initializer: Any = "zeros"
    ) -> Any:
        """A slot for each variable; for a tuple of names a list of slots for each name."""
        if isinstance(name, (list, tuple)):
            kinds = (
                initializer if isinstance(initializer, (list, tuple)) else [initializer] * len(name)
            )
            slots: list[list[Variable]] = [[] for _ in name]
            for v in trainable_variables:
                for column, label, kind in zip(slots, name, kinds):
                    column.append(self.add_variable_from_reference(v, label, kind))
            return slots
        return [self.add_variable_from_reference(v, name, initializer) for v in trainable_variables]

    def _get_variable_index(self, variable: Variable) -> int:
        return self._index[id(variable)]

    # --- applying -------------------------------------------------------------------------------

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """Assign the variable's new value and the slots'; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: update_step() is not written.")

    def apply_gradients(self, grads_and_vars: Any) -> None:
        """Update variables from pairs (gradient, variable)."""
        grads, variables = zip(*grads_and_vars)
        self.apply(list(grads), list(variables))

    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> Any:
        """Update variables with gradients, in order.

        Raises: ValueError if their numbers differ, or a variable is not one of those it was built for.
        """
        if trainable_variables is None:
            variables = self._trainable_variables
        else:
            variables = list(trainable_variables)
            self.build(variables)
        self._check(grads, variables)
        pairs = [(g, v) for g, v in zip(grads, variables) if g is not None]
        with naming.name_scope(self.name, self):
            self._apply([g for g, _ in pairs], [v for _, v in pairs])
        self.iterations.assign(self.iterations.value + 1)
        return self.iterations

    def _check(self, grads: Sequence[Any], variables: list[Variable]) -> None:
        if len(grads) != len(variables):
            raise ValueError(
                f"{type(self).__name__}.apply: expected {len(variables)} gradients, one for each variable; "
                f"got {len(grads)}. Pass None for a variable without a gradient."
            )
        for v in variables:
            if id(v) not in self._index:
                raise ValueError(
                    f"{type(self).__name__}.apply: variable '{v.path}' is not among those it was built "
                    "for. Make a new optimizer, or compile() again after adding layers."
                )

    def _apply(self, grads: list[Any], variables: list[Variable]) -> None:
        scale = self.loss_scale_factor
        grads = grads if scale is None else [g / scale for g in grads]
        if self.gradient_accumulation_steps:
            self._gather(grads, variables)
            return
        self._update(grads, variables)

    def _gather(self, grads: list[Any], variables: list[Variable]) -> None:
        """Add up gradients; every so many steps update with their mean."""
        steps = self.gradient_accumulation_steps or 1
        slots = [self._gathered[self._get_variable_index(v)] for v in variables]
        total = [s.value + g for s, g in zip(slots, grads)]
        touched = [*variables, *self._variables]
        touched = [v for v in touched if v is not self.iterations]

        def update() -> list[Any]:
            with StatelessScope([(v, v.value) for v in touched]) as scope:
                self._update([t / steps for t in total], variables)
                for slot, t in zip(slots, total):
                    slot.assign(ops.zeros_like(t))
                return scope.values(touched)

        def gather() -> list[Any]:
            with StatelessScope([(v, v.value) for v in touched]) as scope:
                for slot, t in zip(slots, total):
                    slot.assign(t)
                return scope.values(touched)

        due = ops.equal(ops.mod(self.iterations.value + 1, steps), 0)
        for variable, value in zip(touched, ops.cond(due, update, gather)):
            variable.assign(value)

    def _update(self, grads: list[Any], variables: list[Variable]) -> None:
        grads = self._clipped(grads)
        rate = self._current_rate()
        self._decay(variables, rate)
        for gradient, variable in zip(grads, variables):
            self._update_one(gradient, variable, rate)
        if self.use_ema:
            self._average(variables)
        for variable in variables:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable.value))

    def _update_one(self, gradient: Any, variable: Variable, rate: Any) -> None:
        if variable.overwrite_with_gradient:
            variable.assign(gradient)
            return
        self.update_step(gradient, variable, ops.cast(rate, variable._dtype))

    def _clipped(self, grads: list[Any]) -> list[Any]:
        if self.clipnorm is not None and self.clipnorm > 0:
            return [_within_norm(g, self.clipnorm) for g in grads]
        if self.global_clipnorm is not None and self.global_clipnorm > 0:
            norm = ops.sqrt(sum(ops.sum(ops.square(g)) for g in grads))
            factor = self.global_clipnorm / ops.maximum(norm, self.global_clipnorm)
            return [g * factor for g in grads]
        if self.clipvalue is not None and self.clipvalue > 0:
            return [ops.clip(g, -self.clipvalue, self.clipvalue) for g in grads]
        return grads

    def _decay(self, variables: list[Variable], rate: Any) -> None:
        if self.weight_decay is None:
            return
        for v in variables:
            if not self._no_decay(v):
                decay = ops.cast(self.weight_decay, v._dtype) * ops.cast(rate, v._dtype)
                v.assign(v.value - v.value * decay)

    def exclude_from_weight_decay(self, var_list: Any = None, var_names: Any = None) -> None:
        """Name variables, or parts of names, that weight decay leaves alone; before `build`."""
        if self.built:
            raise ValueError(
                f"{type(self).__name__}: exclude_from_weight_decay() must come before build(). Call it "
                "right after making the optimizer."
            )
        ids, names = {id(v) for v in var_list or ()}, list(var_names or ())
        self._no_decay = lambda v: id(v) in ids or any(n in v.name for n in names)

    def _average(self, variables: list[Variable]) -> None:
        """Move the averages; every so many steps the variables become their averages."""
        every, done = self.ema_overwrite_frequency, self.iterations.value
        for v in variables:
            slot = self._averages[self._get_variable_index(v)]
            momentum = ops.where(ops.equal(done, 0), 0.0, self.ema_momentum)
            average = ops.cast(momentum * slot.value + (1 - momentum) * v.value, v._dtype)
            slot.assign(average)
            if every:
                due = ops.equal(ops.mod(done + 1, every), 0)
                v.assign(ops.where(due, average, v.value))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """At the end of training, variables become their averages if they are kept."""
        if self.use_ema:
            for v in var_list:
                v.assign(self._averages[self._get_variable_index(v)].value)

    def scale_loss(self, loss: Any) -> Any:
        """The loss times the scale factor."""
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    def stateless_apply(
        self,
        optimizer_variables: Sequence[Any],
        grads: Sequence[Any],
        trainable_variables: Sequence[Any],
    ) -> tuple[list[Any], list[Any]]:
        """Pure: new values of the trainable variables and of the optimizer's own."""
        own = [*self._trainable_variables, *self._variables]
        with StatelessScope(zip(own, [*trainable_variables, *optimizer_variables])) as scope:
            self.apply(grads)
            return scope.values(self._trainable_variables), scope.values(self._variables)

    # --- state and config -----------------------------------------------------------------------

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set all its variables, in the order of `variables`."""
        if len(weights) != len(self._variables):
            raise ValueError(
                f"{type(self).__name__}.set_weights: expected {len(self._variables)} arrays; got "
                f"{len(weights)}. Pass what the variables of an equal optimizer hold."
            )
        for variable, value in zip(self._variables, weights):
            variable.assign(value)

    def get_weights(self) -> list[np.ndarray]:
        """Copies of all its variables."""
        return [v.numpy() for v in self._variables]

    def save_own_variables(self, store: Any) -> None:
        """Write its variables into a dict of arrays."""
        for i, variable in enumerate(self._variables):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read its variables from a dict of arrays."""
        for i, variable in enumerate(self._variables):
            variable.assign(np.asarray(store[str(i)]))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal optimizer."""
        config = super().get_config()
        schedule = self._schedule
        config["learning_rate"] = (
            float(self._rate.numpy()) if schedule is None else serialize(schedule)
        )
        base = {k: serialize(getattr(self, k)) for k in _BASE}
        return {**base, **config}


_BASE = (
    "name", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum",
    "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps",
)  # fmt: skip


def _within_norm(gradient: Any, limit: float) -> Any:
    norm = ops.sqrt(ops.sum(ops.square(gradient)))
    return gradient * (limit / ops.maximum(norm, limit))


def _initial(initializer: Any) -> Callable[..., np.ndarray]:
    if callable(initializer):
        return initializer
    fill = {"zeros": 0.0, "ones": 1.0}[initializer]
    return lambda shape, dtype=None: np.full(shape, fill, np.float32)
