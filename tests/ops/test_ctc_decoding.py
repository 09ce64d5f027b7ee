"""ops.ctc_decode against Keras, and against the sum over all alignments written out."""

import itertools

import jax
import numpy as np
import pytest
from support.oracle import keras

from keraunos import ops
from keraunos.core.symbolic import KerasTensor

RNG = np.random.default_rng(3)
LOGITS = RNG.normal(size=(4, 9, 5)).astype("float32") * 1.5
LENGTHS = np.array([9, 5, 1, 7])
GREEDY = [
    {},
    {"merge_repeated": False},
    {"mask_index": 2},
    {"mask_index": None, "merge_repeated": False},
]
BEAMS = [(1, 1, 0), (5, 3, 3), (40, 8, None)]


def check(**settings):
    """The labels and scores of Keras."""
    found = jax.jit(lambda x, n: ops.ctc_decode(x, n, **settings))(LOGITS, LENGTHS)
    expected = keras.ops.ctc_decode(LOGITS, LENGTHS, **settings)
    for mine, other in zip(found, expected, strict=True):
        assert mine.dtype == other.dtype
        np.testing.assert_allclose(mine, other, rtol=1e-5, atol=1e-5)
    return found


@pytest.mark.parametrize("settings", GREEDY, ids=repr)
def test_the_best_class_of_each_frame(settings):
    labels, scores = check(strategy="greedy", **settings)
    assert labels.shape == (1, 4, 9) and scores.shape == (4, 1)


def test_repeated_classes():
    logits = np.eye(3, dtype="float32")[[[2, 2, 0, 2, 1, 1]]]
    assert ops.ctc_decode(logits, [6])[0].tolist() == [[[2, 2, 1, -1, -1, -1]]]
    apart = ops.ctc_decode(logits, [6], merge_repeated=False)[0]
    assert apart.tolist() == [[[2, 2, 2, 1, 1, -1]]]


@pytest.mark.parametrize(("width", "paths", "mask_index"), BEAMS)
def test_beams_are_keras(width, paths, mask_index):
    check(strategy="beam_search", beam_width=width, top_paths=paths, mask_index=mask_index)


@pytest.mark.parametrize("blank", [0, 1, 2])
def test_a_wide_beam_sums_over_all_ways_to_spell(blank):
    logits = LOGITS[:1, :5, :3]
    log_probs = np.asarray(jax.nn.log_softmax(logits[0]))
    total = {}
    for path in itertools.product(range(3), repeat=5):
        spelled = tuple(c for c, _ in itertools.groupby(path) if c != blank)
        share = sum(log_probs[t, c] for t, c in enumerate(path))
        total[spelled] = np.logaddexp(total.get(spelled, -np.inf), share)
    best = sorted(total.items(), key=lambda pair: -pair[1])[:6]
    labels, scores = ops.ctc_decode(
        logits, [5], strategy="beam_search", beam_width=200, top_paths=6, mask_index=blank
    )
    np.testing.assert_allclose(scores[0], [score for _, score in best], rtol=1e-5)
    assert [[c for c in row.tolist() if c >= 0] for row in labels[:, 0]] == [
        list(p) for p, _ in best
    ]


def test_paths_that_do_not_exist():
    labels, scores = ops.ctc_decode(
        LOGITS[:2, :1, :2], [1, 0], strategy="beam_search", beam_width=9, top_paths=3
    )
    assert np.isneginf(scores).tolist() == [[False, False, True], [False, True, True]]
    assert labels[2].tolist() == [[-1], [-1]]
    assert labels[0, 1].tolist() == [-1] and float(scores[1, 0]) == 0


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "int32"])
@pytest.mark.parametrize("strategy", ["greedy", "beam_search"])
def test_dtypes(dtype, strategy):
    labels, scores = ops.ctc_decode(
        ops.cast(LOGITS * 3, dtype), LENGTHS, strategy=strategy, beam_width=4
    )
    assert (labels.dtype, scores.dtype) == ("int32", "float32")


def test_unknown_sizes():
    given = KerasTensor((None, 7, 5)), KerasTensor((None,), "int32")
    labels, scores = ops.ctc_decode(*given)
    assert (labels.shape, labels.dtype, scores.shape) == ((1, None, 7), "int32", (None, 1))
    labels, scores = ops.ctc_decode(*given, strategy="beam_search", top_paths=3, beam_width=4)
    assert (labels.shape, scores.shape) == ((3, None, 7), (None, 3))


def test_errors():
    with pytest.raises(ValueError, match="unknown strategy 'beam'. Did you mean 'beam_search'"):
        ops.ctc_decode(LOGITS, LENGTHS, strategy="beam")
    with pytest.raises(ValueError, match=r"`top_paths` must be in \[1, 3\]"):
        ops.ctc_decode(LOGITS, LENGTHS, strategy="beam_search", beam_width=3, top_paths=4)
