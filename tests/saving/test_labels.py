"""Weights in safetensors files: names that people can read, and the checks of every other format."""

from pathlib import Path

import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.core.errors import FileError, ShapeError
from keraunos.saving import safetensors


@pytest.mark.parametrize("form", models.FORMS)
def test_every_form_of_model_comes_back(form):
    make, shapes = models.FORMS[form]
    model, other = make(k), make(k)
    model(models.inputs(shapes))
    model.save_weights("w.safetensors")
    other.load_weights("w.safetensors")
    for a, b in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def names_in(path):
    with open(path, "rb") as stream:
        return sorted(safetensors.read(stream, path)[0])


def test_names_tell_the_place_and_the_variable():
    model = models.sequential(k)
    model.compile("adam", "mse")
    model.fit(models.inputs([(4,)]), models.inputs([(2,)]), verbose=0)
    model.save_weights("w.safetensors")
    assert names_in("w.safetensors") == [
        "layers.batch_normalization.beta", "layers.batch_normalization.gamma",
        "layers.batch_normalization.moving_mean", "layers.batch_normalization.moving_variance",
        "layers.dense.bias", "layers.dense.kernel", "layers.dense_1.bias", "layers.dense_1.kernel",
    ]  # fmt: skip


def test_variables_of_one_name_go_by_their_number():
    class Two(k.layers.Layer):
        def build(self, shape):
            self.a = self.add_weight((1,), name="w")
            self.b = self.add_weight((1,), name="w")

        def call(self, x):
            return x * self.a * self.b

    model = k.Sequential([k.Input((1,)), Two()])
    model.save_weights("w.safetensors")
    assert names_in("w.safetensors") == ["layers.two.0", "layers.two.1"]
    model.load_weights("w.safetensors")


def test_what_does_not_fit_is_said_as_for_other_files():
    model = models.sequential(k)
    model.save_weights("w.safetensors")
    other = k.Sequential([k.Input((4,)), k.layers.Dense(5, name="first")])
    with pytest.raises(ShapeError, match=r"Dense 'first' .*the file has shape \(4, 3\) for kernel"):
        other.load_weights("w.safetensors")
    smaller = k.Sequential([k.Input((4,)), k.layers.Dense(3)])
    with pytest.warns(UserWarning, match="no place for"):
        smaller.load_weights("w.safetensors")


def test_the_file_of_another_program_is_said():
    with open("w.safetensors", "wb") as stream:
        safetensors.write(stream, {"fc.weight": np.ones((2, 4), "f4")}, {"format": "pt"})
    with pytest.raises(FileError, match=r"fc.weight.*written for torch.*load_torch_weights"):
        models.sequential(k).load_weights("w.safetensors")
    with pytest.raises(FileError, match="it holds weights and no model"):
        k.saving.load_model("w.safetensors")
    with Path("w.safetensors").open("rb") as stream, pytest.raises(FileError, match="fc.weight"):
        models.sequential(k).load_weights(stream)
