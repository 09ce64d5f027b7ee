import jax
import numpy as np
import pytest

from keraunos import layers

TABLE = np.arange(6, dtype="f4").reshape(3, 2)


def test_rows_at_the_indices():
    layer = layers.Embedding(3, 2, weights=[TABLE])
    assert layer(np.array([[2, 0]])).tolist() == [[[4, 5], [0, 1]]]
    np.testing.assert_array_equal(layers.Embedding(3, 2, weights=TABLE).get_weights()[0], TABLE)


def test_floats_that_are_whole_numbers_are_indices():
    assert layers.Embedding(3, 2, weights=TABLE)(np.array([[2.0]])).tolist() == [[[4, 5]]]
    assert layers.Embedding(300, 2, dtype="bfloat16")(np.array([[299.0]])).shape == (1, 1, 2)


def test_given_weights_are_there_from_the_start():
    assert not layers.Embedding(3, 2).built
    assert layers.Embedding(3, 2, weights=TABLE).embeddings.path == "embedding_1/embeddings"


def test_outside_of_the_table_within_a_program_is_nan():
    layer = layers.Embedding(3, 2)
    assert np.isnan(jax.jit(layer)(np.array([[7]]))).all()


def test_no_indices():
    assert layers.Embedding(3, 2)(np.zeros((0, 4), "int32")).shape == (0, 4, 2)


ERRORS = [
    (ValueError, lambda: layers.Embedding(0, 2), "`input_dim` must be an int >= 1; got 0"),
    (ValueError, lambda: layers.Embedding(3, -2), "`output_dim` must be an int >= 1; got -2"),
    (ValueError, lambda: layers.Embedding(3, 2)(np.array([[3]])), "Make input_dim at least 4"),
    (ValueError, lambda: layers.Embedding(3, 2)(np.array([[-4]])), r"indices in \[0, 3\)"),
    (ValueError, lambda: layers.Embedding(3, 2)(np.array([[0.5]])), "must be whole numbers"),
    (ValueError, lambda: layers.Embedding(3, 2, lora_rank=0), "`lora_rank` must be an int >= 1"),
]


@pytest.mark.parametrize(("error", "make", "sentence"), ERRORS)
def test_errors_say_what_to_do(error, make, sentence):
    with pytest.raises(error, match=sentence):
        make()
