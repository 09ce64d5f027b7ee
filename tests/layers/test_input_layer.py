import pytest

import keraunos as k
from keraunos import layers


def test_shapes_with_and_without_the_batch():
    assert k.Input((3,), batch_size=2, dtype="int32").shape == (2, 3)
    assert k.Input(batch_shape=(2, None)).shape == (2, None)
    assert k.Input(()).shape == (None,)


def test_configs_make_the_same_input():
    layer = layers.InputLayer((3,), dtype="int32", name="ids", optional=True)
    again = layers.InputLayer.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.output.dtype == "int32"


def test_a_tensor_may_stand_for_the_input():
    x = k.Input((3,), dtype="float16")
    assert layers.InputLayer(input_tensor=x).output is x


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: k.Input(), "`shape` must be given, or batch_shape, but not both"),
        (lambda: k.Input((3,), batch_shape=(1, 3)), "`shape` must be given, or batch_shape"),
        (lambda: k.Input((2.5,)), "`shape` must be a tuple of ints >= 0.*Use // where"),
        (lambda: k.Input(batch_shape=(1, -1)), "`shape` must be a tuple of ints >= 0"),
        (lambda: k.Input("ab"), "`shape` must be a tuple of ints >= 0"),
        (lambda: k.Input(3), r"Write shape=\(3,\)"),
    ],
)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_the_shape_may_be_given_as_other_layers_take_it():
    assert layers.InputLayer(input_shape=(3,)).batch_shape == (None, 3)
    assert layers.InputLayer(input_shape=(3,), batch_size=2).batch_shape == (2, 3)
