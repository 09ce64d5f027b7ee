"""The spiral program by hand."""

import jax
import numpy as np

from handwritten.whole_run import crossentropy, evaluate, fit, glorot, rmsprop, show
from measuring import Watch, options
from programs.spiral import spiral


def loss(params, x, y):
    """Dense(10, relu), Dense(3, softmax)."""
    w1, b1, w2, b2 = params
    return crossentropy(jax.nn.relu(x @ w1 + b1) @ w2 + b2, y)


seed = options().seed
watch = Watch()
rng = np.random.default_rng(seed)
np.random.seed(seed)
x, y = (column.astype("f4") for column in spiral())
params = [glorot(rng, 2, 10), np.zeros(10, "f4"), glorot(rng, 10, 3), np.zeros(3, "f4")]
with watch:
    params, table = fit(
        loss, rmsprop, params, [np.zeros_like(p) for p in params], (x, y), 1000, 50, seed
    )
    show(table, 6)
watch.report(evaluate(loss, params, *(column.astype("f4") for column in spiral())))
