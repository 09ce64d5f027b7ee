"""Variables by the places of their objects."""

import h5py
import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.core.errors import UnsafeError
from keraunos.saving import weights


def test_dtypes_that_hdf5_has_not_are_named_beside_their_bytes():
    with h5py.File("x.h5", "w") as file:
        weights.put(file, "0", np.zeros(2, "bfloat16"))
        assert file["0"].attrs["dtype"] == "bfloat16"
        assert file["0"].dtype == "V2"


def test_what_a_layer_writes_itself_it_reads_itself():
    class Own(k.layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(shape=(2,), name="w")

        def call(self, x):
            return x * self.w

        def save_own_variables(self, store):
            store["twice"] = self.w.numpy() * 2

        def load_own_variables(self, store):
            self.w.assign(store["twice"] / 2)
            assert len(store) == 1
            assert "twice" in store
            assert list(store) == ["twice"]

    one, other = (k.Sequential([k.Input((2,)), Own(name="own")]) for _ in range(2))
    one.save_weights("w.weights.h5")
    other.load_weights("w.weights.h5")
    np.testing.assert_array_equal(one.get_weights()[0], other.get_weights()[0])


def test_an_optimizer_of_another_kind_starts_afresh_and_says_so():
    model = models.sequential(k)
    model.compile("adam", "mse")
    model.fit(models.inputs([(4,)]), models.inputs([(2,)]), verbose=0)
    model.save_weights("w.weights.h5")
    model.compile("sgd", "mse")
    model.optimizer.build(model.trainable_variables)
    with pytest.warns(UserWarning, match="It starts afresh"):
        model.load_weights("w.weights.h5")
    assert int(model.optimizer.iterations) == 0


def test_a_link_in_the_place_of_a_weight_is_refused():
    model = models.sequential(k)
    model.save_weights("w.weights.h5")
    with h5py.File("w.weights.h5", "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = h5py.ExternalLink("/etc/passwd", "/x")
    before = model.get_weights()
    with pytest.raises(UnsafeError, match="ExternalLink"):
        model.load_weights("w.weights.h5", skip_mismatch=True)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights()))
