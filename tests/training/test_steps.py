"""The pure step: it can be vmapped, and sees batches as they are."""

import jax
import jax.numpy as jnp
import numpy as np
from support.nets import blobs, classifier

import keraunos as k
from keraunos.data.arrays import Columns
from keraunos.training.session import Session
from keraunos.training.steps import Carry, train_step

X, LABELS, Y = blobs()


def test_two_seeds_in_one_vmapped_step_equal_two_alone():
    model = classifier(dropout=0.3)
    session = Session(model, "fit")
    columns = Columns(jnp.asarray(X[:16]), jnp.asarray(Y[:16]))
    session.ensure_built(columns, training=True)
    parts = session.parts()

    def carry(seed):
        rng = np.random.default_rng(seed)
        groups = (parts.trainable, parts.non_trainable, parts.optimizer.variables, parts.metrics)
        first, *rest = [[v.numpy() for v in group] for group in groups]
        first = [w + rng.normal(size=w.shape).astype("float32") * 0.1 for w in first]
        return Carry(first, *rest, np.int32(-1), np.int32(0), {})

    def five_steps(start):
        return jax.lax.fori_loop(0, 5, lambda _, c: train_step(parts, c, columns), start)

    carries = [carry(seed) for seed in (1, 2)]
    together = jax.jit(jax.vmap(five_steps))(jax.tree.map(lambda *a: np.stack(a), *carries))
    for i, one in enumerate(carries):
        alone = jax.jit(five_steps)(one)
        for a, b in zip(jax.tree.leaves(alone), jax.tree.leaves(together), strict=True):
            np.testing.assert_allclose(a, b[i], rtol=1e-5, atol=1e-6)


def test_the_last_batch_is_smaller_and_not_padded():
    class Sizes(k.layers.Layer):
        def build(self, input_shape):
            self.seen = self.add_weight((), "zeros", trainable=False)

        def call(self, inputs):
            self.seen.assign_add(inputs.shape[0] ** 2)
            return inputs

    sizes = Sizes()
    model = k.Sequential([k.layers.Input((4,)), sizes, k.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy")
    model.fit(X, Y, batch_size=32, epochs=2, verbose=0)
    assert sizes.seen.numpy() == 2 * (32**2 + 32**2 + 6**2)
