import numpy as np
import pytest

import keraunos as k
from keraunos import layers, ops

X = np.ones((2, 3), "f4")


class Scale(layers.Layer):
    def __init__(self, factor=2.0, **base):
        super().__init__(**base)
        self.factor = factor

    def build(self, input_shape):
        self.weight = self.add_weight((input_shape[-1],), "ones", name="weight")

    def call(self, inputs, training=False):
        return inputs * self.weight * (self.factor if training else 1.0)


class Half(layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight((1,), "ones")
        raise ValueError("no")

    def call(self, inputs):
        return inputs


def test_a_layer_of_ones_own():
    layer = Scale(3.0, name="s")
    np.testing.assert_array_equal(layer(X, training=True), 3)
    assert layer.get_config()["factor"] == 3.0
    assert layer.weight.path == "s/weight"
    assert layer.count_params() == 3


def test_the_call_around_says_whether_this_is_training():
    class Outer(layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = Scale()

        def call(self, inputs):
            return self.inner(inputs)

    outer = Outer()
    np.testing.assert_array_equal(outer(X, training=True), 2)
    np.testing.assert_array_equal(outer(X), 1)


def test_losses_of_a_call_and_of_weights():
    layer = layers.Dense(2, kernel_regularizer="l2", activity_regularizer="l2")
    layer(X)
    layer(X)
    assert len(layer.losses) == 2  # those of the last call and of the kernel
    kernel, _ = layer.get_weights()
    expected = 0.01 * np.sum((X @ kernel) ** 2) / 2, 0.01 * np.sum(kernel**2)
    np.testing.assert_allclose([float(x) for x in layer.losses], expected, rtol=1e-5)


def test_a_pure_call_changes_nothing():
    layer = layers.BatchNormalization()
    layer.build(X.shape)
    before = layer.get_weights()
    values = [
        [v.value for v in g] for g in (layer.trainable_variables, layer.non_trainable_variables)
    ]
    _, new = layer.stateless_call(*values, X, training=True)
    for a, b in zip(layer.get_weights(), before):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(new[0], values[1][0])


def test_a_failed_build_leaves_nothing():
    layer = Half()
    with pytest.raises(ValueError, match="no"):
        layer(X)
    assert not layer.weights
    assert not layer.built


def test_policies_cast_inputs_and_reads():
    layer = Scale(dtype="mixed_bfloat16")
    assert layer(X).dtype == "bfloat16"
    assert (layer.dtype, layer.compute_dtype, layer.weight.dtype) == (
        "float32",
        "bfloat16",
        "float32",
    )
    assert Scale(dtype="mixed_bfloat16", autocast=False)(X).dtype == "float32"


def test_masks_of_several_inputs_go_to_their_arguments():
    class Pair(layers.Layer):
        def call(self, query, value, query_mask=None, value_mask=None):
            return ops.convert_to_tensor([query_mask is not None, value_mask is not None])

    masked = layers.Masking()(np.ones((1, 2, 3), "f4"))
    assert Pair()(masked, np.ones((1, 2, 3))).tolist() == [True, False]
    assert Pair()(np.ones((1, 2, 3)), value=masked).tolist() == [False, True]


def test_weights_are_saved_and_read_back():
    first, second = layers.Dense(2), layers.Dense(2)
    first.build((None, 3))
    second.build((None, 3))
    store = {}
    first.save_own_variables(store)
    second.load_own_variables(store)
    np.testing.assert_array_equal(first.kernel.value, second.kernel.value)
    with pytest.raises(ValueError, match="load_own_variables expects 2 arrays; got 0"):
        second.load_own_variables({})


def test_shapes_at_the_first_layer():
    assert layers.Dense(2, input_shape=(3,)).batch_shape_argument == (None, 3)
    assert layers.Dense(2, input_dim=3).batch_shape_argument == (None, 3)
    assert layers.Dense(2, batch_shape=(4, 3)).batch_shape_argument == (4, 3)
    with pytest.raises(ValueError, match=r"Write input_shape=\(3,\)"):
        layers.Dense(2, input_shape=3)


ERRORS = [
    (ValueError, lambda: layers.Dense(2, activaton="relu"), "Did you mean 'activation'"),
    (ValueError, lambda: layers.Dense(2, name="a/b"), "`name` must be free of '/'"),
    (ValueError, lambda: layers.Dense(2)(3), "`inputs` must be an array"),
    (ValueError, lambda: Scale().count_params(), "count_params needs a built layer"),
    (NotImplementedError, lambda: layers.Layer()(X), r"call\(\) is not written"),
    (NotImplementedError, lambda: Scale().add_metric(None), "Pass metrics to compile"),
    (NotImplementedError, lambda: Scale().quantize("int8"), "Use dtype='bfloat16'"),
]


@pytest.mark.parametrize(("error", "make", "sentence"), ERRORS)
def test_errors_say_what_to_do(error, make, sentence):
    with pytest.raises(error, match=sentence):
        make()


def test_an_error_says_where_it_happened():
    model = k.Sequential([k.Input((3,)), layers.Lambda(lambda x: x[:, :, 0], output_shape=(1,))])
    with pytest.raises(IndexError) as caught:
        model(X)
    assert "While calling Sequential 'sequential' > Lambda 'lambda'" in caught.value.__notes__[0]


def test_a_flag_equal_to_the_default_says_nothing_in_a_graph():
    """Keras writes the default of each call into its files; the call around still decides."""
    inputs = k.Input((64,))
    outputs = k.layers.Dropout(0.5)(inputs, training=False)
    model = k.Model(inputs, outputs)
    ones = np.ones((2, 64), "f4")
    assert (np.asarray(model(ones, training=True)) == 0).any()
    assert (np.asarray(model(ones, training=False)) == 1).all()
    always = k.Model(inputs, k.layers.Dropout(0.5)(inputs, training=True))
    assert (np.asarray(always(ones, training=False)) == 0).any()
