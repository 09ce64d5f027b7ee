"""tf.Module and checkpoints."""

import io
import os
import zipfile
from importlib import import_module

import numpy as np
import pytest

from keraunos import Sequential, Variable, layers
from keraunos.compat.tf.objects import Checkpoint, CheckpointManager, Module, latest_checkpoint
from keraunos.compat.wording import OldSpellingWarning


class Line(Module):
    def __init__(self):
        super().__init__(name="line")
        self.slope, self.fixed = Variable(2.0), Variable(1.0, trainable=False)
        self.parts = [layers.Dense(2)]
        self.parts[0].build((None, 3))


def test_a_module_finds_its_variables():
    line = Line()
    assert (line.name, len(line.variables), len(line.trainable_variables)) == ("line", 4, 3)


def test_checkpoints_come_back(tmp_path):
    model, step = Sequential([layers.Input((2,)), layers.Dense(1)]), Variable(3.0)
    kept = Checkpoint(model=model, step=step)
    weights = model.get_weights()
    assert latest_checkpoint(tmp_path) is None
    name = kept.save(tmp_path / "ckpt")
    assert name == latest_checkpoint(tmp_path) == str(tmp_path / "ckpt-1")
    model.set_weights([w + 1 for w in weights])
    step.assign(0.0)
    assert kept.restore(name).expect_partial().assert_consumed()
    assert float(kept.step) == 3.0
    np.testing.assert_array_equal(model.get_weights()[0], weights[0])
    kept.restore(None)


def test_a_manager_keeps_the_last(tmp_path):
    step = Variable(0.0)
    manager = CheckpointManager(Checkpoint(step=step), tmp_path, max_to_keep=2)
    assert manager.restore_or_initialize() is None
    for value in (1.0, 2.0, 3.0):
        step.assign(value)
        manager.save()
    assert [n[-1] for n in manager.checkpoints] == ["2", "3"]
    step.assign(0.0)
    again = CheckpointManager(Checkpoint(step=step), tmp_path, max_to_keep=2)
    assert again.restore_or_initialize() == manager.latest_checkpoint
    assert float(step) == 3.0
    assert again.save()[-1] == "4"
    assert again.save(checkpoint_number=9)[-1] == "9"
    with pytest.raises(ValueError, match="max_to_keep"):
        CheckpointManager(Checkpoint(), tmp_path, max_to_keep=0)


@pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
def test_the_latest_of_checkpoints_and_saved_weights(old, tmp_path):
    import_module("tensorflow")
    model = Sequential([layers.Input((1,)), layers.Dense(1)])
    Checkpoint(model=model).save(tmp_path / "c")
    assert latest_checkpoint(tmp_path) == str(tmp_path / "c-1")
    with pytest.warns(OldSpellingWarning, match="save_weights"):
        model.save_weights(tmp_path / "w")
    assert latest_checkpoint(tmp_path) == str(tmp_path / "w")


def npz(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)


def npy(array, shape=None):
    """The bytes of an array's file; another shape is only declared."""
    stream = io.BytesIO()
    if shape is None:
        np.save(stream, array, allow_pickle=True)
    else:
        header = {"descr": array.dtype.str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(stream, header)
        stream.write(array.tobytes())
    return stream.getvalue()


FIRST, SECOND = "all/0", "all/1"
STRANGE = {
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "no archive": lambda path: path.write_bytes(b"nothing"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "a pickle": lambda path: npz(path, **{FIRST: npy(np.array([print], object))}),
    "a size that is only said": lambda path: npz(path, **{FIRST: npy(np.zeros(2), (2**40,))}),
    "a bomb": lambda path: npz(path, **{FIRST: npy(np.zeros(2**22))}),
    "another shape": lambda path: npz(
        path, **{FIRST: npy(np.ones((2, 1), "float32")), SECOND: npy(np.ones(3, "float32"))}
    ),
    "texts": lambda path: npz(path, **{SECOND: npy(np.array(["ab"]))}),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_said_and_nothing_is_set(tmp_path, name):
    model = Sequential([layers.Input((2,)), layers.Dense(1)])
    kept = Checkpoint(all=model)
    before, path = model.get_weights(), kept.save(tmp_path / "ckpt")
    STRANGE[name](tmp_path / "ckpt-1.npz")
    with pytest.raises(
        ValueError, match=r"Checkpoint.restore: .*ckpt-1\.npz must be.*Restore another"
    ):
        kept.restore(path)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_numbers_of_16_bits_come_back(tmp_path):
    small = Variable([1.5, -2.0], dtype="bfloat16")
    name = Checkpoint(small=small).save(tmp_path / "ckpt")
    small.assign([0.0, 0.0])
    Checkpoint(small=small, later=Variable(1.0)).restore(name)
    assert small.numpy().tolist() == [1.5, -2.0] and small.dtype == "bfloat16"
