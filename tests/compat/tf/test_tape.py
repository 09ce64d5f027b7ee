"""GradientTape."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import Variable, layers, losses, models
from keraunos.compat.tf.tape import GradientTape


def test_gradients_of_variables_arrays_and_what_lies_between():
    x, c = Variable(3.0), jnp.array([1.0, 2.0])
    with GradientTape(persistent=True) as tape:
        y = x * x
        z = jnp.sum(c * y)
        with tape.stop_recording():
            unseen = x * 100.0
    assert float(tape.gradient(y, x)) == 6.0
    by_x, by_c, by_y = tape.gradient(z, [x, c, y])
    assert (float(by_x), by_c.tolist(), float(by_y)) == (18.0, [9.0, 9.0], 3.0)
    assert tape.gradient(unseen, x) is None
    assert tape.gradient(z, {"a": x})["a"] == 18.0
    assert float(tape.gradient(unseen, x, unconnected_gradients="zero")) == 0.0
    assert float(tape.gradient(y, x, output_gradients=jnp.asarray(2.0))) == 12.0


def test_a_tape_in_a_tape():
    x = Variable(2.0)
    with GradientTape() as outer:
        with GradientTape() as inner:
            y = x**3
        slope = inner.gradient(y, x)
    assert float(slope) == 12.0
    assert float(outer.gradient(slope, x)) == 12.0


def test_jacobian():
    x = jnp.array([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = x**2
    assert tape.jacobian(y, x).tolist() == [[2.0, 0.0], [0.0, 4.0]]


@pytest.mark.parametrize("activation", ["relu", "gelu", "softmax", "selu", "tanh"])
def test_a_models_gradients_are_the_engines(activation):
    model = models.Sequential([layers.Input((4,)), layers.Dense(5, activation), layers.Dense(2)])
    x, y = np.random.rand(6, 4).astype("float32"), np.random.rand(6, 2).astype("float32")
    with GradientTape() as tape:
        loss = losses.MeanSquaredError()(y, model(x, training=True))
    found = tape.gradient(loss, model.trainable_variables)

    def pure(values):
        return losses.MeanSquaredError()(y, model.stateless_call(values, [], x)[0])

    wanted = jax.grad(pure)([v.value for v in model.trainable_variables])
    for a, b in zip(found, wanted, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def test_within_a_program():
    @jax.jit
    def slope(x):
        with GradientTape() as tape:
            y = jnp.sin(x) * x
        return tape.gradient(y, x)

    x = jnp.float32(0.7)
    np.testing.assert_allclose(slope(x), np.sin(0.7) + 0.7 * np.cos(0.7), rtol=1e-6)


def test_misuse():
    x = Variable(1.0)
    with GradientTape() as tape:
        y = x * 2.0
    tape.gradient(y, x)
    with pytest.raises(RuntimeError, match="persistent=True"):
        tape.gradient(y, x)
    with pytest.raises(ValueError, match="must be recording"), tape.stop_recording():
        pass


def test_an_error_inside_ends_the_recording():
    with pytest.raises(KeyError), GradientTape():
        raise KeyError
    assert float(jnp.float32(1) + 1) == 2.0
    tape = GradientTape()
    with tape:
        jnp.float32(1) * 2
        tape.reset()
    assert tape._records() == []
