"""What compile() was given, spread over outputs: losses, weights, metrics, and shapes that do not fit."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.training.compiled import Compiled, check_target

ONE, TWO = [KerasTensor((None, 3))], [KerasTensor((None, 3)), KerasTensor((None, 1))]
NAMES = ["kind", "value"]


def built(outputs, names, targets=None, **options):
    compiled = Compiled(**options)
    compiled.build(targets or outputs, outputs if len(outputs) > 1 else outputs[0], names)
    return compiled


@pytest.mark.parametrize(
    "loss", ["mse", ["mse", "mae"], {"kind": "mse", "value": "mae"}, {"kind": "mse"}], ids=str
)
def test_losses_are_spread_over_outputs(loss):
    compiled = built(TWO, NAMES, loss=loss)
    names = compiled.names()
    assert names[0] == "loss"
    expected = [] if loss == {"kind": "mse"} else ["kind_loss", "value_loss"]
    assert names[1:] == expected


@pytest.mark.parametrize(
    ("metrics", "expected"),
    [
        ([["accuracy"], ["mae"]], ["kind_accuracy", "value_mae"]),
        ({"value": "mae"}, ["value_mae"]),
        ([[], ["mae", "mse"]], ["value_mae", "value_mse"]),
    ],
)
def test_metrics_are_spread_over_outputs(metrics, expected):
    compiled = built(TWO, NAMES, loss="mse", metrics=metrics)
    assert compiled.names()[3:] == expected


def test_names_of_one_output_stand_alone_and_never_clash():
    compiled = built(
        ONE, ["kind"], loss="mse", metrics=["mae", "mae"], weighted_metrics=["mae", "mse"]
    )
    assert compiled.names() == ["loss", "mae", "mae_1", "weighted_mae", "mse"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"loss": ["mse"] * 3}, r"^compile: `loss` must be one for each of the 2 outputs"),
        ({"loss": {"knid": "mse"}}, "unknown output in `loss` 'knid'. Did you mean 'kind'"),
        ({"loss": ["mse"]}, r"one for each of the 2 outputs"),
        ({"loss": "mse", "loss_weights": [1.0]}, "one for each of the 2 outputs"),
        ({"loss": "mse", "metrics": ["mae"]}, "a list of 2 lists, or a dict by output"),
    ],
)
def test_what_fits_no_output_is_refused(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        built(TWO, NAMES, **options)


def test_targets_are_aligned_by_name_or_order():
    compiled = built(TWO, NAMES, loss="mse")
    assert compiled.aligned({"value": 2, "kind": 1}, NAMES) == [1, 2]
    assert compiled.aligned([1, 2], NAMES) == [1, 2]
    with pytest.raises(ValueError, match=r"`y` must hold 2 array\(s\).*got 3"):
        compiled.aligned([1, 2, 3], NAMES)


@pytest.mark.parametrize(
    ("loss", "y", "output", "fits"),
    [
        ("mse", (None,), (None, 1), True),
        ("mse", (None, 1), (None,), True),
        ("mse", (None, 2), (None, 1), False),
        ("mse", (None, 1, 1), (None, 1), True),
        ("mse", (None,), (None, 3), False),
        ("categorical_crossentropy", (None,), (None, 3), False),
        ("sparse_categorical_crossentropy", (None, 1), (None, 3), True),
        ("sparse_categorical_crossentropy", (None, 7), (None, 7, 3), True),
        ("sparse_categorical_crossentropy", (None, 3), (None, 3), False),
        ("binary_crossentropy", (None, 4), (None, 4), True),
    ],
)
def test_shapes_are_checked_before_anything_is_traced(loss, y, output, fits):
    loss = k.losses.get(loss)
    wrapped = k.losses.LossFunctionWrapper(loss, name=loss.__name__)
    if fits:
        check_target(wrapped, KerasTensor(y), KerasTensor(output), "out")
        return
    with pytest.raises(ValueError, match=r"on output 'out'"):
        check_target(wrapped, KerasTensor(y), KerasTensor(output), "out")


def test_the_total_is_the_weighted_sum():
    compiled = built(TWO, NAMES, loss=["mse", "mae"], loss_weights=[2.0, 0.5])
    y = [np.zeros((4, 3), "float32"), np.zeros((4, 1), "float32")]
    outputs = [np.full((4, 3), 2.0, "float32"), np.full((4, 1), 3.0, "float32")]
    total = compiled.total_loss(y, outputs, None, [np.float32(1.0)])
    assert float(total) == pytest.approx(2 * 4 + 0.5 * 3 + 1)


def test_no_loss_at_all_is_an_error():
    compiled = built(ONE, ["kind"], loss=None)
    with pytest.raises(ValueError, match=r"no loss to minimise. Pass loss= to compile"):
        compiled.total_loss(None, np.zeros((2, 3)), None, [])


def test_eager_and_compiled_exclude_each_other():
    with pytest.warns(UserWarning, match="exclude each other. It runs eagerly"):
        compiled = Compiled(loss="mse", run_eagerly=True, jit_compile=True)
    assert compiled.run_eagerly
    assert not compiled.jit_compile


@pytest.mark.parametrize("steps", [0, -1, 2.5])
def test_a_dispatch_has_a_whole_number_of_steps(steps):
    with pytest.raises(ValueError, match="`steps_per_execution` must be an int >= 1"):
        Compiled(loss="mse", steps_per_execution=steps)


def test_an_output_without_a_loss_needs_no_target():
    x = k.Input((3,))
    model = k.Model(x, [k.layers.Dense(1, name="p")(x), k.layers.Dense(2)(x)])
    model.compile("sgd", loss=["mse", None], metrics=[["mae"], None])
    history = model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    assert sorted(history.history) == ["loss", "p_mae"]


def test_a_loss_of_ones_own_need_not_know_masks():
    class Own(k.losses.Loss):
        def __call__(self, y_true, y_pred, sample_weight=None):
            return k.ops.mean(k.ops.abs(y_true - y_pred))

    model = k.Sequential([k.Input((2,)), k.layers.Dense(1)])
    model.compile("sgd", Own())
    assert np.isfinite(model.train_on_batch(np.ones((2, 2)), np.ones((2, 1))))


def test_a_dict_may_name_the_one_output_with_a_loss():
    x = k.Input((3,))
    model = k.Model(x, [k.layers.Dense(1, name="kind")(x), k.layers.Dense(2, name="value")(x)])
    model.compile("sgd", loss={"kind": "mse"})
    for y in ({"kind": np.ones((4, 1))}, {"kind": np.ones((4, 1)), "value": np.ones((4, 2))}):
        assert list(model.fit(np.ones((4, 3)), y, verbose=0).history) == ["loss"]


def test_a_metric_asked_for_with_and_without_weights_has_two_names():
    both = {"metrics": [["mae"], None], "weighted_metrics": [["mae"], ["mae"]]}
    names = built(TWO, NAMES, loss="mse", **both).names()
    assert names[3:] == ["kind_mae", "kind_weighted_mae", "value_mae"]
    assert built(ONE, ["out"], metrics=["mae"], weighted_metrics=["mae"]).names()[1:] == [
        "mae",
        "weighted_mae",
    ]


def test_it_is_known_whether_anything_was_asked():
    assert Compiled(loss=[None], metrics=[], weighted_metrics={"a": None}).asks_nothing()
    assert not Compiled(metrics=["mae"]).asks_nothing()
