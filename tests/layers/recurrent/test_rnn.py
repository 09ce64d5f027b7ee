import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import layers, ops

LIMITS = TOLERANCE["float32"]
X = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("f4")
MASK = np.array([[0, 1, 1, 0], [1, 0, 0, 0]], bool)


class Minimal(layers.Layer):
    """A cell as the guide of Keras shows it: state_size is an int, states come as a list."""

    state_size = 2

    def build(self, input_shape):
        self.kernel = self.add_weight((input_shape[-1], 2), "ones", name="kernel")

    def call(self, inputs, states):
        output = ops.tanh(ops.matmul(inputs, self.kernel) + states[0])
        return output, [output]


class Counting(layers.Layer):
    """A cell that counts its steps in a variable and drops inputs."""

    state_size = 3

    def __init__(self, **base):
        super().__init__(**base)
        self.steps = self.add_weight((), "zeros", trainable=False, name="steps")
        self.drop = layers.Dropout(0.5, seed=1)

    def call(self, inputs, states, training=False):
        self.steps.assign_add(1.0)
        return self.drop(inputs, training=training) + 0 * states[0], states


def pair(zero=False, **options):
    options = {
        "return_sequences": True,
        "return_state": True,
        "zero_output_for_mask": zero,
        **options,
    }
    own, theirs = (lib.layers.RNN(lib.layers.GRUCell(2, seed=1), **options) for lib in (k, keras))
    own.build(X.shape)
    theirs.build(X.shape)
    own.set_weights(theirs.get_weights())
    return own, theirs


@pytest.mark.parametrize("zero", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_masked_steps_as_in_keras(zero, backwards):
    start = [np.full((2, 2), 0.5, "f4")]
    for sequences in (True, False):
        own, theirs = pair(zero, go_backwards=backwards, return_sequences=sequences)
        found = own(X, initial_state=start, mask=MASK)
        expected = theirs(X, initial_state=start, mask=MASK)
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, **LIMITS)


def test_unrolled_is_the_loop():
    plain, _ = pair()
    unrolled = layers.RNN(layers.GRUCell(2), return_sequences=True, return_state=True, unroll=True)
    unrolled.build(X.shape)
    unrolled.set_weights(plain.get_weights())
    for a, b in zip(plain(X, mask=MASK), unrolled(X, mask=MASK), strict=True):
        np.testing.assert_allclose(a, b, **LIMITS)


def test_a_cell_of_ones_own():
    y = layers.RNN(Minimal(), return_sequences=True)(X)
    h = np.zeros((2, 2), "f4")
    for i in range(4):
        h = np.tanh(X[:, i] @ np.ones((3, 2), "f4") + h)
        np.testing.assert_allclose(y[:, i], h, **LIMITS)


def test_a_cell_may_keep_variables_and_draw_noise():
    layer = layers.RNN(Counting(), return_sequences=True)
    first = np.asarray(layer(np.ones((2, 4, 3), "f4"), training=True))
    assert float(layer.cell.steps.value) == 4
    assert len({first[:, i].tobytes() for i in range(4)}) > 1  # a mask for each step
    values = [v.value for v in layer.non_trainable_variables]
    _, new = jax.jit(lambda values: layer.stateless_call([], values, X, training=True))(values)
    assert 8 in [float(v) for v in new if v.shape == ()]


def test_a_subclass_of_a_cell_is_called_as_it_was_written():
    class Doubled(layers.LSTMCell):
        def call(self, inputs, states, training=False):
            return super().call(inputs * 2, states, training)

    plain, doubled = layers.RNN(layers.LSTMCell(2)), layers.RNN(Doubled(2))
    plain.build(X.shape)
    doubled.build(X.shape)
    doubled.set_weights(plain.get_weights())
    np.testing.assert_allclose(doubled(X), plain(X * 2), **LIMITS)


def test_stateful_layers_go_on_where_they_ended():
    layer = layers.GRU(2, stateful=True)
    once = layers.GRU(2)
    layer.build(X.shape)
    once.build((2, 8, 3))
    once.set_weights(layer.get_weights())
    layer(X)
    np.testing.assert_allclose(layer(X), once(np.concatenate([X, X], 1)), **LIMITS)
    layer.reset_state()
    assert not np.asarray(layer.states[0].value).any()
    weights = {id(v) for v in layer.weights}
    assert [v.name for v in layer.variables if id(v) not in weights] == ["rnn_state"]


def test_states_of_stacked_cells_keep_their_form():
    layer = layers.RNN([layers.GRUCell(2), layers.LSTMCell(3)], return_state=True)
    y, first, second = layer(X)
    assert y.shape == (2, 3)
    assert first.shape == (2, 2)
    assert [s.shape for s in second] == [(2, 3), (2, 3)]
    assert layer.compute_output_shape((None, 4, 3)) == ((None, 3), (None, 2), [(None, 3)] * 2)


def test_initial_states_join_a_graph():
    x, h = k.Input((4, 3)), k.Input((2,))
    y = layers.RNN(layers.GRUCell(2))(x, initial_state=[h])
    model = k.Model([x, h], y)
    assert model([X, np.ones((2, 2), "f4")]).shape == (2, 2)


def test_masks_of_an_embedding_reach_the_loop():
    ids = np.array([[1, 2, 0, 0]])
    embed, layer = layers.Embedding(3, 3, mask_zero=True), layers.LSTM(2)
    np.testing.assert_allclose(layer(embed(ids)), layer(embed(ids[:, :2])), **LIMITS)


def test_one_step_and_no_rows():
    assert layers.GRU(2)(X[:, :1]).shape == (2, 2)
    assert layers.GRU(2, return_sequences=True)(X[:0]).shape == (0, 4, 2)


ERRORS = [
    (lambda: layers.RNN(3), "`cell` must be an object with `call`"),
    (lambda: layers.RNN(layers.Dense(2)), "`cell` must be an object with `state_size`"),
    (lambda: layers.LSTM(2)(X[0]), r"expects inputs of shape \(batch, …, …\); got \(4, 3\)"),
    (lambda: layers.LSTM(2)(X, mask=np.ones((2, 5), bool)), r"expects a mask of shape \(2, 4\)"),
    (lambda: layers.LSTM(2)(X, initial_state=[X[:, 0, :2]]), r"expects 2 state\(s\) of shapes"),
    (lambda: layers.LSTM(2, stateful=True)(k.Input((4, 3))), "stateful needs a fixed batch size"),
    (lambda: layers.LSTM(0), "`units` must be an int >= 1; got 0"),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
