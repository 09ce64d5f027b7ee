"""Callbacks that write down every call, in Keraunos and in the oracle."""

import numpy as np

HOOKS = (
    "on_train_begin", "on_train_end", "on_epoch_begin", "on_epoch_end", "on_train_batch_begin",
    "on_train_batch_end", "on_test_begin", "on_test_end", "on_test_batch_begin",
    "on_test_batch_end", "on_predict_begin", "on_predict_end", "on_predict_batch_begin",
    "on_predict_batch_end", "on_batch_begin", "on_batch_end",
)  # fmt: skip


def note(calls, name):
    """A function that appends (hook, index, names in the logs)."""

    def hook(*args, logs=None):
        logs = args[-1] if args and isinstance(args[-1], dict) else logs
        index = args[0] if args and not isinstance(args[0], dict) else None
        calls.append((name, index, sorted(logs) if logs is not None else None))

    return hook


def recorder(lib, calls, hooks=HOOKS, on_instance=False):
    """A callback of `lib` whose hooks are overridden, by its class or on the instance."""
    methods = {name: note(calls, name) for name in hooks}
    if on_instance:
        callback = lib.callbacks.Callback()
        for name, hook in methods.items():
            setattr(callback, name, hook)
        return callback

    def bound(hook):
        return lambda self, *args, **kwargs: hook(*args, **kwargs)

    members = {name: bound(hook) for name, hook in methods.items()}
    return type("Recorder", (lib.callbacks.Callback,), members)()


def regression(lib, optimizer=None, **compiled):
    """One Dense layer that starts from zeros, compiled with the mean squared error."""
    layer = lib.layers.Dense(1, kernel_initializer="zeros")
    model = lib.Sequential([lib.layers.Input((2,)), layer])
    model.compile(optimizer or lib.optimizers.SGD(0.1), "mse", **compiled)
    return model


def rows(count=6):
    """Inputs and targets that one Dense layer can fit."""
    x = np.random.default_rng(0).normal(size=(count, 2)).astype("float32")
    return x, x.sum(1, keepdims=True)


class StillModel:
    """What callbacks need of a model, for driving them by hand: weights that say the epoch."""

    def __init__(self, lib, rate=1.0):
        self.optimizer = lib.optimizers.SGD(rate)
        self.metrics, self.stop_training, self.epoch, self.restored = [], False, 0, None

    def get_weights(self):
        return [np.array(float(self.epoch))]

    def set_weights(self, weights):
        self.restored = float(weights[0])
