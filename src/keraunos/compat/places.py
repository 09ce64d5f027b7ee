"""Where modules are today: old module -> new modules. Tables only."""

SAME_AS_KERAS = (
    "tensorflow.keras", "tensorflow.python.keras", "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras", "tensorflow.contrib.keras", "tf_keras.api._v2.keras",
    "tf_keras.src", "tf_keras", "keras.api._v1.keras", "keras.api._v2.keras", "keras.api._v1",
    "keras.api._v2", "keras.api", "keras.src",
)  # fmt: skip
"""Module names that stand for `keras`; the longest comes first."""

SAME_AS_TENSORFLOW = ("tensorflow.compat.v1", "tensorflow.compat.v2")

MODERN = (
    "activations", "applications", "backend", "callbacks", "config", "constraints", "datasets",
    "distillation", "distribution", "dtype_policies", "export", "initializers", "layers", "legacy",
    "losses", "metrics", "mixed_precision", "models", "ops", "optimizers", "optimizers.legacy",
    "optimizers.schedules", "preprocessing", "preprocessing.image", "preprocessing.sequence",
    "quantizers", "random", "regularizers", "saving", "tree", "utils", "utils.legacy",
    "visualization", "wrappers", "ops.image", "ops.linalg", "ops.nn", "ops.numpy", "legacy.saving",
    "datasets.boston_housing", "datasets.california_housing", "datasets.cifar10",
    "datasets.cifar100", "datasets.fashion_mnist", "datasets.imdb", "datasets.mnist",
    "datasets.reuters", "applications.convnext", "applications.densenet",
    "applications.efficientnet", "applications.efficientnet_v2", "applications.imagenet_utils",
    "applications.inception_resnet_v2", "applications.inception_v3", "applications.mobilenet",
    "applications.mobilenet_v2", "applications.mobilenet_v3", "applications.nasnet",
    "applications.resnet", "applications.resnet50", "applications.resnet_v2",
    "applications.vgg16", "applications.vgg19", "applications.xception",
)  # fmt: skip
"""Modules of Keras today, below `keras`; each is the module of that name in Keraunos."""

_LAYER_MODULES = (
    "advanced_activations", "convolutional", "convolutional_recurrent", "core", "cudnn_recurrent",
    "embeddings", "experimental", "experimental.preprocessing", "local", "merge", "noise",
    "normalization", "normalization.batch_normalization", "pooling", "preprocessing", "recurrent",
    "rnn", "wrappers", "attention", "activation", "regularization", "reshaping", "merging",
)  # fmt: skip

_INNER: dict[str, tuple[str, ...]] = {
    **{
        f"ops.{name}": ("core", "v1", "math")
        for name in (
            "array_ops", "math_ops", "control_flow_ops", "state_ops", "variables", "check_ops",
            "tensor_array_ops", "gen_math_ops", "gen_array_ops", "clip_ops", "functional_ops",
            "custom_gradient", "script_ops", "map_fn", "parsing_ops", "variable_scope",
        )
    },
    **{f"ops.{name}": ("nn", "core") for name in ("nn", "nn_ops", "nn_impl", "gen_nn_ops")},
    "ops.image_ops": ("image",),
    "ops.image_ops_impl": ("image",),
    "ops.random_ops": ("random", "v1"),
    "ops.linalg_ops": ("linalg",),
    "ops.string_ops": ("strings",),
    "ops.lookup_ops": ("lookup",),
    "ops.ragged": ("ragged",),
    **{
        f"framework.{name}": ("core", "v1", "dtypes")
        for name in ("ops", "dtypes", "tensor_shape", "tensor_spec", "constant_op", "tensor_util",
                     "random_seed", "graph_util", "tensor", "errors")
    },
    "eager.backprop": ("core",),
    "eager.context": ("core", "v1"),
    "eager.def_function": ("core",),
    "client.device_lib": ("devices",),
    "client.session": ("v1",),
    "util": ("core",),
    "training": ("train",),
}  # fmt: skip
"""Modules within TensorFlow that programs reach into -> the parts of its public table."""

