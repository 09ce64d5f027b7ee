"""CTC as a loss; the sum over alignments itself is tested with ops.ctc_loss."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import losses

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(3, 6, 5)).astype("float32")
LABELS = np.array([[1, 2, 2, 0], [3, 0, 0, 0], [0, 0, 0, 0]])


def test_the_loss_equals_keras():
    weights = np.array([1.0, 0.5, 2.0])
    ours, theirs = (
        jax.jit(lib.CTC())(LABELS.astype("float32"), LOGITS, weights)
        for lib in (losses, keras.losses)
    )
    np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def test_labels_that_do_not_fit_cost_a_hundred_thousand():
    labels = np.array([[1, 1, 1, 1]])
    ours, theirs = (jax.jit(lib.ctc)(labels, LOGITS[:1]) for lib in (losses, keras.losses))
    np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    assert float(ours[0]) > 1e5


@pytest.mark.parametrize(
    ("labels", "logits"), [(LABELS[0], LOGITS), (LABELS, LOGITS[0]), (LABELS[:2], LOGITS)]
)
def test_other_shapes_are_refused(labels, logits):
    with pytest.raises(ValueError, match=r"ctc: expects y_true \(batch, labels\) and y_pred"):
        losses.ctc(labels, logits)
