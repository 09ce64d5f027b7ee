"""Models of a subclass' own: building, losses and metrics they add, pickling."""

import pickle

import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k

X, LABELS, Y = blobs()


class Net(k.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = k.layers.Dense(units, activation="relu")
        self.drop = k.layers.Dropout(0.5)
        self.out = k.layers.Dense(3, activation="softmax")

    def call(self, inputs, training=False):
        return self.out(self.drop(self.hidden(inputs), training=training))


def test_a_subclass_trains_evaluates_and_predicts():
    model = Net()
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(X, Y, epochs=30, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    assert len(model.evaluate(X, Y, verbose=0)) == 2
    assert model.predict(X, verbose=0).shape == (70, 3)
    assert [layer.name for layer in model.layers] == ["dense", "dropout", "dense_1"]


def test_it_can_be_built_by_shape():
    model = Net()
    model.build((None, 4))
    assert [v.shape for v in model.weights] == [(4, 8), (8,), (8, 3), (3,)]


def test_layers_made_in_call_are_refused_nothing_but_kept():
    class Late(k.Model):
        def build(self, input_shape):
            self.dense = k.layers.Dense(input_shape[-1])
            self.dense.build(input_shape)

        def call(self, inputs):
            return self.dense(inputs)

    model = Late()
    model.compile("sgd", "mse")
    model.fit(X, X, verbose=0)
    assert len(model.weights) == 2


def test_added_losses_count():
    class Penalised(k.layers.Layer):
        def call(self, inputs):
            self.add_loss(k.ops.mean(k.ops.square(inputs)))
            return inputs

    model = k.Sequential([k.layers.Input((4,)), Penalised(), k.layers.Dense(1)])
    model.compile(k.optimizers.SGD(0.0), "mse")
    y = X[:, :1]
    expected = np.mean((model.predict(X, verbose=0) - y) ** 2) + np.mean(X**2)
    value = model.evaluate(X, y, batch_size=70, verbose=0)
    assert value == pytest.approx(expected, rel=1e-5)
    history = model.fit(X, y, batch_size=70, verbose=0).history
    assert history["loss"][0] == pytest.approx(expected, rel=1e-5)


def test_regularizers_count_and_shrink_weights():
    def trained(regularizer):
        k.utils.set_random_seed(1)
        model = k.Sequential(
            [k.layers.Input((4,)), k.layers.Dense(1, kernel_regularizer=regularizer)]
        )
        model.compile(k.optimizers.SGD(0.1), "mse")
        model.fit(X, X[:, :1], epochs=20, verbose=0)
        return model

    free, bound = trained(None), trained(k.regularizers.L2(1.0))
    assert np.abs(bound.get_weights()[0]).sum() < np.abs(free.get_weights()[0]).sum()
    kernel = bound.get_weights()[0]
    assert float(bound.losses[0]) == pytest.approx((kernel**2).sum(), rel=1e-5)


def test_pickling_goes_through_the_config():
    model = classifier()
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))


def test_a_build_of_its_own_may_call_the_base_s():
    class Own(k.Model):
        def __init__(self):
            super().__init__()
            self.hidden = k.layers.Dense(4)

        def build(self, input_shape):
            self.back = k.layers.Dense(input_shape[-1])
            super().build(input_shape)

        def call(self, x):
            return self.back(self.hidden(x))

    model = Own()
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 3)), np.ones((4, 3)), verbose=0)
    assert [tuple(w.shape) for w in model.weights] == [(3, 4), (4,), (4, 3), (3,)]
