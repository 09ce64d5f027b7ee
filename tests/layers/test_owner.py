import numpy as np
import pytest

from keraunos import layers


class Two(layers.Layer):
    def __init__(self):
        super().__init__()
        self.parts = [layers.Dense(1), layers.Dense(2)]
        self.extra = {"last": layers.Dense(3)}

    def build(self, input_shape):
        for part in [*self.parts, self.extra["last"]]:
            part.build(input_shape)


def test_what_attributes_hold_is_owned_in_order():
    layer = Two()
    layer.build((None, 4))
    assert [w.shape for w in layer.weights] == [(4, 1), (1,), (4, 2), (2,), (4, 3), (3,)]
    layer.parts.append(layers.Dense(5))
    layer.parts[-1].build((None, 4))
    assert layer.weights[-1].shape == (5,)
    del layer.extra
    assert len(layer.weights) == 6


def test_freezing_reaches_inside_and_spares_what_never_trained():
    norm = layers.BatchNormalization()
    norm.build((None, 3))
    norm.trainable = False
    norm.trainable = True
    assert [w.name for w in norm.trainable_weights] == ["gamma", "beta"]


def test_freezing_one_weight_moves_none():
    dense = layers.Dense(2)
    dense.build((None, 3))
    dense.kernel.trainable = False
    assert [w.name for w in dense.weights] == ["kernel", "bias"]
    assert [w.name for w in dense.trainable_weights] == ["bias"]
    store = {}
    dense.save_own_variables(store)
    assert [store[key].shape for key in "01"] == [(3, 2), (2,)]


def test_rules_belong_to_their_weights():
    layer = layers.Dense(2)
    layer.keep_rules(
        kernel_initializer="ones", kernel_constraint="non_neg", kernel_regularizer="l1"
    )
    weight = layer.add_ruled_weight("kernel", (2, 2))
    assert weight.numpy().tolist() == [[1, 1], [1, 1]]
    assert type(weight.constraint).__name__ == "NonNeg"
    other = layer.add_ruled_weight("second", (2,), rules="kernel", initializer="zeros")
    assert other.regularizer is weight.regularizer
    assert not other.numpy().any()


def test_weights_of_other_shapes_are_refused():
    layer = layers.Dense(2)
    layer.build((None, 3))
    with pytest.raises(
        ValueError, match=r"set_weights expects 2 arrays of shapes \[\(3, 2\), \(2,\)\]"
    ):
        layer.set_weights([np.ones((3, 2))])
