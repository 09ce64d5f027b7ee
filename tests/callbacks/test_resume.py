"""A run that is killed at any moment and started again ends with the same bits as one that was not."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k
from keraunos.callbacks import Resume, resume
from keraunos.callbacks.resume import begin_process, for_fit
from keraunos.core.errors import FileError

X, LABELS, Y = blobs()
PROGRAM = Path(__file__).resolve().parents[1] / "support" / "resumed.py"
KINDS = ("resident", "dataset", "generator")
BY_BATCH = tuple(f"{kind} by batch" for kind in KINDS)
ALL = (*KINDS, *BY_BATCH)
MOMENTS = {
    "open": (ALL, 1), "compile": (ALL, 1), "compiled": (KINDS, 1),
    "dispatch": (ALL, 3), "dispatched": (KINDS, 2), "dispatched ": (BY_BATCH, 17),
    "dispatched  ": (BY_BATCH, 31), "validate": (BY_BATCH, 3), "validated": (BY_BATCH, 4),
    "tell": (ALL, 2), "told": (ALL, 3), "end": (ALL, 1),
    "pack": (KINDS, 1), "pack ": (ALL, 2), "encode": (ALL, 2), "write": (KINDS, 1), "write ": (ALL, 2),
    "sync": (KINDS, 1), "sync ": (ALL, 3), "synced": (ALL, 1), "rename": (ALL, 1),
    "rename ": (BY_BATCH, 2), "renamed": (ALL, 1), "renamed ": (ALL, 2), "prune": (ALL, 2),
    "saved": (ALL, 1),
}  # fmt: skip
"""A phase to be killed in -> which trainings, and at which time that they come to it."""
KILLS = [
    (variant, phase.strip(), count)
    for phase, (variants, count) in MOMENTS.items()
    for variant in variants
]
FAST = {("resident", "dispatch", 3), ("dataset", "write", 2), ("generator by batch", "renamed", 2)}


class Trainer:
    """The warm process in which trainings run, and what they end with when nobody kills them."""

    def __init__(self, folder):
        self.folder, self.digests = folder, {}
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "KERAUNOS_CACHE_DIR": str(folder / "cache")},
        )  # fmt: skip

    def __call__(self, variant, folder, phase="", count=0):
        """(status, what it printed, [(what, steps)]) of one training."""
        order = json.dumps([variant, str(folder), phase, count])
        print(order, file=self.process.stdin, flush=True)
        status, said, log = json.loads(self.process.stdout.readline())
        lines = [line.split() for line in log.splitlines()]
        return status, said, [(what, int(steps)) for what, steps in lines]

    def digest(self, variant):
        """Of a training that nobody kills."""
        if variant not in self.digests:
            status, self.digests[variant], _ = self(variant, self.folder / variant)
            assert status == 0, self.digests[variant]
        return self.digests[variant]


@pytest.fixture(scope="module")
def train(tmp_path_factory):
    trainer = Trainer(tmp_path_factory.mktemp("unkilled"))
    yield trainer
    trainer.process.stdin.close()
    trainer.process.wait(30)
    trainer.process.stdout.close()


def last(log, what):
    return max((steps for kind, steps in log if kind == what), default=0)


@pytest.mark.parametrize(
    ("variant", "phase", "count"),
    [pytest.param(*kill, marks=[] if kill in FAST else pytest.mark.slow) for kill in KILLS],
)
def test_a_killed_run_ends_with_the_same_bits(variant, phase, count, train, tmp_path):
    expected = train.digest(variant)
    status, said, before = train(variant, tmp_path / "run", phase, count)
    assert status == -signal.SIGKILL, said
    status, said, after = train(variant, tmp_path / "run")
    assert (status, said) == (0, expected)
    assert last(after, "from") >= last(before, "saved")  # what was whole is not lost


@pytest.mark.parametrize("phase", ["open", "restore", "restored", "dispatched", "write", "renamed"])
@pytest.mark.parametrize("variant", ["resident", "dataset by batch", "generator"])
def test_a_run_that_is_killed_again_ends_with_the_same_bits(variant, phase, train, tmp_path):
    expected = train.digest(variant)
    for moment in (("dispatched", 2), (phase, 1), (phase, 1)):
        status, said, _ = train(variant, tmp_path / "run", *moment)
        assert status == -signal.SIGKILL, said
    status, said, _ = train(variant, tmp_path / "run")
    assert (status, said) == (0, expected)


def test_there_are_a_hundred_moments():
    assert len(set(KILLS)) >= 100


def test_no_run_loses_more_than_the_interval(tmp_path, monkeypatch):
    clock, noted = [0.0], []

    class Clock(k.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            clock[0] += 1.0

    keeper = Resume(tmp_path / "run", every=3.0)
    monkeypatch.setattr(resume.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(
        Resume, "_write", lambda self, run: noted.append(clock[0]) or write(self, run)
    )
    monkeypatch.setattr(Resume, "_written", lambda self: self._finish() or True)  # at once
    fitted(None, callbacks=[Clock(), keeper])
    assert len(noted) > 5
    assert max(b - a for a, b in itertools.pairwise([0.0, *noted])) <= 3.0


def test_a_process_that_had_ended_restores_what_it_left(train):
    expected = train.digest("resident")
    assert train("resident", train.folder / "resident")[:2] == (0, expected)


write = Resume._write


def fitted(folder, epochs=4, **options):
    k.utils.set_random_seed(11)
    model = classifier(dropout=0.3)
    history = model.fit(X, Y, batch_size=16, epochs=epochs, verbose=0, **options, resume=folder)
    return model, history


def test_it_costs_no_split(tmp_path):
    model, _ = fitted(tmp_path / "run")
    assert model._report.need == "clock"


def test_more_epochs_go_on_from_the_end(tmp_path):
    whole, history = fitted(tmp_path / "whole", epochs=6)
    fitted(tmp_path / "run", epochs=4)
    more, other = fitted(tmp_path / "run", epochs=6)
    assert history.history == other.history and other.epoch == list(range(6))
    for a, b in zip(whole.get_weights(), more.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_run_that_had_ended_is_not_trained_again(tmp_path):
    first, history = fitted(tmp_path / "run")
    again, other = fitted(tmp_path / "run")
    assert other.history == history.history and again._report.steps == 0
    for a, b in zip(first.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_another_run_is_refused_by_what_differs(tmp_path):
    fitted(tmp_path / "run")
    with pytest.raises(ValueError, match="its batch size is 16; now it is 8"):
        classifier(dropout=0.3).fit(
            X, Y, batch_size=8, epochs=4, verbose=0, resume=tmp_path / "run"
        )
    with pytest.raises(ValueError, match="checksum of the data"):
        classifier(dropout=0.3).fit(
            X + 1, Y, batch_size=16, epochs=4, verbose=0, resume=tmp_path / "run"
        )
    other = k.Sequential([k.layers.Dense(3, activation="softmax")])
    other.compile("adam", "categorical_crossentropy")
    with pytest.raises(ValueError, match="of another run: its list of"):
        other.fit(X, Y, batch_size=16, epochs=4, verbose=0, resume=tmp_path / "run")


def test_what_no_file_can_keep_is_named_when_fit_starts(tmp_path):
    class Holder(k.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.thing = [object()]

    with pytest.raises(TypeError, match=r"\['thing'\]\[0\].*get_state"):
        fitted(tmp_path / "run", callbacks=[Holder()])
    assert not list((tmp_path / "run").glob("*.h5"))


class Averages(k.callbacks.Callback):
    """A callback of a user's that holds objects with a state."""

    def __init__(self):
        super().__init__()
        self.mean = k.metrics.Mean()
        self.rng = np.random.default_rng(3)
        self.recent = deque(maxlen=3)

    def on_train_begin(self, logs=None):
        self.slow = k.models.clone_model(self.model)
        self.slow.set_weights(self.model.get_weights())
        self.rule = k.optimizers.SGD(0.1, momentum=0.9)
        self.rule.build(self.slow.trainable_variables)

    def on_epoch_end(self, epoch, logs=None):
        self.mean.update_state(logs["loss"])
        self.recent.append(float(self.rng.normal()))
        away = [
            w - v for w, v in zip(self.slow.trainable_variables, self.model.trainable_variables)
        ]
        self.rule.apply(away, self.slow.trainable_variables)

    def told(self):
        parts = [*self.slow.get_weights(), *(v.numpy() for v in self.rule.variables)]
        return [float(self.mean.result()), list(self.recent), *(p.tolist() for p in parts)]


