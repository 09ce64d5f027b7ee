import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import layers

X = np.ones((2, 3), "f4")


class Module:
    """The part of a Flax module's protocol that the layer speaks."""

    def __call__(self, inputs, training=False):
        raise AssertionError("called through init and apply only")

    def init(self, rngs, inputs, **_options):
        assert set(rngs) == {"params", "dropout"}
        return {"params": {"w": jnp.ones((inputs.shape[-1], 2))}, "stats": {"calls": jnp.zeros(())}}

    def apply(self, variables, inputs, rngs=None, mutable=None, method=None, training=False):
        y = inputs @ variables["params"]["w"]
        if not mutable:
            return y
        return y, {"stats": {"calls": variables["stats"]["calls"] + 1}}


def test_params_are_trained_and_collections_kept():
    layer = layers.FlaxLayer(Module())
    assert layer(X).tolist() == [[3.0, 3.0]] * 2
    layer(X, training=True)
    assert float(layer.state["stats"]["calls"].value) == 1
    assert [w.shape for w in layer.trainable_weights] == [(3, 2)]


def test_first_values_may_be_given():
    variables = {"params": {"w": np.zeros((3, 2), "f4")}, "stats": {"calls": np.zeros(())}}
    assert not np.asarray(layers.FlaxLayer(Module(), variables=variables)(X)).any()


def test_a_module_has_no_config():
    with pytest.raises(NotImplementedError, match="a Flax module has no config"):
        layers.FlaxLayer(Module()).get_config()
