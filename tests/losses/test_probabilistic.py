"""Kullback-Leibler divergence and Poisson at their edges."""

import numpy as np
import pytest

from keraunos import losses


def test_a_distribution_does_not_diverge_from_itself():
    same = np.array([[0.2, 0.8], [1.0, 0.0]], "float32")
    np.testing.assert_allclose(losses.kl_divergence(same, same), [0.0, 0.0], atol=1e-7)


def test_probabilities_of_zero_stay_finite():
    value = losses.kl_divergence([[1.0, 0.0]], [[0.0, 1.0]])
    np.testing.assert_allclose(value, [np.log(1e7)], rtol=1e-5)


def test_poisson_is_least_at_the_expectation():
    counts = np.full((3, 1), 4.0, "float32")
    values = losses.poisson(counts, np.array([[3.0], [4.0], [5.0]], "float32"))
    assert np.argmin(values) == 1


@pytest.mark.parametrize("name", ["kl_divergence", "poisson"])
def test_other_shapes_are_refused(name):
    with pytest.raises(ValueError, match=f"{name}: y_true and y_pred must have the same shape"):
        getattr(losses, name)(np.ones((2, 2)), np.ones((2, 3)))


def test_short_names():
    assert losses.get("kld") is losses.get("KLD") is losses.kl_divergence
