"""Summaries of data: those of the oracle, and close to the true quantiles."""

import numpy as np
import pytest

from keraunos.layers.preprocessing import quantiles


@pytest.mark.parametrize(
    ("count", "epsilon", "values", "weight"),
    [
        (10, 0.5, [4, 9], 5),
        (10, 0.3, [2, 5, 8], 3),
        (7, 0.3, [1, 3, 5], 2.1),
        (3, 0.01, [0, 1, 2], 1),
    ],
)
def test_a_summary_keeps_every_nth_value(count, epsilon, values, weight):
    found = quantiles.summary(np.arange(count)[::-1], epsilon)
    np.testing.assert_allclose(found[0], values)
    np.testing.assert_allclose(found[1], weight, rtol=1e-6)


def test_batches_joined_give_the_quantiles_of_all():
    rng = np.random.default_rng(0)
    data = [rng.normal(size=500) for _ in range(8)]
    total = np.zeros((2, 0), "float32")
    for batch in data:
        total = quantiles.joined(total, quantiles.summary(batch, 0.01), 0.01)
    assert total.shape[1] <= 101
    found = quantiles.boundaries(total, 4)
    np.testing.assert_allclose(
        found, np.quantile(np.concatenate(data), [0.25, 0.5, 0.75]), atol=0.05
    )


def test_weights_are_kept():
    total = quantiles.summary(np.arange(1000), 0.01)
    np.testing.assert_allclose(quantiles.compressed(total, 0.1)[1].sum(), 1000, rtol=1e-4)
