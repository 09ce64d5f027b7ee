"""fit: from what the user gave to a run over data on the device, or over batches that stream in."""

import warnings
from typing import Any

from keraunos.core import config
from keraunos.core.errors import bad
from keraunos.core.random import draw_seed
from keraunos.data.arrays import Columns, split_validation, unpack
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
) -> Any:
    """See `Model.fit`."""
    size = check_count("fit", "batch_size", batch_size, 32)
    check_count("fit", "epochs", epochs, 1, least=0)
    check_count("fit", "initial_epoch", initial_epoch, 0, least=0)
    session = Session(model, "fit")
    if is_stream(x):
        no_targets_beside("fit", x, y=y, sample_weight=sample_weight)
        if validation_split:
            raise ValueError(
                bad("fit", "validation_split", "0 for data that come batch by batch",
                    validation_split, "Pass validation_data.")
            )  # fmt: skip
        data: Any = session.stream(x, class_weight, bool(shuffle), draw_seed())
        held_out = validation_data
    else:
        data = session.columns(x, y, sample_weight, class_weight)
        held_out = validation_data
        if held_out is None and validation_split:
            data, held_out = split_validation(data, validation_split)
    validation = _validation(session, held_out, validation_batch_size or size)
    session.ensure_built(data.first() if isinstance(data, Stream) else data, training=True)
    how = (validation, within_limit(validation_steps), validation_freq)
    if isinstance(data, Stream):
        steps = within_limit(steps_per_epoch, data.length)
        run: Run = StreamingRun(session, data, steps, *how)
    else:
        steps = within_limit(steps_per_epoch, -(-data.rows // size))
        orders = Orders(data.rows, size, steps, bool(shuffle), draw_seed())
        _check_steps(steps_per_epoch, orders)
        run = ResidentRun(session, data, orders, size, *how)
    return run.go(min(epochs, config.max_epochs() or epochs), initial_epoch, verbose, callbacks)


def _validation(session: Session, held_out: Any, size: int) -> Evaluator | None:
    if held_out is None:
        return None
    if not is_stream(held_out) and not isinstance(held_out, Columns):
        held_out = session.columns(*unpack(held_out, "fit"))
    return evaluator_for(session, held_out, size)


def _check_steps(steps: int | None, orders: Orders) -> None:
    if steps is not None and steps > orders.batches:
        warnings.warn(
            f"fit: `steps_per_epoch` is {steps}, but the data hold {orders.batches} batches "
            "of this size; each epoch has that many.",
            stacklevel=4,
        )
