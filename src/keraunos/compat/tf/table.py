"""TensorFlow's names -> ops of today, module by module."""

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from keraunos.compat.adapting import How, adapted
from keraunos.compat.sizes import understanding
from keraunos.compat.text_inputs import recorded
from keraunos.compat.tf.ragged import over_rows, over_values
from keraunos.compat.tf.rooms import ROOMS

_AXIS = ("input_tensor->x", "axis", "keepdims", "name->")

_REDUCE: dict[str, How] = {
    f"reduce_{name}": (name, _AXIS) for name in ("sum", "mean", "max", "min", "prod", "all", "any")
}
_REDUCE |= {
    "reduce_std": ("std", _AXIS), "reduce_variance": ("var", _AXIS),
    "reduce_logsumexp": ("logsumexp", _AXIS),
}  # fmt: skip

_GROUPED = (
    "segment_sum",
    "segment_mean",
    "segment_max",
    "unsorted_segment_sum",
    "unsorted_segment_mean",
    "unsorted_segment_max",
)
_MATHS = (
    "add_n",
    "squared_difference",
    "scalar_mul",
    "bincount",
    "saturate_cast",
)

_UNARY = (
    "abs", "cos", "sin", "tan", "cosh", "sinh", "tanh", "exp", "floor", "round", "sign", "sqrt", "square",
    "sigmoid", "negative", "logical_not",
)  # fmt: skip
_BINARY = (
    "add", "subtract", "multiply", "divide", "maximum", "minimum", "equal", "not_equal", "greater",
    "greater_equal", "less", "less_equal", "logical_and", "logical_or",
)  # fmt: skip

_PLAIN: dict[str, How] = {
    **{name: (name, ("x", "name->")) for name in _UNARY},
    **{name: (name, ("x->x1", "y->x2", "name->")) for name in _BINARY},
    "pow": ("power", ("x->x1", "y->x2", "name->")),
    "atan2": ("arctan2", ("y->x1", "x->x2", "name->")),
    "truediv": ("true_divide", ("x->x1", "y->x2", "name->")),
    "floordiv": ("floor_divide", ("x->x1", "y->x2", "name->")),
    "floormod": ("mod", ("x->x1", "y->x2", "name->")),
    "logical_xor": ("logical_xor", ("x->x1", "y->x2", "name->")),
    **{name: (f"arc{name[1:]}", ("x", "name->")) for name in ("acos", "asin", "atan")},
    **{name: f"keraunos.compat.tf.maths:{name}" for name in _MATHS},
    "argmax": ("argmax", {"axis": 0}),
    "argmin": ("argmin", {"axis": 0}),
    "cumsum": "keraunos.compat.tf.maths:cumsum",
    **{name: (f"arc{name[1:]}", ("x", "name->")) for name in ("acosh", "asinh", "atanh")},
    "matmul": "keraunos.compat.tf.values:matmul",
    **_REDUCE,
}

