"""Normalization: what it learns is the oracle's, from data of every form; files and refusals."""

import types

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.layers import Normalization

RNG = np.random.default_rng(0)


@pytest.fixture
def oracle(monkeypatch):
    """The oracle's layer, which asks TensorFlow only whether data are a dataset of its."""
    home = keras.src.layers.preprocessing.normalization
    nothing = types.SimpleNamespace(data=types.SimpleNamespace(Dataset=type("Dataset", (), {})))
    monkeypatch.setattr(home, "tf", nothing, raising=False)
    return keras.layers.Normalization


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize(
    ("axis", "shape"),
    [(-1, (6, 3)), (None, (6, 3)), (1, (6, 2, 3)), ((1, 2), (6, 2, 3)), ((-1, 1), (6, 2, 3)), ((), (6,))],
)  # fmt: skip
def test_numbers_are_those_of_keras(oracle, axis, shape, invert):
    data, x = (RNG.normal(3, 2, size=shape).astype("float32") for _ in range(2))
    layers = [c(axis=axis, invert=invert) for c in (Normalization, oracle)]
    for layer in layers:
        layer.adapt(data)
    ours, theirs = layers
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours.mean, theirs.mean, rtol=1e-5)
    np.testing.assert_allclose(ours.variance, theirs.variance, rtol=1e-5)
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        assert one.path.split("/")[-1] == other.path.split("/")[-1]
        np.testing.assert_allclose(one, other, rtol=1e-5)


@pytest.mark.parametrize(
    "form",
    [
        lambda parts: iter(parts),
        lambda parts: parts,
        lambda parts: np.concatenate(parts),
        lambda parts: np.concatenate(parts).tolist(),
        lambda parts: k.ops.convert_to_tensor(np.concatenate(parts)),
    ],
    ids=["generator", "list of arrays", "array", "list", "jax"],
)
def test_data_of_every_form(form):
    parts = [RNG.normal(size=(n, 2)).astype("float32") for n in (3, 1, 5)]
    layer = Normalization()
    layer.adapt(form(parts))
    whole = np.concatenate(parts)
    np.testing.assert_allclose(layer.adapt_mean, whole.mean(0), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(layer.adapt_variance, whole.var(0), rtol=1e-5)


class Rows:
    """A dataset that yields single rows."""

    def __init__(self, rows):
        self.rows = rows

    def as_numpy_iterator(self):
        return iter(self.rows)


def test_a_dataset_of_single_rows_is_batched():
    rows, layer = RNG.normal(size=(300, 2)), Normalization()
    layer.adapt(Rows(rows))
    np.testing.assert_allclose(layer.adapt_mean, rows.mean(0), rtol=1e-4, atol=1e-6)


def test_what_is_learnt_is_in_files_and_in_copies(tmp_path):
    layer = Normalization()
    layer.adapt(RNG.normal(size=(20, 3)))
    model = k.Sequential([k.Input((3,)), layer, k.layers.Dense(2)])
    x = RNG.normal(size=(4, 3)).astype("float32")
    model.save(tmp_path / "m.keras")
    for load in (k.models.load_model, keras.models.load_model):
        np.testing.assert_allclose(load(tmp_path / "m.keras").predict(x, verbose=0),
                                   model.predict(x, verbose=0), rtol=1e-5, atol=1e-6)  # fmt: skip


def test_a_compiled_model_sees_what_is_learnt_later():
    model = k.Sequential([k.Input((1,)), Normalization()])
    model.predict(np.ones((2, 1)), verbose=0)
    model.layers[0].adapt(np.array([[1.0], [3.0]]))
    np.testing.assert_allclose(model.predict(np.array([[3.0]]), verbose=0), [[1.0]])


@pytest.mark.parametrize(
    ("config", "sentence"),
    [({"mean": 1.0}, "`mean` must be given together with variance"),
     ({"mean": [1.0, 2.0], "variance": 1.0}, "`mean` must be of the shape of variance")],
)  # fmt: skip
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        Normalization(**config)


def test_axes_and_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"`axis` must be axes in \[-2, 2\)"):
        Normalization(axis=2).build((None, 3))
    with pytest.raises(ValueError, match=r"`input_shape` must be known at \[1\]"):
        Normalization().build((None, None))
    layer = Normalization()
    layer.adapt(np.ones((2, 3)))
    with pytest.raises(ValueError, match="adapt: `data` must be of sizes"):
        layer.adapt(np.ones((2, 4)))
    with pytest.raises(ValueError, match="adapt: `mean` must be None"):
        Normalization(mean=1.0, variance=1.0).adapt(np.ones((2, 3)))
