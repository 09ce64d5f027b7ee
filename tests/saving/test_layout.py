"""Where each object has its place: as the oracle lays files out."""

import h5py
import pytest
from support import saved_models as models
from support.oracle import keras

import keraunos as k
from keraunos.saving.layout import alternatives, places


def arrays(name):
    found = set()
    with h5py.File(name) as file:
        file.visititems(
            lambda path, thing: found.add(path) if isinstance(thing, h5py.Dataset) else None
        )
    return found


@pytest.mark.parametrize("form", ["branches", "nested", "recurrent", "attention"])
def test_places_are_those_of_keras(form):
    for library in (keras, k):
        models.FORMS[form][0](library).save_weights(f"{library.__name__}.weights.h5")
    assert arrays("keras.weights.h5") == arrays("keraunos.weights.h5")


def test_places_of_a_users_classes_are_those_of_keras():
    for library in (keras, k):
        model = models.classes(library)()
        model(models.inputs([(4,)]))
        model.save_weights(f"{library.__name__}.weights.h5")
    assert arrays("keras.weights.h5") == arrays("keraunos.weights.h5")


def test_an_object_has_one_place():
    shared = k.layers.Dense(2)
    x = k.Input((2,))
    model = k.Model(x, k.layers.TimeDistributed(shared)(k.layers.Reshape((1, 2))(shared(x))))
    found = [path for path, thing in places(model) if thing is shared]
    assert found == ["layers/dense"]


def test_old_spellings_are_tried_too():
    assert alternatives("layers/multi_head_attention/key_dense") == [
        "layers/multi_head_attention/key_dense",
        "layers/multi_head_attention/_key_dense",
        "_layer_checkpoint_dependencies/multi_head_attention/key_dense",
        "_layer_checkpoint_dependencies/multi_head_attention/_key_dense",
    ]
