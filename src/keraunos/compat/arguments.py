"""Arguments that were renamed, joined, dropped or given other values: the tables."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

ANY = object()
"""Every value."""

_NONE: Mapping[Any, Any] = MappingProxyType({})

_LAYOUTS = {"th": "channels_first", "tf": "channels_last", "default": None}

Renamed = Mapping[str, tuple[str, ...]]


class Table(NamedTuple):
    """The old arguments of one kind of thing.

    Args:
        renamed: old name -> those it may be today; the first that the thing takes is meant.
        joined: old names -> the one tuple that they are today.
        dropped: name -> the values that change nothing, now that it is gone.
        unset: name that is still there -> values that used to mean the default.
        values: today's name -> {old value: today's}.
    """

    renamed: Renamed = _NONE
    joined: Mapping[tuple[str, ...], str] = _NONE
    dropped: Mapping[str, tuple[Any, ...]] = _NONE
    unset: Mapping[str, tuple[Any, ...]] = _NONE
    values: Mapping[str, Mapping[Any, Any]] = _NONE


LAYERS = Table(
    renamed={
        "output_dim": ("units",),
        "nb_filter": ("filters",),
        "filter_length": ("kernel_size",),
        "pool_length": ("pool_size",),
        "border_mode": ("padding",),
        "subsample": ("strides",),
        "subsample_length": ("strides",),
        "stride": ("strides",),
        "length": ("size",),
        "atrous_rate": ("dilation_rate",),
        "dim_ordering": ("data_format",),
        "init": (
            "kernel_initializer", "embeddings_initializer", "alpha_initializer",
            "depthwise_initializer",
        ),
        "inner_init": ("recurrent_initializer",),
        "bias": ("use_bias",),
        "forget_bias_init": ("unit_forget_bias",),
        "inner_activation": ("recurrent_activation",),
        "W_regularizer": ("kernel_regularizer", "embeddings_regularizer"),
        "U_regularizer": ("recurrent_regularizer",),
        "b_regularizer": ("bias_regularizer",),
        "W_constraint": ("kernel_constraint", "embeddings_constraint"),
        "U_constraint": ("recurrent_constraint",),
        "b_constraint": ("bias_constraint",),
        "dropout_W": ("dropout",),
        "dropout_U": ("recurrent_dropout",),
        "p": ("rate",),
        "sigma": ("stddev",),
        "beta_init": ("beta_initializer",),
        "gamma_init": ("gamma_initializer",),
        "concat_axis": ("axis",),
        "dot_axes": ("axes",),
        "alpha": ("negative_slope",),
        "input": ("inputs",),
        "output": ("outputs",),
    },
    joined={
        ("nb_row", "nb_col"): "kernel_size",
        ("kernel_dim1", "kernel_dim2", "kernel_dim3"): "kernel_size",
    },
    dropped={
        "consume_less": (ANY,),
        "implementation": (ANY,),
        "input_dtype": (ANY,),
        "time_major": (False,),
        "mode": (0,),
        "dropout": (ANY,),
        "renorm": (False,),
        "rms_scaling": (False,),
        "virtual_batch_size": (None,),
        "adjustment": (None,),
        "fused": (ANY,),
        "output_shape": (ANY,),
        "experimental_autocast": (True,),
        "dynamic": (False,),
    },
    values={
        "data_format": _LAYOUTS,
        "unit_forget_bias": {"one": True, "zero": False},
    },
)  # fmt: skip

OPTIMIZERS = Table(
    renamed={"lr": ("learning_rate",)},
    dropped={"jit_compile": (ANY,), "is_legacy_optimizer": (ANY,), "schedule_decay": (0.004,)},
    unset={"epsilon": (None,), "learning_rate": (None,), "lr": (None,)},
)

CALLBACKS = Table(
    renamed={"epsilon": ("min_delta",)},
    dropped={
        "write_grads": (ANY,),
        "batch_size": (ANY,),
        "period": (1,),
        "load_weights_on_restart": (False,),
        "embeddings_layer_names": (None,),
        "embeddings_data": (None,),
        "count_mode": (ANY,),
        "stateful_metrics": (ANY,),
        "queue_length": (ANY,),
    },
)

RULES = Table(renamed={"m": ("max_value",), "low": ("min_value",), "high": ("max_value",)})

REGULARIZERS = Table(renamed={"l": ("l1", "l2")})

LOSSES = Table(values={"reduction": {"auto": "sum_over_batch_size"}})

FUNCTIONS = Table(
    renamed={
        "y": ("x",),
        "nb_classes": ("num_classes",),
        "nb_words": ("num_words",),
        "dim_ordering": ("data_format",),
        "border_mode": ("padding",),
        "alpha": ("negative_slope",),
        "grayscale": ("color_mode",),
        "a": ("x",),
        "X": ("arrays",),
        "layer": ("tensor",),
    },
    dropped={"recursive": (False,), "node_index": (None,)},
    values={"data_format": _LAYOUTS, "color_mode": {True: "grayscale", False: "rgb"}},
)

_GENERATOR = {"max_q_size": (ANY,), "max_queue_size": (ANY,), "nb_worker": (ANY,), "workers": (ANY,),
              "pickle_safe": (ANY,), "use_multiprocessing": (ANY,), "show_accuracy": (ANY,)}  # fmt: skip

COMPILE = Table(
    dropped={
        "sample_weight_mode": (ANY,),
        "target_tensors": (None,),
        "class_mode": (ANY,),
        "distribute": (None,),
        "experimental_run_tf_function": (ANY,),
    }
)

METHODS: Mapping[str, Table] = {
    "fit": Table(
        renamed={
            "nb_epoch": ("epochs",),
            "X": ("x",),
            "generator": ("x",),
            "samples_per_epoch": ("steps_per_epoch",),
            "nb_val_samples": ("validation_steps",),
        },
        dropped=_GENERATOR,
    ),
    "evaluate": Table(
        renamed={"X": ("x",), "generator": ("x",), "val_samples": ("steps",)}, dropped=_GENERATOR
    ),
    "predict": Table(
        renamed={"X": ("x",), "generator": ("x",), "val_samples": ("steps",)}, dropped=_GENERATOR
    ),
}
"""Old arguments of a model's methods."""