@pytest.mark.parametrize("until", [2, 4], ids=["on", "ended"])
def test_objects_that_callbacks_hold_go_on(tmp_path, until):
    whole, first, second = Averages(), Averages(), Averages()
    fitted(tmp_path / "whole", epochs=4, callbacks=[whole])
    fitted(tmp_path / "run", epochs=until, callbacks=[first])
    if until == 2:
        fitted(tmp_path / "run", epochs=4, callbacks=[second])
        assert second.told() == whole.told()
    else:  # what is made in on_train_begin is not there, as a run that had ended does not begin
        with pytest.warns(UserWarning, match="Averages is not as it was at the end.*Averages.slow"):
            fitted(tmp_path / "run", epochs=4, callbacks=[second])


def test_objects_that_are_not_built_yet_are_refused_by_name_when_fit_starts(tmp_path):
    class Holder(k.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.rule = k.optimizers.Adam()

    with pytest.raises(TypeError, match=r"built objects; got .*Holder\['rule'\]"):
        fitted(tmp_path / "run", callbacks=[Holder()])
    assert not list((tmp_path / "run").glob("*.h5"))


def test_what_on_train_begin_opens_is_refused_by_name_when_fit_starts(tmp_path):
    class Writer(k.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.stream = stream

    with open(tmp_path / "log", "w") as stream:
        with pytest.raises(TypeError, match=r"Writer\['stream'\]"):
            fitted(tmp_path / "run", callbacks=[Writer()])


def test_a_dataset_that_draws_its_own_numbers_is_refused_by_name(tmp_path):
    class Rows(k.utils.PyDataset):
        def __init__(self):
            super().__init__()
            self.rng = np.random.default_rng(0)

        def __len__(self):
            return 3

        def __getitem__(self, index):
            rows = self.rng.integers(0, len(X), 8)
            return X[rows], Y[rows]

    with pytest.raises(TypeError, match="default_rng"):
        classifier().fit(Rows(), verbose=0, resume=tmp_path / "run")


@pytest.mark.parametrize("begin", [False, True], ids=["fit", "process"])
def test_a_file_in_place_of_the_folder_is_said(tmp_path, begin):
    (tmp_path / "run").write_text("mine")
    with pytest.raises(FileExistsError, match="`folder` must be a folder.*A file is there"):
        begin_process(tmp_path / "run") if begin else fitted(tmp_path / "run")
    with pytest.raises(NotADirectoryError, match="`folder` must be a folder"):
        fitted(tmp_path / "run" / "inner")
    assert (tmp_path / "run").read_text() == "mine"


class Worse(k.callbacks.Callback):
    """Says a loss that is worse from the fourth epoch on."""

    def on_epoch_end(self, epoch, logs=None):
        logs["said"] = 1.0 if epoch < 3 else 2.0 + epoch


@pytest.mark.parametrize("epochs", [4, 6], ids=["in the last epoch", "before"])
def test_a_run_that_a_callback_stopped_is_not_trained_further(tmp_path, epochs, capsys):
    def callbacks():
        return [
            Worse(),
            k.callbacks.EarlyStopping("said", min_delta=0.1, patience=3, verbose=1),
        ]

    _, history = fitted(tmp_path / "run", epochs=epochs, callbacks=callbacks())
    whole, longer = fitted(tmp_path / "whole", epochs=9, callbacks=callbacks())
    assert history.epoch == longer.epoch == [0, 1, 2, 3]
    capsys.readouterr()
    own = callbacks()
    with pytest.warns(UserWarning, match="stopped by EarlyStopping after 4 epochs, as one of 9"):
        more, other = fitted(tmp_path / "run", epochs=9, callbacks=own)
    assert other.history == history.history and more._report.steps == 0
    assert own[1].stopped_epoch == 3 and "early stopping" not in capsys.readouterr().out
    for a, b in zip(whole.get_weights(), more.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_folder_in_use_is_refused(tmp_path):
    from keraunos.saving.checkpoints import Checkpoints

    held = Checkpoints(tmp_path / "run")
    with pytest.raises(BlockingIOError, match="no other process"):
        fitted(tmp_path / "run")
    held.close()
    fitted(tmp_path / "run")


def test_sigterm_saves_and_exits(tmp_path):
    source = (
        "import numpy as np, keraunos as k\n"
        "k.utils.set_random_seed(1)\n"
        "m = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1)])\n"
        "m.compile('sgd', 'mse')\n"
        "x = np.ones((64, 4)); print('ready', flush=True)\n"
        f"m.fit(x, x[:, 0], epochs=10**7, verbose=0, resume={str(tmp_path / 'run')!r})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline()
    time.sleep(4)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    process.stdout.close()
    assert len(list((tmp_path / "run").glob("*.h5"))) == 1


@pytest.mark.parametrize("every", [-1, "often", True])
def test_the_interval_is_checked(every):
    with pytest.raises(ValueError, match="seconds"):
        Resume("run", every=every)


def test_fit_takes_a_folder_or_a_callback():
    assert for_fit(None, None) == []
    assert for_fit("run", [Resume("other")]) == []
    assert [str(c.folder) for c in for_fit("run", None)] == ["run"]
    own = Resume("own")
    assert for_fit(own, []) == [own]


def tampered(folder, change):
    """The checkpoints of a folder, as a stranger hands them on who knows how they are written."""
    from keraunos.saving.checkpoints import Checkpoints, Packed

    store = Checkpoints(folder)
    found = store.newest()
    change(found.state)
    for path in folder.glob("*.h5"):
        path.unlink()
    store.save(found.state.get("count", 1), None, Packed.of(found.state))
    store.close()


TAMPERED = {
    "facts": lambda s: s.pop("facts"),
    "position": lambda s: s["run"].pop("epoch"),
    "kinds": lambda s: s.update(callbacks={}),
    "missing": lambda s: s["variables"].pop("trainable"),
    "shape": lambda s: s["variables"]["trainable"].__setitem__(0, np.ones((2, 2))),
    "number": lambda s: s["variables"]["optimizer"].pop(),
    "class": lambda s: s["variables"].update(metrics=["a"]),
    "fewer": lambda s: s["callbacks"].clear(),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_is_no_checkpoint_of_a_run_changes_nothing(tmp_path, change):
    fitted(tmp_path / "run", epochs=1)
    tampered(tmp_path / "run", change)
    model = classifier(dropout=0.3)
    before = model.get_weights()
    with pytest.raises(FileError, match="it is no checkpoint of a run; delete it"):
        model.fit(X, Y, batch_size=16, epochs=2, verbose=0, resume=tmp_path / "run")
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_no_checkpoint_says_where_a_callback_writes(tmp_path):
    def keeping():
        return [k.callbacks.ModelCheckpoint(tmp_path / "mine.weights.h5", save_weights_only=True)]

    fitted(tmp_path / "run", epochs=1, callbacks=keeping())
    elsewhere = str(tmp_path / "elsewhere.weights.h5")
    tampered(tmp_path / "run", lambda s: [c.update(filepath=elsewhere) for c in s["callbacks"]])
    (tmp_path / "mine.weights.h5").unlink()
    fitted(tmp_path / "run", epochs=2, callbacks=keeping())
    assert (tmp_path / "mine.weights.h5").exists() and not Path(elsewhere).exists()


@pytest.mark.parametrize("content", [b"", b"seven", b"-5", b"9" * 40, "\u00b2".encode()])
def test_a_seed_that_is_none_is_said(tmp_path, content):
    (tmp_path / "seed").write_bytes(content)
    with pytest.raises(FileError, match="must hold the seed of the first process"):
        begin_process(tmp_path)


def test_a_pipe_for_a_seed_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "seed")
    with pytest.raises(FileError, match="must hold the seed"):
        begin_process(tmp_path)
