"""Distillation losses are those of the oracle, by every kind of loss."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

RNG = np.random.default_rng(0)
T, S = (RNG.normal(size=(4, 3)).astype("float32") for _ in "ts")

LOSSES = [
    lambda lib: "kl_divergence",
    lambda lib: "mse",
    lambda lib: "categorical_crossentropy",
    lambda lib: lib.losses.KLDivergence(),
    lambda lib: lib.losses.KLDivergence(reduction="sum"),
    lambda lib: lib.losses.CategoricalCrossentropy(from_logits=True),
    lambda lib: lib.losses.CosineSimilarity(),
    lambda lib: lambda t, s: (t - s) ** 2,
]


@pytest.mark.parametrize("temperature", [1.0, 3.0])
@pytest.mark.parametrize("loss", LOSSES)
def test_logits_against_the_oracle(loss, temperature):
    ours, theirs = (
        lib.distillation.LogitsDistillation(temperature, loss(lib)).compute_loss(T, S)
        for lib in (k, keras)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


@pytest.mark.parametrize("loss", LOSSES)
def test_features_against_the_oracle(loss):
    ours, theirs = (
        lib.distillation.FeatureDistillation(loss(lib)).compute_loss(T, S) for lib in (k, keras)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


@pytest.mark.parametrize(
    ("loss", "t", "s"),
    [
        (["mse", "mae"], [T, S], [S, T]),
        ({"a": "mse", "b": None}, {"a": T, "b": S}, {"a": S, "b": T}),
    ],
)
def test_structures_are_summed(loss, t, s):
    for name in ("LogitsDistillation", "FeatureDistillation"):
        ours, theirs = (
            getattr(lib.distillation, name)(loss=loss).compute_loss(t, s) for lib in (k, keras)
        )
        np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


@pytest.mark.parametrize(
    "make",
    [
        lambda lib: lib.distillation.LogitsDistillation(2.0),
        lambda lib: lib.distillation.LogitsDistillation(loss={"a": "mse"}),
        lambda lib: lib.distillation.FeatureDistillation("mae", "h", "g"),
    ],
)
def test_configs_are_the_oracle_s_and_come_back(make):
    config = make(k).get_config()
    assert config == make(keras).get_config()
    assert type(make(k)).from_config(config).get_config() == config


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda d: d.LogitsDistillation(0), "a number > 0"),
        (lambda d: d.LogitsDistillation("a"), "a number > 0"),
        (lambda d: d.LogitsDistillation(loss="nope"), "nope"),
        (lambda d: d.LogitsDistillation(loss=None), "`loss` must be"),
        (lambda d: d.FeatureDistillation(loss={"a": None}), "`loss` must be"),
        (lambda d: d.LogitsDistillation().compute_loss({"a": T}, {"a": T}), "structure"),
        (lambda d: d.LogitsDistillation(loss=["mse"]).compute_loss([T], [T, T]), "1 arrays"),
    ],
)
def test_what_cannot_be_done_is_said(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(k.distillation)
    with pytest.raises(ValueError):
        call(keras.distillation)


def test_a_loss_of_one_s_own_must_say_what_it_is():
    with pytest.raises(NotImplementedError, match="compute_loss"):
        k.distillation.DistillationLoss().compute_loss(T, S)
