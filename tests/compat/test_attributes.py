"""Old attributes of layers and optimizers."""

import importlib

import numpy as np
import pytest

from keraunos import Input, Model, Sequential, layers, optimizers
from keraunos.compat.wording import OldSpellingWarning
from keraunos.data.py_dataset import PyDataset

pytestmark = [
    pytest.mark.usefixtures("old"),
    pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning"),
]


@pytest.fixture
def model(old):
    importlib.import_module("keras")
    return Sequential([layers.Input((4,)), layers.Dense(3), layers.Dropout(0.25)])


def test_shapes_of_a_layer(model):
    dense = model.layers[0]
    assert dense.input_shape == (None, 4)
    assert dense.output_shape == (None, 3)
    assert dense.get_input_shape_at(0) == (None, 4)
    assert dense.get_output_shape_at(0) == (None, 3)
    assert dense.get_input_at(0) is dense.input
    assert dense.get_output_at(0) is dense.output
    assert len(dense.inbound_nodes) >= 1


def test_a_layer_that_was_never_called_has_no_shape(model):
    with pytest.raises(AttributeError, match="it has no input yet"):
        layers.Dense(2).input_shape  # noqa: B018
    assert not hasattr(layers.Dense(2), "output_shape")


def test_arguments_by_their_old_names(model):
    dense, dropout = model.layers
    assert dense.output_dim == 3
    assert dense.W is dense.kernel
    assert dense.b is dense.bias
    assert dropout.p == 0.25
    with pytest.raises(AttributeError, match="'Dense' object has no attribute 'nb_filter'"):
        dense.nb_filter  # noqa: B018
    with pytest.warns(OldSpellingWarning, match="Dense.init is now .kernel_initializer"):
        dense.init  # noqa: B018


def test_an_attribute_of_a_users_layer_hides_an_old_one(model):
    class Mine(layers.Layer):
        def __init__(self, p, **base):
            super().__init__(**base)
            self.p, self.input_shape = p, (1, 2)

    assert Mine(7).p == 7
    assert Mine(7).input_shape == (1, 2)


def test_lr_of_an_optimizer(model):
    K = importlib.import_module("keras.backend")
    optimizer = optimizers.Adam(0.5)
    assert K.get_value(optimizer.lr) == np.float32(0.5)
    K.set_value(optimizer.lr, 0.25)
    assert float(optimizer.learning_rate) == 0.25
    optimizer.lr = 0.125
    assert float(optimizer.learning_rate) == 0.125
    with pytest.raises(AttributeError):
        object.__getattribute__(optimizer, "no_such")


def test_lr_that_was_set_is_the_rate_of_the_next_step(model):
    K = importlib.import_module("keras.backend")
    net = Sequential([layers.Input((1,)), layers.Dense(1, use_bias=False)])
    net.compile(optimizers.SGD(lr=0.5, decay=1.0), "mse")
    x, y = np.ones((1, 1)), np.zeros((1, 1))
    for rate, done in ((0.5, 0), (0.1, 1), (0.2, 2)):
        K.set_value(net.optimizer.lr, rate)
        before = net.get_weights()[0][0, 0]
        net.fit(x, y, epochs=1, verbose=0)
        expected = before - rate / (1 + done) * 2 * before
        np.testing.assert_allclose(net.get_weights()[0][0, 0], expected, rtol=1e-5)


def test_nothing_of_it_is_seen_in_a_config(model):
    x = Input((2,))
    config = Model(x, layers.Dense(1)(x)).get_config()
    assert "input_shape" not in str(config["layers"][1]["config"])


def test_minimize_and_the_scale_of_losses(old):
    tf = importlib.import_module("tensorflow")
    v = tf.Variable([1.0, 2.0])
    tf.keras.optimizers.SGD(0.1).minimize(lambda: tf.reduce_sum(v * v), var_list=[v])
    np.testing.assert_allclose(v.numpy(), [0.8, 1.6], rtol=1e-6)
    scaled = tf.keras.mixed_precision.LossScaleOptimizer(tf.keras.optimizers.SGD(0.1))
    with tf.GradientTape() as tape:
        loss = scaled.get_scaled_loss(tf.reduce_sum(v * v))
    gradients = scaled.get_unscaled_gradients(tape.gradient(loss, [v]))
    np.testing.assert_allclose(gradients[0], [1.6, 3.2], rtol=1e-6)
    scaled.apply_gradients(zip(gradients, [v]))
    np.testing.assert_allclose(v.numpy(), [0.64, 1.28], rtol=1e-6)
    metric = tf.keras.metrics.Mean()
    metric(3.0)
    metric.reset_states()
    assert float(metric.result()) == 0.0


def test_a_layer_may_list_its_weights(old):
    keras = importlib.import_module("keras")

    class Scale(keras.layers.Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="w")
            self.trainable_weights = [self.w]

        def call(self, x):
            return x * self.w

    model = Sequential([layers.Input((2,)), Scale()])
    assert len(model.trainable_weights) == 1


def test_initial_states_by_the_sequences(old):
    importlib.import_module("keras")
    x = np.ones((3, 5, 2), np.float32)
    layer = layers.GRU(4)
    assert [s.shape for s in layer.get_initial_state(x)] == [(3, 4)]
    assert [s.shape for s in layer.get_initial_state(3)] == [(3, 4)]
    cell = layers.LSTMCell(4)
    assert [s.shape for s in cell.get_initial_state(batch_size=2, dtype="float32")] == [(2, 4)] * 2
    assert [s.shape for s in cell.get_initial_state(x)] == [(3, 4)] * 2


def test_a_sequence_may_keep_its_number_of_batches(old):
    importlib.import_module("keras")

    class Own(PyDataset):
        def __len__(self):
            return 3

    one = Own()
    assert one.num_batches == 3
    one.num_batches = 5
    assert one.num_batches == 5


def test_the_input_of_an_input_layer_is_its_tensor(old):
    from tensorflow import keras

    given = keras.layers.Input(shape=(4,), name="image")
    model = keras.Model([given], keras.layers.Dense(2, name="last")(given))
    assert model.get_layer("image").input is given
    keras.Model(model.get_layer("image").input, model.get_layer("last").output)


def test_the_lists_of_weights_may_be_added_to(old):
    keras = importlib.import_module("keras")

    class Around(keras.layers.Wrapper):
        def build(self, shape):
            self.layer.build(shape)
            self._trainable_weights += self.layer.trainable_weights
            self.own = keras.backend.variable(np.ones(2), name="own")
            self._trainable_weights.append(self.own)
            self.built = True

        def call(self, x):
            return self.layer(x) * self.own

    layer = Around(keras.layers.Dense(2))
    layer(np.ones((1, 3)))
    assert len(layer.trainable_weights) == 3 and len(layer.weights) == 3
