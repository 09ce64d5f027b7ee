"""Layers in int8 against the oracle: outputs, gradients, weights, configs, errors."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

CASES = [
    ("Dense", {"units": 3}, (5, 4)),
    ("Dense", {"units": 3, "activation": "tanh", "use_bias": False}, (2, 5, 4)),
    ("EinsumDense",
     {"equation": "abc,cde->abde", "output_shape": (None, 3, 2), "bias_axes": "de"}, (2, 5, 4)),
    ("EinsumDense", {"equation": "btnh,nhd->btd", "output_shape": (None, 3)}, (2, 5, 4, 6)),
    ("EinsumDense", {"equation": "abc,cd->adb", "output_shape": (3, None)}, (2, 5, 4)),
    ("Embedding", {"input_dim": 7, "output_dim": 4}, (2, 3)),
]  # fmt: skip
CONFIGS = [
    lambda q: None,
    lambda q: q.Int8QuantizationConfig(activation_quantizer=None),
]


def quantized(module, name, options, shape, config):
    layer = getattr(module.layers, name)(**options, name="x")
    layer.build(shape)
    random = np.random.default_rng(0)
    layer.set_weights([random.normal(size=w.shape) for w in layer.get_weights()])
    layer.quantize("int8", config=config(module.quantizers))
    return layer


def inputs(name, shape):
    if name == "Embedding":
        return np.arange(6).reshape(shape)
    return np.random.default_rng(1).normal(size=shape).astype("float32")


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize(("name", "options", "shape"), CASES)
def test_int8_is_that_of_keras(name, options, shape, config):
    ours, theirs = (quantized(m, name, options, shape, config) for m in (k, keras))
    x = inputs(name, shape)
    np.testing.assert_allclose(ours(x), theirs(x), **TOLERANCE["float32"])
    facts = [[(w.name, w.dtype, tuple(w.shape), w.trainable) for w in layer.weights]
             for layer in (ours, theirs)]  # fmt: skip
    assert facts[0] == facts[1]
    assert (ours.quantization_mode, ours.dtype_policy.name) == ("int8", "int8_from_float32")
    stores = [{}, {}]
    for layer, store in zip((ours, theirs), stores):
        layer.save_own_variables(store)
    for key, value in stores[1].items():
        np.testing.assert_array_equal(stores[0][key], np.asarray(value))
    if name != "Embedding":
        found, wanted = (jax.grad(lambda x, f=f: (f(x) ** 2).sum())(x) for f in (ours, theirs))
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("name", "options", "shape"), CASES)
def test_a_config_makes_it_again(name, options, shape):
    layer = quantized(k, name, options, shape, CONFIGS[0])
    again = type(layer).from_config(layer.get_config())
    again.build(shape)
    again.set_weights(layer.get_weights())
    x = inputs(name, shape)
    np.testing.assert_array_equal(again(x), layer(x))
    assert again.quantization_config.mode == "int8"


def test_dots_in_an_equation():
    layer = k.layers.EinsumDense("...x,xy->...y", (5, 3))
    x = inputs("", (2, 5, 4))
    before = layer(x)
    layer.quantize("int8")
    np.testing.assert_allclose(layer(x), before, atol=0.1)


def test_sixteen_bits_stay():
    layer = k.layers.Dense(3, dtype="mixed_bfloat16")
    x = inputs("", (2, 4))
    layer(x)
    layer.quantize("int8")
    assert (layer(x).dtype, layer.dtype_policy.name) == ("bfloat16", "int8_from_mixed_bfloat16")


def built():
    layer = k.layers.Dense(2)
    layer.build((None, 3))
    return layer


def twice():
    layer = built()
    layer.quantize("int8")
    layer.quantize("int8")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: k.layers.Dense(2).quantize("int8"), ValueError, "needs a built layer"),
        (lambda: built().quantize(), ValueError, "got neither"),
        (lambda: built().quantize("bogus"), ValueError, "`mode` must be one of"),
        (lambda: built().quantize(config=3), ValueError, "a QuantizationConfig"),
        (lambda: built().quantize("int4", config=k.quantizers.Int8QuantizationConfig()),
         ValueError, "of mode"),
        (lambda: built().quantize("float8"), NotImplementedError, "hold 'int8'"),
        (lambda: k.layers.Dense(2, quantization_config=3), NotImplementedError, "Int8QuantizationConfig"),
        (twice, ValueError, "int8_from_float32 already"),
    ],
)  # fmt: skip
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call()
