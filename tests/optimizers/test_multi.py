"""Several optimizers for one model, against the oracle."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k


def pair(lib):
    """Two variables with paths enc/kernel and dec/kernel."""
    made = []
    for scope in ("enc", "dec"):
        with lib.name_scope(scope):
            made.append(lib.Variable(np.ones(2, "float32"), name="kernel"))
    return made


def two(lib, **options):
    """SGD, and Adam for what lies under enc."""
    o = lib.optimizers
    table = {"enc.*": o.Adam(0.2, name="one"), "never": o.SGD(0.3, name="three")}
    default = o.SGD(0.1, momentum=0.9, loss_scale_factor=2.0, name="two")
    return o.MultiOptimizer(o.OptimizerMap(default, table), name="multi", **options)


@pytest.mark.parametrize("options", [{}, {"loss_scale_factor": 4.0}], ids=str)
def test_each_variable_moves_as_its_optimizer_says(options):
    found = []
    for lib in (k, keras):
        optimizer, variables = two(lib, **options), pair(lib)
        for i in range(3):
            optimizer.apply([np.full(2, i + 1.0, "float32")] * 2, variables)
        everything = [*variables, *optimizer.variables]
        found.append(([v.path for v in everything], [np.asarray(v.value) for v in everything]))
    (paths, ours), (their_paths, theirs) = found
    assert paths == their_paths
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_a_callable_chooses():
    o = k.optimizers
    optimizer = o.MultiOptimizer(lambda v: o.Adam(0.2) if "enc" in v.path else o.SGD(0.5))
    optimizer.build(pair(k))
    assert [type(x).__name__ for x in optimizer.optimizers] == ["Adam", "SGD"]


def test_it_trains_in_the_compiled_program_and_finishes_averages():
    model = k.Sequential(
        [k.layers.Input((2,)), k.layers.Dense(3, name="enc"), k.layers.Dense(1, name="dec")]
    )
    o = k.optimizers
    table = {".*enc/.*": o.SGD(0.05, use_ema=True, ema_momentum=0.0)}
    model.compile(o.MultiOptimizer(o.OptimizerMap(o.Adam(0.05), table)), "mse")
    x = np.random.default_rng(0).normal(size=(32, 2)).astype("float32")
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=10, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert [int(one.iterations) for one in model.optimizer.optimizers] == [10, 10]


def test_the_config_is_that_of_keras():
    ours, theirs = two(k).get_config(), two(keras).get_config()
    assert ours == theirs
    again = k.optimizers.MultiOptimizer.from_config(theirs)
    assert again.get_config() == ours
    assert isinstance(again.optimizer_map["enc/kernel"], k.optimizers.Adam)


def test_it_has_no_rate_of_its_own():
    optimizer = two(k)
    with pytest.raises(AttributeError, match="MultiOptimizer 'multi'.*it has none of its own"):
        _ = optimizer.learning_rate
    with pytest.raises(AttributeError, match="it has none of its own"):
        optimizer.learning_rate = 0.1


def test_a_map_finds_by_the_whole_path():
    o = k.optimizers
    default, one, other = o.SGD(), o.Adam(), o.Lion()
    table = o.OptimizerMap(default, {"enc": one, ".*kernel": other})
    assert [table[p] for p in ("enc", "encoder", "x/kernel")] == [one, default, other]
    table["x/kernel"] = default
    assert table["x/kernel"] is default
    del table["x/kernel"]
    assert (list(table), len(table)) == (["enc", ".*kernel"], 2)


def test_what_does_not_fit_is_refused():
    o = k.optimizers
    with pytest.raises(TypeError, match="`default_optimizer` must be an optimizer"):
        o.OptimizerMap(3)
    with pytest.raises(TypeError, match="`optimizer_map` must be a dict"):
        o.OptimizerMap(o.SGD(), 3)
    with pytest.raises(TypeError, match="`optimizer_map` must be an OptimizerMap or a callable"):
        o.MultiOptimizer(3)
    table = o.OptimizerMap(o.SGD(), {"enc.*": o.Adam(), ".*kernel": o.Lion()})
    with pytest.raises(ValueError, match=r"one key that matches 'enc/kernel'; got enc.*, .*kernel"):
        _ = table["enc/kernel"]
    with pytest.raises(ValueError, match="`key` must be new"):
        table["enc.*"] = o.SGD()
    with pytest.raises(ValueError, match="`foo` must be an optimizer"):
        table["foo"] = 3
