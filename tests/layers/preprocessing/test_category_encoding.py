"""CategoryEncoding: weights and refusals; its numbers are the contract's."""

import jax
import numpy as np
import pytest

import keraunos as k
from keraunos.layers import CategoryEncoding


def test_weights_count():
    weights = np.array([[0.1, 0.2], [0.1, 0.1]])
    found = CategoryEncoding(3, "count")([[0, 1], [2, 2]], count_weights=weights)
    np.testing.assert_allclose(found, [[0.1, 0.2, 0], [0, 0, 0.2]], atol=1e-6)


def test_weights_come_in_a_model_too():
    numbers, weights = k.Input((2,), dtype="int32"), k.Input((2,))
    model = k.Model(
        [numbers, weights], CategoryEncoding(3, "count")(numbers, count_weights=weights)
    )
    found = model.predict([np.array([[0, 1]]), np.array([[0.5, 2.0]])], verbose=0)
    np.testing.assert_allclose(found, [[0.5, 2.0, 0.0]])


def test_weights_belong_to_counts():
    with pytest.raises(
        ValueError, match="`count_weights` must be None unless output_mode is 'count'"
    ):
        CategoryEncoding(3)([[0, 1]], count_weights=np.ones((1, 2)))


@pytest.mark.parametrize(
    ("config", "sentence"),
    [({}, "`num_tokens` must be an int >= 1"), ({"num_tokens": 0}, "`num_tokens` must be an int >= 1"),
     ({"num_tokens": 3, "output_mode": "int"}, "unknown output_mode 'int'"),
     ({"num_tokens": 3, "sparse": True}, "`sparse` must be False")],
)  # fmt: skip
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        CategoryEncoding(**config)


def test_known_numbers_outside_are_refused_and_traced_ones_left_out():
    layer = CategoryEncoding(3)
    for numbers in ([[1, 5]], [[-1, 1]]):
        with pytest.raises(ValueError, match=r"must be numbers in \[0, 3\)"):
            layer(numbers)
    assert jax.jit(layer)(np.array([[1, 5]])).tolist() == [[0, 1, 0]]
