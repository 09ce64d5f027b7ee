import numpy as np
import pytest

from keraunos import layers


class Doubled(layers.Wrapper):
    def call(self, inputs):
        return 2 * self.layer(inputs)


def test_the_layer_inside_is_built_and_owned():
    layer = Doubled(layers.Dense(3, kernel_initializer="ones"))
    assert layer(np.ones((1, 2), "f4")).tolist() == [[4.0] * 3]
    assert [w.name for w in layer.weights] == ["kernel", "bias"]


def test_configs_hold_the_layer_inside():
    again = Doubled.from_config(Doubled(layers.Dense(3, name="inside")).get_config())
    assert again.layer.name == "inside"


def test_what_is_no_layer_is_refused():
    with pytest.raises(ValueError, match="Wrapper: `layer` must be a Layer; got 3"):
        layers.Wrapper(3)
