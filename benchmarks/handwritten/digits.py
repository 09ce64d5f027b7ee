"""The digits program by hand."""

import jax
import numpy as np

from handwritten.whole_run import crossentropy, evaluate, fit, glorot, rmsprop, show
from measuring import Watch, images_and_labels, options


def loss(params, x, y):
    """Dense(512, relu), Dense(10, softmax)."""
    w1, b1, w2, b2 = params
    return crossentropy(jax.nn.relu(x @ w1 + b1) @ w2 + b2, y)


seed = options().seed
watch = Watch()
rng = np.random.default_rng(seed)
x, y, x_test, y_test = images_and_labels()
y, y_test = np.eye(10, dtype="f4")[y], np.eye(10, dtype="f4")[y_test]
params = [glorot(rng, 784, 512), np.zeros(512, "f4"), glorot(rng, 512, 10), np.zeros(10, "f4")]
with watch:
    params, table = fit(
        loss, rmsprop, params, [np.zeros_like(p) for p in params], (x, y), 5, 128, seed
    )
    show(table, 469)
watch.report(evaluate(loss, params, x_test, y_test))
