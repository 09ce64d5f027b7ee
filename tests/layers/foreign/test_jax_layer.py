import jax.numpy as jnp
import numpy as np
import pytest

import keraunos as k
from keraunos import layers

X = np.ones((2, 3), "f4")


def start(rng, inputs):
    size = inputs.shape[-1]
    noise = (jnp.asarray(rng) % 7).astype("float32")
    return {"w": jnp.ones((size, 2)) * noise[0], "parts": [jnp.zeros(2)]}, {"calls": jnp.zeros(())}


def step(params, state, rng, inputs, training):
    y = inputs @ params["w"] + params["parts"][0]
    calls = state["calls"] + (1.0 if training else 0.0)
    return y + 0 * jnp.asarray(rng).sum(), {"calls": calls}


def test_params_are_trained_and_state_is_kept():
    layer = layers.JaxLayer(step, start, seed=3)
    assert layer(X).tolist() == [[9.0, 9.0]] * 2
    layer(X, training=True)
    assert float(layer.state["calls"].value) == 1
    assert [w.shape for w in layer.trainable_weights] == [(2,), (3, 2)]
    assert [w.name for w in layer.weights] == ["params_parts_0", "params_w", "state_calls"]


def test_it_trains_in_a_model():
    layer = layers.JaxLayer(lambda params, inputs: inputs @ params, params=np.zeros((3, 1), "f4"))
    model = k.Sequential([k.Input((3,)), layer])
    model.compile("sgd", "mse")
    model.fit(X, np.ones((2, 1)), epochs=2, verbose=0)
    assert np.asarray(layer.params.value).all()


ERRORS = [
    (
        lambda: layers.JaxLayer(lambda a, inputs: a),
        "`call_fn` must be a function of arguments among",
    ),
    (lambda: layers.JaxLayer(lambda params, inputs: inputs), "`init_fn` must be given"),
    (
        lambda: layers.JaxLayer(lambda inputs: inputs, lambda key: key),
        "`init_fn` must be a function",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
