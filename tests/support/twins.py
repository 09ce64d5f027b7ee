"""A layer here and the same layer in Keras: same weights, same input, same numbers."""

import jax
import jax.numpy as jnp
import numpy as np

import keraunos as k
from support.oracle import TOLERANCE, keras

QUICK = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


def quickly(function, *args):
    """One call, compiled with as little effort as may be."""
    return jax.jit(function).lower(*args).compile(QUICK)(*args)


def twins(name, *args, **kwargs):
    """The layer of that name in both libraries, made with the same arguments."""
    return [getattr(lib.layers, name)(*args, **kwargs) for lib in (k, keras)]


def draw(*shape, seed=0):
    """Normal numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def with_same_weights(ours, theirs, x):
    """Build both for x and give both the same random weights; running variances stay positive."""
    for layer in (ours, theirs):
        layer.build((None, *x.shape[1:]))
    assert [w.name for w in ours.weights] == [w.name for w in theirs.weights]
    assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    assert [w.trainable for w in ours.weights] == [w.trainable for w in theirs.weights]
    rng = np.random.default_rng(7)
    values = [rng.normal(size=w.shape).astype("float32") for w in ours.weights]
    positive = ("variance", "stddev")
    values = [
        abs(v) + 0.1 if w.name.endswith(positive) else v for v, w in zip(values, ours.weights)
    ]
    ours.set_weights(values)
    theirs.set_weights(values)


def value_and_gradients(layer, x, **call):
    """The output, and the gradients of Σ output · wave for the input and each trainable weight."""
    others = [v.value for v in layer.non_trainable_variables]

    def loss(x, weights):
        y = layer.stateless_call(weights, others, x, **call)[0]
        wave = jnp.sin(jnp.arange(y.size, dtype=y.dtype)).reshape(y.shape)
        return (y * wave).sum(), y

    step = jax.value_and_grad(loss, argnums=(0, 1), has_aux=True)
    weights = [v.value for v in layer.trainable_variables]
    (_, y), (dx, dw) = quickly(step, jnp.asarray(x), weights)
    return [y, dx, *dw]


def assert_twins(name, x, *args, call=None, config=True, **kwargs):
    """Weights, output, gradients, output shape and config are Keras'.

    Sums over many products are as far apart as their size times the rounding of one product, so the
    absolute tolerance is that of the largest element.
    """
    ours, theirs = twins(name, *args, **kwargs)
    with_same_weights(ours, theirs, x)
    found = value_and_gradients(ours, x, **(call or {}))
    wanted = value_and_gradients(theirs, x, **(call or {}))
    rtol, atol = TOLERANCE["float32"].values()
    for mine, his in zip(found, wanted, strict=True):
        scale = max(1.0, float(abs(his).max(initial=0)))
        np.testing.assert_allclose(mine, his, rtol=rtol, atol=atol * scale)
    shape = (None, *x.shape[1:])
    assert ours.compute_output_shape(shape) == tuple(theirs.compute_output_shape(shape))
    assert found[0].shape[1:] == ours.compute_output_shape(x.shape)[1:]
    if config:
        assert_same_config(*twins(name, *args, **kwargs))
    return ours, theirs


def assert_same_config(ours, theirs):
    """The same keys, the same plain values, and a layer made from ours is equal."""
    mine, his = ours.get_config(), theirs.get_config()
    assert set(mine) == set(his)

    def plain(config):
        return {
            key: list(v) if isinstance(v, tuple) else v
            for key, v in config.items()
            if key not in ("name", "dtype") and not isinstance(v, dict)
        }

    assert as_lists(plain(mine)) == as_lists(plain(his))
    again = type(ours).from_config(mine)
    assert as_lists(again.get_config()) == as_lists(mine)


def as_lists(x):
    """Tuples as lists, at any depth: JSON knows no tuples."""
    if isinstance(x, dict):
        return {key: as_lists(value) for key, value in x.items()}
    return [as_lists(v) for v in x] if isinstance(x, (list, tuple)) else x
