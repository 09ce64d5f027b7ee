"""Distributions of the random initializers: mean, spread, bounds, orthogonality, as the oracle's."""

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.initializers.random import fans, truncated_normal

SHAPES = ((3, 3, 40, 50), (5000,))
SPREAD = [
    ("RandomNormal", {}), ("RandomNormal", {"mean": 1.0, "stddev": 2.0}),
    ("TruncatedNormal", {}), ("TruncatedNormal", {"mean": -1.0, "stddev": 0.5}),
    ("RandomUniform", {}), ("RandomUniform", {"minval": 1.0, "maxval": 3.0}),
    ("GlorotNormal", {}), ("GlorotUniform", {}), ("HeNormal", {}), ("HeUniform", {}),
    ("LecunNormal", {}), ("LecunUniform", {}),
    *(("VarianceScaling", {"scale": 2.0, "mode": mode, "distribution": kind})
      for mode in ("fan_in", "fan_out", "fan_avg")
      for kind in ("truncated_normal", "untruncated_normal", "uniform")),
    ("HeNormal", {"input_axes": [0], "output_axes": [-1]}), ("HeNormal", {"input_axes": [0]}),
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("name", "options"), SPREAD, ids=str)
def test_mean_spread_and_bounds_are_those_of_keras(name, options, shape):
    ours = getattr(k.initializers, name)(seed=1, **options)(shape)
    theirs = np.asarray(getattr(keras.initializers, name)(seed=1, **options)(shape))
    spread, sampling = theirs.std(), 6 / np.sqrt(ours.size)
    assert abs(ours.mean() - theirs.mean()) < sampling * spread
    assert ours.std() == pytest.approx(spread, rel=sampling)
    if "Uniform" in name or "Truncated" in name or options.get("distribution", "") == "uniform":
        for bound in (np.min, np.max):
            assert bound(ours - theirs.mean()) == pytest.approx(
                bound(theirs - theirs.mean()), rel=0.05
            )


@pytest.mark.parametrize("shape", [(5, 5), (7, 3), (3, 7), (2, 3, 4), (1, 9)], ids=str)
def test_rows_or_columns_are_orthonormal(shape):
    flat = k.initializers.Orthogonal(gain=2.0, seed=1)(shape).reshape(-1, shape[-1])
    gram = flat @ flat.T if flat.shape[0] <= flat.shape[1] else flat.T @ flat
    np.testing.assert_allclose(gram, 4.0 * np.eye(len(gram)), atol=1e-5)


def test_orthogonal_matrices_are_uniform():
    """Signs are fixed by r's diagonal: else the first element would never be positive."""
    corners = [float(k.initializers.Orthogonal(seed=s)((2, 2))[0, 0]) for s in range(200)]
    assert abs(np.mean(corners)) < 0.2
    assert min(corners) < -0.9 < 0.9 < max(corners)


def test_truncated_numbers_stay_within_two_deviations():
    drawn = truncated_normal(np.random.default_rng(0), (200, 100))
    assert 1.9 < np.abs(drawn).max() <= 2.0
    assert drawn.std() == pytest.approx(0.8796, rel=0.02)
    assert truncated_normal(np.random.default_rng(0), (0, 3)).shape == (0, 3)


@pytest.mark.parametrize(
    ("shape", "axes", "wanted"),
    [
        ((), (), (1, 1)), ((5,), (), (5, 5)), ((4, 6), (), (4, 6)),
        ((3, 3, 16, 32), (), (144, 288)), ((4, 5, 6), ([0], [1, 2]), (4, 30)),
        ((4, 5, 6), ([0], None), (20, 24)), ((4, 5, 6), (0, -1), (4, 6)),
    ],
    ids=str,
)  # fmt: skip
def test_fans(shape, axes, wanted):
    assert fans(shape, *axes) == wanted


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: k.initializers.VarianceScaling(scale=0), "`scale` must be a float > 0"),
        (lambda: k.initializers.VarianceScaling(mode="in"), "`mode` must be fan_in, fan_out"),
        (lambda: k.initializers.VarianceScaling(distribution="flat"), "`distribution` must be one"),
        (
            lambda: k.initializers.Orthogonal()((3,)),
            "Orthogonal: `shape` must be two sizes or more",
        ),
    ],
    ids=range(4),
)
def test_what_does_not_fit_is_refused(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