KINDS: Mapping[str, Table] = {
    "keraunos.layers:Layer": LAYERS,
    "keraunos.optimizers:Optimizer": OPTIMIZERS,
    "keraunos.callbacks:Callback": CALLBACKS,
    "keraunos.constraints:Constraint": RULES,
    "keraunos.losses:Loss": LOSSES,
    "keraunos.regularizers:Regularizer": REGULARIZERS,
}
"""Base class -> the table of the old arguments of its kind."""

OLD_POSITIONS: Mapping[str, tuple[str, ...]] = {
    "keras.layers.Convolution2D": (
        "nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode",
        "subsample", "dim_ordering",
    ),
    "keras.layers.AtrousConvolution2D": (
        "nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode",
        "subsample", "atrous_rate", "dim_ordering",
    ),
    "keras.layers.SeparableConvolution2D": (
        "nb_filter", "nb_row", "nb_col", "init", "activation", "weights", "border_mode",
        "subsample", "depth_multiplier", "dim_ordering",
    ),
    "keras.layers.Deconvolution2D": (
        "nb_filter", "nb_row", "nb_col", "output_shape", "init", "activation", "weights",
        "border_mode", "subsample", "dim_ordering",
    ),
    "keras.layers.Convolution3D": (
        "nb_filter", "kernel_dim1", "kernel_dim2", "kernel_dim3", "init", "activation", "weights",
        "border_mode", "subsample", "dim_ordering",
    ),
}  # fmt: skip
"""Old class -> its positional arguments, where a second one that is no tuple says that it is meant so."""
