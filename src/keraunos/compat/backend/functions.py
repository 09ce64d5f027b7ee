"""The list of K functions: those that are an op under another name or order, and where the others are."""

import importlib
from functools import cache
from typing import Any

from keraunos.compat.adapting import How, adapted
from keraunos.compat.sizes import understanding

SAME = (
    "abs", "all", "any", "cos", "exp", "in_top_k", "log", "logsumexp", "max", "mean", "min", "prod",
    "round", "sigmoid", "sign", "sin", "softplus", "softsign", "sqrt", "square", "std", "sum", "tanh",
    "var",
)  # fmt: skip
"""K functions that are the op of that name."""

OPS: dict[str, How] = {
    **{name: name for name in SAME},
    "argmax": ("argmax", {"axis": -1}),
    "argmin": ("argmin", {"axis": -1}),
    **{
        name: (name, ("x->x1", "y->x2"))
        for name in ("equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum",
                     "not_equal")
    },
    **{name: (name, ("x", "dtype", "name->")) for name in ("ones_like", "zeros_like")},
    "clip": ("clip", ("x", "min_value->x_min", "max_value->x_max")),
    "reshape": ("reshape", ("x", "shape->newshape")),
    "tile": ("tile", ("x", "n->repeats")),
    "stop_gradient": ("stop_gradient", ("variables->variable",)),
    "concatenate": ("concatenate", ("tensors->xs", "axis=-1")),
    "cumsum": ("cumsum", {"axis": 0}),
    "cumprod": ("cumprod", {"axis": 0}),
    "expand_dims": ("expand_dims", ("x", "axis=-1", "dim->axis")),
    "softmax": ("softmax", {"axis": -1}),
    "stack": ("stack", {"axis": 0}),
    "elu": ("elu", {"alpha": 1.0}),
    "arange": ("arange", {"stop": None, "step": 1, "dtype": "int32"}),
    "squeeze": ("squeeze", {"axis": None}),
    "reverse": ("flip", ("x", "axes->axis")),
    "pow": ("power", ("x->x1", "a->x2")),
    "permute_dimensions": ("transpose", ("x", "pattern->axes")),
    "transpose": "transpose",
    "dot": ("dot", ("x->x1", "y->x2")),
    "gather": ("take", ("reference->x", "indices")),
    "one_hot": ("one_hot", ("indices->x", "num_classes", "nb_classes->num_classes")),
    "random_normal": (
        "keraunos.compat.backend.noise:random_normal",
        ("shape", "mean", "stddev", "dtype", "seed", "std->stddev"),
    ),
    "random_uniform": (
        "keraunos.compat.backend.noise:random_uniform",
        ("shape", "minval", "maxval", "dtype", "seed", "low->minval", "high->maxval"),
    ),
    "repeat_elements": ("repeat", ("x", "rep->repeats", "axis")),
    "conv1d": ("conv", ("x->inputs", "kernel", "strides", "padding", "data_format", "dilation_rate")),
    "conv2d": ("conv", ("x->inputs", "kernel", "strides", "padding", "data_format", "dilation_rate")),
    "conv3d": ("conv", ("x->inputs", "kernel", "strides", "padding", "data_format", "dilation_rate")),
    "depthwise_conv2d": (
        "depthwise_conv",
        ("x->inputs", "depthwise_kernel->kernel", "strides", "padding", "data_format", "dilation_rate"),
    ),
    "separable_conv1d": (
        "separable_conv",
        ("x->inputs", "depthwise_kernel", "pointwise_kernel", "strides", "padding", "data_format",
         "dilation_rate"),
    ),
    "separable_conv2d": (
        "separable_conv",
        ("x->inputs", "depthwise_kernel", "pointwise_kernel", "strides", "padding", "data_format",
         "dilation_rate"),
    ),
}  # fmt: skip
"""K function -> the op, how its defaults differ, or its arguments in order."""

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "keraunos.compat.backend.values": (
        "batch_get_value", "batch_set_value", "constant", "count_params", "dtype", "eval", "eye",
        "get_value", "get_variable_shape", "identity", "int_shape", "is_keras_tensor", "is_placeholder",
        "is_sparse", "is_symbolic", "is_tensor", "is_variable", "moving_average_update", "ndim", "ones",
        "placeholder", "print_tensor", "random_normal_variable", "random_uniform_variable", "set_value",
        "to_dense", "update", "update_add", "update_sub", "variable", "zeros", "cast",
        "cast_to_floatx",
    ),
    "keraunos.compat.sizes": ("shape", "size"),
    "keraunos.compat.backend.process": (
        "backend", "clear_session", "control_dependencies", "eager", "get_uid",
        "image_dim_ordering", "in_test_phase", "in_train_phase", "learning_phase",
        "learning_phase_scope", "legacy_weight_ordering", "manual_variable_initialization", "name_scope",
        "normalize_data_format", "reset_uids", "set_image_dim_ordering", "set_learning_phase",
        "set_legacy_weight_ordering", "symbolic", "v1_variable_initialization",
        "enable_tf_random_generator", "disable_tf_random_generator", "is_tf_random_generator_enabled",
    ),
    "keraunos.compat.backend.maths": (
        "batch_dot", "batch_flatten", "batch_normalization", "bias_add", "binary_crossentropy",
        "binary_focal_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy",
        "dropout", "flatten", "foldl", "foldr", "hard_sigmoid", "l2_normalize", "map_fn",
        "normalize_batch_in_training", "pool2d", "pool3d", "relu", "repeat", "resize_images",
        "resize_volumes", "rnn", "slice", "sparse_categorical_crossentropy", "spatial_2d_padding",
        "spatial_3d_padding", "switch", "temporal_padding",
    ),
    "keraunos.compat.backend.noise": (
        "random_bernoulli", "random_binomial", "truncated_normal",
    ),
    "keraunos.compat.backend.symbolic_gradients": ("gradients",),
    "keraunos.compat.backend.graph_functions": ("function",),
    "keraunos.compat.backend.labelling": ("ctc_batch_cost", "ctc_decode"),
    "keraunos.compat.backend.upsampling": ("conv2d_transpose", "conv3d_transpose"),
    "keraunos.compat.tf.sessions": ("get_session", "set_session"),
    "keraunos.backend": (
        "epsilon", "floatx", "image_data_format", "set_epsilon", "set_floatx", "set_image_data_format",
    ),
}  # fmt: skip
"""Module -> the K functions written there."""

OLDER = {
    "deconv2d": "conv2d_transpose", "lesser": "less", "lesser_equal": "less_equal",
}  # fmt: skip
"""Names of Keras 1 -> those of Keras 2."""

BUILTINS = {"py_all": all, "py_any": any, "py_slice": slice, "py_sum": sum}

NAMES = sorted([*OPS, *OLDER, *BUILTINS, *(name for names in ELSEWHERE.values() for name in names)])
"""All K functions."""


@cache
def __getattr__(name: str) -> Any:
    """The K function of that name.

    Raises: AttributeError if there is none, or the op behind it does not exist.
    """
    name = OLDER.get(name, name)
    if name in BUILTINS:
        return BUILTINS[name]
    if name in OPS:
        return understanding(name, adapted(name, OPS[name]))
    for module, names in ELSEWHERE.items():
        if name in names:
            return understanding(name, getattr(importlib.import_module(module), name))
    raise AttributeError(f"keras.backend has no function {name!r}")
