"""The sequential model: growing, shrinking, building late."""

import numpy as np
import pytest

import keraunos as k
from keraunos import Input, Model, Sequential, layers
from keraunos.core.errors import ShapeError

X = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")


def test_add_and_pop_rebuild_the_graph():
    model = k.Sequential()
    model.add(k.layers.Dense(3, input_shape=(4,)))
    assert model.output_shape == (None, 3)
    model.add(k.layers.Dense(2))
    assert model.output_shape == (None, 2)
    assert len(model.layers) == 2
    removed = model.pop()
    assert removed.units == 2
    assert model.output_shape == (None, 3)
    assert model.predict(X, verbose=0).shape == (6, 3)
    model.pop()
    with pytest.raises(TypeError, match="at least one layer"):
        k.Sequential().pop()


@pytest.mark.parametrize("how", ["call", "build", "fit", "input"])
def test_it_is_built_when_the_shape_is_known(how):
    model = k.Sequential([k.layers.Dense(3), k.layers.Dense(1)])
    assert not model.built
    assert model.weights == []
    if how == "call":
        model(X)
    elif how == "build":
        model.build((None, 4))
    elif how == "input":
        model = k.Sequential([k.layers.Input((4,)), *model.layers])
    else:
        model.compile("sgd", "mse")
        model.fit(X, X[:, :1], verbose=0)
    assert model.built
    assert [v.shape for v in model.weights] == [(4, 3), (3,), (3, 1), (1,)]


@pytest.mark.parametrize(
    "shape", [{"input_shape": (4,)}, {"input_dim": 4}, {"batch_shape": (None, 4)}], ids=str
)
def test_the_first_layer_may_say_the_shape(shape):
    assert k.Sequential([k.layers.Dense(3, **shape)]).input_shape == (None, 4)


def test_layers_of_other_sizes_train_after_pop():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3), k.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], verbose=0)
    model.pop()
    model.add(k.layers.Dense(2))
    model.compile("sgd", "mse")
    assert model.fit(X, X[:, :2], verbose=0).epoch == [0]


def test_models_nest():
    inner = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3)])
    model = k.Sequential([inner, k.layers.Dense(1)])
    assert model.input_shape == (None, 4)
    assert len(model.weights) == 4
    model.compile("sgd", "mse")
    before = inner.get_weights()[0]
    model.fit(X, X[:, :1], verbose=0)
    assert not np.array_equal(before, inner.get_weights()[0])


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (len, "must be a Layer"),
        (k.layers.Dense, "make an instance of the class"),
        (lambda: k.layers.Dense(1, name="first"), "whose name is not in the model"),
        (lambda: k.layers.InputLayer((4,)), "an Input only as the first layer"),
    ],
)
def test_what_is_no_layer_is_refused(layer, sentence):
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1, name="first")])
    given = layer() if getattr(layer, "__name__", "") == "<lambda>" else layer
    with pytest.raises(ValueError, match=sentence):
        model.add(given)


def test_layers_cannot_be_set():
    with pytest.raises(AttributeError, match=r"Use add\(\) and pop\(\)"):
        k.Sequential().layers = []


def test_wrong_features_name_the_layer():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(1, name="first")], name="net")
    with pytest.raises(
        ShapeError, match=r"Dense 'first' \(layer 2 of 'net'\) expects .* \(batch, 4\); got"
    ):
        model.predict(X[:, :3], verbose=0)


def test_freezing_a_layer_stops_its_training():
    model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3), k.layers.Dense(1)])
    model.layers[0].trainable = False
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, X[:, :1], verbose=0)
    after = model.get_weights()
    np.testing.assert_array_equal(before[0], after[0])
    assert not np.array_equal(before[2], after[2])
    assert len(model.trainable_weights) == 2
    assert len(model.non_trainable_weights) == 2


def test_another_length_than_the_first_is_for_the_layers_to_judge():
    model = Sequential([layers.Dense(4), layers.Dense(2)])
    assert model(np.ones((2, 6, 3))).shape == (2, 6, 2)
    assert model(np.ones((1, 1, 3))).shape == (1, 1, 2)
    assert model(Input((5, 3))).shape == (None, 5, 2)


def test_batches_of_numbers_of_words_may_be_of_any_length():
    model = Sequential([layers.Embedding(5, 3, mask_zero=True), layers.GRU(4), layers.Dense(1)])
    model.compile("sgd", "mse")
    batches = ((np.ones((4, length)), np.zeros((4, 1))) for length in (5, 7, 6))
    assert np.isfinite(model.fit(batches, verbose=0).history["loss"]).all()
    assert model.predict(np.ones((2, 9)), verbose=0).shape == (2, 1)


def test_a_first_model_of_two_inputs_makes_two_inputs():
    a, b = Input((2,)), Input((3,))
    model = Sequential([Model([a, b], layers.Concatenate()([a, b])), layers.Dense(1)])
    model.compile("sgd", "mse")
    x = [np.ones((4, 2)), np.ones((4, 3))]
    assert len(model.fit(x, np.ones((4, 1)), verbose=0).history["loss"]) == 1
    assert model.predict(x, verbose=0).shape == (4, 1)


def test_its_tensors_are_those_of_its_first_call():
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(3)])
    own = inner.output
    assert own is inner.outputs[0]
    x = k.Input((4,))
    y = inner(x)
    inner(k.Input((4,)))
    assert inner.input is x
    assert inner.output is y
    assert inner.outputs[0] is own
    head = k.Model(x, k.layers.Dense(1)(y))
    features = k.Model(head.input, head.get_layer(inner.name).output)
    assert features(np.ones((2, 4))).shape == (2, 3)
    assert inner.output_shape == (None, 3)
