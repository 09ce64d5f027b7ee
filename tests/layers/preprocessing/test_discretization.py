"""Discretization: boundaries that are learnt are the oracle's; configs, files, refusals."""

import types

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.layers import Discretization

RNG = np.random.default_rng(0)


@pytest.fixture
def oracle(monkeypatch):
    """The oracle's layer, which asks TensorFlow only whether data are a dataset of its."""
    home = keras.src.layers.preprocessing.discretization
    nothing = types.SimpleNamespace(data=types.SimpleNamespace(Dataset=type("Dataset", (), {})))
    monkeypatch.setattr(home, "tf", nothing)
    return keras.layers.Discretization


@pytest.mark.parametrize("epsilon", [0.01, 0.1, 0.3])
@pytest.mark.parametrize("rows", [5, 100, 3000])
def test_learnt_boundaries_are_those_of_keras(oracle, rows, epsilon):
    data = RNG.normal(size=(rows, 2)).astype("float32")
    ours, theirs = (c(num_bins=7, epsilon=epsilon) for c in (Discretization, oracle))
    for layer in (ours, theirs):
        layer.adapt(data)
    np.testing.assert_allclose(ours.bin_boundaries, theirs.bin_boundaries, rtol=1e-5, atol=1e-6)
    for layer in (ours, theirs):
        layer.reset_state()
        for batch in np.array_split(data, 3):
            layer.update_state(batch)
        layer.finalize_state()
    np.testing.assert_allclose(ours.bin_boundaries, theirs.bin_boundaries, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "x", [5.0, [1.0, -2.0], np.array([np.nan, 0.0, -0.1]), np.array([[3], [-1]])]
)
def test_bins_of_whatever_numpy_takes(x):
    expected = np.searchsorted([0.0, 2.0], x, side="right")
    found = Discretization([0.0, 2.0])(x)
    assert found.dtype == "int32"
    np.testing.assert_array_equal(found, expected)


def test_data_in_batches_are_one_after_the_other():
    whole, parts = Discretization(num_bins=3), Discretization(num_bins=3)
    whole.adapt(np.arange(12.0))
    parts.adapt(iter([np.arange(6.0), np.arange(6.0, 12.0), np.full(4, 99.0)]), steps=2)
    np.testing.assert_allclose(parts.bin_boundaries, whole.bin_boundaries)


def test_learnt_boundaries_are_in_config_and_file(tmp_path):
    layer = Discretization(num_bins=3)
    layer.adapt(np.arange(9.0))
    again = Discretization.from_config(layer.get_config())
    assert again.bin_boundaries == layer.bin_boundaries
    assert again.num_bins == 3
    model = k.Sequential([k.Input((2,)), layer])
    model.save(tmp_path / "m.keras")
    x = np.array([[0.0, 8.0]])
    loaded = k.models.load_model(tmp_path / "m.keras")
    np.testing.assert_array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))


def test_a_model_that_was_compiled_sees_new_boundaries():
    layer = Discretization(num_bins=2)
    layer.adapt(np.array([0.0, 1.0, 2.0, 3.0]))
    model, x = k.Sequential([k.Input((1,)), layer]), np.array([[5.0]])
    assert model.predict(x, verbose=0).tolist() == [[1]]
    layer.adapt(np.array([7.0, 8.0, 9.0, 10.0]))
    assert model.predict(x, verbose=0).tolist() == [[0]]


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({}, "`num_bins` must be given, or bin_boundaries, but not both"),
        ({"num_bins": 3, "bin_boundaries": [1.0]}, "but not both"),
        ({"num_bins": -1}, "`num_bins` must be an int >= 0"),
        ({"num_bins": 3, "output_mode": "x"}, "unknown output_mode 'x'"),
        ({"num_bins": 3, "sparse": True}, "`sparse` must be False"),
    ],
)
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        Discretization(**config)


def test_it_needs_boundaries_and_learns_them_only_where_none_were_given():
    with pytest.raises(ValueError, match="it has no boundaries yet"):
        Discretization(num_bins=3)(np.ones((1, 1)))
    with pytest.raises(ValueError, match="adapt: `bin_boundaries` must be None"):
        Discretization([1.0]).adapt(np.ones(3))
