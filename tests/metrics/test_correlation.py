"""Correlations against numpy, and constant values."""

import numpy as np
import pytest

from keraunos import metrics

RNG = np.random.default_rng(8)
Y = RNG.normal(size=(20, 2)).astype("float32")
P = (Y + RNG.normal(size=(20, 2))).astype("float32")


def test_pearson_is_that_of_numpy():
    expected = [np.corrcoef(Y[:, i], P[:, i])[0, 1] for i in range(2)]
    assert metrics.pearson_correlation(Y, P, axis=0).tolist() == pytest.approx(expected, rel=1e-5)


def test_concordance_falls_with_a_shift_and_pearson_does_not():
    near, far = (metrics.ConcordanceCorrelation(axis=0)(Y, Y + shift) for shift in (0.1, 3.0))
    assert float(near) > 0.9 > float(far)
    assert float(metrics.PearsonCorrelation(axis=0)(Y, Y + 3.0)) == pytest.approx(1.0, rel=1e-5)


def test_constant_values():
    still = np.ones_like(Y)
    assert np.isnan(metrics.pearson_correlation(Y, still, axis=0)).all()
    assert metrics.concordance_correlation(still, still, axis=0).tolist() == [0.0, 0.0]


def test_shapes_that_differ_are_refused():
    with pytest.raises(
        ValueError, match="pearson_correlation: y_true and y_pred must have the same shape"
    ):
        metrics.pearson_correlation(Y, P[:5])
