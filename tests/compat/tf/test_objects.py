"""tf.Module and checkpoints."""

from importlib import import_module

import numpy as np
import pytest

from keraunos import Sequential, Variable, layers
from keraunos.compat.tf.objects import Checkpoint, CheckpointManager, Module, latest_checkpoint


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
    model.save_weights(tmp_path / "w")
    assert latest_checkpoint(tmp_path) == str(tmp_path / "w")
