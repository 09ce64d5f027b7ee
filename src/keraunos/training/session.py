"""One model's training state between programs: its variables, its pure view, its programs."""

import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jax
import numpy as np

from keraunos.core import tree
from keraunos.core.errors import DataError, users_level
from keraunos.core.registry import path_of
from keraunos.core.symbolic import UNTRACEABLE, KerasTensor
from keraunos.core.variable import InFlight
from keraunos.data.arrays import Columns, as_columns
from keraunos.data.stream import Stream
from keraunos.training import memory
from keraunos.training.executables import Executable, compile_program, stepwise
from keraunos.training.packing import Packed
from keraunos.training.report import Report
from keraunos.training.steps import Carry, Parts

_MEANS = ("sum_over_batch_size", "mean")

Made = tuple[Callable[..., Any], tuple[Any, ...], tuple[int, ...]]
"""A function, the arguments that it is compiled for, and which of them it destroys."""


class Session:
    """The model as programs see it.

    Args:
        model: the model. owner: what is being done, for errors.
        compiled: whether its loss, metrics and optimizer take part.
    Raises: ValueError if it needs compile() and that was not called.
    """

    def __init__(self, model: Any, owner: str, compiled: bool = True) -> None:
        if compiled and not model.compiled:
            raise ValueError(
                f"{owner}: the model '{model.name}' is not compiled. Call "
                "model.compile(optimizer, loss) first."
            )
        self.model, self.owner = model, owner
        self.compiled: Any = model._compiled if compiled else None
        self.stepwise_reason = "run_eagerly=True" if model.run_eagerly else ""

    # --- data -----------------------------------------------------------------------------------

    def columns(
        self, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None
    ) -> Columns:
        """What the user gave as columns, after what the model has the host do first."""
        prepare = self.model._host_part()
        return as_columns(x, y, sample_weight, class_weight, self.owner, prepare)

    def stream(self, source: Any, *how: Any) -> Stream:
        """What yields batches, likewise. how: class_weight, shuffle, seed of Stream."""
        return Stream(source, self.owner, *how, prepare=self.model._host_part())

    # --- building -------------------------------------------------------------------------------

    def ensure_built(self, columns: Columns, training: bool) -> None:
        """Make weights, resolve losses and metrics, make the optimizer's slots; once a compile()."""
        model, compiled = self.model, self.compiled
        if model.built:
            model._check_inputs(columns.x)
        else:
            self._build_model(columns)
        step = "train_step" if training else "test_step"
        if compiled is not None and not (compiled.built or self._leaves_all_to(step)):
            x, y = (None if c is None else tree.map_structure(_symbol, c) for c in columns[:2])
            compiled.build(y, self._outputs(x, columns), model._output_names())
            self._check_labels(columns)
        if training:
            self._build_optimizer(self.compiled.optimizer)

    def check_beside(self, columns: Columns, argument: str) -> None:
        """Refuse data of another argument that do not fit a built model, naming that argument."""
        try:
            if self.model.built:
                self.model._check_inputs(columns.x)
        except ValueError as error:
            error.add_note(f"While looking at `{argument}`.")
            raise

    def _leaves_all_to(self, step: str) -> bool:
        """Whether nothing was asked of compile() that a step of the model's own does not do itself."""
        return self.compiled.asks_nothing() and self.model._own_step(step) is not None

    def _build_optimizer(self, optimizer: Any) -> None:
        """Make its slots; those of a built one must fit the weights as they are.

        Raises: ValueError if layers were frozen, thawed, added or removed since.
        """
        now = self.model.trainable_variables
        if not optimizer.built:
            optimizer.build(now)
        own = optimizer._trainable_variables
        theirs = self.model._own_step("train_step") is not None  # it may train a part of them
        if not theirs and [v.shape for v in own] != [v.shape for v in now]:
            raise ValueError(
                f"{self.owner}: the optimizer '{optimizer.name}' is that of {len(own)} weights "
                f"({_named(own)}); the model '{self.model.name}' has {len(now)} to train ({_named(now)}). "
                "Call model.compile(…) again, with an optimizer of its own, after freezing, thawing, "
                "adding or removing layers."
            )

    def _build_model(self, columns: Columns) -> None:
        """Call the model symbolically; on a few real rows if that cannot be traced."""
        try:
            self.model(tree.map_structure(_symbol, columns.x))
        except UNTRACEABLE as error:
            self._fall_back(error)
            self.model(tree.map_structure(lambda a: a[:1], columns.x))
        self.model.built = True

    def _outputs(self, x: Any, columns: Columns) -> Any:
        """What comes out for these inputs, as symbolic tensors."""
        try:
            return self.model._output_spec(x)
        except UNTRACEABLE as error:
            self._fall_back(error)
            rows = tree.map_structure(lambda a: a[:1], columns.x)
            return tree.map_structure(
                lambda t: KerasTensor((None, *t.shape[1:]), t.dtype.name), self.model(rows)
            )

    def _fall_back(self, error: Exception) -> None:
        """From now on step by step in Python; says once why and where."""
        if self.stepwise_reason:
            return
        where = next(iter(getattr(error, "__notes__", ())), "")
        reason = str(error).split("\n", 1)[0]
        self.stepwise_reason = f"cannot be traced: {where} {reason}".replace("  ", " ")
        warnings.warn(
            f"{self.owner}: the model '{self.model.name}' runs step by step in Python, which is slow, "
            f"as part of it cannot be traced. {where} {reason} Use keraunos.ops in place of numpy there.",
            stacklevel=users_level(),
        )

    def _check_labels(self, columns: Columns) -> None:
        """Class numbers must name classes.

        Raises: ValueError saying the range seen.
        """
        if columns.y is None:
            return
        outputs = tree.flatten(self.compiled._structure)
        targets = self.compiled.aligned(columns.y, self.compiled.names_of_outputs())
        for index, loss in self.compiled.losses_of_outputs():
            if getattr(loss, "name", "") != "sparse_categorical_crossentropy":
                continue
            labels, classes = targets[index], outputs[index].shape[-1]
            low, high = np.min(labels), np.max(labels)
            if not np.isfinite([low, high]).all():
                raise DataError(
                    f"{self.owner}: sparse_categorical_crossentropy expects labels in [0, {classes}); got "
                    "NaN or infinity among them. Leave out the rows without a label."
                )
            if np.asarray(labels).dtype.kind == "f" and (np.asarray(labels) % 1).any():
                raise DataError(
                    f"{self.owner}: sparse_categorical_crossentropy expects whole numbers, the labels of "
                    f"{classes} classes; got fractions, from {low} to {high}. For measured numbers use "
                    "loss='mse' and a last layer without softmax."
                )
            low, high = int(low), int(high)
            ignored = getattr(loss, "ignore_class", None)
            if classes and (high >= classes or (low < 0 and low != ignored)) and high != ignored:
                larger = f"Make the last layer's size {high + 1}, or n" if high >= classes else "N"
                raise DataError(
                    f"{self.owner}: sparse_categorical_crossentropy expects labels in [0, {classes}), as "
                    f"the output has {classes} classes; got labels from {low} to {high}. "
                    f"{larger}umber the classes from 0."
                )

    # --- the pure view --------------------------------------------------------------------------

    def parts(self) -> Parts:
        """The stateful objects behind the programs."""
        kind = f"parts {self.compiled is not None}"
        return self.model._kept(kind, lambda: [self._parts()])[0]

    def _parts(self) -> Parts:
        model = self.model
        trainable = model.trainable_variables
        known = {id(v) for v in trainable}
        other = [v for v in model.variables if id(v) not in known] + model._borrowed_variables()
        measured = [v for m in model.metrics for v in m.variables] if self.compiled else []
        return Parts(
            trainable, other, self.compiled.optimizer if self.compiled else None, measured,
            self._forward, self._measure, model.get_metrics_result, model.reset_metrics,
            model._own_step("train_step"), model._own_step("test_step"),
            model._own_step("compute_metrics") is not None,
        )  # fmt: skip

    def _forward(self, batch: Columns, training: bool) -> tuple[Any, Any]:
        model = self.model
        y_pred = model(batch.x, training=training)
        x, y, sample_weight = batch
        return loss_of(
            model, training, x=x, y=y, y_pred=y_pred, sample_weight=sample_weight
        ), y_pred

    def _measure(self, batch: Columns, loss: Any, y_pred: Any) -> dict[str, Any]:
        self.compiled.loss_tracker.update_state(loss, sample_weight=batch.rows)
        return self.model.compute_metrics(
            batch.x, batch.y, y_pred, sample_weight=batch.sample_weight
        )

    def indifferent(self) -> bool:
        """Whether an evaluation gives the same however the rows are cut into batches.

        So it is where rows are independent, losses are means over samples, and metrics are our own.
        """
        model, compiled = self.model, self.compiled
        if model._own_step("test_step") or model._own_step("compute_metrics"):
            return False
        layers = model._flatten_layers()
        quiet = all(getattr(layer, "activity_regularizer", None) is None for layer in layers)
        means = all(
            path_of(type(loss)) is not None and loss.reduction in _MEANS
            for _, loss in compiled.losses_of_outputs()
        )
        known = all(path_of(type(metric)) is not None for metric in model.metrics)
        masked = model._makes_masks()
        return bool(model.batch_independent and quiet and means and known and not masked)

    # --- programs -------------------------------------------------------------------------------

    def known(self, kind: tuple[Any, ...], data: Any) -> Executable | None:
        """The program of this kind for data of these shapes, if there is one."""
        return self.model._programs.get(self._key(kind, data))

    def _key(self, kind: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
        leaves, structure = jax.tree.flatten(data)
        shapes = tuple((a.shape, a.dtype) for a in leaves)
        return (kind, structure, shapes, self._signature(), self.stepwise_reason)

    def program(
        self,
        kind: tuple[Any, ...],
        data: Any,
        make: Callable[[], Made],
        report: Report,
        copied: int = 0,
    ) -> Executable:
        """The program of this kind for data of these shapes; `make` says what is compiled if it is new.

        Args: copied: bytes of data that are to be copied to the device before it runs.
        Raises: OutOfMemoryError for a new one that cannot fit the memory.
        """
        key = self._key(kind, data)
        found = self.model._programs.get(key)
        if found is None:
            found = self._built(*make())
            variables = [v for group in self.parts().groups for v in group]
            given = sum(a.nbytes for a in jax.tree.leaves(data))
            memory.check(self.owner, found, variables, given, copied, self.owner == "fit")
            self.model._programs[key] = found
            report.programs.append(found.built)
        report.stepwise = self.stepwise_reason
        return found

    def _signature(self) -> tuple[Any, ...]:
        """What a program depends on beside the data: which operations, which variables train."""
        model = self.model

        def walk() -> list[Any]:
            numbers = [operation.number for operation in model._flatten_layers()]
            return [
                tuple(numbers),
                tuple((v.shape, v._dtype, v.trainable) for v in model.variables),
            ]

        borrowed = tuple(id(v) for v in model._borrowed_variables())
        return (*model._kept("signature", walk), borrowed)

    def _built(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], donate: tuple[int, ...]
    ) -> Executable:
        if not self.stepwise_reason:
            try:
                return compile_program(function, arguments, donate)
            except UNTRACEABLE as error:
                self._fall_back(error)
        return stepwise(function)


