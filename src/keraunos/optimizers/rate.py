"""The learning rate of an optimizer: a number that may be assigned, a schedule, or a function."""

from typing import Any

import numpy as np

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.registry import serialize
from keraunos.core.variable import Variable
from keraunos.optimizers.schedules.schedule import LearningRateSchedule


class Rate:
    """What `learning_rate=` was given.

    Args: owner: the optimizer's class, for errors. given: a float, a schedule, a callable without arguments.
    Raises: ValueError for anything else.
    Example:
        >>> float(Rate("SGD", 0.5).now(0))
        0.5
    """

    def __init__(self, owner: str, given: Any) -> None:
        self.owner = owner
        self.variable: Variable | None = None
        self.schedule: Any = None
        if isinstance(given, LearningRateSchedule) or callable(given):
            self.schedule = given
            first = getattr(given, "initial_learning_rate", None)
            if isinstance(first, Variable):  # a schedule that may be moved up and down as a whole
                self.variable = first
            return
        if isinstance(given, bool) or not isinstance(given, (int, float, np.number)):
            raise ValueError(
                bad(owner, "learning_rate", "a float, a schedule or a callable", given, "")
            )
        dtype = config.floatx()
        start = np.asarray(given, np.float64)
        self.variable = Variable(start, trainable=False, dtype=dtype, name="learning_rate")

    def now(self, updates: Any) -> Any:
        """Its value after so many updates."""
        if isinstance(self.schedule, LearningRateSchedule):
            return self.schedule(updates)
        if self.schedule is not None:
            return self.schedule()
        assert self.variable is not None  # without a schedule there is always a number
        return self.variable.value

    def shown(self, updates: Any) -> Any:
        """The Variable, if it may be assigned; else its value."""
        return self.now(updates) if self.variable is None else self.variable

    def assign(self, value: Any) -> None:
        """Another number, or another schedule in any case.

        Raises: TypeError for a number in the place of a schedule.
        """
        if isinstance(value, LearningRateSchedule):
            self.schedule = value
        elif self.variable is not None:
            self.variable.assign(value)
        else:
            raise TypeError(
                f"{self.owner}: the learning rate follows a schedule and cannot be assigned. Make the "
                "optimizer with a float instead."
            )

    def config(self) -> Any:
        """The number, or the schedule's config."""
        return float(self.now(0)) if self.schedule is None else serialize(self.schedule)
