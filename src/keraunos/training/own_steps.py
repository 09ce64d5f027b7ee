"""The default steps in the form in which a subclass of Model may replace them."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jax
import numpy as np

from keraunos.core.scope import StatelessScope
from keraunos.data.arrays import Columns
from keraunos.training.session import Session, loss_of
from keraunos.training.steps import Carry, Tally, results_of, test_step, train_step

State = tuple[Any, ...]
_STEPS = ("train_step", "test_step", "predict_step")


def check_signature(step: Callable[..., Any], name: str) -> None:
    """Refuse a step written for another engine.

    Raises: TypeError saying the form that is needed.
    """
    count = len(inspect.signature(step).parameters)
    if name in _STEPS and count < 3:
        raise TypeError(
            f"{step.__qualname__}: {name} must take (self, state, data) and return (logs, state); it "
            f"takes {count - 1} argument(s). On this engine a step is a pure function of the state "
            "(there is no GradientTape): write it with self.stateless_call and jax.value_and_grad, or "
            "override compute_loss(x, y, y_pred, sample_weight) instead."
        )


def unpacked(data: Any) -> Columns:
    """A batch in the form that steps are given, as columns."""
    if not isinstance(data, (tuple, list)):
        return Columns(data)
    return Columns(*data)


def train(model: Any, state: State, data: Any) -> tuple[dict[str, Any], State]:
    """See `Model.train_step`."""
    parts = replace(Session(model, "train_step").parts(), own_train=None)
    trainable, other, optimizer, metrics = map(list, state)
    carry = Carry(trainable, other, optimizer, metrics, np.int32(-1), np.int32(0), {})
    carry = train_step(parts, carry, unpacked(data))
    return results_of(parts, carry.metrics, carry.logs), tuple(carry[:4])


def test(model: Any, state: State, data: Any) -> tuple[dict[str, Any], State]:
    """See `Model.test_step`."""
    parts = replace(Session(model, "test_step").parts(), own_test=None)
    trainable, other, metrics = map(list, state)
    frozen = [*trainable, *other]
    tally = test_step(parts, frozen, Tally(metrics, {}, {}), unpacked(data))
    logs = results_of(parts, tally.metrics, tally.logs)
    return logs, (trainable, tally.over(frozen)[len(trainable) :], tally.metrics)


def predict(model: Any, state: State, data: Any) -> tuple[Any, Any]:
    """See `Model.predict_step`."""
    trainable, other = state
    return model.stateless_call(trainable, other, unpacked(data).x, training=False)


def loss_and_updates(model: Any, state: State, batch: State, training: bool) -> Any:
    """See `Model.compute_loss_and_updates`."""
    trainable, other, optimizer, metrics = state
    x, y, sample_weight = batch
    y_pred, other, losses = model.stateless_call(
        trainable, other, x, training=training, return_losses=True
    )
    pairs = [*zip(model.trainable_variables, trainable), *zip(model.non_trainable_variables, other)]
    pairs += zip(model.metrics_variables, metrics or ())
    with StatelessScope(pairs, collect_losses=True) as scope:
        scope.losses.extend(losses[: len(losses) - len(model._weight_losses())])
        loss = loss_of(model, training, x=x, y=y, y_pred=y_pred, sample_weight=sample_weight)
        metrics = scope.values(model.metrics_variables) if metrics else metrics
    scaled = loss if optimizer is None else model.optimizer.scale_loss(loss)
    return scaled, (loss, y_pred, other, metrics)


def stateless_loss(model: Any, state: State, arguments: dict[str, Any]) -> Any:
    """See `Model.stateless_compute_loss`."""
    groups = (model.trainable_variables, model.non_trainable_variables, model.metrics_variables)
    pairs = [pair for group, values in zip(groups, state) for pair in zip(group, values)]
    with StatelessScope(pairs, collect_losses=True) as scope:
        loss = model.compute_loss(**arguments)
        return loss, tuple(scope.values(group) for group in groups)


def function_of(model: Any, mode: str, force: bool) -> Callable[..., Any]:
    """The model's step as a function of a state and an iterator; kept as its `<mode>_function`."""
    name = f"{mode}_function"
    if force or getattr(model, name) is None:
        step = getattr(model, f"{mode}_step")
        step = step if model.run_eagerly else jax.jit(step)
        object.__setattr__(model, name, lambda state, iterator: step(state, next(iterator)))
    return getattr(model, name)
