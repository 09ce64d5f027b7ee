"""Models that begin with texts: the host's part is cut off, programs do the rest, all entries agree."""

import numpy as np
import pytest

import keraunos as k
from keraunos.data.py_dataset import PyDataset
from keraunos.models.host_part import Prepared, begins_on_host, cut, opened, runs_on_host

L = k.layers
TEXTS = np.array(["good film", "bad film", "good good", "bad bad awful"] * 8)
LABELS = np.array([1, 0, 1, 0] * 8)


def vectorizer():
    layer = L.TextVectorization(output_sequence_length=3)
    layer.adapt(TEXTS)
    return layer


def rest():
    return [L.Embedding(6, 4), L.GlobalAveragePooling1D(), L.Dense(1, activation="sigmoid")]


def sequential(shape=(1,)):
    return k.Sequential([k.Input(shape, dtype="string"), vectorizer(), *rest()])


def late():
    """The shape of its input is not known before it sees data."""
    return k.Sequential([vectorizer(), *rest()])


def functional():
    x = k.Input((1,), dtype="string")
    y = vectorizer()(x)
    for layer in rest():
        y = layer(y)
    return k.Model(x, y)


def nested():
    x = k.Input((1,), dtype="string")
    return k.Model(x, k.Sequential(rest())(vectorizer()(x)))


def inside():
    """The texts go to a model within the model, which has weights of its own."""
    x = k.Input((1,), dtype="string")
    return k.Model(x, L.Dense(1, activation="sigmoid")(sequential()(x)))


def late_inside():
    return k.Sequential([k.Sequential([vectorizer(), L.Embedding(6, 4)]), *rest()[1:]])


FORMS = [sequential, late, functional, nested, inside, late_inside]


class Batches(PyDataset):
    num_batches = 4

    def __getitem__(self, index):
        rows = slice(8 * index, 8 * index + 8)
        return TEXTS[rows], LABELS[rows]


def generator():
    yield from (Batches()[i] for i in range(4))


@pytest.mark.parametrize("form", FORMS)
def test_it_learns_and_every_entry_agrees(form):
    model = form()
    model.compile(k.optimizers.Adam(0.1), "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(TEXTS, LABELS, epochs=30, verbose=0, validation_data=(TEXTS, LABELS))
    assert history.history["val_accuracy"][-1] == 1.0
    assert model._report.stepwise == ""
    expected = model.predict(TEXTS[:5], verbose=0)
    np.testing.assert_allclose(model(TEXTS[:5]), expected, rtol=1e-5)
    np.testing.assert_allclose(model.predict_on_batch(TEXTS[:5]), expected, rtol=1e-5)
    np.testing.assert_allclose(model.predict(list(TEXTS[:5]), verbose=0), expected, rtol=1e-5)
    whole = model.evaluate(TEXTS, LABELS, verbose=0)
    np.testing.assert_allclose(model.evaluate(generator(), verbose=0), whole, rtol=1e-5)
    np.testing.assert_allclose(model.test_on_batch(TEXTS, LABELS), whole, rtol=1e-5)


@pytest.mark.parametrize("data", [Batches, generator])
def test_batches_of_texts_stream(data):
    whole, streamed = sequential(), sequential()
    streamed.set_weights(whole.get_weights())
    whole.compile("sgd", "binary_crossentropy")
    streamed.compile("sgd", "binary_crossentropy")
    whole.fit(TEXTS, LABELS, batch_size=8, shuffle=False, verbose=0)
    streamed.fit(data(), shuffle=False, verbose=0)
    for one, other in zip(whole.get_weights(), streamed.get_weights()):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS[:3],
        TEXTS[:3, None],
        TEXTS[:3].astype(object),
        np.char.encode(TEXTS[:3]),
        TEXTS[:3].tolist(),
    ],
    ids=["rows", "column", "objects", "bytes", "list"],
)
def test_texts_of_every_form(texts):
    model = functional()
    np.testing.assert_allclose(
        model.predict(texts, verbose=0), model.predict(TEXTS[:3], verbose=0), rtol=1e-6
    )


def test_the_cut_is_where_the_host_has_nothing_more_to_do():
    text, number = k.Input((1,), dtype="string"), k.Input((1,))
    first = L.StringLookup(vocabulary=["a", "b"])(text)
    late = L.Hashing(4)(L.Lambda(lambda x: x + 1, output_shape=(1,))(first))
    model = k.Model([text, number], [late, L.Dense(1)(number)])
    halves = cut(model)
    assert [op.name for op in halves.host.operations if runs_on_host(op)] == [
        first._keras_history.operation.name
    ]
    assert {id(t) for t in halves.rest.inputs} == {id(first), id(number)}
    assert halves.stay == [True, False]
    prepared = model._host_part()([np.array([["b"], ["x"]]), np.ones((2, 1))])
    assert isinstance(prepared, Prepared)
    assert sorted(np.ravel(t).tolist() for t in prepared.tensors) == [[1.0, 1.0], [2, 0]]


def test_a_model_that_prepares_columns_goes_first_in_another():
    """As tutorials of tables do: texts and numbers, prepared by one model, learnt by another."""
    rng = np.random.default_rng(0)
    table = {
        "sex": rng.choice(["f", "m"], 40),
        "age": rng.normal(30, 10, 40),
        "n": rng.integers(0, 9, 40),
    }
    inputs = {
        "sex": k.Input((1,), name="sex", dtype="string"), "age": k.Input((1,), name="age"),
        "n": k.Input((1,), name="n", dtype="int64"),
    }  # fmt: skip
    lookup = L.StringLookup(vocabulary=np.unique(table["sex"]))
    norm = L.Normalization()
    norm.adapt(table["age"][:, None])
    hot = L.CategoryEncoding(lookup.vocabulary_size(), "one_hot")(lookup(inputs["sex"]))
    parts = [
        hot,
        norm(inputs["age"]),
        L.IntegerLookup(vocabulary=[1, 2], output_mode="one_hot")(inputs["n"]),
    ]
    prepare = k.Model(inputs, L.Concatenate()(parts))
    body = k.Sequential([L.Dense(8), L.Dense(1)])
    model = k.Model(inputs, body(prepare(inputs)))
    model.compile("adam", "mse")
    model.fit(table, rng.normal(size=40), epochs=2, verbose=0)
    assert model._report.stepwise == ""
    found = model.predict(table, verbose=0)
    np.testing.assert_allclose(
        found, body.predict(prepare.predict(table, verbose=0), verbose=0), rtol=1e-4
    )
    np.testing.assert_allclose(found, model(table), rtol=1e-4)
    again = k.Model.from_config(model.get_config())
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]


def test_a_graph_of_numbers_has_no_part_for_the_host():
    model = k.Sequential([k.Input((3,)), L.Dense(2)])
    assert model._host_part() is None
    assert not begins_on_host(model)
    assert opened(model._graph) is model._graph
    assert not runs_on_host(model.layers[0])


def test_a_model_of_nothing_else_than_the_host_does():
    x = k.Input((1,), dtype="string")
    model = k.Model(x, [L.StringLookup(vocabulary=["a"])(x), L.Hashing(3)(x)])
    found = model.predict(np.array(["a", "A"]), verbose=0)
    assert found[0].tolist() == [[1], [0]]
    np.testing.assert_array_equal(found[1], L.Hashing(3)([["a"], ["A"]]))


def test_texts_for_other_models_are_refused_with_a_way_out():
    model = k.Sequential([k.Input((1,)), L.Dense(1)])
    with pytest.raises(ValueError, match="make it the model's first layer"):
        model.predict(TEXTS, verbose=0)
