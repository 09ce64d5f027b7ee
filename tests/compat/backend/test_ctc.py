"""K.ctc_batch_cost and K.ctc_decode."""

import numpy as np
import pytest

from keraunos.compat.backend.labelling import ctc_batch_cost, ctc_decode

P = np.array([[[0.6, 0.3, 0.1], [0.2, 0.1, 0.7], [0.1, 0.8, 0.1]]], np.float32)


def test_cost_is_over_every_way_to_write_the_labels():
    ways = [(0, 1, 1), (0, 0, 1), (0, 1, 2), (0, 2, 1), (2, 0, 1)]
    expected = -np.log(sum(np.prod([P[0, t, c] for t, c in enumerate(way)]) for way in ways))
    found = ctc_batch_cost(np.array([[0, 1]]), P, np.array([[3]]), np.array([[2]]))
    assert found.shape == (1, 1)
    assert float(found[0, 0]) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("greedy", [True, False])
def test_decoded(greedy):
    (best, *others), worth = ctc_decode(P, np.array([3]), greedy, beam_width=5, top_paths=2)
    assert np.asarray(best)[0, :2].tolist() == [0, 1] and np.all(np.asarray(best)[0, 2:] == -1)
    assert (len(others), len(worth)) == (0 if greedy else 1, 1)
