"""A distiller's runs are those of the oracle, step for step."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(20, 4)).astype("float32"), RNG.normal(size=(20, 3)).astype("float32")


def stack(lib, seed, units, inputs=4, outputs=3):
    """The same weights in either library."""
    model = lib.Sequential(
        [
            lib.Input((inputs,)),
            lib.layers.Dense(units, activation="relu", name="h"),
            lib.layers.Dense(outputs, name="o"),
        ]
    )
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(size=w.shape).astype("float32") for w in model.get_weights()])
    return model


CASES = {
    "logits": (lambda d: d.LogitsDistillation(2.0, "mse"), {}),
    "weight": (lambda d: d.LogitsDistillation(2.0, "mse"), {"student_loss_weight": 0.2}),
    "data alone": (lambda d: d.LogitsDistillation(), {"student_loss_weight": 1.0}),
    "teacher alone": (lambda d: d.LogitsDistillation(loss="mae"), {"student_loss_weight": 0.0}),
    "layers": (lambda d: d.FeatureDistillation("mse", "h", "h"), {}),
    "outputs": (lambda d: d.FeatureDistillation("cosine_similarity"), {}),
    "both": (
        lambda d: [d.LogitsDistillation(loss="mse"), d.FeatureDistillation("mae", "h", "h")],
        {"distillation_loss_weights": [0.3, 2.0]},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fit_is_the_oracle_s(case):
    losses, options = CASES[case]
    logs, weights = [], []
    for lib in (k, keras):
        teacher, student = stack(lib, 1, 6), stack(lib, 2, 6)
        distiller = lib.distillation.Distiller(
            teacher, student, losses(lib.distillation), **options
        )
        distiller.compile(lib.optimizers.SGD(0.01), "mse", metrics=["mae"])
        fit = distiller.fit(X, Y, batch_size=8, epochs=3, shuffle=False, verbose=0)
        told = distiller.evaluate(X, Y, batch_size=8, verbose=0, return_dict=True)
        logs.append({**fit.history, **{f"last {name}": value for name, value in told.items()}})
        weights.append(student.get_weights() + teacher.get_weights())
    assert sorted(logs[0]) == sorted(logs[1])
    for name, values in logs[1].items():
        np.testing.assert_allclose(logs[0][name], values, rtol=1e-4, atol=1e-5, err_msg=name)
    for ours, theirs in zip(*weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def distiller(losses=None, **options):
    d = k.distillation.Distiller(
        stack(k, 1, 6), stack(k, 2, 5), losses or k.distillation.LogitsDistillation(loss="mse"),
        **options,
    )  # fmt: skip
    d.compile("sgd", "mse")
    return d


def test_without_targets_the_teacher_says_all():
    history = distiller().fit(X, verbose=0).history
    assert history["student_loss"] == [0.0]
    np.testing.assert_allclose(history["loss"], 0.5 * np.array(history["distillation_loss"]))


def test_the_student_is_what_predicts_and_trains():
    d = distiller()
    np.testing.assert_array_equal(d.predict(X, verbose=0), d.student.predict(X, verbose=0))
    assert len(d.trainable_variables) == 4
    assert not d.teacher.trainable
    assert d.name == "distiller"


def test_it_is_saved_and_loaded(tmp_path):
    d = distiller(student_loss_weight=0.3)
    d.fit(X, Y, verbose=0)
    d.save(tmp_path / "d.keras")
    again = k.models.load_model(tmp_path / "d.keras")
    told = [m.evaluate(X, Y, verbose=0, return_dict=True) for m in (d, again)]
    assert told[0] == pytest.approx(told[1], rel=1e-6)
    assert again.student_loss_weight == 0.3


def test_outputs_may_be_a_dict():
    def model(units):
        x = k.Input((4,))
        h = k.layers.Dense(units)(x)
        return k.Model(x, {"p": k.layers.Dense(3)(h), "q": k.layers.Dense(2)(h)})

    loss = k.distillation.LogitsDistillation(loss={"p": "mse", "q": None})
    d = k.distillation.Distiller(model(6), model(3), loss)
    d.compile("sgd", {"p": "mse", "q": "mae"})
    history = d.fit(X, {"p": Y, "q": Y[:, :2]}, verbose=0).history
    assert np.isfinite(history["loss"]).all()
    assert history["distillation_loss"][0] > 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda d, t, s, loss: d(t, s, loss, student_loss_weight=2.0), r"in \[0, 1\]"),
        (lambda d, t, s, loss: d(t, s, loss, student_loss_weight="a"), r"in \[0, 1\]"),
        (lambda d, t, s, loss: d(t, s, [loss], [1.0, 2.0]), "1 numbers"),
        (lambda d, t, s, loss: d(1, s, loss), "`teacher` must be a Model"),
        (lambda d, t, s, loss: d(t, 1, loss), "`student` must be a Model"),
        (lambda d, t, s, loss: d(t, s, None), "DistillationLosses"),
        (lambda d, t, s, loss: d(t, stack(k, 0, 2, outputs=2), loss), "output shapes"),
        (lambda d, t, s, loss: d(t, stack(k, 0, 2, inputs=5), loss), "input shapes"),
        (
            lambda d, t, s, loss: d(t, s, k.distillation.FeatureDistillation("mse", "zz", "h")),
            "'zz'",
        ),
        (lambda d, t, s, loss: d(t, s, loss).compile("sgd"), "`loss` must be a loss"),
        (lambda d, t, s, loss: d(t, s, loss).compile("sgd", "mse", "mae"), "a list"),
        (lambda d, t, s, loss: d(t, s, loss).compute_loss(X, Y), "not compiled"),
    ],
)
def test_what_cannot_be_done_is_said(call, sentence):
    parts = stack(k, 1, 6), stack(k, 2, 5), k.distillation.LogitsDistillation()
    with pytest.raises(ValueError, match=sentence):
        call(k.distillation.Distiller, *parts)
