"""tf.function, and steps of the form (self, data)."""

from importlib import import_module

import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import Model, Variable, layers, ops
from keraunos.compat.tf import tape
from keraunos.compat.tf.tracing import function
from keraunos.data.texts import texts_of


def test_a_function_is_traced_once_for_a_shape_and_keeps_its_variables_current():
    seen, total = [], Variable(0.0)

    @function
    def add(x, times=1):
        seen.append(x.shape)
        total.assign_add(jnp.sum(x) * times)
        return {"total": total, "note": "text", "x": x + 1}

    before = None
    for count in (1, 2, 3):
        found = add(np.ones(2, np.float32))
        assert float(total) == 2 * count
        before = before or len(seen)
    assert len(seen) == before
    assert found["note"] == "text"
    assert float(found["total"]) == 6.0
    assert found["x"].tolist() == [2.0, 2.0]
    add(np.ones(3, np.float32), times=2)
    assert float(total) == 12.0
    assert len(seen) == 2 * before


def test_a_function_that_needs_numbers_runs_as_it_stands():
    @function(jit_compile=True)
    def choose(x):
        return x * 2 if x > 0 else x - 1

    assert float(choose(np.float32(2))) == 4.0
    assert float(choose(np.float32(-2))) == -3.0


def test_methods_are_bound():
    class Counter:
        def __init__(self):
            self.n = Variable(0.0)

        @function
        def up(self, by):
            self.n.assign_add(by)
            return self.n

    a, b = Counter(), Counter()
    a.up(np.float32(1))
    a.up(np.float32(1))
    b.up(np.float32(5))
    assert (float(a.n), float(b.n)) == (2.0, 5.0)


def _own(tf, keras):
    class Own(keras.Model):
        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                y_pred = self(x, training=True)
                loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
            self.compiled_metrics.update_state(y, y_pred)
            return {m.name: m.result() for m in self.metrics}

    return Own


def test_a_train_step_of_old_trains_as_the_own_one_does(old):
    tf = import_module("tensorflow")
    keras = tf.keras
    x, y = np.random.rand(20, 3), np.random.rand(20, 1)
    histories = []
    for kind in (_own(tf, keras), keras.Model):
        inputs = keras.Input((3,))
        outputs = keras.layers.Dense(1, kernel_initializer="ones", kernel_regularizer="l2")(inputs)
        model = kind(inputs, outputs)
        model.compile("adam", "mse", metrics=["mae"])
        found = model.fit(x, y, batch_size=8, epochs=3, verbose=0, shuffle=False)
        histories.append([*found.history["loss"], *found.history["mae"]])
    np.testing.assert_allclose(*histories, rtol=1e-5)


def test_a_model_without_call_brings_its_own_optimizer_and_noise(old):
    tf = import_module("tensorflow")
    keras = tf.keras

    class Finds(keras.Model):
        def __init__(self):
            super().__init__()
            self.inner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])

        def compile(self, inner_optimizer):
            super().compile()
            self.inner_optimizer = inner_optimizer

        def train_step(self, x):
            noise = tf.random.normal(tf.shape(x))
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(self.inner(x + noise)))
            variables = self.inner.trainable_weights
            gradients = tape.gradient(loss, variables)
            self.inner_optimizer.apply_gradients(zip(gradients, variables))
            return {"loss": loss, "noise": tf.reduce_sum(noise)}

    model = Finds()
    model.compile(keras.optimizers.Adam(0.01))
    data = tf.data.Dataset.from_tensor_slices(np.ones((8, 2), "float32")).batch(4)
    found = model.fit(data, epochs=3, verbose=0)
    assert len(set(found.history["noise"])) == 3
    assert int(model.inner_optimizer.iterations) == 6
    assert len(model.variables) == 2


def test_noise_in_a_lambda_is_fresh_at_every_step_and_prediction(old):
    keras, K = import_module("keras"), import_module("keras.backend")
    x = keras.layers.Input((3,))
    y = keras.layers.Lambda(lambda t: t + K.random_normal((K.shape(t)[0], 3)))(x)
    model = keras.models.Model(x, y)
    model.compile("sgd", "mse")
    zeros = np.zeros((8, 3))
    found = model.fit(zeros, zeros, epochs=4, verbose=0, batch_size=8)
    assert len(set(found.history["loss"])) == 4
    assert (model.predict(zeros, verbose=0) != model.predict(zeros, verbose=0)).all()


def test_noise_that_a_program_would_freeze_is_refused(old):
    keras, K = import_module("keras"), import_module("keras.backend")
    from keraunos.core.scope import StatelessScope

    def draw(x):
        with StatelessScope():
            return x + K.random_normal((2,))

    import jax

    with pytest.raises(ValueError, match="carries no seed"):
        jax.jit(draw)(np.float32(1))
    assert keras is not None


def test_a_pure_step_is_handed_the_models_own_variables(old):
    keras = import_module("keras")
    seen = []

    class Own(keras.Model):
        def train_step(self, state, data):
            seen.append([len(group) for group in state])
            return super().train_step(state, data)

    x = keras.Input((2,))
    model = Own(x, keras.layers.Dense(1)(x))
    model.compile("sgd", "mse")
    assert len(model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0).history["loss"]) == 1
    assert seen[0][:2] == [2, 0]


def test_texts_run_as_python():
    double = function(lambda texts: [t + t for t in texts.tolist()])
    assert double(texts_of(["a", "b"])) == ["aa", "bb"]


def test_an_untraceable_step_makes_its_weights_before_the_optimizer_is_built(old):
    import_module("tensorflow.keras")

    class Late(layers.Layer):
        def build(self, shape):
            self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

        def call(self, x):
            return x * self.scale * int(ops.max(ops.ones_like(x)))

    class Steps(Model):
        def __init__(self):
            super().__init__()
            self.parts = [Late(), Late()]

        def call(self, x):
            return self.parts[1](self.parts[0](x))

        def train_step(self, data):
            x, y = data
            with tape.GradientTape() as recording:
                loss = self.compiled_loss(y, self(x))
            gradients = recording.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
            self.compiled_metrics.update_state(y, self(x))
            return {m.name: m.result() for m in self.metrics}

        def predict_step(self, data):
            return -self(data)

    model = Steps()
    model.compile("sgd", "mse", metrics=["mae"])
    x = np.ones((6, 1), "float32")
    with pytest.warns(UserWarning, match="step by step"):
        history = model.fit(x, x / 2, verbose=0, validation_split=0.5)
    assert history.history["loss"] == [0.25]
    with pytest.warns(UserWarning, match="step by step"):
        assert (model.predict(x, verbose=0) < 0).all()


def test_a_concrete_function_is_the_function():
    cube = function(lambda x: x**3).get_concrete_function(np.float32(2))
    assert float(cube(np.float32(2))) == 8
