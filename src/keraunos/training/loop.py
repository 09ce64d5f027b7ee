"""fit: from what the user gave to a run over data on the device, or over batches that stream in."""

import warnings
from typing import Any

from keraunos.callbacks.resume import for_fit
from keraunos.core import config, random, tree
from keraunos.core.errors import bad, users_level
from keraunos.core.random import draw_seed
from keraunos.data.arrays import Columns, by_class, split_validation, unpack
from keraunos.data.orders import Orders
from keraunos.data.stream import Stream, is_stream
from keraunos.training.checks import check_count, no_targets_beside, within_limit
from keraunos.training.evaluation import Evaluator, evaluator_for
from keraunos.training.resident import ResidentRun
from keraunos.training.run import Run
from keraunos.training.session import Session
from keraunos.training.streaming import StreamingRun


def fit(
    model: Any,
    x: Any,
    y: Any,
    batch_size: int | None,
    epochs: int,
    verbose: Any,
    callbacks: Any,
    validation_split: float,
    validation_data: Any,
    shuffle: bool,
    class_weight: Any,
    sample_weight: Any,
    initial_epoch: int,
    steps_per_epoch: int | None,
    validation_steps: int | None,
    validation_batch_size: int | None,
    validation_freq: Any,
    resume: Any,
) -> Any:
    """See `Model.fit`."""
    randomness = random.get_state()
    size = check_count("fit", "batch_size", batch_size, 32)
    check_count("fit", "epochs", epochs, 1, least=0)
    check_count("fit", "initial_epoch", initial_epoch, 0, least=0)
    session, held_out = Session(model, "fit"), validation_data
    if is_stream(x):
        no_targets_beside("fit", x, y=y, sample_weight=sample_weight)
        _no_split(validation_split)
        data: Any = session.stream(x, class_weight, bool(shuffle), draw_seed())
    else:
        data = session.columns(x, y, sample_weight)
        if held_out is None and validation_split:
            data, held_out = split_validation(data, validation_split)
        data = by_class(data, class_weight, "fit")  # what validates is not weighed by class
    validation = _validation(session, held_out, validation_batch_size or size)
    how = (validation, within_limit(validation_steps), validation_freq)
    run = _run(session, data, size, steps_per_epoch, bool(shuffle), how)
    run.randomness = randomness
    callbacks = [*tree.flatten(callbacks), *for_fit(resume, callbacks)]
    return run.go(min(epochs, config.max_epochs() or epochs), initial_epoch, verbose, callbacks)


def _run(
    session: Session, data: Any, size: int, wanted: int | None, shuffle: bool, how: tuple[Any, ...]
) -> Run:
    """The run over columns or a stream, `wanted` batches an epoch; how: it validates."""
    if isinstance(data, Stream):
        session.ensure_built(data.first(), training=True)
        return StreamingRun(session, data, within_limit(wanted, data.length), *how)
    session.ensure_built(data, training=True)
    steps = within_limit(wanted, -(-data.rows // size))
    orders = Orders(data.rows, size, steps, shuffle, draw_seed())
    _check_steps(wanted, orders)
    return ResidentRun(session, data, orders, size, *how)


def _no_split(share: float) -> None:
    """Refuse to hold out a share of a stream, whose length need not be known."""
    if share:
        what = "0 for data that come batch by batch"
        raise ValueError(bad("fit", "validation_split", what, share, "Pass validation_data."))


def _validation(session: Session, held_out: Any, size: int) -> Evaluator | None:
    if held_out is None:
        return None
    if not is_stream(held_out) and not isinstance(held_out, Columns):
        held_out = session.columns(*unpack(held_out, "fit"))
        session.check_beside(held_out, "validation_data")
    return evaluator_for(session, held_out, size)


def _check_steps(steps: int | None, orders: Orders) -> None:
    if steps is not None and steps > orders.batches:
        warnings.warn(
            f"fit: `steps_per_epoch` is {steps}, but the data hold {orders.batches} batches "
            "of this size; each epoch has that many.",
            stacklevel=users_level(),
        )
