"""CSVLogger against the oracle."""

import csv

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.recording import regression, rows

import keraunos as k


def read(path, separator=","):
    return list(csv.reader(path.read_text(encoding="utf8").splitlines(), delimiter=separator))


def assert_same_table(ours, theirs):
    assert ours[0] == theirs[0]
    for one, other in zip(ours, theirs, strict=True):
        for a, b in zip(one, other, strict=True):
            try:
                np.testing.assert_allclose(float(a), float(b), **TOLERANCE["float32"])
            except ValueError:
                assert a == b


@pytest.mark.parametrize("frequency", [None, 1, 2])
def test_a_fit_writes_the_table_of_keras(tmp_path, frequency):
    x, y = rows()
    for lib in (k, keras):
        more = (
            {} if frequency is None else {"validation_data": (x, y), "validation_freq": frequency}
        )
        regression(lib, metrics=["mae"]).fit(
            x, y, batch_size=2, epochs=3, shuffle=False, verbose=0,
            callbacks=[lib.callbacks.CSVLogger(tmp_path / lib.__name__)], **more,
        )  # fmt: skip
    assert_same_table(read(tmp_path / "keraunos"), read(tmp_path / "keras"))


def test_lines_go_on_in_an_old_file(tmp_path):
    x, y = rows()
    for lib in (k, keras):
        model, path = regression(lib), tmp_path / lib.__name__
        for append in (True, True, False, True):
            logger = lib.callbacks.CSVLogger(path, separator=";", append=append)
            model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0, callbacks=[logger])
    ours = read(tmp_path / "keraunos", ";")
    assert_same_table(ours, read(tmp_path / "keras", ";"))
    assert [line[0] for line in ours] == ["epoch", "0", "1", "0", "1"]


def test_values_of_any_kind_are_written_as_in_keras(tmp_path):
    logs = {"a": np.array([1.0, 2.0]), "b": 1.5, "c": [1, 2], "d": "x", "e": np.array(3.0)}
    for lib in (k, keras):
        logger = lib.callbacks.CSVLogger(tmp_path / lib.__name__)
        logger.set_model(regression(lib))
        logger.on_train_begin()
        logger.on_epoch_end(0, dict(logs))
        logger.on_epoch_end(1, {"a": 2.0})
        logger.on_train_end()
    assert (tmp_path / "keraunos").read_text() == (tmp_path / "keras").read_text()


def test_it_splits_nothing(tmp_path):
    x, y = rows()
    model, logger = regression(k), k.callbacks.CSVLogger(tmp_path / "log.csv")
    model.fit(x, y, epochs=400, batch_size=6, verbose=0, callbacks=[logger])
    assert model._report.dispatches < 100
    assert len(read(tmp_path / "log.csv")) == 401


def test_a_file_that_is_gone_begins_anew_and_is_not_filled_up(tmp_path):
    x, y = np.ones((4, 2), "float32"), np.ones((4, 1), "float32")

    def fitted(epochs):
        model = regression(k)
        table = k.callbacks.CSVLogger(tmp_path / "t.csv")
        model.fit(x, y, epochs=epochs, verbose=0, callbacks=[table], resume=tmp_path / "run")

    fitted(2)
    (tmp_path / "t.csv").unlink()
    fitted(3)
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0].startswith("epoch,") and [line[0] for line in lines[1:]] == ["2"]
