"""BackupAndRestore: an interrupted training ends with the bits of one that was not."""

import pytest
from support.nets import bits, blobs, classifier

import keraunos as k
from keraunos.callbacks import BackupAndRestore, Callback


class Stop(Callback):
    def __init__(self, epoch):
        super().__init__()
        self.epoch = epoch

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == self.epoch:
            raise KeyboardInterrupt


def train(*callbacks, dropout=0.3):
    k.utils.set_random_seed(7)
    x, _, y = blobs()
    model = classifier(dropout=dropout)
    history = model.fit(x, y, epochs=5, batch_size=16, verbose=0, callbacks=list(callbacks))
    return model, history


@pytest.mark.parametrize("at", [1, 3, 4])
def test_the_bits_are_those_of_an_unbroken_run(at, tmp_path):
    whole, _ = train()
    with pytest.raises(KeyboardInterrupt):
        train(BackupAndRestore(tmp_path / "b"), Stop(at))
    resumed, history = train(BackupAndRestore(tmp_path / "b"))
    assert bits(resumed) == bits(whole)
    assert history.epoch == list(range(at, 5))
    assert not (tmp_path / "b" / "training.backup.h5").exists()


def test_the_file_may_stay_and_the_one_before_too(tmp_path):
    train(BackupAndRestore(tmp_path, delete_checkpoint=False, double_checkpoint=True))
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == ["training.backup.h5", "training.backup.previous.h5"]


def test_another_model_is_refused(tmp_path):
    train(BackupAndRestore(tmp_path, delete_checkpoint=False))
    with pytest.raises(ValueError, match="the state of another training"):
        train(BackupAndRestore(tmp_path), dropout=0.0)


@pytest.mark.parametrize(
    "arguments", [{"backup_dir": ""}, {"backup_dir": "x", "save_freq": "often"}]
)
def test_bad_arguments_are_refused(arguments):
    with pytest.raises(ValueError, match="must be"):
        BackupAndRestore(**arguments)
