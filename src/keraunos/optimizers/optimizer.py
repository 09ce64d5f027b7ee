"""The base of optimizers: Keras' protocol outside; what happens around any rule is in `around`."""

import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import legacy, naming
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register, serialize
from keraunos.core.scope import StatelessScope
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers import around
from keraunos.optimizers.rate import Rate
from keraunos.optimizers.slots import SlotOwner

BASE_ARGUMENTS = (
    "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum",
    "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps",
)  # fmt: skip
"""The arguments of every optimizer beside its rate and name, in the order of configs."""


@register("keras.Optimizer", "keras.optimizers.Optimizer")
class Optimizer(SlotOwner):
    """Moves variables against their gradients.

    A subclass writes `build(variables)`, which makes its slots, and `update_step(gradient, variable,
    learning_rate)`, which assigns. Variables set as attributes are its own.

    Args:
        learning_rate: a float > 0, a LearningRateSchedule, or a callable without arguments.
        weight_decay: share of each variable subtracted a step, times the rate; None: none.
        clipnorm: the largest norm of each gradient. global_clipnorm: of all together.
        clipvalue: the largest size of each gradient's element. At most one of the three.
        use_ema: keep a moving average of the variables. ema_momentum: its momentum, in [0, 1].
        ema_overwrite_frequency: every how many steps the variables become their average; None: at the end.
        loss_scale_factor: the loss is multiplied by it, the gradients divided; None: 1.
        gradient_accumulation_steps: how many gradients are averaged for one update, >= 2; None: one.
        name: its name; None: made from the class's.
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
            kwargs = legacy.translate(self, {**kwargs, "learning_rate": learning_rate})
            learning_rate = kwargs.pop("learning_rate")
        for unwanted in kwargs:
            known = [n for n in self._init_args if n != unwanted]
            raise ValueError(unknown(type(self).__name__, "argument", unwanted, known))
        super().__init__(name or naming.auto_name(type(self).__name__))
        self._no_decay: Callable[[Variable], bool] = lambda _: False
        self.built = False
        self.weight_decay, self.clipnorm, self.clipvalue = weight_decay, clipnorm, clipvalue
        self.global_clipnorm, self.use_ema = global_clipnorm, use_ema
        self.ema_momentum, self.ema_overwrite_frequency = ema_momentum, ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self._check_arguments()
        with naming.name_scope(self.name):
            start = np.int32(0)
            self._iterations = Variable(start, trainable=False, dtype="int32", name="iteration")
            self._rate = Rate(type(self).__name__, learning_rate)
        self._note(self._rate.variable)

    def _check_arguments(self) -> None:
        owner, clips = type(self).__name__, (self.clipnorm, self.clipvalue, self.global_clipnorm)
        steps, every = self.gradient_accumulation_steps, self.ema_overwrite_frequency
        wrong = None
        if sum(c is not None for c in clips) > 1:
            wrong = ("clipnorm", "the only clip given", clips, "Keep one of the three.")
        elif steps is not None and steps < 2:
            wrong = ("gradient_accumulation_steps", "an int >= 2 or None", steps, "")
        elif self.use_ema and not 0 <= self.ema_momentum <= 1:
            wrong = ("ema_momentum", "a float in [0, 1]", self.ema_momentum, "")
        elif self.use_ema and every and (not isinstance(every, int) or every < 1):
            wrong = ("ema_overwrite_frequency", "an int >= 1 or None", every, "")
        if wrong is not None:
            raise ValueError(bad(owner, *wrong))

    # --- the learning rate and the count of updates ---------------------------------------------

    @property
    def iterations(self) -> Any:
        """How many updates were made; gradients that were only gathered do not count."""
        steps = self.gradient_accumulation_steps
        return self._iterations if not steps else self._iterations.value // steps

    @property
    def learning_rate(self) -> Any:
        """The rate: a Variable that may be assigned, or the schedule's value now."""
        return self._rate.shown(self._iterations.value)

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self._rate.assign(value)

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

    # --- applying -------------------------------------------------------------------------------

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """Assign the variable's new value and the slots'; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: update_step() is not written.")

    def apply_gradients(self, grads_and_vars: Any) -> Any:
        """Update variables from pairs (gradient, variable); returns the count of updates."""
        grads, variables = zip(*grads_and_vars)
        self.apply(list(grads), list(variables))
        return self.iterations

    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        """Update variables with gradients, in order; None stands for a variable without one.

        Raises: ValueError if their numbers differ, none has a gradient, or a variable is not one of
            those it was built for.
        """
        if trainable_variables is not None:
            self.build(list(trainable_variables))
        variables = list(trainable_variables or self._trainable_variables)
        self._check_known(grads, variables)
        grads, variables = self._with_gradients(list(grads), variables)
        if variables:
            with naming.name_scope(self.name, self):
                self._apply(grads, variables)
        self._iterations.assign(self._iterations.value + 1)

    def _check_known(self, grads: Sequence[Any], variables: list[Variable]) -> None:
        owner = f"{type(self).__name__}.apply"
        if len(grads) != len(variables):
            raise ValueError(
                f"{owner}: expected {len(variables)} gradients, one for each variable; got "
                f"{len(grads)}. Pass None for a variable without a gradient; build() it first."
            )
        for v in variables:
            if id(v) not in self._index:
                raise ValueError(
                    f"{owner}: expected variables it was built for; got '{v.path}'. Make a new "
                    "optimizer, or compile() again after adding layers."
                )

    def _with_gradients(
        self, grads: list[Any], variables: list[Variable]
    ) -> tuple[list[Any], list[Variable]]:
        """Only the pairs that have a gradient; says which have none."""
        without = [v.path for g, v in zip(grads, variables) if g is None]
        if not without:
            return grads, variables
        lost = f"{type(self).__name__}.apply: no gradient came for {', '.join(without)}."
        if len(without) == len(variables):
            raise ValueError(f"{lost} Let the loss depend on a variable that trains.")
        warnings.warn(f"{lost} They stay as they are.", stacklevel=3)
        pairs = [(g, v) for g, v in zip(grads, variables) if g is not None]
        return [g for g, _ in pairs], [v for _, v in pairs]

    def _apply(self, grads: list[Any], variables: list[Variable]) -> None:
        scale = self.loss_scale_factor
        grads = grads if scale is None else [g / scale for g in grads]
        moved = [(g, v) for g, v in zip(grads, variables) if not v.overwrite_with_gradient]
        for g, v in zip(grads, variables):
            if v.overwrite_with_gradient:
                v.assign(g)
        move = self._gather if self.gradient_accumulation_steps else self._move
        move([g for g, _ in moved], [v for _, v in moved])
        if self.use_ema:
            slots = [self._averages[self._get_variable_index(v)] for v in variables]
            done, every = ops.convert_to_tensor(self.iterations), self.ema_overwrite_frequency
            around.average(slots, variables, done, self.ema_momentum, every)
        for variable in variables:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable.value))

    def _gather(self, grads: list[Any], variables: list[Variable]) -> None:
        """Add up gradients; every so many steps move with their mean."""
        steps = self.gradient_accumulation_steps or 1
        slots = [self._gathered[self._get_variable_index(v)] for v in variables]
        total = [s.value + g for s, g in zip(slots, grads)]

        def move() -> None:
            self._move([t / steps for t in total], variables)
            for slot, t in zip(slots, total):
                slot.assign(ops.zeros_like(t))

        def keep() -> None:
            for slot, t in zip(slots, total):
                slot.assign(t)

        due = ops.equal(ops.mod(self._iterations.value + 1, steps), 0)
        around.either(due, [*self._trainable_variables, *self.variables], move, keep)

    def _move(self, grads: list[Any], variables: list[Variable]) -> None:
        """One update: clip, decay, then the rule; schedules count gathered gradients too."""
        grads = around.clipped(grads, self.clipnorm, self.global_clipnorm, self.clipvalue)
        rate = self._rate.now(self._iterations.value)
        self._decay([v for v in variables if not self._no_decay(v)], rate)
        self._update(grads, variables, rate)

    def _decay(self, variables: list[Variable], rate: Any) -> None:
        if self.weight_decay is not None:
            around.decay(variables, self.weight_decay, rate)

    def _update(self, grads: list[Any], variables: list[Variable], rate: Any) -> None:
        for gradient, variable in zip(grads, variables):
            self.update_step(gradient, variable, ops.cast(rate, variable._dtype))

    def stateless_apply(
        self,
        optimizer_variables: Sequence[Any],
        grads: Sequence[Any],
        trainable_variables: Sequence[Any],
    ) -> tuple[list[Any], list[Any]]:
        """Pure: new values of the trainable variables and of the optimizer's own.

        Raises: ValueError if it is not built, or the numbers of values are not those of its variables.
        """
        trained, own = self._trainable_variables, self.variables
        given = (len(trainable_variables), len(optimizer_variables))
        if not self.built or given != (len(trained), len(own)):
            raise ValueError(
                f"{type(self).__name__}.stateless_apply: expected values of {len(trained)} trainable and "
                f"{len(own)} own variables; got {given[0]} and {given[1]}. Call build(variables) first."
            )
        pairs = zip([*trained, *own], [*trainable_variables, *optimizer_variables])
        with StatelessScope(pairs) as scope:
            self.apply(grads)
            return scope.values(trained), scope.values(own)

    # --- around training ------------------------------------------------------------------------

    def exclude_from_weight_decay(self, var_list: Any = None, var_names: Any = None) -> None:
        """Name variables, or patterns found in their names, that weight decay leaves alone."""
        ids, patterns = {id(v) for v in var_list or ()}, list(var_names or ())
        self._no_decay = lambda v: id(v) in ids or any(re.search(p, v.name) for p in patterns)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """At the end of training, variables become their averages if they are kept."""
        if self.use_ema:
            for v in var_list:
                v.assign(self._averages[self._get_variable_index(v)].value)

    def scale_loss(self, loss: Any) -> Any:
        """The loss times the scale factor."""
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal optimizer."""
        first = {"name": self.name, "learning_rate": self._rate.config()}
        config = {**first, **{k: serialize(getattr(self, k)) for k in BASE_ARGUMENTS}}
        return {**config, **{k: v for k, v in super().get_config().items() if k not in config}}
