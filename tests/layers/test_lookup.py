import pytest

from keraunos import layers


def test_configs_with_their_class_make_layers():
    layer = layers.Dense(3, activation="relu")
    layer.build((None, 2))
    again = layers.deserialize(layers.serialize(layer))
    assert type(again) is layers.Dense
    assert again.kernel.shape == (2, 3)


def test_custom_layers_are_named_by_the_caller():
    class Mine(layers.Layer):
        pass

    config = layers.serialize(Mine())
    assert type(layers.deserialize(config, {"Mine": Mine})) is Mine
    with pytest.raises(ValueError, match="Mine"):
        layers.deserialize(config)
