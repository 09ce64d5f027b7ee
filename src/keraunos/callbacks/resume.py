"""A training that goes on, bit for bit, where its process was killed."""

import os
import signal
import threading
import time
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from keraunos.callbacks.callback import Callback, Need
from keraunos.core import plain, random, tree
from keraunos.core.attributes import late
from keraunos.core.errors import FileError, bad, users_level

_CALLBACKS = "list of callbacks"
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for
_TERMINATED = 128 + signal.SIGTERM


class Resume(Callback):
    """Keeps checkpoints of a run in a folder; the same `fit` in a new process goes on from the newest.

    What goes on is the same run: weights, optimizer, metrics, seeds, the order of the rows, the position
    within the epoch, the history, the state of every callback, numpy's and Python's random numbers. The final
    weights and history are, to the bit, those of a run that was never killed. A run that had ended is not
    trained again: what it left is restored. More epochs go on from there, unless a callback had stopped it:
    it would have stopped a longer run there too. SIGTERM saves and exits.

    Args:
        folder: of this run alone; made if it is not there.
        every: seconds between checkpoints, a float >= 0. They are written by a thread.
    Raises: TypeError for what is no path; ValueError for another `every`, or when `fit` finds the checkpoint
        of another model, batch size or data, naming what differs; FileError for what is no checkpoint;
        BlockingIOError if another process trains in the folder, another OSError if there can be none;
        TypeError when a callback holds what no file can keep, naming it.
    Example:
        >>> Resume("/tmp/run", every=10.0).needs("train")
        'clock'
    """

    def __init__(self, folder: str | os.PathLike[str], every: float = 30.0) -> None:
        super().__init__()
        if not isinstance(folder, (str, os.PathLike)):
            fix = "A new one is made; the same one next time goes on from it."
            raise TypeError(bad("Resume", "folder", "the path of a folder", folder, fix))
        if not os.fspath(folder):
            raise ValueError(bad("Resume", "folder", "a folder of this run alone", folder, ""))
        if isinstance(every, bool) or not isinstance(every, (int, float)) or every < 0:
            raise ValueError(bad("Resume", "every", "seconds, a float >= 0", every, ""))
        self.folder, self.every = Path(os.fspath(folder)), float(every)
        self._store: Any = None
        self._found: Any = None
        self._terminated = False
        self._count = 0

    def needs(self, mode: str) -> Need:
        """Nothing: it is asked between dispatches."""
        return "clock"

    def get_state(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    # --- asked by the run -----------------------------------------------------------------------

    def open(self, run: Any) -> bool:
        """Lock the folder and look for a checkpoint; whether the run is to go on from one.

        Raises: see the class.
        """
        from keraunos.saving.checkpoints import Checkpoints

        self._store = Checkpoints(self.folder)
        try:
            self._start = run.randomness
            self._check_keepable(run)
            self._found = self._store.newest()
            if self._found is not None:
                _check(self._found, run)
                _compare(self._found, self._facts(run))
        except BaseException:
            self._store.close()
            raise
        self._writer = ThreadPoolExecutor(1, "keraunos-checkpoints")
        self._writing: Future[None] | None = None
        self._since = time.monotonic()
        self._watch_sigterm()
        return self._found is not None

    def has_ended(self, run: Any) -> bool:
        """Whether the run that was found had ended: by a callback, or with the epochs asked for."""
        state = self._found.state["run"] if self._found is not None else {"finished": False}
        return state["finished"] and (state["stopped"] or run.epochs <= state["target"])

    def restore(self, run: Any) -> None:
        """Go back to the checkpoint that was found.

        Raises: see the class.
        """
        self._check_keepable(run, begun=not run.finished)
        if self._found is None:
            return
        from keraunos.saving.damage import told

        found, self._found = self._found, None
        with told(str(found.path)):
            self._go_back(run, found.state)
        if run.finished and run.epochs > found.state["run"]["target"]:
            self._tell_stopped(run)

    def _go_back(self, run: Any, state: dict[str, Any]) -> None:
        random.set_state(state["start"])
        replayed = run.restore(state["run"])
        for name, variables in run.variables().items():
            for variable, value in zip(variables, state["variables"][name], strict=True):
                variable.assign(value)
        for callback, own in zip(_others(run), state["callbacks"], strict=True):
            _restored(callback, own, run.finished)
        random.set_state(state["random"], only_ours=replayed)
        self._start, self._count = state["start"], state["count"]

    def _tell_stopped(self, run: Any) -> None:
        who = [type(c).__name__ for c in _others(run) if getattr(c, "stopped_epoch", 0)]
        warnings.warn(
            f"Resume: the run in {self.folder} was stopped by {' and '.join(who) or 'a callback'} after "
            f"{run.epoch} epochs, as one of {run.epochs} epochs would have been; nothing is trained. To "
            "train on, fit the model as it is now again, with resume= another folder.",
            stacklevel=users_level(),
        )

    def pause(self, run: Any) -> None:
        """Between two dispatches: save if it is time to, or the process is about to end."""
        if self._terminated or run.interrupts.came:
            self.save(run)
        if self._terminated:
            raise SystemExit(_TERMINATED)
        if time.monotonic() - self._since >= self.every and self._written():
            self._write(run)

    def save(self, run: Any) -> None:
        """Save now, and wait until it is written."""
        self._finish()
        self._write(run)
        self._finish()

    def close(self) -> None:
        """Let go of the folder."""
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
        try:
            self._finish()
        finally:
            self._writer.shutdown()
            self._store.close()

    # --- writing --------------------------------------------------------------------------------

    def _check_keepable(self, run: Any, begun: bool = False) -> None:
        """What no file can keep is said now, not after hours.

        Raises: TypeError naming it; once callbacks have begun, also for objects that are not built.
        """
        plain.packed(run.state(), [], "data")
        for callback in _others(run):
            state, name = _state_of(callback), type(callback).__name__
            plain.packed(state, [], name)
            for where in late(state, name) if begun else ():
                fix = "A new process could not restore it else. Build it in __init__ or on_train_begin."
                raise TypeError(bad("Resume", "callbacks", "of built objects", where, fix))

    def _snapshot(self, run: Any) -> Any:
        from keraunos.saving.checkpoints import Packed

        variables = {k: [v.numpy() for v in own] for k, own in run.variables().items()}
        callbacks = [_state_of(c) for c in _others(run)]
        state = {"run": run.state(), "variables": variables, "callbacks": callbacks}
        more = {"start": self._start, "random": random.get_state(), "count": self._count}
        return Packed.of({**state, **more, "facts": self._facts(run)})

    def _facts(self, run: Any) -> dict[str, Any]:
        facts = run.facts()
        classes = [type(c).__name__ for c in _others(run)]
        return {**facts, "run": {**facts["run"], _CALLBACKS: classes}}

    def _write(self, run: Any) -> None:
        self._since = time.monotonic()
        self._count += 1
        logs = run.last_logs
        score = logs.get("val_loss", logs.get("loss"))
        self._writing = self._writer.submit(
            self._store.save, self._count, score, self._snapshot(run)
        )

    def _written(self) -> bool:
        """Whether the last checkpoint is on the disk.

        Raises: OSError if it could not be written.
        """
        if self._writing is not None and self._writing.done():
            self._finish()
        return self._writing is None

    def _finish(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _watch_sigterm(self) -> None:
        self._before: Any = None
        if threading.current_thread() is threading.main_thread():

            def note(_number: int, _frame: Any) -> None:
                self._terminated = True

            self._before = signal.signal(signal.SIGTERM, note) or signal.SIG_DFL


# --- a whole process --------------------------------------------------------------------------------

_process: dict[str, Any] = {"folder": None, "fits": 0}


def begin_process(folder: str | os.PathLike[str]) -> None:
    """From now on every `fit` of the process is a resumed one, in a folder of its own.

    Python's, numpy's and our random numbers are seeded; the seed is drawn by the first process and kept.

    Raises: FileError for what is no seed; OSError if there can be no such folder.
    """
    from keraunos.saving import atomic
    from keraunos.saving.checkpoints import told_of

    path = Path(folder) / "seed"
    with told_of(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with atomic.writing(path) as stream:
            stream.write(str(random.get_random_seed()).encode())
    random.set_random_seed(_kept_seed(path))
    _process.update(folder=Path(folder), fits=0)


def _kept_seed(path: Path) -> int:
    """Raises: FileError if the file holds something else."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _AT_ONCE)) as stream:
        text = stream.read(11).strip()
    if not text.isdigit() or int(text) >= 2**32:
        raise FileError(
            f"{path}: it must hold the seed of the first process, an int in [0, 2**32); got {text!r}. Delete "
            "it, or use another folder."
        )
    return int(text)


def for_fit(given: Any, callbacks: Any) -> list[Resume]:
    """What `fit(resume=…)` or the process asks for, unless a callback does it already."""
    if any(isinstance(c, Resume) for c in tree.flatten(callbacks)):
        return []
    if given is None and _process["folder"] is not None:
        _process["fits"] += 1
        given = _process["folder"] / f"fit-{_process['fits']:03d}"
    if given is None or isinstance(given, Resume):
        return [] if given is None else [given]
    return [Resume(given)]


def _others(run: Any) -> list[Any]:
    return [c for c in run.callbacks.callbacks if not isinstance(c, Resume)]


def _state_of(callback: Any) -> Any:
    """A callback's state.

    Raises: TypeError if it has none.
    """
    if not hasattr(callback, "get_state"):
        fix = "Derive it from Callback, or give it get_state() and set_state(state)."
        raise TypeError(bad("Resume", "callbacks", "callbacks with a state", callback, fix))
    return callback.get_state()


def _restored(callback: Any, state: Any, finished: bool) -> None:
    """Hand a callback its state; that of a run which had ended, and so does not begin, may find no place.

    Raises: what `set_state` raises.
    """
    try:
        callback.set_state(state)
    except ValueError as error:
        if not finished:
            raise
        warnings.warn(
            f"Resume: {type(callback).__name__} is not as it was at the end of the run: {error}",
            stacklevel=users_level(),
        )


def _check(found: Any, run: Any) -> None:
    """Refuse what is no checkpoint of a run, whoever wrote it, before anything is changed.

    Raises: FileError.
    """
    state = found.state
    kinds = {
        "run": dict, "variables": dict, "callbacks": list, "start": dict, "random": dict, "count": int,
        "facts": dict,
    }  # fmt: skip
    whole = isinstance(state, dict) and all(isinstance(state.get(n), k) for n, k in kinds.items())
    whole = whole and all(isinstance(state["facts"].get(n), dict) for n in ("run", "machine"))
    whole = (
        whole and {*run.state()} <= {*state["run"]} and {*run.variables()} <= {*state["variables"]}
    )
    whole = whole and _is_position(state["run"], run)
    for name, values in state["variables"].items() if whole else ():
        said = state["facts"]["run"].get(f"list of {name} variables")
        whole &= isinstance(values, list) and said == [plain.described(v) for v in values]
    whole = whole and len(state["callbacks"]) == len(state["facts"]["run"].get(_CALLBACKS, ()))
    if not whole:
        raise FileError(f"{found.path}: it is no checkpoint of a run; delete it.")


def _is_position(kept: dict[str, Any], run: Any) -> bool:
    """Whether numbers are numbers, and a place within the run."""
    now = {n: v for n, v in run.state().items() if n != "data"}
    if any(type(kept[name]) is not type(value) for name, value in now.items()):
        return False
    counts = [kept[name] for name, value in now.items() if type(value) is int]
    return all(-1 <= n < 2**31 for n in counts) and 0 <= kept["step"] <= (run.steps or 2**31)


def _compare(found: Any, facts: dict[str, Any]) -> None:
    """Refuse the checkpoint of another run; say what only voids equality to the bit."""
    kept = found.state["facts"]
    for name, value in facts["run"].items():
        if kept["run"].get(name) != value:
            raise ValueError(
                f"Resume: the checkpoint in {found.path.parent} is of another run: its {name} is "
                f"{kept['run'].get(name)}; now it is {value}. Use another folder, or what it was."
            )
    changed = [n for n, value in facts["machine"].items() if kept["machine"].get(n) != value]
    if changed:
        was = ", ".join(f"{n} {kept['machine'].get(n)}, now {facts['machine'][n]}" for n in changed)
        warnings.warn(
            f"Resume: not what the run began with: {was}. It goes on, but not to the same bits.",
            stacklevel=2,
        )
