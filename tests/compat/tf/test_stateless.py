"""Random changes by a seed of their own, and spectra."""

import numpy as np
import pytest

from keraunos.compat.tf import stateless as tf

X = np.random.RandomState(0).rand(6, 6, 3).astype("float32")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("flip_left_right", ()), ("flip_up_down", ()), ("brightness", (0.3,)), ("contrast", (0.2, 0.9)),
        ("saturation", (0.2, 0.9)), ("hue", (0.3,)), ("crop", ((3, 3, 3),)),
    ],
)  # fmt: skip
def test_the_same_seed_the_same_image(name, args):
    change = getattr(tf, f"stateless_random_{name}")
    seen = {np.asarray(change(X, *args, seed=(i, i))).tobytes() for i in range(12)}
    again = {np.asarray(change(X, *args, seed=(i, i))).tobytes() for i in range(12)}
    assert seen == again and len(seen) > 1
