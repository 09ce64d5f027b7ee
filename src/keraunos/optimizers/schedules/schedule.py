"""Learning rates that change with the steps done."""

from math import pi
from typing import Any

from keraunos import ops
from keraunos.core import config, registry
from keraunos.core.errors import bad
from keraunos.core.registry import Configurable, register


@register("keras.optimizers.schedules.LearningRateSchedule")
class LearningRateSchedule(Configurable):
    """Maps the number of updates to a learning rate; a subclass writes `__call__(step)`."""

    def __call__(self, step: Any) -> Any:
        """The rate at this step; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__}: __call__(step) is not written.")


def _float(value: Any) -> Any:
    return ops.cast(value, config.floatx())


@register("keras.optimizers.schedules.ExponentialDecay")
class ExponentialDecay(LearningRateSchedule):
    """rate = initial · decay_rate^(step / decay_steps).

    Args:
        initial_learning_rate: a float > 0. decay_steps: an int > 0. decay_rate: a float > 0.
        staircase: whether the exponent is cut to an integer. name: its name.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float,
        staircase: bool = False, name: str = "ExponentialDecay",
    ) -> None:  # fmt: skip
        if decay_steps <= 0:
            raise ValueError(bad("ExponentialDecay", "decay_steps", "an int > 0", decay_steps, ""))
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.decay_rate, self.staircase, self.name = decay_rate, staircase, name

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        p = _float(step) / self.decay_steps
        p = ops.floor(p) if self.staircase else p
        return self.initial_learning_rate * ops.power(_float(self.decay_rate), p)


@register("keras.optimizers.schedules.InverseTimeDecay")
class InverseTimeDecay(LearningRateSchedule):
    """rate = initial / (1 + decay_rate · step / decay_steps).

    Args:
        initial_learning_rate: a float > 0. decay_steps: an int > 0. decay_rate: a float >= 0.
        staircase: whether step / decay_steps is cut to an integer. name: its name.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float,
        staircase: bool = False, name: str = "InverseTimeDecay",
    ) -> None:  # fmt: skip
        if decay_steps <= 0:
            raise ValueError(bad("InverseTimeDecay", "decay_steps", "an int > 0", decay_steps, ""))
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.decay_rate, self.staircase, self.name = decay_rate, staircase, name

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        p = _float(step) / self.decay_steps
        p = ops.floor(p) if self.staircase else p
        return self.initial_learning_rate / (1.0 + self.decay_rate * p)


@register("keras.optimizers.schedules.PiecewiseConstantDecay")
class PiecewiseConstantDecay(LearningRateSchedule):
    """values[0] up to boundaries[0], values[1] up to boundaries[1], …, then the last value.

    Args: boundaries: increasing steps. values: rates, one more than boundaries. name: its name.
    Raises: ValueError if the numbers of boundaries and values do not fit.
    """

    def __init__(self, boundaries: Any, values: Any, name: str = "PiecewiseConstant") -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                bad("PiecewiseConstantDecay", "values", "one more than boundaries", values, "")
            )
        self.boundaries, self.values, self.name = list(boundaries), list(values), name

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        rate = _float(self.values[-1])
        pairs = list(zip(self.boundaries, self.values))
        for boundary, value in reversed(pairs):
            rate = ops.where(ops.less_equal(_float(step), boundary), value, rate)
        return rate


@register("keras.optimizers.schedules.PolynomialDecay")
class PolynomialDecay(LearningRateSchedule):
    """rate = (initial - end) · (1 - step / decay_steps)^power + end.

    Args:
        initial_learning_rate, end_learning_rate: floats. decay_steps: an int > 0. power: a float.
        cycle: whether decay_steps grows to its next multiple once it is reached. name: its name.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, end_learning_rate: float = 0.0001,
        power: float = 1.0, cycle: bool = False, name: str = "PolynomialDecay",
    ) -> None:  # fmt: skip
        if decay_steps <= 0:
            raise ValueError(bad("PolynomialDecay", "decay_steps", "an int > 0", decay_steps, ""))
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.end_learning_rate, self.power = end_learning_rate, power
        self.cycle, self.name = cycle, name

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        step, span = _float(step), _float(self.decay_steps)
        if self.cycle:
            span = span * ops.where(ops.equal(step, 0), 1.0, ops.ceil(step / self.decay_steps))
        else:
            step = ops.minimum(step, span)
        p = ops.power(1 - step / span, self.power)
        return (self.initial_learning_rate - self.end_learning_rate) * p + self.end_learning_rate


