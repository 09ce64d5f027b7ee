"""What a model does with data: arguments that are not known, configs, reports, optax."""

import numpy as np
import pytest
from support.nets import blobs, classifier
from support.oracle import keras

import keraunos as k

X, LABELS, Y = blobs()


def test_explain_fit_says_what_happened(capsys):
    model = classifier()
    model.explain_fit()
    assert "fit was not called yet" in capsys.readouterr().out
    model.fit(X, Y, epochs=4, verbose=0, callbacks=[k.callbacks.LambdaCallback(on_epoch_end=print)])
    capsys.readouterr()
    model.explain_fit()
    out = capsys.readouterr().out
    for part in (
        "programs",
        "cache entries rejected",
        "compile",
        "run",
        "12 steps in 4 epochs",
        "LambdaCallback (needs: epoch)",
    ):
        assert part in out
    model.fit(X, Y, verbose=0)
    model.explain_fit()
    assert "split by the clock only" in capsys.readouterr().out


def test_unknown_arguments_are_named_with_the_nearest():
    with pytest.raises(TypeError, match="Did you mean 'optimizer'"):
        classifier().compile(optimzer="sgd")
    with pytest.raises(TypeError, match="Did you mean 'epochs'"):
        classifier().fit(X, Y, epoch=3, verbose=0)


def test_compile_config_round_trip():
    model = classifier(optimizer=k.optimizers.RMSprop(0.01))
    other = k.models.clone_model(model)
    other.compile_from_config(model.get_compile_config())
    assert float(other.optimizer.learning_rate.numpy()) == pytest.approx(0.01)
    assert other.loss == "categorical_crossentropy"


def test_optax_trains():
    optax = pytest.importorskip("optax", reason="needs optax: pip install optax")
    by_optax, ours = (
        classifier(optimizer=optax.sgd(0.1)),
        classifier(optimizer=k.optimizers.SGD(0.1)),
    )
    by_optax.set_weights(ours.get_weights())
    for model in (by_optax, ours):
        k.utils.set_random_seed(2)
        model.fit(X, Y, epochs=3, verbose=0)
    for a, b in zip(by_optax.get_weights(), ours.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_the_loss_is_scaled_under_mixed_float16_and_trains():
    k.config.set_dtype_policy("mixed_float16")
    model = classifier(optimizer="sgd")
    assert type(model.optimizer).__name__ == "LossScaleOptimizer"
    assert model.optimizer.inner_optimizer.name == "sgd"
    losses = model.fit(X, Y, epochs=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0] and int(model.optimizer.iterations) == 24
    assert {v.dtype for v in model.weights} == {"float32"}
    model.compile(k.optimizers.LossScaleOptimizer(k.optimizers.SGD()), "mse")
    assert type(model.optimizer.inner_optimizer).__name__ == "SGD"
    model.compile("sgd", "mse", auto_scale_loss=False)
    assert type(model.optimizer).__name__ == "SGD"


def test_jit_compile_false_still_compiles():
    model = classifier()
    model.compile("sgd", "categorical_crossentropy", jit_compile=False)
    model.fit(X, Y, verbose=0)
    assert not model.run_eagerly and len(model._report.programs) == 1


def test_another_optimizer_may_be_set():
    model = k.Sequential([k.layers.Dense(1, kernel_initializer="ones", use_bias=False)])
    model.optimizer = loose = k.optimizers.Adam()
    assert model.optimizer is loose and not model.compiled
    model.compile(loss="mse")
    x, y = np.ones((4, 1), "float32"), np.zeros((4, 1), "float32")
    model.fit(x, y, verbose=0)
    model.optimizer = k.optimizers.SGD(0.5)
    before = model.get_weights()[0].item()
    model.fit(x, y, verbose=0)
    np.testing.assert_allclose(model.get_weights()[0].item(), before - 0.5 * 2 * before, atol=1e-6)
    model.optimizer = "adam"
    assert isinstance(model.optimizer, k.optimizers.Adam)


@pytest.mark.parametrize("whose", ["own", "own and ours"])
@pytest.mark.parametrize("own_loss", [False, True])
def test_only_the_metrics_that_a_model_lists_are_reported(whose, own_loss):
    def logs(lib):
        class Net(lib.Model):
            def __init__(self):
                super().__init__()
                self.dense = lib.layers.Dense(1, kernel_initializer="ones")
                self.seen = lib.metrics.Mean(name="seen")

            def call(self, x):
                return self.dense(x)

            @property
            def metrics(self):
                return [self.seen] if whose == "own" else [*super().metrics]

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            loss = lib.ops.mean((y - y_pred) ** 2)
            self.seen.update_state(loss)
            return loss

        if own_loss:
            Net.compute_loss = compute_loss
        net = Net()
        net.compile("sgd", "mse", metrics=["mae"])
        x, y = np.ones((4, 2)), np.zeros((4, 1))
        history = net.fit(x, y, epochs=2, verbose=0, validation_data=(x, y)).history
        return {**history, "evaluated": np.ravel(net.evaluate(x, y, verbose=0))}

    mine, his = logs(k), logs(keras)
    assert mine.keys() == his.keys()
    for name in mine:
        np.testing.assert_allclose(mine[name], his[name], rtol=1e-6)
