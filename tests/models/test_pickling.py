"""Models in pickles, copies and other processes: whole, with what compile made, by the safe format."""

import copy
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from support.nets import blobs, classifier, predicted

import keraunos as k
from keraunos.core.custom_objects import noted_custom_objects

X, _, Y = blobs()


class Scaled(k.layers.Layer):
    """A layer of a user's, registered nowhere."""

    def build(self, shape):
        self.scale = self.add_weight((shape[-1],), "ones", name="scale")

    def call(self, inputs):
        return inputs * self.scale


class Net(k.Model):
    """A model of a user's, registered nowhere."""

    def __init__(self, units=3, **base):
        super().__init__(**base)
        self.units = units
        self.inner, self.head = Scaled(), k.layers.Dense(units)

    def call(self, inputs):
        return self.head(self.inner(inputs))


class Joined(k.Model):
    """A subclass that hands a graph on."""

    def __init__(self, **base):
        x = k.Input((4,))
        super().__init__(x, k.layers.Dense(3)(x), **base)

    def get_config(self):
        return {"name": self.name}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**config)


def twice(x):
    return 2 * x


def own_loss(y_true, y_pred):
    return k.ops.mean((y_true - y_pred) ** 2, -1)


def net():
    model = Net()
    model.compile("adam", own_loss)
    model.fit(X, Y, verbose=0)
    return model


def joined():
    return Joined()


def with_a_function():
    return k.Sequential([k.Input((4,)), k.layers.Dense(3, activation=twice)])


def with_a_lambda():
    return k.Sequential([k.Input((4,)), k.layers.Lambda(lambda x: x * 3)])


def with_words():
    text = k.Input((1,), dtype="string")
    lookup = k.layers.StringLookup()
    lookup.adapt(["a", "b", "a"])
    return k.Model(text, k.layers.Embedding(4, 2)(lookup(text)))


WAYS = {"pickle": lambda model: pickle.loads(pickle.dumps(model)), "deepcopy": copy.deepcopy,
        "copy": copy.copy}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", [net, joined, with_a_function, with_a_lambda, classifier])
def test_a_model_comes_back(make, way):
    model = make()
    again = WAYS[way](model)
    assert type(again).__name__ == type(model).__name__
    np.testing.assert_array_equal(again(X), model(X))
    again.set_weights([w + 1 for w in again.get_weights()])
    assert not model.get_weights() or not np.array_equal(again(X), model(X))


@pytest.mark.parametrize("way", WAYS)
def test_what_a_lookup_has_learnt_comes_along(way):
    model = with_words()
    x = np.array([["b"], ["a"]])
    np.testing.assert_array_equal(
        WAYS[way](model).predict(x, verbose=0), model.predict(x, verbose=0)
    )


@pytest.mark.parametrize("way", WAYS)
def test_training_goes_on_equally(way):
    model = classifier()
    model.fit(X, Y, epochs=2, verbose=0, shuffle=False)
    again = WAYS[way](model)
    assert again.compiled
    assert int(again.optimizer.iterations) == int(model.optimizer.iterations)
    runs = [m.fit(X, Y, epochs=2, verbose=0, shuffle=False).history for m in (model, again)]
    assert runs[0] == runs[1]


def compiled_with(**how):
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3)])
    model.compile(**{"optimizer": "sgd", "loss": "mse", **how})
    return model


def local(y_true, y_pred):
    return k.ops.mean((y_true - y_pred) ** 2, -1)


def local_loss():
    def inner(y_true, y_pred):
        return local(y_true, y_pred)

    return compiled_with(loss=inner)


def optaxes():
    return compiled_with(optimizer=pytest.importorskip("optax", reason="needs optax").adam(0.1))


