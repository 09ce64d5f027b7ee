"""TensorBoard: which curves are written, over which steps."""

import numpy as np
import pytest
from support.event_files import curves
from support.recording import regression, rows

import keraunos as k


def fitted(folder, optimizer=None, validation=True, epochs=3, **options):
    """A fit with TensorBoard: its history, and the curves under train and validation."""
    x, y = rows()
    model = regression(k, optimizer, metrics=["mae"])
    more = {"validation_data": (x, y)} if validation else {}
    board = k.callbacks.TensorBoard(folder, **options)
    history = model.fit(x, y, batch_size=2, epochs=epochs, verbose=0, callbacks=[board], **more)
    return history.history, curves(folder / "train"), curves(folder / "validation")


def test_epochs_are_drawn(tmp_path):
    history, train, validation = fitted(tmp_path)
    assert set(train) == {"epoch_loss", "epoch_mae", "epoch_learning_rate"}
    for name in ("loss", "mae"):
        assert train[f"epoch_{name}"] == list(enumerate(np.float32(history[name])))
        assert validation[f"epoch_{name}"] == list(enumerate(np.float32(history[f"val_{name}"])))
    assert [step for step, _ in validation["evaluation_loss_vs_iterations"]] == [3, 6, 9]
    assert [round(v, 6) for _, v in train["epoch_learning_rate"]] == [0.1] * 3


def test_a_rate_that_follows_a_schedule_is_that_of_the_epoch(tmp_path):
    rate = k.optimizers.schedules.ExponentialDecay(0.1, 3, 0.5)
    _, train, _ = fitted(tmp_path, k.optimizers.SGD(rate), validation=False)
    found = [value for _, value in train["epoch_learning_rate"]]
    np.testing.assert_allclose(found, [0.05, 0.025, 0.0125], rtol=1e-5)


@pytest.mark.parametrize(("freq", "steps"), [("batch", [1, 2, 3, 4, 5, 6]), (2, [2, 5])])
def test_batches_are_drawn_if_wanted(tmp_path, freq, steps):
    _, train, _ = fitted(tmp_path, validation=False, epochs=2, update_freq=freq)
    assert [step for step, _ in train["batch_loss"]] == steps


def test_weights_are_drawn_every_so_many_epochs(tmp_path):
    _, train, _ = fitted(tmp_path, histogram_freq=2, write_steps_per_second=True)
    drawn = [tag for tag in train if tag.endswith("/histogram")]
    assert sorted(t.rsplit("/")[-2] for t in drawn) == ["bias", "kernel"]
    assert [step for step, _ in train[drawn[0]]] == [0, 2]
    assert all(value > 0 for _, value in train["epoch_steps_per_second"])


def test_an_evaluation_alone_is_drawn_too(tmp_path):
    x, y = rows()
    board = k.callbacks.TensorBoard(tmp_path)
    regression(k).evaluate(x, y, verbose=0, callbacks=[board])
    assert set(curves(tmp_path / "validation")) == {"evaluation_loss_vs_iterations"}


@pytest.mark.parametrize("freq", [0, -1, "epochs", True])
def test_another_frequency_is_refused(freq):
    with pytest.raises(ValueError, match="TensorBoard: `update_freq` must be 'epoch', 'batch'"):
        k.callbacks.TensorBoard(update_freq=freq)


@pytest.mark.parametrize("name", ["write_images", "profile_batch", "embeddings_freq"])
def test_what_is_not_written_is_told(name):
    with pytest.warns(UserWarning, match=f"nothing is written for `{name}`"):
        k.callbacks.TensorBoard(**{name: 1})
