"""`tf.train`'s optimizers of TensorFlow 1, which early programs of tf.keras hand to `compile`."""

from typing import Any

from keraunos import optimizers
from keraunos.compat.wording import say


def _told(old: str, new: str) -> None:
    say(f"tf.train.{old}(…) is now keras.optimizers.{new}(…).")


def AdamOptimizer(
    learning_rate: Any = 0.001, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8,
    use_locking: bool = False, name: str = "Adam",
) -> Any:  # fmt: skip
    """Adam."""
    _told("AdamOptimizer", "Adam")
    return optimizers.Adam(learning_rate, beta1, beta2, epsilon)


def GradientDescentOptimizer(
    learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent"
) -> Any:
    """Plain descent."""
    _told("GradientDescentOptimizer", "SGD")
    return optimizers.SGD(learning_rate)


def MomentumOptimizer(
    learning_rate: Any, momentum: float, use_locking: bool = False, name: str = "Momentum",
    use_nesterov: bool = False,
) -> Any:  # fmt: skip
    """Descent with momentum; the rate multiplies the step, as here and there for a fixed rate."""
    _told("MomentumOptimizer", "SGD")
    return optimizers.SGD(learning_rate, momentum, use_nesterov)


def RMSPropOptimizer(
    learning_rate: Any, decay: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-10,
    use_locking: bool = False, centered: bool = False, name: str = "RMSProp",
) -> Any:  # fmt: skip
    """RMSprop."""
    _told("RMSPropOptimizer", "RMSprop")
    return optimizers.RMSprop(learning_rate, decay, momentum, epsilon, centered)


def AdagradOptimizer(
    learning_rate: Any, initial_accumulator_value: float = 0.1, use_locking: bool = False,
    name: str = "Adagrad",
) -> Any:  # fmt: skip
    """Adagrad."""
    _told("AdagradOptimizer", "Adagrad")
    return optimizers.Adagrad(learning_rate, initial_accumulator_value)
