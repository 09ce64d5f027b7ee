"""predict, and single batches: what is asked of a model outside of fit and evaluate."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from keraunos.callbacks import CallbackList
from keraunos.core import tree
from keraunos.core.scope import StatelessScope
from keraunos.data.arrays import Columns
from keraunos.data.stream import Stream, is_stream
from keraunos.training.checks import check_count, fewest, within_limit
from keraunos.training.evaluation import reported
from keraunos.training.pace import Interrupts, timed
from keraunos.training.progress import screen_for
from keraunos.training.report import Report
from keraunos.training.session import (
    Made,
    Session,
    exchange,
    place,
    shapes_of,
)
from keraunos.training.steps import (
    Carry,
    Parts,
    cleared,
    handing_carry,
    packed,
    packed_specs,
    specs_of,
    train_step,
    with_logs,
)

_BLOCK = 64  # batches a dispatch of predict, at most


# --- one batch ----------------------------------------------------------------------------------


def batch_run(parts: Parts, carry: Carry, batch: Columns) -> Carry:
    """The state after one step on one batch, from cleared metrics."""
    carry = carry._replace(metrics=cleared(parts, carry.metrics))
    return train_step(parts, with_logs(parts, carry, batch), batch)


def train_on_batch(
    model: Any, x: Any, y: Any, sample_weight: Any, class_weight: Any, return_dict: bool
) -> Any:
    """See `Model.train_on_batch`."""
    session = Session(model, "train_on_batch")
    columns = session.columns(x, y, sample_weight, class_weight)

    def make() -> Made:
        parts = session.parts()
        arguments = (packed_specs(parts), shapes_of(columns))
        return partial(handing_carry, batch_run, parts), arguments, (0,)

    program = session.known(("batch",), columns)
    if program is None:
        session.ensure_built(columns, training=True)
        program = session.program(("batch",), columns, make, Report())
    _, results = exchange(model, session.parts(), -1, 0, lambda carry: program(carry, columns))
    return reported(model, results.logs(), return_dict)


# --- predict ------------------------------------------------------------------------------------


def predict_run(
    parts: Parts, model: Any, batches: int, frozen: list[Any], x: Any
) -> tuple[Any, dict[int, Any]]:
    """The outputs for equal batches, one after the other; and what a call changes, by its place.

    Seeds and the states of stateful layers go on from batch to batch.
    """
    first = len(parts.trainable)
    changed: list[int] = []
    own = model._own_step("predict_step")

    def one(other: list[Any], batch: Any) -> tuple[list[Any], Any]:
        if own is not None:
            outputs, after = own((frozen[:first], other), packed(Columns(batch)))
            changed[:] = [i for i, (new, old) in enumerate(zip(after, other)) if new is not old]
            return list(after), outputs
        with StatelessScope(zip(parts.reading, [*frozen[:first], *other])) as scope:
            outputs = model(batch, training=False)
            after = scope.values(parts.non_trainable)
        changed[:] = [i for i, (new, old) in enumerate(zip(after, other)) if new is not old]
        return after, outputs

    if batches == 1:
        after, outputs = one(frozen[first:], x)
    else:
        cut = jax.tree.map(lambda a: a.reshape(batches, a.shape[0] // batches, *a.shape[1:]), x)
        after, outputs = lax.scan(one, frozen[first:], cut)
        outputs = jax.tree.map(lambda a: a.reshape(-1, *a.shape[2:]), outputs)
    return outputs, {first + i: after[i] for i in changed}


def predict(
    model: Any, x: Any, batch_size: int | None, verbose: Any, steps: int | None, callbacks: Any
) -> Any:
    """See `Model.predict`."""
    size, steps = check_count("predict", "batch_size", batch_size, 32), within_limit(steps or None)
    session = Session(model, "predict", compiled=False)
    data: Any = session.stream(x) if is_stream(x) else session.columns(x)
    streams = isinstance(data, Stream)
    session.ensure_built(data.first() if streams else data, training=False)
    total = data.length if streams else -(-data.rows // size)
    total = fewest(steps, total)
    hooks = CallbackList(callbacks, model=model, steps=total, verbose=verbose, epochs=1)
    screen, each = screen_for(verbose), hooks.needs("predict") == "batch"
    hooks.on_predict_begin()
    screen.begin(1, total, 0, named=False)
    screen.epoch_begin(0)
    pieces = data.epoch(steps) if streams else _pieces(data, size, total or 0, each)
    found, done = [], 0
    with Interrupts() as interrupts:
        for piece in pieces:
            hooks.on_predict_batch_begin(done) if each else None
            rows = piece.rows if streams else size
            outputs, seconds = timed(outputs_for, session, piece.x, rows)
            found.append(outputs)
            done += -(-piece.rows // rows)
            hooks.on_predict_batch_end(done - 1, {"outputs": outputs}) if each else None
            screen.update(0, done, {}, seconds)
            screen.flush()
            interrupts.check()
    if not found:
        raise data.empty()
    screen.epoch_end(0, {})
    screen.end()
    hooks.on_predict_end()
    return tree.map_structure(
        lambda *parts: parts[0] if len(parts) == 1 else np.concatenate(parts), *found
    )


def _pieces(data: Columns, size: int, total: int, each: bool) -> Iterator[Columns]:
    """The rows of up to `total` batches, several batches at a time unless each is asked for."""
    many = 1 if each else _BLOCK
    for first in range(0, total, many):
        yield data.take(first * size, min(first + many, total) * size)


def outputs_for(session: Session, x: Any, size: int) -> Any:
    """The outputs for these rows, in batches of `size`."""
    rows = int(tree.flatten(x)[0].shape[0])
    model = session.model
    own = model._own_step("predict_step") is not None  # it may look across the rows
    if own or not model.batch_independent or session.stepwise_reason:
        return _exact(session, x, rows, size)
    batches = 1 if rows <= size else _power(-(-rows // size))
    padded = _power(rows) if rows <= size else batches * size
    outputs = _run(session, tree.map_structure(lambda a: _pad(a, padded - rows), x), batches)
    return tree.map_structure(lambda a: a[:rows], outputs)


def _exact(session: Session, x: Any, rows: int, size: int) -> Any:
    """Whole batches together, the rest in its own shape: rows may depend on each other."""
    whole = rows // size
    pieces = []
    if whole:
        pieces.append(_run(session, tree.map_structure(lambda a: a[: whole * size], x), whole))
    if rows % size:
        pieces.append(_run(session, tree.map_structure(lambda a: a[whole * size :], x), 1))
    return tree.map_structure(lambda *p: p[0] if len(p) == 1 else np.concatenate(p), *pieces)


def _run(session: Session, x: Any, batches: int) -> Any:
    parts, model = session.parts(), session.model
    reading = parts.reading

    def make() -> Made:
        specs = (specs_of(reading), shapes_of(x))
        return partial(predict_run, parts, model, batches), specs, ()

    program = session.program(("predict", batches), x, make, Report())
    with model._lock:
        place(reading)
        found, changed = program([v.peek() for v in reading], x)
        jax.block_until_ready(found)
        for place_of, value in changed.items():
            reading[place_of].put(value)
    return tree.map_structure(lambda a: np.array(a), found)


def predict_on_batch(model: Any, x: Any) -> Any:
    """See `Model.predict_on_batch`."""
    session = Session(model, "predict_on_batch", compiled=False)
    columns = session.columns(x)
    session.ensure_built(columns, training=False)
    return outputs_for(session, columns.x, columns.rows)


def _power(count: int) -> int:
    """The power of two at or above a count."""
    return 1 << max(0, count - 1).bit_length()


def _pad(a: Any, missing: int) -> Any:
    if not missing:
        return a
    concatenate = jnp.concatenate if isinstance(a, jax.Array) else np.concatenate
    return concatenate([a, a[-1:].repeat(missing, 0)])
