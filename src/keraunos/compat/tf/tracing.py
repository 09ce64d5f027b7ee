"""Python written for TensorFlow as programs: `tf.function`, and `train_step(self, data)` within `fit`."""

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat import aside
from keraunos.compat.backend import noise
from keraunos.core import tree
from keraunos.core.programs import program_of, variables_of, within_a_program
from keraunos.core.scope import StatelessScope, current_scope
from keraunos.core.symbolic import UNTRACEABLE, KerasTensor
from keraunos.core.texts import is_text
from keraunos.core.variable import Variable
from keraunos.data.arrays import Columns
from keraunos.models import Model
from keraunos.training.session import Session
from keraunos.training.steps import packed

_FEW = 32
_STEPS = ("train_step", "test_step", "predict_step")


# --- tf.function --------------------------------------------------------------------------------


def function(func: Any = None, *_args: Any, **_kwargs: Any) -> Any:
    """The function, compiled for each shape of its arguments; where it needs numbers, run as it stands.

    As in TensorFlow its Python runs while it is traced only.

    Example:
        >>> double = function(lambda x: x * 2)
        >>> float(double(np.float32(4)))
        8.0
    """
    if func is None:
        return function
    return _Function(func)


class _Function:
    """A function with its programs; a method is bound as plain functions are."""

    def __init__(self, func: Callable[..., Any], owner: Any = None) -> None:
        self.python_function = func
        self._owner = owner
        self._programs: dict[Any, Any] = {}
        self._plain = False
        functools.update_wrapper(self, func, updated=())

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        if owner is None:
            return self
        name = f"_traced_{self.python_function.__name__}"
        bound = owner.__dict__.get(name)
        if bound is None:
            bound = _Function(self.python_function.__get__(owner), owner)
            object.__setattr__(owner, name, bound) if hasattr(owner, "__dict__") else None
        return bound

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        leaves = tree.flatten((args, kwargs))
        untraced = any(isinstance(x, (KerasTensor, bytes)) or is_text(x) for x in leaves)
        if self._plain or untraced or current_scope() is not None or within_a_program():
            return self.python_function(*args, **kwargs)
        places = [i for i, x in enumerate(leaves) if ops.is_tensor(x) or isinstance(x, np.ndarray)]
        arrays = [leaves[i] for i in places]
        try:
            run = self._program((args, kwargs), leaves, places, arrays)
        except UNTRACEABLE:
            self._plain = True
            return self.python_function(*args, **kwargs)
        return run(arrays)

    def get_concrete_function(self, *_args: Any, **_kwargs: Any) -> "_Function":
        """The function itself: each shape of arguments has its program anyway."""
        return self

    def _program(self, given: Any, leaves: Any, places: list[int], arrays: list[Any]) -> Any:
        fixed = [None if i in places else x for i, x in enumerate(leaves)]
        shapes = tuple((a.shape, str(a.dtype)) for a in arrays)
        key = (shapes, tuple(map(_key, fixed)))
        if key not in self._programs:

            def call(*values: Any) -> Any:
                filled = list(fixed)
                for place, value in zip(places, values):
                    filled[place] = value
                args, kwargs = tree.pack_sequence_as(given, filled)
                return self.python_function(*args, **kwargs)

            self._programs[key] = program_of(call, arrays), fixed  # keeps what `id` stands for
        return self._programs[key][0]


def _key(value: Any) -> Any:
    try:
        return (
            type(value),
            hash(value),
            value if isinstance(value, (int, float, str)) else id(value),
        )
    except TypeError:
        return id(value)


# --- steps of a model ---------------------------------------------------------------------------


def changes() -> Iterator[tuple[type, str, Any]]:
    """What lets `fit` take steps of the form (self, data): (class, name, function)."""
    yield Model, "_own_step", _with_old_steps(Model._own_step)
    yield Model, "_borrowed_variables", _borrowed
    yield Session, "ensure_built", _with_discovery(Session.ensure_built)


