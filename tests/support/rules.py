"""Optimizers of Keraunos and of the oracle on the same gradients, variable by variable."""

import re

import jax
import numpy as np

import keraunos as k
from support.oracle import TOLERANCE, keras

SHAPES = {"kernel": (3, 4), "bias": (4,), "filters": (2, 3, 2)}

OWN = {
    "SGD": [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}],
    "RMSprop": [{}, {"momentum": 0.9}, {"centered": True}, {"momentum": 0.5, "centered": True}],
    "Adam": [{}, {"amsgrad": True}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}],
    "AdamW": [{}, {"weight_decay": 0.1}],
    "Adadelta": [{"learning_rate": 1.0}, {"rho": 0.5, "epsilon": 1e-3}],
    "Adagrad": [{}, {"initial_accumulator_value": 0.0}],
    "Adamax": [{}, {"beta_1": 0.5}],
    "Adafactor": [{}, {"relative_step": False}, {"clip_threshold": 0.1, "beta_2_decay": -0.5}],
    "Nadam": [{}, {"beta_1": 0.5}],
    "Ftrl": [
        {},
        {"l1_regularization_strength": 0.01, "l2_regularization_strength": 0.02},
        {"l2_shrinkage_regularization_strength": 0.1, "beta": 0.3, "learning_rate_power": -0.7},
    ],
    "Lion": [{}, {"beta_1": 1.0, "beta_2": 0.5}],
    "Lamb": [{}, {"beta_1": 0.5}],
    "Muon": [{}, {"nesterov": False, "rms_rate": None}, {"ns_steps": 2, "adam_lr_ratio": 0.5}],
    "ScheduleFreeAdamW": [{}, {"warmup_steps": 4, "beta_1": 0.8}],
}
"""Each optimizer with its own arguments."""

SHARED = [
    {"weight_decay": 0.05},
    {"clipnorm": 0.3},
    {"clipvalue": 0.1},
    {"global_clipnorm": 0.3},
    {"use_ema": True, "ema_momentum": 0.8},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    {"loss_scale_factor": 8.0},
    {"gradient_accumulation_steps": 3},
    {"gradient_accumulation_steps": 2, "clipnorm": 0.3, "weight_decay": 0.05, "use_ema": True,
     "ema_overwrite_frequency": 2},
    {"learning_rate": ("ExponentialDecay", (0.1, 3, 0.5))},
    {"learning_rate": ("PiecewiseConstantDecay", ([2, 5], [0.1, 0.05, 0.01])),
     "gradient_accumulation_steps": 2},
]  # fmt: skip
"""The arguments that every optimizer has; a pair stands for a schedule and its arguments."""


def made(lib, name, options):
    """The optimizer of one library."""
    options = dict(options)
    rate = options.get("learning_rate")
    if isinstance(rate, tuple):
        options["learning_rate"] = getattr(lib.optimizers.schedules, rate[0])(*rate[1])
    return getattr(lib.optimizers, name)(**options)


def trace(lib, name, options, steps=20, dtype="float32"):
    """The variables and the optimizer's own after each step, as arrays, and their paths."""
    rng = np.random.default_rng(7)
    variables = [
        lib.Variable(rng.normal(size=s).astype(dtype), name=n, dtype=dtype)
        for n, s in SHAPES.items()
    ]
    optimizer = made(lib, name, {"name": "rule", **options})
    optimizer.build(variables)
    apply = jax.jit(optimizer.stateless_apply)
    trained, own = ([v.value for v in group] for group in (variables, optimizer.variables))
    found = []
    for step in range(steps):
        scale = (step % 3) * (step != 4)  # some steps have no gradient at all
        grads = [(rng.normal(size=s) * scale).astype(dtype) for s in SHAPES.values()]
        trained, own = apply(own, grads, trained)
        found.append([np.asarray(v) for v in [*trained, *own]])
    paths = [v.path for v in [*variables, *optimizer.variables]]
    return [re.sub(r"^variable_\d+$", "variable", p) for p in paths], found


def assert_same_steps(name, options, steps=20, dtype="float32"):
    """The same paths, and the same values after every step."""
    (paths, ours), (their_paths, theirs) = (
        trace(lib, name, options, steps, dtype) for lib in (k, keras)
    )
    assert paths == their_paths, f"{name} {options}: {paths} and {their_paths}"
    for step, (one, other) in enumerate(zip(ours, theirs)):
        for path, a, b in zip(paths, one, other):
            where = f"{name} {options}: {path} after step {step + 1}"
            np.testing.assert_allclose(a, b, **TOLERANCE[dtype], err_msg=where)


def assert_same_config(name, options):
    """The same keys and values, and a copy that is equal."""
    ours, theirs = (made(lib, name, options).get_config() for lib in (k, keras))
    assert set(ours) == set(theirs)
    assert {**ours, "name": ""} == {**theirs, "name": ""}
    assert getattr(k.optimizers, name).from_config(ours).get_config() == ours
