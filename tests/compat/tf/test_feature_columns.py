"""Feature columns, and the layer that makes features of them."""

from importlib import import_module

import numpy as np
import pytest

from keraunos import Input, Model, layers
from keraunos.compat.tf import feature_columns as fc

DATA = {"age": np.array([20.0, 35.0, 61.0]), "thal": np.array(["fixed", "odd", "normal"])}
AGE = fc.numeric_column("age")
THAL = fc.categorical_column_with_vocabulary_list("thal", ["fixed", "normal"])


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (AGE, [[20], [35], [61]]),
        (fc.numeric_column("age", normalizer_fn=lambda x: x / 10), [[2], [3.5], [6.1]]),
        (fc.bucketized_column(AGE, [30, 60]), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (fc.indicator_column(THAL), [[1, 0], [0, 0], [0, 1]]),
    ],
)
def test_features_of_a_column(old, column, expected):
    import_module("tensorflow")
    np.testing.assert_allclose(fc.DenseFeatures(column)(DATA), expected, rtol=1e-5)


def test_hashes_embeddings_and_crosses_in_the_order_of_their_names(old):
    import_module("tensorflow")
    columns = [
        fc.embedding_column(THAL, 4),
        fc.indicator_column(fc.categorical_column_with_hash_bucket("thal", 5)),
        fc.indicator_column(fc.crossed_column([fc.bucketized_column(AGE, [30, 60]), "thal"], 7)),
        AGE,
    ]
    found = np.asarray(fc.DenseFeatures(columns)(DATA))
    assert found.shape == (3, 1 + 7 + 4 + 5)
    assert found[:, 0].tolist() == [20, 35, 61] and found[:, 1:8].sum() == 3
    assert (found[1, 8:12] == 0).all() and (found[0, 8:12] != 0).all()


def test_what_is_refused():
    with pytest.raises(ValueError, match="Wrap it in indicator_column"):
        fc.DenseFeatures([THAL])
    with pytest.raises(ValueError, match="combiner"):
        fc.embedding_column(THAL, 2, combiner="max")


def test_models_train_on_columns(old):
    tf = import_module("tensorflow")
    thal = tf.feature_column.categorical_column_with_vocabulary_list("thal", ["fixed", "normal"])
    columns = [tf.feature_column.numeric_column("age"), tf.feature_column.embedding_column(thal, 2)]
    data = tf.data.Dataset.from_tensor_slices(({**DATA, "more": np.ones(3)}, np.ones(3))).batch(2)
    model = tf.keras.Sequential([tf.keras.layers.DenseFeatures(columns), layers.Dense(1)])
    model.compile("adam", "mse")
    history = model.fit(data, epochs=3, verbose=0).history["loss"]
    assert history[-1] < history[0] and len(model.trainable_weights) == 3
    assert model.predict(data, verbose=0).shape == (3, 1)
    inputs = {"age": Input((1,)), "thal": Input((1,), dtype="string")}
    other = Model(inputs, layers.Dense(1)(fc.DenseFeatures(columns)(inputs)))
    rows = {name: values[:, None] for name, values in DATA.items()}
    assert other.predict(rows, verbose=0).shape == (3, 1)
