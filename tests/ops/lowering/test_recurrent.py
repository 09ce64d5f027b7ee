import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import TOLERANCE

import keraunos as k
from keraunos.layers.recurrent import loop
from keraunos.ops.lowering import recurrent

LIMITS = TOLERANCE["float32"]
LAYERS = {"lstm": k.layers.LSTM, "gru": k.layers.GRU}


def value_and_gradients(layer, x, own, monkeypatch):
    monkeypatch.setattr(loop, "unrolls", lambda *_sizes: False)
    name = "LSTMCell" if isinstance(layer, k.layers.LSTM) else "GRUCell"
    if not own:
        monkeypatch.setattr(getattr(k.layers, name), "whole", lambda *_args: None)
    values = [v.value for v in layer.trainable_variables]

    def loss(values, x):
        outputs, _ = layer.stateless_call(values, [], x)
        return sum(jnp.sum(jnp.sin(y)) for y in jax.tree.leaves(outputs)), outputs

    (_, outputs), gradients = jax.jit(jax.value_and_grad(loss, (0, 1), has_aux=True))(values, x)
    monkeypatch.undo()
    return outputs, gradients


@pytest.mark.parametrize("sequences", [False, True])
@pytest.mark.parametrize("name", LAYERS)
def test_equal_to_the_plain_loop_in_value_and_gradient(name, sequences, monkeypatch):
    layer = LAYERS[name](
        5, return_sequences=sequences, return_state=True, bias_initializer="glorot_uniform"
    )
    x = np.random.default_rng(0).normal(size=(3, 7, 4)).astype("f4")
    layer.build(x.shape)
    found, expected = (value_and_gradients(layer, x, own, monkeypatch) for own in (True, False))
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, **LIMITS)


@pytest.mark.parametrize("name", LAYERS)
def test_taken_for_long_sequences_with_the_usual_activations(name, monkeypatch):
    asked = []
    monkeypatch.setattr(recurrent, name, lambda *args: asked.append(args) or 1 / 0)
    x = np.zeros((8, 40, 3), "f4")
    with pytest.raises(ZeroDivisionError):
        LAYERS[name](32)(x)
    LAYERS[name](32, activation="relu")(x)
    LAYERS[name](32, recurrent_dropout=0.5)(x, training=True)
    LAYERS[name](32)(x, mask=np.ones((8, 40), bool))
    LAYERS[name](32)(x[:1, :3])  # few and small: without a loop
    assert len(asked) == 1


def test_the_choice_follows_shapes_only():
    assert recurrent.unrolls(3, 32)
    assert not recurrent.unrolls(3, 32 * 32)
    assert not recurrent.unrolls(200, 1)


def test_in_sixteen_bits_the_dtype_stays():
    x = jnp.ones((4, 2, 12), "bfloat16")
    h = c = jnp.zeros((2, 3), "bfloat16")
    outputs, last, _ = recurrent.lstm(x, h, c, jnp.ones((3, 12), "bfloat16"), True)
    assert outputs.dtype == last.dtype == jnp.bfloat16


def test_no_steps_give_the_first_states():
    h = jnp.ones((2, 3))
    outputs, last = recurrent.gru(jnp.zeros((0, 2, 9)), h, jnp.ones((3, 9)), jnp.zeros(9), True)
    assert outputs.shape == (0, 2, 3)
    np.testing.assert_array_equal(last, h)


def test_several_layers_train_side_by_side():
    def loss(recurrent_kernel, x):
        h = jnp.zeros((2, 3))
        return recurrent.lstm(x, h, h, recurrent_kernel, False)[1].sum()

    x = jnp.asarray(np.random.default_rng(0).normal(size=(5, 2, 12)), "f4")
    kernels = jnp.stack([jnp.ones((3, 12)), jnp.full((3, 12), 0.1)])
    found = jax.vmap(jax.grad(loss), (0, None))(kernels, x)
    expected = [jax.grad(loss)(kernel, x) for kernel in kernels]
    np.testing.assert_allclose(found, np.stack(expected), **LIMITS)
