"""TensorFlow's smaller modules: their names -> what they are today."""

from collections.abc import Mapping

from keraunos.compat.adapting import How

ROOMS: Mapping[str, Mapping[str, How]] = {
    "strings": {
        name: f"keraunos.compat.tf.strings:{name}" for name in (
            "as_string", "join", "length", "lower", "reduce_join", "regex_full_match",
            "regex_replace", "split", "strip", "substr", "to_hash_bucket_fast",
            "to_hash_bucket_strong", "to_number", "unicode_split", "upper", "unicode_decode",
            "unicode_encode", "bytes_split", "ngrams", "format")
    },
    "image": {
        name: f"keraunos.compat.tf.image:{name}" for name in (
            "resize", "flip_left_right", "flip_up_down", "random_flip_left_right",
            "random_flip_up_down", "adjust_brightness", "adjust_contrast", "adjust_saturation",
            "adjust_hue", "random_brightness", "random_contrast", "random_saturation", "random_hue",
            "rgb_to_grayscale", "grayscale_to_rgb", "convert_image_dtype",
            "per_image_standardization", "crop_to_bounding_box", "central_crop",
            "resize_with_crop_or_pad", "random_crop", "rot90", "total_variation", "psnr",
        )
    } | {
        name: f"keraunos.compat.tf.boxes:{name}" for name in (
            "extract_patches", "pad_to_bounding_box", "resize_with_pad", "transpose", "adjust_gamma",
            "image_gradients", "sobel_edges", "ssim", "draw_bounding_boxes", "crop_and_resize",
            "non_max_suppression",
        )
    } | {
        name: f"keraunos.compat.tf.stateless:{name}" for name in (
            "stateless_random_flip_left_right", "stateless_random_flip_up_down",
            "stateless_random_brightness", "stateless_random_contrast", "stateless_random_saturation",
            "stateless_random_hue", "stateless_random_crop",
        )
    } | {
        name: f"keraunos.compat.tf.files:{name}" for name in (
            "decode_image", "decode_jpeg", "decode_png", "encode_jpeg", "encode_png")
    } | {
        name: f"keraunos.compat.tf.colors:{name}" for name in (
            "rgb_to_yuv", "yuv_to_rgb", "rgb_to_yiq", "yiq_to_rgb", "adjust_jpeg_quality",
            "random_jpeg_quality")
    } | {
        name: f"keraunos.compat.tf.suppression:{name}" for name in (
            "non_max_suppression_with_scores", "non_max_suppression_padded",
            "combined_non_max_suppression")
    } | {
        "resize_image_with_crop_or_pad": "keraunos.compat.tf.image:resize_with_crop_or_pad",
        "resize_images": "keraunos.compat.tf.image:resize",
        "rgb_to_hsv": ("keraunos.ops.image:rgb_to_hsv", ("images", "name->")),
        "hsv_to_rgb": ("keraunos.ops.image:hsv_to_rgb", ("images", "name->")),
        "ResizeMethod": "keraunos.compat.tf.process:ResizeMethod",
    },
    "io": {
        name: f"keraunos.compat.tf.files:{name}" for name in (
            "read_file", "write_file", "matching_files", "decode_image", "decode_jpeg", "decode_png",
            "encode_jpeg", "encode_png", "decode_raw", "decode_csv", "gfile",
        )
    } | {
        name: f"keraunos.compat.tf.parsing:{name}" for name in (
            "FixedLenFeature", "VarLenFeature", "FixedLenSequenceFeature", "RaggedFeature",
            "parse_single_example", "parse_example", "parse_single_sequence_example",
            "serialize_tensor", "parse_tensor",
        )
    } | {
        name: f"keraunos.compat.tf.records:{name}" for name in (
            "TFRecordWriter", "TFRecordOptions", "tf_record_iterator")
    },
    "ragged": {
        name: f"keraunos.compat.tf.ragged:{name}"
        for name in ("constant", "stack", "range", "boolean_mask", "map_flat_values")
    },
    "sparse": {
        name: f"keraunos.compat.tf.sparse:{name}" for name in (
            "SparseTensor", "to_dense", "from_dense", "reorder", "reshape", "transpose", "reduce_sum",
            "sparse_dense_matmul")
    },
    "lookup": {
        name: f"keraunos.compat.tf.lookups:{name}"
        for name in (
            "StaticHashTable", "StaticVocabularyTable", "KeyValueTensorInitializer",
            "TextFileInitializer", "TextFileIndex")
    },
    "signal": {
        name: f"keraunos.compat.tf.signals:{name}" for name in (
            "fft", "ifft", "fft2d", "ifft2d", "rfft", "irfft", "stft", "inverse_stft",
            "inverse_stft_window_fn", "frame", "overlap_and_add", "hann_window", "hamming_window",
            "linear_to_mel_weight_matrix", "dct", "idct", "rfft2d", "irfft2d", "fftshift",
            "ifftshift", "mfccs_from_log_mel_spectrograms")
    },
    "feature_column": {
        name: f"keraunos.compat.tf.feature_columns:{name}" for name in (
            "numeric_column", "bucketized_column", "categorical_column_with_vocabulary_list",
            "categorical_column_with_identity", "categorical_column_with_hash_bucket",
            "crossed_column", "indicator_column", "embedding_column")
    },
    "autodiff": {"GradientTape": "keraunos.compat.tf.tape:GradientTape"},
    "dtypes": {
        name: f"keraunos.compat.tf.values:{name}" for name in (
            "DType", "as_dtype", "float16", "float32", "float64", "bfloat16", "int8", "int16", "int32",
            "int64", "uint8", "uint16", "uint32", "bool", "string")
    } | {"cast": "keraunos.compat.tf.strings:cast"},
    "version": {
        name: "keraunos.compat.places:TENSORFLOW_VERSION" for name in ("VERSION", "GIT_VERSION")
    },
    "compat": {
        name: f"keraunos.compat.tf.process:{name}" for name in ("as_str", "as_text", "as_bytes", "as_str_any")
    },
    "train": {
        name: f"keraunos.compat.tf.objects:{name}"
        for name in ("Checkpoint", "CheckpointManager", "latest_checkpoint")
    } | {
        name: f"keraunos.compat.tf.messages:{name}" for name in (
            "BytesList", "FloatList", "Int64List", "Feature", "Features", "FeatureList",
            "FeatureLists", "Example", "SequenceExample")
    } | {
        name: f"keraunos.compat.tf.optimizers:{name}" for name in (
            "AdamOptimizer", "GradientDescentOptimizer", "MomentumOptimizer", "RMSPropOptimizer",
            "AdagradOptimizer")
    },
    "random": {
        "set_seed": "keraunos.core.random:set_random_seed",
        "normal": "keraunos.compat.backend.noise:random_normal",
        "uniform": "keraunos.compat.tf.values:random_uniform",
        "truncated_normal": "keraunos.compat.backend.noise:truncated_normal",
        "shuffle": "keraunos.compat.tf.values:random_shuffle",
        **{name: f"keraunos.compat.tf.draws:{name}" for name in (
            "gamma", "poisson", "categorical", "stateless_uniform", "stateless_normal",
            "stateless_categorical", "Generator", "get_global_generator")},
        **{name: f"keraunos.compat.tf.sampling:{name}" for name in (
            "log_uniform_candidate_sampler", "uniform_candidate_sampler")},
    },
    "config": {
        name: f"keraunos.compat.tf.process:{name}" for name in (
            "list_physical_devices", "list_logical_devices", "get_visible_devices",
            "set_visible_devices", "run_functions_eagerly", "functions_run_eagerly", "experimental",
            "threading", "optimizer", "experimental_run_functions_eagerly", "LogicalDeviceConfiguration",
            "set_logical_device_configuration", "set_soft_device_placement",
            "experimental_connect_to_cluster",
        )
    },
    "devices": {"list_local_devices": "keraunos.compat.tf.process:list_physical_devices"},
    "bitwise": {
        name: (name, ("x", "y", "name->")) for name in ("bitwise_and", "bitwise_or", "bitwise_xor")
    },
    "data": {
        "Dataset": "keraunos.data.dataset:Dataset",
        "AUTOTUNE": "keraunos.data.dataset:AUTOTUNE",
        "INFINITE_CARDINALITY": "keraunos.compat.tf.datasets:INFINITE_CARDINALITY",
        "UNKNOWN_CARDINALITY": "keraunos.compat.tf.datasets:UNKNOWN_CARDINALITY",
        "experimental": "keraunos.compat.tf.datasets:experimental",
        "TextLineDataset": "keraunos.compat.tf.datasets:TextLineDataset",
        "TFRecordDataset": "keraunos.compat.tf.records:TFRecordDataset",
        "Options": "keraunos.compat.tf.sessions:Settings",
    },
    "v1": {
        "set_random_seed": "keraunos.core.random:set_random_seed",
        **{name: f"keraunos.compat.tf.process:{name}" for name in (
            "disable_eager_execution", "enable_eager_execution",
            "disable_v2_behavior", "enable_v2_behavior", "disable_v2_tensorshape", "logging",
            "reset_default_graph",
        )},
        **{name: f"keraunos.compat.tf.sessions:{name}" for name in (
            "Session", "InteractiveSession", "get_default_graph", "get_default_session", "Graph",
            "global_variables_initializer")},
        **{name: "keraunos.compat.tf.sessions:Settings" for name in (
            "ConfigProto", "GPUOptions", "OptimizerOptions", "RunOptions")},
        "initialize_all_variables": "keraunos.compat.tf.sessions:global_variables_initializer",
        "local_variables_initializer": "keraunos.compat.tf.sessions:global_variables_initializer",
        "tables_initializer": "keraunos.compat.tf.sessions:global_variables_initializer",
        "gradients": "keraunos.compat.backend.symbolic_gradients:gradients",
        "log": ("log", ("x", "name->")),
        "random_normal": "keraunos.compat.backend.noise:random_normal",
        "random_uniform": "keraunos.compat.tf.values:random_uniform",
        "truncated_normal": "keraunos.compat.backend.noise:truncated_normal",
        "is_nan": ("isnan", ("x", "name->")),
        "div": ("divide", ("x->x1", "y->x2", "name->")),
        "to_float": ("cast", {"dtype": "float32"}),
        "to_int32": ("cast", {"dtype": "int32"}),
        **{name: (name, ("x", "name->")) for name in ("ceil", "rsqrt", "erf")},
        "mod": ("mod", ("x->x1", "y->x2", "name->")),
        "diag": ("diag", ("diagonal->x", "name->")),
        "lgamma": "keraunos.ops.special:lgamma",
        "digamma": "keraunos.ops.special:digamma",
        "floor_div": ("floor_divide", ("x->x1", "y->x2", "name->")),
        "cross": ("cross", ("a->x1", "b->x2", "name->")),
        "placeholder": "keraunos.compat.tf.sessions:placeholder",
        **{name: f"keraunos.compat.tf.sessions:{name}" for name in ("assign", "assign_add", "assign_sub")},
        "matrix_inverse": ("inv", ("input->x", "adjoint->", "name->")),
        "matrix_band_part": "keraunos.compat.tf.maths:band_part",
        "unsorted_segment_sum": "keraunos.compat.tf.maths:unsorted_segment_sum",
        "multinomial": "keraunos.compat.tf.draws:categorical",
        "string_split": "keraunos.compat.tf.strings:split",
        "gfile": "keraunos.compat.tf.files:gfile",
        "read_file": "keraunos.compat.tf.files:read_file",
        "decode_raw": "keraunos.compat.tf.files:decode_raw",
        **{name: f"keraunos.compat.tf.parsing:{name}" for name in (
            "FixedLenFeature", "VarLenFeature", "FixedLenSequenceFeature", "parse_single_example",
            "parse_example")},
        "sparse_tensor_to_dense": "keraunos.compat.tf.sparse:to_dense",
        "sparse_tensor_dense_matmul": "keraunos.compat.tf.sparse:sparse_dense_matmul",
    },
}  # fmt: skip
"""Module -> its names."""
