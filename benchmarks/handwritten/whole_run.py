"""A whole training run as one XLA program, written by hand in JAX: what the programs beside it share.

Epochs outside, batches inside, orders of the rows drawn on the host, a table of logs with a row an epoch.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax


def glorot(rng, rows, columns):
    """A kernel drawn as Keras' Dense draws it."""
    limit = (6 / (rows + columns)) ** 0.5
    return rng.uniform(-limit, limit, (rows, columns)).astype("f4")


def crossentropy(logits, y):
    """The mean loss, and how many rows are right."""
    loss = -(y * jax.nn.log_softmax(logits)).sum(-1).mean()
    return loss, (logits.argmax(-1) == y.argmax(-1)).sum().astype("f4")


def rmsprop(params, slots, grads, step, rate=1e-3):
    """One step of RMSprop; slots: the averages of the squares."""
    slots = [0.9 * s + 0.1 * g * g for s, g in zip(slots, grads)]
    return [p - rate * g * lax.rsqrt(s + 1e-7) for p, s, g in zip(params, slots, grads)], slots


def adam(params, slots, grads, step, rate=1e-3):
    """One step of Adam; slots: first moments, then second."""
    n, t = len(params), (step + 1).astype("f4")
    m = [0.9 * s + 0.1 * g for s, g in zip(slots[:n], grads)]
    v = [0.999 * s + 0.001 * g * g for s, g in zip(slots[n:], grads)]
    alpha = rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return [p - alpha * a / (jnp.sqrt(b) + 1e-7) for p, a, b in zip(params, m, v)], [*m, *v]


def train(loss, update, state, data, order, size):
    """Every epoch of `order` over `data`; returns the weights and the table (epochs, 2)."""
    rows = order.shape[1]
    full, rest = divmod(rows, size)

    def step(carry, picked):
        params, slots, count, sums = carry
        batch = [column.at[picked].get(mode="promise_in_bounds") for column in data]
        (value, hits), grads = jax.value_and_grad(loss, has_aux=True)(params, *batch)
        params, slots = update(params, slots, grads, count)
        return params, slots, count + 1, sums + jnp.stack([value * len(picked), hits])

    def epoch(carry, permutation):
        def one(i, carry):
            return step(carry, lax.dynamic_slice(permutation, (i * size,), (size,)))

        carry = lax.fori_loop(0, full, one, carry)
        if rest:
            carry = step(carry, permutation[full * size :])
        params, slots, count, sums = carry
        return (params, slots, count, jnp.zeros(2)), sums / rows

    params, slots = state
    carry, table = lax.scan(epoch, (params, slots, jnp.int32(0), jnp.zeros(2)), order)
    return carry[0], table


def fit(loss, update, params, slots, data, epochs, size, seed):
    """Compile and run; returns the weights on the device and the table on the host."""
    rng = np.random.default_rng(seed)
    order = np.stack([rng.permutation(len(data[0])) for _ in range(epochs)]).astype("i4")
    program = jax.jit(partial(train, loss, update, size=size))
    params, table = program((params, slots), data, order)
    return params, np.asarray(table)


def show(table, steps, bar=True):
    """Print the lines of the epochs as Keras does."""
    epochs = len(table)
    lines = []
    for i, (loss, accuracy) in enumerate(table, 1):
        middle = "━" * 20 if bar else "-"
        logs = f"0s 1ms/step - accuracy: {accuracy:.4f} - loss: {loss:.4f}"
        lines.append(f"Epoch {i}/{epochs}\n{steps}/{steps} {middle} {logs}\n")
    print("".join(lines), end="", flush=True)


def evaluate(loss, params, *data):
    """The accuracy on other data, in one batch."""
    _, hits = jax.jit(loss)(params, *data)
    accuracy = float(hits) / len(data[0])
    print("test_acc:", accuracy)
    return accuracy
