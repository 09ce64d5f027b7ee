"""Drawn classes, and the losses that count with them."""

import jax
import numpy as np
import pytest

from keraunos.compat.tf import sampling


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("sampler", ["log_uniform_candidate_sampler", "uniform_candidate_sampler"])
def test_drawn_classes(sampler, within):
    def draw():
        return getattr(sampling, sampler)(np.array([[3]]), 1, 6, True, 10, seed=1)

    drawn, true, expected = jax.jit(draw)() if within else draw()
    assert len(set(np.asarray(drawn).tolist())) == 6 and 0 <= min(drawn) <= max(drawn) < 10
    assert true.shape == (1, 1) and expected.shape == (6,)
    assert (np.asarray(expected) < 1).all()


def test_small_numbers_are_drawn_more_often():
    drawn = sampling.log_uniform_candidate_sampler([[0]], 1, 4000, False, 50, seed=0)[0]
    counts = np.bincount(np.asarray(drawn), minlength=50)
    assert counts[0] / 4000 == pytest.approx(np.log(2) / np.log(51), abs=0.03)


def test_losses_of_all_classes_at_once():
    draw = np.random.default_rng(0)
    weights, biases = draw.normal(size=(5, 3)).astype("float32"), np.zeros(5, "float32")
    inputs, labels = draw.normal(size=(2, 3)).astype("float32"), np.array([[1], [4]])
    every = (np.arange(5), np.ones((2, 1), "float32"), np.ones(5, "float32"))
    logits = inputs @ weights.T
    own = np.take_along_axis(logits, labels, 1)[:, 0]
    softmax = sampling.sampled_softmax_loss(
        weights, biases, labels, inputs, 5, 5, sampled_values=every
    )
    np.testing.assert_allclose(softmax, np.log(np.exp(logits).sum(1)) - own, rtol=1e-4)
    nce = sampling.nce_loss(weights, biases, labels, inputs, 5, 5, sampled_values=every)
    expected = np.log1p(np.exp(-own)) + np.log1p(np.exp(logits)).sum(1)
    np.testing.assert_allclose(nce, expected, rtol=1e-4)
