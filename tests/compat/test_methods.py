"""Old methods of a model, and compile's old order."""

import importlib

import numpy as np
import pytest

from keraunos import Sequential, layers
from keraunos.compat.methods import _steps
from keraunos.compat.wording import OldSpellingWarning

pytestmark = [
    pytest.mark.usefixtures("old"),
    pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning"),
]


@pytest.fixture
def models(old):
    importlib.import_module("keras")
    return [Sequential([layers.Input((2,)), layers.Dense(n)]) for n in (1, 3)]


def test_classes_and_probabilities(models):
    x = np.random.rand(6, 2)
    one, three = models
    np.testing.assert_array_equal(three.predict_classes(x), three.predict(x).argmax(-1))
    np.testing.assert_array_equal(one.predict_classes(x), (one.predict(x) > 0.5).astype("int32"))
    np.testing.assert_array_equal(one.predict_proba(x), one.predict(x))


def test_the_warning_shows_what_to_write(models):
    with pytest.warns(OldSpellingWarning, match=r"is now model.predict\(x\).argmax\(-1\)"):
        models[1].predict_classes(np.ones((1, 2)))


def test_compile_in_the_old_order(models):
    model = models[0]
    with pytest.warns(OldSpellingWarning, match="write metrics=…"):
        model.compile("sgd", "mse", ["mae"])
    model.fit(np.ones((2, 2)), np.ones(2), verbose=0)
    assert model.metrics_names == ["loss", "mae"]
    model.compile("sgd", "mse", [0.5])  # today's third argument
    assert model._compiled.loss_weights == [0.5]


def test_samples_become_steps():
    class Sized:
        batch_size = 8

    sized = Sized()
    assert _steps(sized, 17) == (sized, 3)
    rows = iter([(np.ones((5, 2)), np.ones(5)), (np.zeros((5, 2)), np.zeros(5))])
    chained, steps = _steps(rows, 11)
    assert steps == 3
    assert [x[0].sum() for x in chained] == [10, 0]


def test_states_are_reset(models):
    class Counter(layers.Layer):
        resets = 0

        def reset_states(self):
            Counter.resets += 1

        def call(self, x):
            return x

    Sequential([layers.Input((2,)), Counter()]).reset_states()
    assert Counter.resets == 1


def test_methods_that_are_not_needed_do_nothing(models):
    assert models[0]._make_predict_function() is None


def test_numbers_of_steps_may_be_floats(old):
    importlib.import_module("keras")
    model = Sequential([layers.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    rows = iter(lambda: (np.ones((2, 2)), np.ones((2, 1))), None)
    history = model.fit(rows, steps_per_epoch=5 / 2, verbose=0)
    assert len(history.history["loss"]) == 1
    assert int(model.optimizer.iterations) == 3
    assert model.predict(np.ones((4, 2)), batch_size=2, steps=np.ceil(1.5), verbose=0).shape == (
        4,
        1,
    )


def test_yaml_as_of_old(models):
    from keras.models import model_from_yaml

    model = models[1]
    assert model_from_yaml(model.to_yaml()).get_config() == model.get_config()


def test_a_model_may_hand_itself_to_its_base(old):
    import tensorflow as tf

    class Own(tf.keras.Model):
        def __init__(self):
            super().__init__(self)
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x):
            return self.dense(x)

    assert Own()(np.ones((1, 3))).shape == (1, 2)


def test_pooling_learns_beside_tensorflows_shapes(old):
    import tensorflow as tf

    pool = tf.keras.layers.AveragePooling1D(2)
    model = tf.keras.Sequential([tf.keras.layers.Conv1D(2, 1), pool, tf.keras.layers.Flatten()])
    model.compile("sgd", "mse")
    assert model.fit(np.ones((2, 4, 1)), np.ones((2, 4)), verbose=0).history["loss"]


def test_sizes_stay_known_through_a_cast(old):
    import tensorflow as tf

    class Lengths(tf.keras.layers.Layer):
        def call(self, x):
            rows = tf.cast(tf.shape(x)[0], dtype="int64")
            return x * tf.cast(tf.ones(shape=(rows, 1), dtype="int64"), "float32")

    model = tf.keras.Sequential([tf.keras.layers.Dense(2), Lengths()])
    model.compile("sgd", "mse")
    assert model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0).history["loss"]
