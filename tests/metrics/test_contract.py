"""What every registered metric keeps: signature, names, configs, states and results as Keras has them."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.metrics import GRID, gathered, made
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos.core import registry

registry.complete("keras.metrics")
REGISTERED = registry.registered("keras.metrics")
CLASSES = {n: c for n, c in REGISTERED.items() if inspect.isclass(c) and hasattr(keras.metrics, n)}
BESIDE_THE_GRID = {"Metric"}
ONE_OF_A_FAMILY = ["MeanSquaredError", "RootMeanSquaredError", "SparseTopKCategoricalAccuracy", "AUC",
                   "Precision", "TruePositives", "PrecisionAtRecall", "OneHotIoU", "BinaryIoU", "F1Score",
                   "R2Score", "PearsonCorrelation"]  # fmt: skip


def arguments(thing):
    """The arguments of a class or function as (name, default) pairs."""
    function = thing.__init__ if inspect.isclass(thing) else thing
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    return [(p.name, p.default) for p in parameters]


def plain(config):
    """A config without its name, arrays and tuples as lists."""
    lists = {n: np.asarray(v).tolist() if isinstance(v, (list, tuple)) or hasattr(v, "shape") else v
             for n, v in config.items()}  # fmt: skip
    return {n: v for n, v in lists.items() if n != "name"}


@pytest.mark.parametrize("name", sorted(n for n in dir(keras.metrics) if not n.startswith("_")))
def test_everything_public_is_there_with_the_same_arguments(name):
    ours, theirs = arguments(getattr(k.metrics, name)), arguments(getattr(keras.metrics, name))
    if name.islower() or name == "Mean":
        ours, theirs = dict(ours), dict(theirs)
    assert ours == theirs


def test_every_class_is_in_the_grid():
    assert set(CLASSES) - BESIDE_THE_GRID == set(GRID)


@pytest.mark.parametrize("name", GRID)
def test_states_and_results_equal_keras(name):
    metrics, states, results = gathered(k, name)
    others, their_states, their_results = gathered(keras, name)
    for i, (metric, other) in enumerate(zip(metrics, others, strict=True)):
        assert [v.name for v in metric.variables] == [v.name for v in other.variables]
        for ours, theirs in zip([*states[i], results[i]], [*their_states[i], their_results[i]]):
            assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype), GRID[name][0][i]
            np.testing.assert_allclose(
                ours, theirs, **TOLERANCE["float32"], err_msg=str(GRID[name][0][i])
            )


def sixteen(batch, dtype):
    """A batch whose outputs and weights are in 16 bits."""
    first, *rest = batch
    floats = [None if a is None else np.asarray(a) for a in rest]
    return [
        first,
        *(a.astype(dtype) if a is not None and a.dtype.kind == "f" else a for a in floats),
    ]


@pytest.mark.filterwarnings("ignore::UserWarning")  # the oracle's, of few samples
@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("name", GRID)
def test_under_a_mixed_policy_all_is_kept_in_float32_as_in_keras(name, dtype):
    options, batches = GRID[name]
    metrics = {}
    for lib in (k, keras):
        lib.config.set_dtype_policy(f"mixed_{dtype}")
        metrics[lib] = [made(lib, name, o) for o in options]
    keras.config.set_dtype_policy("float32")
    for ours, theirs in zip(metrics[k], metrics[keras]):
        for batch in batches:
            ours.update_state(*sixteen(batch, dtype))
            theirs.update_state(*sixteen(batch, dtype))
        assert ours.dtype == theirs.dtype
        assert [v.dtype for v in ours.variables] == [str(v.dtype) for v in theirs.variables]
        found, wanted = ours.result(), theirs.result()
        assert found.dtype == wanted.dtype
        np.testing.assert_allclose(found, wanted, **TOLERANCE[dtype])


@pytest.mark.parametrize("name", GRID)
def test_config_has_the_keys_of_keras_and_comes_back(name):
    for options in GRID[name][0]:
        ours, theirs = made(k, name, options), made(keras, name, options)
        config, expected = plain(ours.get_config()), plain(theirs.get_config())
        assert config == {**{o: options[o] for o in set(config) - set(expected)}, **expected}
        again = k.metrics.deserialize(k.metrics.serialize(ours))
        assert type(again) is type(ours)
        assert again.get_config() == ours.get_config()


@pytest.mark.parametrize("name", sorted(set(GRID) - {"MeanMetricWrapper"}))
def test_keras_reads_what_we_write_and_we_read_what_it_writes(name):
    options = GRID[name][0][0]
    ours, theirs = made(k, name, options), made(keras, name, options)
    assert keras.metrics.deserialize(k.metrics.serialize(ours)).name == ours.name
    assert plain(k.metrics.deserialize(keras.metrics.serialize(theirs)).get_config()) == plain(
        ours.get_config()
    )


def keras_finds(name):
    """What Keras' `get` gives for a name, as a class's name; None if it finds nothing."""
    try:
        found = keras.metrics.get(name)
    except (ValueError, TypeError):
        return None
    return type(found).__name__


def test_every_name_that_keras_finds_is_found():
    names = {s for n in REGISTERED for s in (n, registry.snake_case(n), n.upper())}
    expected = {n: found for n in names if (found := keras_finds(n)) is not None}
    assert len(expected) > 70
    assert {n: type(k.metrics.get(n)).__name__ for n in expected} == expected


@pytest.mark.parametrize("name", ONE_OF_A_FAMILY)
def test_step_by_step_gives_what_one_program_gives(name):
    options, batches = GRID[name]
    metric = made(k, name, options[0])
    for batch in batches[:2]:
        metric.update_state(*batch)
    step_by_step = metric.result()
    metric.reset_state()
    assert not any(np.any(v.numpy()) for v in metric.variables)

    def whole(state, batches):
        for batch in batches:
            state = metric.stateless_update_state(state, *batch)
        return metric.stateless_result(state)

    together = jax.jit(whole)(metric.stateless_reset_state(), batches[:2])
    np.testing.assert_allclose(step_by_step, together, **TOLERANCE["float32"])


@pytest.mark.parametrize("name", sorted(set(GRID) - {"Mean", "Sum", "IoU", "MeanIoU"}))
def test_outputs_of_sixteen_bits_stay_near_thirty_two(name):
    options, batches = GRID[name]
    y_true, y_pred = batches[0][:2]
    metric = made(k, name, options[0])
    metric.update_state(y_true, y_pred.astype(jnp.bfloat16) if y_pred.dtype.kind == "f" else y_pred)
    half = metric.result()
    metric.reset_state()
    metric.update_state(y_true, jnp.asarray(y_pred, jnp.bfloat16).astype("float32"))
    assert half.dtype == "float32"
    np.testing.assert_allclose(half, metric.result(), rtol=0.03, atol=0.03)


@pytest.mark.parametrize("name", CLASSES)
def test_which_way_is_better(name):
    options = GRID[name][0][0] if name in GRID else {}
    theirs = made(keras, name, options)
    expected = getattr(theirs, "_direction", None)
    if name != "MeanMetricWrapper":  # there it follows the function
        assert CLASSES[name]._direction == expected
