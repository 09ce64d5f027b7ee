"""save and load by the name or the content of a file; what is said of one that cannot be read."""

import io
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.core.errors import FileError, MissingFileError, ShapeError


@pytest.fixture
def model():
    return k.Sequential(
        [k.Input((4,)), k.layers.Dense(3, name="first"), k.layers.Dense(2, name="last")]
    )


def same(one, other):
    return all(
        np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights(), strict=True)
    )


def twin(model):
    return k.models.clone_model(model)


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m.hdf5"])
def test_a_whole_model_comes_back(model, name):
    model.save(name)
    assert same(model, k.saving.load_model(name))
    assert same(model, k.models.load_model(Path(name)))


@pytest.mark.parametrize("name", ["w.weights.h5", "w.h5", "m.keras", "m.h5"])
def test_weights_come_from_every_kind_of_file(model, name):
    (model.save if name.startswith("m") else model.save_weights)(name)
    other = twin(model)
    assert not same(model, other)
    other.load_weights(name)
    assert same(model, other)


def test_files_are_known_by_their_content_and_not_their_name(model):
    model.save("m.keras")
    shutil.copy("m.keras", "renamed.bin")
    assert same(model, k.saving.load_model("renamed.bin"))
    assert same(model, k.saving.load_model(io.BytesIO(Path("m.keras").read_bytes())))


def test_the_module_functions_do_as_the_methods(model):
    k.models.save_model(model, "m.keras")
    k.saving.save_weights(model, "w.weights.h5")
    other = twin(model)
    k.saving.load_weights(other, "w.weights.h5")
    assert same(model, other)


def test_the_optimizers_state_is_in_the_weights(model):
    x, y = models.inputs([(4,)]), models.inputs([(2,)])
    model.compile("adam", "mse")
    model.fit(x, y, verbose=0)
    model.save_weights("w.weights.h5")
    other = twin(model)
    other.compile("adam", "mse")
    other.optimizer.build(other.trainable_variables)
    other.load_weights("w.weights.h5")
    for a, b in zip(model.optimizer.variables, other.optimizer.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_weights_that_do_not_fit_set_nothing(model):
    model.save_weights("w.weights.h5")
    other = k.Sequential(
        [k.Input((4,)), k.layers.Dense(3, name="first"), k.layers.Dense(5, name="last")]
    )
    before = other.get_weights()
    with pytest.raises(ShapeError, match=r"Dense 'last' .* the file has shape \(3, 2\) for kernel"):
        other.load_weights("w.weights.h5")
    assert all(np.array_equal(a, b) for a, b in zip(before, other.get_weights()))
    with pytest.warns(UserWarning, match="'last' .* Left as it is"):
        other.load_weights("w.weights.h5", skip_mismatch=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    np.testing.assert_array_equal(other.get_weights()[2], before[2])


def test_weights_of_a_larger_model_are_not_passed_over_in_silence(model):
    model.save_weights("w.weights.h5")
    other = k.Sequential([k.Input((4,)), k.layers.Dense(3)])
    with pytest.warns(UserWarning, match="no place for: layers/dense_1/vars"):
        other.load_weights("w.weights.h5")


def test_an_unbuilt_model_says_so(model):
    model.save_weights("w.weights.h5")
    other = k.Sequential([k.layers.Dense(3), k.layers.Dense(2)])
    with pytest.raises(ValueError, match="is not built"):
        other.load_weights("w.weights.h5")


def test_by_name_matches_layers_by_their_names(model):
    model.save_weights("w.h5")
    other = k.Sequential(
        [k.Input((4,)), k.layers.Dense(3, name="first"), k.layers.Dense(9, name="new")]
    )
    other.load_weights("w.h5", by_name=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    with pytest.raises(ShapeError, match="layer 'new' expects"):
        other.load_weights("w.h5")


# --- what is refused ----------------------------------------------------------------------------


def test_a_missing_file_is_both_errors_that_people_catch(model):
    model.save("model.keras")
    with pytest.raises(MissingFileError, match=r"no file model.h5. There is model.keras"):
        k.saving.load_model("model.h5")
    for error in (ValueError, FileNotFoundError):
        with pytest.raises(error):
            model.load_weights("nothing.weights.h5")


def test_another_ending_is_refused(model):
    with pytest.raises(ValueError, match=r"ends in .keras"):
        model.save("m.txt")
    with pytest.raises(ValueError, match=r"ends in .weights.h5"):
        model.save_weights("checkpoint")
    with pytest.raises(ValueError, match="must be a path"):
        model.save(3)
    with pytest.raises(ValueError, match="zipped"):
        model.save("m.keras", zipped=False)
    with pytest.raises(TypeError, match="unknown arguments"):
        model.save("m.keras", colour="red")
    assert os.listdir(".") == []


def test_something_else_is_said():
    Path("x.keras").write_bytes(b"something else")
    with pytest.raises(FileError, match="neither a .keras file nor an HDF5 file"):
        k.saving.load_model("x.keras")
    os.mkdir("folder")
    with pytest.raises(FileError, match="it is a folder"):
        k.saving.load_model("folder")
    Path("folder/saved_model.pb").write_bytes(b"x")
    with pytest.raises(FileError, match="SavedModel of TensorFlow.*Convert it"):
        k.saving.load_model("folder")


def test_weights_are_no_model(model):
    model.save_weights("w.weights.h5")
    with pytest.raises(FileError, match="it holds weights and no model"):
        k.saving.load_model("w.weights.h5")


def test_a_file_is_replaced_only_if_it_may_be(model, monkeypatch):
    model.save("m.keras")
    with pytest.raises(FileExistsError, match="overwrite is False"):
        model.save("m.keras", overwrite=False)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda question: "y")
    model.save("m.keras", overwrite=False)


@pytest.mark.parametrize("act", ["save_weights", "load_weights"])
def test_a_model_without_weights_is_refused(tmp_path, act):
    model = k.Sequential([k.layers.Dense(1)])
    with pytest.raises(ValueError, match=f"{act}.*is not built"):
        getattr(model, act)(tmp_path / "w.weights.h5")
