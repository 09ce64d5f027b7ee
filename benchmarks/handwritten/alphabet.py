"""The alphabet program by hand."""

import jax
import jax.numpy as jnp
import numpy as np

from handwritten.whole_run import adam, crossentropy, evaluate, fit, glorot, show
from measuring import Watch, options

LETTERS, STEPS, UNITS = 26, 3, 32


def loss(params, x, y):
    """LSTM(32), Dense(26, softmax)."""
    kernel, recurrent, bias, w, b = params

    def cell(carry, column):
        h, c = carry
        i, f, g, o = jnp.split(column @ kernel + h @ recurrent + bias, 4, axis=-1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

    start = (jnp.zeros((len(x), UNITS)), jnp.zeros((len(x), UNITS)))
    (h, _), _ = jax.lax.scan(cell, start, x.swapaxes(0, 1))
    return crossentropy(h @ w + b, y)


seed = options().seed
watch = Watch()
rng = np.random.default_rng(seed)
windows = [list(range(i, i + STEPS)) for i in range(LETTERS - STEPS)]
x = (np.reshape(windows, (LETTERS - STEPS, STEPS, 1)) / LETTERS).astype("f4")
y = np.eye(LETTERS, dtype="f4")[np.arange(STEPS, LETTERS)]
orthogonal = np.linalg.qr(rng.normal(size=(4 * UNITS, UNITS)))[0].T.astype("f4")
bias = np.zeros(4 * UNITS, "f4")
bias[UNITS : 2 * UNITS] = 1  # the forget gate begins open
params = [
    glorot(rng, 1, 4 * UNITS), orthogonal, bias, glorot(rng, UNITS, LETTERS), np.zeros(LETTERS, "f4")
]  # fmt: skip
slots = [np.zeros_like(p) for p in (*params, *params)]
with watch:
    params, table = fit(loss, adam, params, slots, (x, y), 500, 1, seed)
    show(table, len(x), bar=False)
watch.report(evaluate(loss, params, x, y))
