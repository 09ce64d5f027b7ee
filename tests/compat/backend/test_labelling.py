"""Alignment with the blank last, against the ops of Keras."""

import numpy as np
from support.oracle import keras

from keraunos.compat.backend.labelling import ctc_batch_cost, ctc_decode

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(2, 6, 5)).astype("float32")
FRAMES = np.exp(LOGITS) / np.exp(LOGITS).sum(-1, keepdims=True)
LABELS, LENGTHS, COUNTS = (
    np.array([[0, 3, 1], [2, 2, 0]]),
    np.array([[6], [5]]),
    np.array([[3], [2]]),
)


def test_the_cost_is_that_of_logits():
    found = ctc_batch_cost(LABELS, FRAMES, LENGTHS, COUNTS)
    wanted = keras.ops.ctc_loss(LABELS, LOGITS, COUNTS[:, 0], LENGTHS[:, 0], mask_index=4)
    assert found.shape == (2, 1)
    np.testing.assert_allclose(found[:, 0], wanted, rtol=1e-4)


def test_labels_are_read_with_the_blank_last():
    frames = np.eye(4, dtype="float32")[[[0, 3, 0, 1, 1, 3]]] * 0.9 + 0.025
    for greedy in (True, False):
        (labels,), scores = ctc_decode(frames, np.array([6]), greedy=greedy)
        assert [n for n in np.asarray(labels)[0].tolist() if n >= 0] == [0, 0, 1]
        assert scores.shape == (1, 1)