def _is_old(model: Any, name: str) -> bool:
    """Whether a class wrote this step as (self, data)."""
    written = getattr(type(model), name, None)
    if name not in _STEPS or written is getattr(Model, name):
        return False
    return len(inspect.signature(written).parameters) == 2  # type: ignore[arg-type]


def _with_old_steps(plain: Any) -> Any:
    @functools.wraps(plain)
    def _own_step(self: Any, name: str) -> Any:
        return functools.partial(_pure, self, name) if _is_old(self, name) else plain(self, name)

    return _own_step


def _pure(model: Any, name: str, state: Any, data: Any) -> Any:
    """The step as a pure function of the state."""
    parts = Session(model, name, compiled=name != "predict_step").parts()
    groups: list[Any] = [parts.trainable, parts.non_trainable]
    groups += [parts.optimizer.variables] if name == "train_step" else []
    groups += [parts.metrics]
    groups = groups[: len(state)]
    pairs = [pair for group, values in zip(groups, state) for pair in zip(group, values)]
    with StatelessScope(pairs) as scope:
        found = getattr(model, name)(data)
        after = tuple(scope.values(group) for group in groups)
    return (found, after[1]) if name == "predict_step" else (_flat(found), after)


def _flat(logs: Any) -> dict[str, Any]:
    """Logs with those of a dict among them at the top."""
    found: dict[str, Any] = {}
    for name, value in (logs or {}).items():
        found.update(value if isinstance(value, dict) else {name: value})
    return found


def _borrowed(self: Any) -> list[Variable]:
    if any(_is_pure(self, name) for name in _STEPS):
        return []  # such a step is handed the model's own variables and gives back as many
    return [noise.generator().state, *aside.kept(self, "seen_in_steps", ())]


def _is_pure(model: Any, name: str) -> bool:
    """Whether a class wrote this step as (self, state, data)."""
    return getattr(type(model), name) is not getattr(Model, name) and not _is_old(model, name)


def _with_discovery(plain: Any) -> Any:
    @functools.wraps(plain)
    def ensure_built(self: Session, columns: Columns, training: bool) -> None:
        name = "train_step" if training else "test_step"
        name = "predict_step" if self.owner.startswith("predict") else name
        if not _is_old(self.model, name):
            return plain(self, columns, training)
        if type(self.model).call is not Model.call or self.model.built:
            _built_by_call(plain, self, columns, training)
        self.model.built = True
        _discover(self, name, columns)
        if training and not self.compiled.optimizer.built:
            self.compiled.optimizer.build(self.model.trainable_variables)
        return None

    return ensure_built


def _built_by_call(plain: Any, session: Session, columns: Columns, training: bool) -> None:
    """Build by a call on x; a model whose own step calls it otherwise is built by that step."""
    try:
        plain(session, columns, training)
    except Exception as error:
        aside.keep(session.model, "not_built_by_call", error)


def _discover(session: Session, name: str, columns: Columns) -> None:
    """Note which variables beside the model's a step uses: those of more optimizers and metrics.

    A step that cannot be traced is run once and what it did thrown away, as it may make weights.
    """
    model = session.model
    done = aside.kept(model, "traced_steps", ())
    if (name, id(model._compiled)) in done:
        return
    aside.keep(model, "traced_steps", (*done, (name, id(model._compiled))))
    batch = packed(
        Columns(*(None if c is None else tree.map_structure(_first, c) for c in columns))
    )
    try:
        seen = variables_of(getattr(model, name), batch)
    except UNTRACEABLE as error:
        session._fall_back(error)
        seen = variables_of(getattr(model, name), batch, traced=False)
    own = {
        id(v) for v in [*model.variables, *model.metrics_variables, *_optimizer_variables(model)]
    }
    old = aside.kept(model, "seen_in_steps", ())
    own |= {id(v) for v in [*old, noise.generator().state]}
    aside.keep(model, "seen_in_steps", [*old, *(v for v in seen if id(v) not in own)])


def _optimizer_variables(model: Any) -> list[Variable]:
    return list(model.optimizer.variables) if model.optimizer is not None else []


def _first(array: Any) -> Any:
    return np.asarray(array[:_FEW])