ONLY_HERE = {
    "a lambda": lambda: compiled_with(loss=lambda y_true, y_pred: local(y_true, y_pred)),
    "inner": local_loss, "its optimizer": optaxes,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", ONLY_HERE)
def test_what_is_known_here_only_leaves_the_copy_uncompiled_and_says_so(what, way):
    model = ONLY_HERE[what]()
    with pytest.warns(UserWarning, match=f"its copy is not compiled, as {what}.*Call compile"):
        again = WAYS[way](model)
    assert not again.compiled
    np.testing.assert_array_equal(again(X), model(X))


def test_two_things_of_one_name_stay_two():
    def made(factor):
        def act(x):
            return factor * x

        return act

    model = k.Sequential(
        [k.Input((4,)), k.layers.Activation(made(2)), k.layers.Activation(made(5))]
    )
    np.testing.assert_array_equal(copy.deepcopy(model)(X), model(X))
    np.testing.assert_allclose(model(X), 10 * X, rtol=1e-6)


def test_a_local_class_is_said():
    class Local(k.layers.Layer):
        def call(self, inputs):
            return inputs

    model = k.Sequential([k.Input((4,)), Local()])
    np.testing.assert_array_equal(copy.deepcopy(model)(X), X)
    with pytest.raises((pickle.PicklingError, AttributeError), match="Local"):
        pickle.dumps(model)


def test_the_pickle_names_no_more_than_it_needs():
    content = pickle.dumps(classifier())
    assert b"keraunos.models.model" in content
    assert b"Scaled" not in content
    assert b"Scaled" in pickle.dumps(k.Sequential([k.Input((4,)), Scaled()]))
    with noted_custom_objects() as noted:
        classifier().get_config()
    assert noted == {}


def test_spawned_workers_take_models():
    model = classifier()
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        found = pool.submit(predicted, model, X).result(timeout=120)
    np.testing.assert_allclose(found, model.predict(X, verbose=0), rtol=1e-6)


# --- threads ------------------------------------------------------------------------------------


def in_threads(*jobs):
    """Run jobs at once; the first error that one had is raised."""
    failures = []

    def run(job):
        try:
            job()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "a thread hangs"
    if failures:
        raise failures[0]


def test_eight_threads_ask_one_model():
    model = classifier()
    expected = {rows: model.predict(X[:rows], verbose=0) for rows in (1, 5, 33, 70)}

    def ask():
        for rows, values in list(expected.items()) * 5:
            np.testing.assert_array_equal(model.predict(X[:rows], verbose=0), values)
            np.testing.assert_allclose(model(X[:rows]), values, rtol=1e-5, atol=1e-6)

    in_threads(*[ask] * 8)


def test_eight_threads_ask_a_model_that_nobody_asked_before():
    model = classifier()
    results = []
    in_threads(*[lambda: results.append(model.predict(X, verbose=0))] * 8)
    assert len(results) == 8
    for found in results:
        np.testing.assert_array_equal(found, results[0])


def test_two_threads_train_two_models_as_one_would():
    def trained(seed):
        k.utils.set_random_seed(seed)
        model = classifier()
        return model, lambda: model.fit(X, Y, epochs=20, shuffle=False, verbose=0)

    alone = [trained(seed) for seed in (1, 2)]
    for _, fit in alone:
        fit()
    together = [trained(seed) for seed in (1, 2)]
    in_threads(*(fit for _, fit in together))
    for (one, _), (other, _) in zip(alone, together):
        for a, b in zip(one.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)


def test_three_threads_ask_while_one_trains():
    model = classifier()
    model.fit(X, Y, verbose=0)
    done = threading.Event()

    def train():
        try:
            model.fit(X, Y, batch_size=4, epochs=60, verbose=0)
        finally:
            done.set()

    def ask():
        while not done.is_set():
            found = model.predict(X, verbose=0)
            np.testing.assert_allclose(found.sum(-1), 1, rtol=1e-5)

    in_threads(train, ask, ask, ask)


def test_threads_save_and_load_while_one_trains(tmp_path):
    model = classifier()
    model.fit(X, Y, verbose=0)
    done = threading.Event()

    def train():
        try:
            model.fit(X, Y, batch_size=4, epochs=40, verbose=0)
        finally:
            done.set()

    def save(name):
        def run():
            while not done.is_set():
                model.save(tmp_path / name)
                other = k.models.load_model(tmp_path / name)
                assert np.isfinite(other.predict(X, verbose=0)).all()

        return run

    in_threads(train, save("one.keras"), save("two.keras"))


def test_a_pickle_is_read_where_keraunos_was_not_imported(tmp_path):
    path = tmp_path / "m.pickle"
    path.write_bytes(pickle.dumps(classifier()))
    code = f"import pickle; m = pickle.load(open({str(path)!r}, 'rb')); print(m.compiled, m.count_params())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", str(classifier().count_params())]
