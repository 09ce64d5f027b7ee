"""The base of optimizers: what happens around every rule, the protocol of custom ones, errors."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.rules import OWN, SHARED, assert_same_steps

import keraunos as k


def variable(value=(1.0, 2.0), name="w", **more):
    return k.Variable(np.asarray(value, "float32"), name=name, **more)


class Custom:
    """A rule written for Keras, in the words of either library."""

    def __new__(cls, lib, **options):
        class Halving(lib.optimizers.Optimizer):
            def __init__(self, learning_rate=0.1, beta=0.5, **kwargs):
                super().__init__(learning_rate=learning_rate, **kwargs)
                self.beta = beta

            def build(self, variables):
                if self.built:
                    return
                super().build(variables)
                self.m = [
                    self.add_variable_from_reference(reference_variable=v, name="m")
                    for v in variables
                ]
                self.steps = self.add_variable(shape=(), initializer="ones", name="steps")
                self.own = lib.Variable(0.0, name="own", trainable=False)

            def update_step(self, gradient, variable, learning_rate):
                rate = lib.ops.cast(learning_rate, variable.dtype)
                m = self.m[self._get_variable_index(variable)]
                t = lib.ops.cast(self.iterations + 1, variable.dtype)
                self.assign(m, self.beta * m + gradient / t)
                self.assign_sub(variable, lib.ops.multiply(rate, m))
                self.assign_add(self.steps, 1.0)
                self.assign_add(self.own, 0.5)

        return Halving(**options)


# --- against the oracle -------------------------------------------------------------------------


@pytest.mark.parametrize("options", SHARED, ids=str)
def test_what_happens_around_the_rule_is_that_of_keras(options):
    assert_same_steps("SGD", {"momentum": 0.9, **options})


@pytest.mark.slow
@pytest.mark.parametrize("options", SHARED, ids=str)
@pytest.mark.parametrize("name", [n for n in OWN if n != "SGD"])
def test_every_rule_with_every_option(name, options):
    assert_same_steps(name, {**OWN[name][-1], **options})


def test_a_custom_rule_written_for_keras_runs_unchanged():
    found = []
    for lib in (k, keras):
        optimizer = Custom(lib, name="mine", weight_decay=0.1)
        w, v = (lib.Variable(np.ones(2, "float32"), name=n) for n in "wv")
        optimizer.build([w, v])
        trained, own = ([x.value for x in g] for g in ([w, v], optimizer.variables))
        for i in range(3):
            grads = [np.full(2, i + 1.0, "float32"), np.full(2, -1.0, "float32")]
            trained, own = jax.jit(optimizer.stateless_apply)(own, grads, trained)
        found.append(([x.path for x in optimizer.variables], [*trained, *own]))
    (paths, ours), (their_paths, theirs) = found
    assert paths == their_paths
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_a_custom_rule_trains_in_the_compiled_program():
    model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
    model.compile(Custom(k, learning_rate=0.05), "mse")
    x = np.random.default_rng(0).normal(size=(16, 2)).astype("float32")
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert int(model.optimizer.iterations) == 5
    assert float(model.optimizer.own) == 5.0  # two variables, five steps


# --- constraints, averages, accumulation --------------------------------------------------------


def test_constraints_follow_averages():
    w = variable((1.0, 2.0))
    w.constraint = k.constraints.MaxNorm(1.0)
    optimizer = k.optimizers.SGD(0.1, use_ema=True)
    optimizer.apply([np.ones(2)], [w])
    average = next(v for v in optimizer.variables if v.name == "w_average")
    np.testing.assert_allclose(average.numpy(), [0.9, 1.9], rtol=1e-6)
    assert np.linalg.norm(w.numpy()) == pytest.approx(1.0, rel=1e-5)


def test_variables_become_their_averages_at_the_end():
    w = variable((1.0,))
    optimizer = k.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5)
    for _ in range(2):
        optimizer.apply([np.ones(1)], [w])
    optimizer.finalize_variable_values([w])
    np.testing.assert_allclose(w.numpy(), [0.85], rtol=1e-6)


def test_iterations_count_updates_not_gathered_gradients():
    optimizer, w = k.optimizers.SGD(gradient_accumulation_steps=3), variable()
    counts = []
    for _ in range(6):
        optimizer.apply([np.ones(2)], [w])
        counts.append(int(optimizer.iterations))
    assert counts == [0, 0, 1, 1, 1, 2]


def test_a_variable_overwritten_with_its_gradient():
    w, scale = variable(), variable((5.0, 5.0), "scale")
    scale.overwrite_with_gradient = True
    k.optimizers.SGD(0.1).apply([np.ones(2), np.array([7.0, 8.0])], [w, scale])
    np.testing.assert_array_equal(scale.numpy(), [7.0, 8.0])
    np.testing.assert_allclose(w.numpy(), [0.9, 1.9], rtol=1e-6)


def test_names_and_variables_are_left_out_of_weight_decay():
    optimizer = k.optimizers.SGD(0.1, weight_decay=0.5)
    kernel, bias, gain = (variable((1.0,), n) for n in ("kernel", "bias", "gain"))
    optimizer.exclude_from_weight_decay(var_list=[gain], var_names=["bi.s"])
    optimizer.apply([np.zeros(1)] * 3, [kernel, bias, gain])
    assert [float(v.numpy()[0]) for v in (kernel, bias, gain)] == [pytest.approx(0.95), 1.0, 1.0]


# --- the learning rate --------------------------------------------------------------------------


def test_the_rate_may_be_assigned():
    optimizer, w = k.optimizers.SGD(0.1), variable((1.0,))
    optimizer.learning_rate = 0.5
    optimizer.apply([np.ones(1)], [w])
    assert float(w.numpy()[0]) == 0.5
    optimizer.learning_rate.assign(0.25)
    assert float(optimizer.learning_rate) == 0.25


def test_a_callable_rate_is_asked_at_each_step():
    rates = iter([0.5, 0.25])
    optimizer, w = k.optimizers.SGD(lambda: next(rates)), variable((1.0,))
    for _ in range(2):
        optimizer.apply([np.ones(1)], [w])
    assert float(w.numpy()[0]) == 0.25
    assert [v.name for v in optimizer.variables] == ["iteration"]


def test_a_schedule_cannot_be_assigned_a_number():
    optimizer = k.optimizers.SGD(k.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5))
    with pytest.raises(TypeError, match="SGD: the learning rate follows a schedule"):
        optimizer.learning_rate = 0.5
    optimizer.learning_rate = k.optimizers.schedules.ExponentialDecay(0.2, 1, 0.5)
    assert float(optimizer.learning_rate) == pytest.approx(0.2)


# --- the protocol -------------------------------------------------------------------------------


def test_pairs_may_be_given():
    optimizer, w = k.optimizers.SGD(0.5), variable((1.0,))
    assert int(optimizer.apply_gradients([(np.ones(1), w)])) == 1
    assert float(w.numpy()[0]) == 0.5


def test_a_variable_without_a_gradient_stays_and_is_named():
    optimizer, w, v = k.optimizers.SGD(0.5), variable((1.0,), "w"), variable((1.0,), "v")
    with pytest.warns(UserWarning, match="no gradient came for v"):
        optimizer.apply([np.ones(1), None], [w, v])
    assert [float(x.numpy()[0]) for x in (w, v)] == [0.5, 1.0]
    with pytest.raises(ValueError, match="no gradient came for w, v"):
        optimizer.apply([None, None], [w, v])


def test_the_pure_view_leaves_variables_alone():
    optimizer, w = k.optimizers.Adam(0.1), variable((1.0,))
    optimizer.build([w])
    values = [v.value for v in optimizer.variables]
    trained, own = optimizer.stateless_apply(values, [np.ones(1)], [w.value])
    assert float(trained[0][0]) == pytest.approx(0.9, rel=1e-5)
    assert int(own[0]) == 1
    assert (float(w.numpy()[0]), int(optimizer.iterations)) == (1.0, 0)


def test_weights_come_and_go():
    one, other = k.optimizers.Adam(0.1), k.optimizers.Adam(0.2)
    w, v = variable(), variable()
    one.apply([np.ones(2)], [w])
    other.build([v])
    other.set_weights(one.get_weights())
    for a, b in zip(one.variables, other.variables):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_optimizers_of_one_process_have_names_of_their_own():
    names = [k.optimizers.SGD().name, k.optimizers.SGD().name, k.optimizers.AdamW().name]
    assert names == ["sgd", "sgd_1", "adam_w"]


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"clipnorm": 1.0, "clipvalue": 1.0}, "`clipnorm` must be the only clip given"),
        ({"gradient_accumulation_steps": 1}, "`gradient_accumulation_steps` must be an int >= 2"),
        ({"use_ema": True, "ema_momentum": 2.0}, r"`ema_momentum` must be a float in \[0, 1\]"),
        ({"use_ema": True, "ema_overwrite_frequency": 1.5}, "`ema_overwrite_frequency` must be"),
        ({"learning_rate": "fast"}, "`learning_rate` must be a float, a schedule or a callable"),
        ({"learning_rate": None}, "`learning_rate` must be a float, a schedule or a callable"),
        ({"momentun": 0.9}, "unknown argument 'momentun'. Did you mean 'momentum'"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        k.optimizers.SGD(**wrong)


def test_calls_that_do_not_fit_are_refused():
    optimizer, w, stranger = k.optimizers.SGD(), variable(), variable(name="stranger")
    with pytest.raises(ValueError, match=r"expected 0 gradients.*build\(\) it first"):
        optimizer.apply([np.ones(2)])
    with pytest.raises(ValueError, match=r"Call build\(variables\) first"):
        optimizer.stateless_apply([0, 0.1], [np.ones(2)], [np.ones(2)])
    optimizer.build([w])
    with pytest.raises(ValueError, match="expected 1 gradients"):
        optimizer.apply([np.ones(2)] * 2, [w])
    with pytest.raises(ValueError, match="variables it was built for; got 'stranger'"):
        optimizer.apply([np.ones(2)], [stranger])
    with pytest.raises(ValueError, match="expected values of 1 trainable and 2 own"):
        optimizer.stateless_apply([0], [np.ones(2)], [np.ones(2)])
    with pytest.raises(NotImplementedError, match=r"update_step\(\) is not written"):
        k.optimizers.Optimizer(0.1).apply([np.ones(2)], [w])