def loss_of(model: Any, training: bool, **arguments: Any) -> Any:
    """The model's `compute_loss`; one of its own may be written without `training`."""
    taken = inspect.signature(type(model).compute_loss).parameters
    if "training" in taken or any(p.kind is p.VAR_KEYWORD for p in taken.values()):
        arguments["training"] = training
    return model.compute_loss(**arguments)


def _symbol(array: Any) -> KerasTensor | None:
    if array is None:
        return None
    return KerasTensor((None, *array.shape[1:]), getattr(array.dtype, "name", str(array.dtype)))


def shapes_of(data: Any) -> Any:
    """Shapes and dtypes of a structure of arrays, for tracing."""
    return jax.tree.map(lambda a: jax.ShapeDtypeStruct(a.shape, a.dtype), data)


def exchange(
    model: Any,
    parts: Parts,
    bad_step: Any,
    steps_done: Any,
    call: Callable[[Packed], tuple[Any, ...]],
) -> tuple[Any, ...]:
    """Hand the state to `call`, packed, which returns (packed, …), and own what comes back.

    Raises: what the program raises; variables whose buffers it destroyed say so when they are read.
    """
    variables = [v for group in parts.groups for v in group]
    with model._lock:
        place(variables)
        with in_flight(variables) as buffers:
            rest = iter(buffers)
            trainable, other, slots, metrics = [[next(rest) for _ in g] for g in parts.groups]
            bad, done = np.int32(bad_step), np.int32(steps_done)
            carry = Carry(trainable, other, slots, metrics, bad, done, {})
            packed, *found = call(parts.packing.pack_on_host(carry))
            carry = parts.packing.unpack_on_host(packed)  # waits for the program
            buffers[:] = [b for part in carry[:4] for b in part]
    return carry, *found


@contextmanager
def in_flight(variables: list[Any]) -> Iterator[list[Any]]:
    """The buffers of these variables, to be handed to a program that destroys them.

    Put the new ones into the list. If the program fails, the variables that were destroyed say so.
    """
    flight = InFlight()
    buffers = [v.take(flight) for v in variables]
    taken = list(buffers)
    try:
        yield buffers
    except BaseException:
        for variable, buffer in zip(variables, taken):
            if isinstance(buffer, jax.Array) and buffer.is_deleted():
                variable.lose()
            else:
                variable.put(buffer)
        raise
    else:
        for variable, buffer in zip(variables, buffers):
            variable.put(buffer)
    finally:
        flight.landed.set()


def place(variables: list[Any]) -> None:
    """Move values that are still on the host to the device, all in one transfer; scalars travel packed."""
    waiting = [v for v in variables if v.shape and isinstance(v._value, np.ndarray)]
    if waiting:
        arrays = jax.device_put([v._value for v in waiting], may_alias=False)
        for variable, array in zip(waiting, arrays):
            variable.put(array)


def _named(variables: list[Any]) -> str:
    """The first of their paths."""
    paths = [v.path for v in variables[:4]]
    return ", ".join(paths) + (", …" if len(variables) > 4 else "")