@register("keras.optimizers.schedules.CosineDecay", "keras.experimental.CosineDecay")
class CosineDecay(LearningRateSchedule):
    """Half a cosine from the initial (or, after a warm-up, the target) rate down to alpha times it.

    Args:
        initial_learning_rate: a float. decay_steps: an int > 0. alpha: the last share, in [0, 1].
        warmup_target: the rate after the warm-up; None: no warm-up. warmup_steps: its length.
        name: its name.
    Source: Loshchilov & Hutter 2017, arXiv:1608.03983.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, alpha: float = 0.0,
        name: str = "CosineDecay", warmup_target: float | None = None, warmup_steps: int = 0,
    ) -> None:  # fmt: skip
        if decay_steps <= 0:
            raise ValueError(bad("CosineDecay", "decay_steps", "an int > 0", decay_steps, ""))
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.alpha, self.name = alpha, name
        self.warmup_target, self.warmup_steps = warmup_target, warmup_steps

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        step = _float(step)
        if self.warmup_target is None:
            return self._decayed(ops.minimum(step, self.decay_steps), self.initial_learning_rate)
        rise = self.warmup_target - self.initial_learning_rate
        warming = self.initial_learning_rate + rise * step / max(self.warmup_steps, 1)
        after = ops.minimum(step, self.decay_steps + self.warmup_steps) - self.warmup_steps
        return ops.where(
            ops.less(step, self.warmup_steps), warming, self._decayed(after, self.warmup_target)
        )

    def _decayed(self, step: Any, start: float) -> Any:
        wave = 0.5 * (1.0 + ops.cos(pi * step / self.decay_steps))
        return start * ((1 - self.alpha) * wave + self.alpha)


@register(
    "keras.optimizers.schedules.CosineDecayRestarts", "keras.experimental.CosineDecayRestarts"
)
class CosineDecayRestarts(LearningRateSchedule):
    """Half cosines one after the other, each t_mul times as long and m_mul times as high as the last.

    Args:
        initial_learning_rate: a float. first_decay_steps: an int > 0.
        t_mul: a float >= 1. m_mul: a float. alpha: the last share, in [0, 1]. name: its name.
    Source: Loshchilov & Hutter 2017, arXiv:1608.03983.
    """

    def __init__(
        self, initial_learning_rate: float, first_decay_steps: int, t_mul: float = 2.0,
        m_mul: float = 1.0, alpha: float = 0.0, name: str = "SGDRDecay",
    ) -> None:  # fmt: skip
        if first_decay_steps <= 0:
            raise ValueError(
                bad("CosineDecayRestarts", "first_decay_steps", "an int > 0", first_decay_steps, "")
            )
        self.initial_learning_rate, self.first_decay_steps = (
            initial_learning_rate,
            first_decay_steps,
        )
        self.t_mul, self.m_mul, self.alpha, self.name = t_mul, m_mul, alpha, name

    def __call__(self, step: Any) -> Any:
        """The rate at this step."""
        done = _float(step) / self.first_decay_steps
        if self.t_mul == 1.0:
            turn = ops.floor(done)
            done = done - turn
        else:
            turn = ops.floor(ops.log(1.0 - done * (1.0 - self.t_mul)) / ops.log(_float(self.t_mul)))
            before = (1.0 - self.t_mul**turn) / (1.0 - self.t_mul)
            done = (done - before) / self.t_mul**turn
        wave = 0.5 * self.m_mul**turn * (1.0 + ops.cos(pi * done))
        return self.initial_learning_rate * ((1 - self.alpha) * wave + self.alpha)


def serialize(learning_rate_schedule: Any) -> dict[str, Any]:
    """The config of a schedule."""
    return registry.serialize(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The schedule of a config."""
    return registry.deserialize(config, custom_objects, package="keras.optimizers.schedules")
