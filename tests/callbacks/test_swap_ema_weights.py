"""SwapEMAWeights against the oracle: which weights are seen when."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.recording import regression, rows

import keraunos as k

HOOKS = ("on_epoch_begin", "on_epoch_end", "on_test_begin", "on_test_end", "on_train_end")


def seen_weights(lib, swap_on_epoch):
    """The kernel at each hook, before and after the callback's turn, and the losses."""
    x, y = rows()
    seen = []

    def peek(label):
        def hook(self, *args, **kwargs):
            seen.append((label, *np.asarray(self.model.get_weights()[0])[:, 0].tolist()))

        return hook

    def watcher(place):
        members = {name: peek(f"{place} {name}") for name in HOOKS}
        return type("Watcher", (lib.callbacks.Callback,), members)()

    model = regression(lib, lib.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5))
    swap = lib.callbacks.SwapEMAWeights(swap_on_epoch=swap_on_epoch)
    history = model.fit(
        x, y, batch_size=3, epochs=3, shuffle=False, verbose=0, validation_data=(x, y),
        callbacks=[watcher("before"), swap, watcher("after")],
    ).history  # fmt: skip
    return (
        seen,
        history,
        [*model.get_weights(), *(np.asarray(v) for v in model.optimizer.variables)],
    )


@pytest.mark.parametrize("swap_on_epoch", [False, True])
@pytest.mark.filterwarnings("ignore:__array__ implementation")
def test_averages_are_seen_when_keras_shows_them(swap_on_epoch):
    (ours, logs, last), (theirs, their_logs, their_last) = (
        seen_weights(lib, swap_on_epoch) for lib in (k, keras)
    )
    assert [s[0] for s in ours] == [s[0] for s in theirs]
    for one, other in zip(ours, theirs):
        np.testing.assert_allclose(one[1:], other[1:], **TOLERANCE["float32"], err_msg=one[0])
    for name, values in logs.items():
        np.testing.assert_allclose(values, their_logs[name], **TOLERANCE["float32"])
    for a, b in zip(last, their_last):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_a_second_fit_goes_on_from_the_averages():
    x, y = rows()
    model = regression(k, k.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5))
    swap = k.callbacks.SwapEMAWeights(swap_on_epoch=True)
    model.fit(x, y, batch_size=3, epochs=2, verbose=0, callbacks=[swap])
    end, starts = model.get_weights(), []
    peek = k.callbacks.LambdaCallback(
        on_train_batch_begin=lambda b, logs: starts.append(model.get_weights())
    )
    model.fit(x, y, batch_size=3, verbose=0, callbacks=[swap, peek])
    for a, b in zip(end, starts[0]):
        np.testing.assert_array_equal(a, b)


def test_averages_inside_a_loss_scaling_optimizer_are_found():
    x, y = rows()
    inner = k.optimizers.SGD(0.1, use_ema=True)
    model = regression(k, k.optimizers.LossScaleOptimizer(inner))
    swap = k.callbacks.SwapEMAWeights()
    model.fit(x, y, epochs=2, verbose=0, validation_data=(x, y), callbacks=[swap])
    average = next(v for v in inner.variables if v.name.endswith("kernel_average"))
    np.testing.assert_array_equal(model.get_weights()[0], average.numpy())


def test_before_the_first_step_the_weights_are_evaluated():
    x, y = rows()
    model = regression(k, k.optimizers.SGD(0.1, use_ema=True))
    model.optimizer.build(model.trainable_variables)
    model.set_weights([np.ones((2, 1)), np.zeros(1)])
    swap = k.callbacks.SwapEMAWeights()
    assert model.evaluate(x, y, verbose=0, callbacks=[swap]) == pytest.approx(0.0, abs=1e-6)
    np.testing.assert_allclose(
        model.predict(x, verbose=0, callbacks=[swap]), y, **TOLERANCE["float32"]
    )


def test_an_optimizer_without_averages_is_refused():
    x, y = rows()
    with pytest.raises(
        ValueError, match="SwapEMAWeights: the optimizer must keep averages; got SGD"
    ):
        regression(k).fit(
            x, y, verbose=0, validation_data=(x, y), callbacks=[k.callbacks.SwapEMAWeights()]
        )