TABLES: Mapping[str, Mapping[str, How]] = {
    "core": {
        **_PLAIN,
        "cast": "keraunos.compat.tf.strings:cast",
        "clip_by_value": ("clip", ("t->x", "clip_value_min->x_min", "clip_value_max->x_max", "name->")),
        "cond": ("cond", ("pred", "true_fn", "false_fn", "name->")),
        "einsum": "einsum",
        "eye": ("eye", ("num_rows->N", "num_columns->M", "batch_shape->", "dtype", "name->")),
        "linspace": ("linspace", ("start", "stop", "num", "name->")),
        "norm": ("norm", ("tensor->x", "ord", "axis", "keepdims", "name->")),
        "one_hot": "keraunos.compat.tf.values:one_hot",
        "ones_like": ("ones_like", ("input->x", "dtype", "name->")),
        "pad": "keraunos.compat.tf.values:pad",
        "range": "keraunos.compat.tf.values:range",
        "repeat": ("repeat", ("input->x", "repeats", "axis", "name->")),
        "reverse": ("flip", ("tensor->x", "axis", "name->")),
        "roll": ("roll", ("input->x", "shift", "axis", "name->")),
        "shape": "keraunos.compat.sizes:shape",
        "size": "keraunos.compat.sizes:size",
        "split": "keraunos.compat.tf.values:split",
        "stop_gradient": ("stop_gradient", ("input->variable", "name->")),
        "tensordot": ("tensordot", ("a->x1", "b->x2", "axes", "name->")),
        "tile": ("tile", ("input->x", "multiples->repeats", "name->")),
        "transpose": ("transpose", ("a->x", "perm->axes", "conjugate->", "name->")),
        "unstack": ("unstack", ("value->x", "num", "axis", "name->")),
        "where": ("where", ("condition", "x->x1", "y->x2", "name->")),
        "zeros_like": ("zeros_like", ("input->x", "dtype", "name->")),
        **{name: f"keraunos.compat.tf.values:{name}" for name in (
            "Tensor", "TensorShape", "TensorSpec", "Variable", "boolean_mask", "constant",
            "convert_to_tensor", "executing_eagerly", "fill", "identity",
            "is_tensor", "map_fn", "newaxis", "ones", "rank", "zeros", "DType", "float16",
            "float32", "float64", "bfloat16", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
            "complex64", "complex128", "half", "double", "uint64",
            "bool", "string", "as_dtype",
        )},
        **{name: f"keraunos.compat.tf.strings:{name}" for name in (
            "concat", "expand_dims", "reshape", "squeeze", "stack", "as_string")},
        **{name: f"keraunos.compat.tf.picking:{name}" for name in (
            "gather", "gather_nd", "scatter_nd", "tensor_scatter_nd_update", "argsort", "sort", "unique",
            "unique_with_counts", "sequence_mask", "clip_by_norm", "clip_by_global_norm", "while_loop",
            "broadcast_to", "TensorArray", "tensor_scatter_nd_add", "tensor_scatter_nd_sub", "slice",
            "strided_slice", "reverse_sequence", "dynamic_partition", "dynamic_stitch",
        )},
        **{name: f"keraunos.compat.tf.control:{name}" for name in (
            "case", "switch_case", "scan", "foldl", "foldr", "py_function", "numpy_function",
            "custom_gradient", "recompute_grad", "group", "no_op", "ensure_shape", "assert_equal",
            "Assert", "debugging", "errors", "nest",
        )},
        "py_func": "keraunos.compat.tf.control:numpy_function",
        "vectorized_map": ("vectorized_map", ("fn->function", "elems->elements",
                                              "fallback_to_while_loop->", "warn->")),
        "distribute": "keraunos.compat.tf.strategies:distribute",
        "summary": "keraunos.compat.tf.summaries:summary",
        "space_to_depth": ("space_to_depth", ("input->x", "block_size", "data_format->", "name->")),
        "Module": "keraunos.compat.tf.objects:Module",
        "audio": "keraunos.compat.tf.signals:audio",
        "complex": "keraunos.compat.tf.maths:complex",
        "RaggedTensor": "keraunos.compat.tf.ragged:RaggedTensor",
        "SparseTensor": "keraunos.compat.tf.sparse:SparseTensor",
        "meshgrid": "meshgrid",
        **{name: f"keraunos.compat.tf.kinds:{name}" for name in (
            "Operation", "TypeSpec", "RaggedTensorSpec", "SparseTensorSpec", "IndexedSlices",
            "type_spec_from_value", "is_symbolic_tensor", "get_static_value", "identity_n",
            "grad_pass_through", "timestamp", "unravel_index", "truncatediv", "truncatemod",
            "histogram_fixed_width", "histogram_fixed_width_bins")},
        **{name: f"keraunos.compat.tf.control:{name}" for name in (
            "assert_greater", "assert_less", "assert_rank")},
        "realdiv": ("true_divide", ("x->x1", "y->x2", "name->")),
        "edit_distance": "keraunos.compat.tf.spelling:edit_distance",
        "saved_model": "keraunos.compat.tf.saved:saved_model",
        "searchsorted": ("searchsorted", ("sorted_sequence", "values", "side", "out_type->", "name->")),
        "zeros_initializer": "keraunos.initializers:Zeros",
        "ones_initializer": "keraunos.initializers:Ones",
        "constant_initializer": "keraunos.initializers:Constant",
        "random_normal_initializer": "keraunos.initializers:RandomNormal",
        "random_uniform_initializer": "keraunos.initializers:RandomUniform",
        "GradientTape": "keraunos.compat.tf.tape:GradientTape",
        "function": "keraunos.compat.tf.tracing:function",
        **{name: f"keraunos.compat.tf.process:{name}" for name in (
            "autograph", "device", "get_logger", "name_scope", "print", "test",
            "sysconfig", "profiler", "tpu", "init_scope", "control_dependencies", "UnconnectedGradients",
            "VariableAggregation", "VariableSynchronization",
        )},
    },
    "math": {
        **_PLAIN,
        "ceil": ("ceil", ("x", "name->")),
        "log": ("log", ("x", "name->")),
        "log1p": ("log1p", ("x", "name->")),
        "erf": ("erf", ("x", "name->")),
        "is_nan": ("isnan", ("x", "name->")),
        "is_inf": ("isinf", ("x", "name->")),
        "is_finite": ("isfinite", ("x", "name->")),
        "rsqrt": ("rsqrt", ("x", "name->")),
        "reciprocal": ("reciprocal", ("x", "name->")),
        "divide_no_nan": ("divide_no_nan", ("x->x1", "y->x2", "name->")),
        "mod": ("mod", ("x->x1", "y->x2", "name->")),
        "softplus": ("softplus", ("features->x", "name->")),
        "top_k": "keraunos.compat.tf.picking:top_k",
        "count_nonzero": ("count_nonzero", ("input->x", "axis", "keepdims->", "dtype->", "name->")),
        "in_top_k": ("in_top_k", ("targets", "predictions", "k", "name->")),
        "l2_normalize": "keraunos.compat.tf.values:l2_normalize",
        "confusion_matrix": "keraunos.compat.tf.values:confusion_matrix",
        "argmax": ("argmax", {"axis": 0}),
        "log_sigmoid": ("log_sigmoid", ("x", "name->")),
        "softsign": ("softsign", ("features->x", "name->")),
        "expm1": ("expm1", ("x", "name->")),
        "erfc": ("erfc", ("x", "name->")),
        "bessel_i0": ("i0", ("x", "name->")),
        **{name: f"keraunos.ops.special:{name}" for name in (
            "lgamma", "digamma", "igamma", "igammac", "betainc", "zeta", "bessel_i0e", "bessel_i1",
            "bessel_i1e", "ndtri", "xlog1py", "nextafter", "polygamma")},
        "erfinv": ("erfinv", ("x", "name->")),
        "rint": ("round", ("x", "name->")),
        "real": ("real", ("input->x", "name->")),
        "angle": ("angle", ("input->x", "name->")),
        "softmax": ("softmax", ("logits->x", "axis", "name->")),
        "log_softmax": ("log_softmax", ("logits->x", "axis", "name->")),
        "cumprod": "keraunos.compat.tf.maths:cumprod",
        "reciprocal_no_nan": "keraunos.compat.tf.maths:reciprocal_no_nan",
        "invert_permutation": ("argsort", ("x", "name->")),
        "imag": ("imag", ("input->x", "name->")),
        "conj": ("conj", ("x", "name->")),
        "cross": ("cross", ("a->x1", "b->x2", "name->")),
        "accumulate_n": "keraunos.compat.tf.maths:add_n",
        **{name: f"keraunos.compat.tf.maths:{name}" for name in (
            *_GROUPED, "multiply_no_nan", "xlogy", "zero_fraction", "is_non_decreasing", "polyval",
            "reduce_euclidean_norm")},
    },
    "nn": {
        **{name: (name, ("features->x", "name->")) for name in (
            "relu", "relu6", "elu", "selu", "softplus", "softsign", "gelu")},
        "silu": ("silu", ("features->x", "beta->")),
        "swish": ("silu", ("features->x", "beta->")),
        "leaky_relu": ("leaky_relu", ("features->x", "alpha->negative_slope", "name->")),
        "sigmoid": ("sigmoid", ("x", "name->")),
        "tanh": ("tanh", ("x", "name->")),
        "softmax": ("softmax", ("logits->x", "axis", "name->")),
        "log_softmax": ("log_softmax", ("logits->x", "axis", "name->")),
        "top_k": "keraunos.compat.tf.picking:top_k",
        "dropout": "keraunos.compat.backend.maths:dropout",
        "l2_normalize": "keraunos.compat.tf.values:l2_normalize",
        "bias_add": "keraunos.compat.backend.maths:bias_add",
        "embedding_lookup": ("take", ("params->x", "ids->indices", "max_norm->", "name->")),
        "moments": ("moments", ("x", "axes", "shift->", "keepdims", "name->")),
        "conv2d": "keraunos.compat.tf.values:conv2d",
        **{name: f"keraunos.compat.tf.nets:{name}" for name in (
            "conv1d", "conv2d_transpose", "depthwise_conv2d", "avg_pool2d", "batch_normalization",
            "local_response_normalization", "l2_loss", "weighted_cross_entropy_with_logits",
            "log_poisson_loss", "compute_average_loss", "crelu", "scale_regularization_loss", "ctc_loss")},
        **{name: f"keraunos.compat.tf.windows:{name}" for name in (
            "conv3d", "convolution", "separable_conv2d", "max_pool1d", "max_pool3d", "avg_pool1d",
            "avg_pool3d", "atrous_conv2d", "conv1d_transpose", "max_pool_with_argmax")},
        **{name: f"keraunos.compat.tf.spelling:{name}" for name in (
            "ctc_greedy_decoder", "ctc_beam_search_decoder")},
        **{name: f"keraunos.compat.tf.sampling:{name}" for name in (
            "sampled_softmax_loss", "nce_loss")},
        "softmax_cross_entropy_with_logits_v2": (
            "keraunos.compat.tf.values:softmax_cross_entropy_with_logits"),
        "lrn": "keraunos.compat.tf.nets:local_response_normalization",
        "max_pool": "keraunos.compat.tf.values:max_pool2d",
        "avg_pool": "keraunos.compat.tf.nets:avg_pool2d",
        "zero_fraction": "keraunos.compat.tf.maths:zero_fraction",
        "in_top_k": ("in_top_k", ("targets", "predictions", "k", "name->")),
        "depth_to_space": ("depth_to_space", ("input->x", "block_size", "data_format->", "name->")),
        "space_to_depth": ("space_to_depth", ("input->x", "block_size", "data_format->", "name->")),
        "max_pool2d": "keraunos.compat.tf.values:max_pool2d",
        "softmax_cross_entropy_with_logits": (
            "keraunos.compat.tf.values:softmax_cross_entropy_with_logits"),
        "sparse_softmax_cross_entropy_with_logits": (
            "keraunos.compat.tf.values:sparse_softmax_cross_entropy_with_logits"),
        "sigmoid_cross_entropy_with_logits": (
            "keraunos.compat.tf.values:sigmoid_cross_entropy_with_logits"),
    },
    "linalg": {
        "matmul": "keraunos.compat.tf.values:matmul",
        "norm": ("norm", ("tensor->x", "ord", "axis", "keepdims", "name->")),
        "einsum": "einsum",
        "eye": ("eye", ("num_rows->N", "num_columns->M", "batch_shape->", "dtype", "name->")),
        "l2_normalize": "keraunos.compat.tf.values:l2_normalize",
        "matrix_transpose": ("swapaxes", {"axis1": -2, "axis2": -1}),
        "inv": ("inv", ("input->x", "adjoint->", "name->")),
        "det": ("det", ("input->x", "name->")),
        "slogdet": ("slogdet", ("input->x", "name->")),
        "logdet": ("logdet", ("matrix->x", "name->")),
        "cholesky": ("cholesky", ("input->x", "name->")),
        "solve": ("solve", ("matrix->a", "rhs->b", "adjoint->", "name->")),
        "qr": ("qr", ("input->x", "full_matrices->", "name->")),
        "eigh": ("eigh", ("tensor->x", "name->")),
        "tensordot": ("tensordot", ("a->x1", "b->x2", "axes", "name->")),
        "cross": ("cross", ("a->x1", "b->x2", "name->")),
        "global_norm": "keraunos.compat.tf.picking:global_norm",
        "svd": "keraunos.compat.tf.maths:svd",
        **{name: f"keraunos.compat.tf.maths:{name}" for name in (
            "band_part", "diag", "diag_part", "set_diag", "trace", "matvec", "normalize")},
        **{name: f"keraunos.compat.tf.matrices:{name}" for name in (
            "adjoint", "lstsq", "triangular_solve", "cholesky_solve", "eigvalsh",
            "tensor_diag_part")},
        "pinv": ("keraunos.ops.linalg:pinv", ("a->x", "rcond", "validate_args->", "name->")),
        "matrix_rank": ("keraunos.ops.linalg:matrix_rank", ("a->x", "tol", "validate_args->", "name->")),
        "expm": "keraunos.ops.special:expm",
        "sqrtm": "keraunos.ops.special:sqrtm",
        "tensor_diag": ("diag", ("diagonal->x", "name->")),
    },
    **ROOMS,
}  # fmt: skip


_OF_EACH_TEXT = (
    "lower", "upper", "strip", "regex_replace", "regex_full_match", "length", "substr", "to_number",
    "as_string", "to_hash_bucket_fast", "to_hash_bucket_strong",
)  # fmt: skip
"""The functions of `tf.strings` that look at each text by itself, and so take rows too."""


@cache
def module(name: str) -> Any:
    """What stands for one of TensorFlow's modules: an object with `__all__`, its names looked up late."""
    return _Late(name)


class _Late(SimpleNamespace):
    def __init__(self, name: str) -> None:
        super().__init__(__all__=sorted(TABLES[name]))
        self._table, self._name = TABLES[name], name

    def __getattr__(self, name: str) -> Any:
        table = self.__dict__.get("_table", {})
        if name not in table:
            raise AttributeError(name)
        found = understanding(name, adapted(name, table[name]))
        where = self._name
        if where == "strings":
            found = recorded(found)
        if name.startswith("reduce_") and where in ("core", "math", "strings"):
            return over_rows(found)
        each = (where == "strings" and name in _OF_EACH_TEXT) or name == "cast"
        return over_values(found) if each else found