MODULES: dict[str, tuple[str, ...]] = {
    "keras.layers.convolutional.base_conv": ("keras.layers",),
    **{f"keras.layers.{name}": ("keras.layers",) for name in _LAYER_MODULES},
    "keras.initializations": ("keras.initializers",),
    "keras.objectives": ("keras.losses",),
    "keras.engine": ("keras.layers", "keras.models", "keras.utils"),
    "keras.engine.topology": ("keras.layers", "keras.models", "keras.utils"),
    "keras.engine.base_layer": ("keras.layers",),
    "keras.engine.input_layer": ("keras.layers",),
    "keras.engine.network": ("keras.models",),
    "keras.engine.functional": ("keras.models",),
    "keras.engine.keras_tensor": ("keras",),
    "keras.engine.sequential": ("keras.models",),
    "keras.engine.saving": ("keras.models", "keras.saving"),
    "keras.engine.training": ("keras.models",),
    "keras.engine.training_arrays": ("keras.models",),
    "keras.engine.training_generator": ("keras.models",),
    "keras.engine.training_utils": ("keras.utils",),
    "keras.legacy": ("keras.saving",),
    "keras.legacy.interfaces": ("keras.layers",),
    "keras.legacy.layers": ("keras.layers",),
    "keras.backend": ("keraunos.compat.backend", "keras.backend"),
    "keras.backend.common": ("keras.backend",),
    "keras.backend_config": ("keras.backend",),
    "keras.backend.load_backend": ("keras.backend",),
    "keras.backend.numpy_backend": ("keras.backend",),
    "keras.backend.tensorflow_backend": ("keras.backend",),
    "keras.backend.theano_backend": ("keras.backend",),
    "keras.backend.cntk_backend": ("keras.backend",),
    "keras.backend.experimental": ("keras.backend",),
    "keras.callbacks.callbacks": ("keras.callbacks",),
    "keras.callbacks.experimental": ("keras.callbacks",),
    "keras.callbacks.tensorboard_v1": ("keras.callbacks",),
    "keras.callbacks.tensorboard_v2": ("keras.callbacks",),
    "keras.datasets.cifar": ("keras.datasets",),
    "keras.experimental": ("keras.optimizers.schedules", "keras.layers"),
    "keras.dtensor": ("keras.distribution",),
    "keras.dtensor.experimental": ("keras.distribution",),
    "keras.dtensor.experimental.optimizers": ("keras.optimizers",),
    "keras.estimator": ("keras.models",),
    "keras.mixed_precision.experimental": ("keras.mixed_precision",),
    "keras.metrics.experimental": ("keras.metrics",),
    "keras.models.experimental": ("keras.models",),
    "keras.optimizers.experimental": ("keras.optimizers",),
    "keras.optimizers.legacy": ("keras.optimizers",),
    "keras.utils.legacy": ("keras.saving", "keras.utils"),
    "keras.optimizers.optimizer_v2": ("keras.optimizers",),
    "keras.premade": ("keras.models",),
    "keras.preprocessing.text": ("keras.preprocessing",),
    "keras.utils.conv_utils": ("keras.utils",),
    "keras.utils.data_utils": ("keras.utils",),
    "keras.utils.experimental": ("keras.utils",),
    "keras.utils.generic_utils": ("keras.utils",),
    "keras.utils.io_utils": ("keras.utils",),
    "keras.utils.layer_utils": ("keras.utils", "keras.layers"),
    "keras.utils.losses_utils": ("keras.losses",),
    "keras.utils.metrics_utils": ("keras.metrics",),
    "keras.utils.multi_gpu_utils": ("keras.distribution",),
    "keras.utils.np_utils": ("keras.utils",),
    "keras.utils.vis_utils": ("keras.utils",),
    "keras.utils.visualize_util": ("keras.utils",),
    "keras.wrappers.scikit_learn": ("keras.wrappers",),
    "keras.applications.audio_conv_utils": ("keras.applications",),
    "keras.applications.music_tagger_crnn": ("keras.applications",),
    "keras.applications.regnet": ("keras.applications",),
    "keras.applications.resnet_rs": ("keras.applications",),
    "tensorflow": ("keraunos.compat.tf.table/core", "keraunos.compat.tf.table/v1"),
    **{
        f"tensorflow.{name}": (f"keraunos.compat.tf.table/{name}",)
        for name in (
            "autodiff",
            "bitwise",
            "compat",
            "config",
            "data",
            "dtypes",
            "feature_column",
            "image",
            "io",
            "linalg",
            "lookup",
            "math",
            "nn",
            "ragged",
            "random",
            "signal",
            "sparse",
            "strings",
            "train",
            "version",
        )
    },
    **{
        f"tensorflow.{name}": (f"keras.{name}",)
        for name in (
            "optimizers",
            "losses",
            "metrics",
            "initializers",
            "activations",
            "regularizers",
            "layers",
        )
    },
    "tensorflow.python": (),
    **{
        f"tensorflow.python.{name}": ()
        for name in ("ops", "framework", "client", "eager", "platform")
    },
    **{
        f"tensorflow.python.{name}": tuple(f"keraunos.compat.tf.table/{room}" for room in found)
        for name, found in _INNER.items()
    },
    **{
        f"tensorflow.python.ops.{name}": ("keras.initializers",)
        for name in ("init_ops", "init_ops_v2")
    },
    "tensorflow.experimental": (),
    "tensorflow.experimental.numpy": ("keraunos.compat.tf.numpylike",),
    "tensorflow.python.layers": (),
    "tensorflow.python.layers.utils": ("keras.utils", "keraunos.compat.tf.table/core"),
    "tensorflow.python_io": ("keraunos.compat.tf.table/io",),
    "tensorflow.contrib": (),
    "keras.__internal__": ("keras",),
    "keras.__internal__.backend": ("keras.backend",),
    "keras.__internal__.layers": ("keras.layers",),
    "keras.__internal__.losses": ("keras.losses",),
    "keras.__internal__.models": ("keras.models",),
    "keras.__internal__.optimizers": ("keras.optimizers",),
    "keras.__internal__.utils": ("keras.utils",),
}
"""Old module -> the modules its things are in today, in the order in which they are looked at."""

QUIET = (
    "keras.layers.experimental", "keras.layers.experimental.preprocessing", "keras.experimental",
    "keras.optimizers.experimental", "keras.preprocessing.text", "keras.engine",
    "keras.__internal__", "keras.estimator", "keras.premade", "keras.wrappers.scikit_learn",
)  # fmt: skip
"""Old modules that load without a word: a module below says more, or they were tf.keras'."""

VERSIONS = {"keras": "3.15.1", "tensorflow": "2.15.0"}
"""What `__version__` says: the API that is answered for."""

TENSORFLOW_VERSION = VERSIONS["tensorflow"]
"""`tf.version.VERSION`."""
