"""What things are called today: old name -> new name. Tables only."""

NAMES: dict[str, str] = {
    # layers
    "keras.layers.TimeDistributedDense": "keras.layers.Dense",
    "keras.layers.Convolution1D": "keras.layers.Conv1D",
    "keras.layers.Convolution2D": "keras.layers.Conv2D",
    "keras.layers.Convolution3D": "keras.layers.Conv3D",
    "keras.layers.AtrousConvolution1D": "keras.layers.Conv1D",
    "keras.layers.AtrousConvolution2D": "keras.layers.Conv2D",
    "keras.layers.AtrousConv1D": "keras.layers.Conv1D",
    "keras.layers.AtrousConv2D": "keras.layers.Conv2D",
    "keras.layers.SeparableConvolution2D": "keras.layers.SeparableConv2D",
    "keras.layers.SeparableConvolution1D": "keras.layers.SeparableConv1D",
    "keras.layers.Deconvolution2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconvolution3D": "keras.layers.Conv3DTranspose",
    "keras.layers.Deconv2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconv3D": "keras.layers.Conv3DTranspose",
    "keras.layers.Convolution2DTranspose": "keras.layers.Conv2DTranspose",
    "keras.layers.Convolution3DTranspose": "keras.layers.Conv3DTranspose",
    "keras.layers.AveragePooling": "keras.layers.AveragePooling2D",
    "keras.layers.AvgPool1D": "keras.layers.AveragePooling1D",
    "keras.layers.AvgPool2D": "keras.layers.AveragePooling2D",
    "keras.layers.AvgPool3D": "keras.layers.AveragePooling3D",
    "keras.layers.MaxPool1D": "keras.layers.MaxPooling1D",
    "keras.layers.MaxPool2D": "keras.layers.MaxPooling2D",
    "keras.layers.MaxPool3D": "keras.layers.MaxPooling3D",
    "keras.layers.GlobalAvgPool1D": "keras.layers.GlobalAveragePooling1D",
    "keras.layers.GlobalAvgPool2D": "keras.layers.GlobalAveragePooling2D",
    "keras.layers.GlobalAvgPool3D": "keras.layers.GlobalAveragePooling3D",
    "keras.layers.GlobalMaxPool1D": "keras.layers.GlobalMaxPooling1D",
    "keras.layers.GlobalMaxPool2D": "keras.layers.GlobalMaxPooling2D",
    "keras.layers.GlobalMaxPool3D": "keras.layers.GlobalMaxPooling3D",
    "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
    "keras.layers.CuDNNGRU": "keras.layers.GRU",
    "keras.layers.Recurrent": "keras.layers.RNN",
    "keras.layers.ConvRecurrent2D": "keras.layers.RNN",
    "keras.layers.AbstractRNNCell": "keras.layers.Layer",
    "keras.layers.PreprocessingLayer": "keras.layers.Layer",
    "keras.layers.BaseRandomLayer": "keras.layers.Layer",
    "keras.layers.SyncBatchNormalization": "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV1": "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV2": "keras.layers.BatchNormalization",
    "keras.layers.Node": "keraunos.core.symbolic:Node",
    "keras.layers.get_source_inputs": "keras.utils.get_source_inputs",
    "keras.layers.merge": "keraunos.compat.merging:merge",
    "keras.layers.Merge": "keraunos.compat.merging:Merge",
    "keras.layers.convert_all_kernels_in_model": "keraunos.compat.helpers:convert_all_kernels_in_model",
    "keras.layers.deserialize_keras_object": "keras.saving.deserialize_keras_object",
    "keras.layers.layer_from_config": "keras.layers.deserialize",
    "keras.layers.ThresholdedReLU": "keraunos.compat.layers.activation:ThresholdedReLU",
    "keras.layers.DenseFeatures": "keraunos.compat.tf.feature_columns:DenseFeatures",
    "keras.layers.Highway": "keraunos.compat.layers.dense:Highway",
    "keras.layers.MaxoutDense": "keraunos.compat.layers.dense:MaxoutDense",
    "keras.layers.LocallyConnected1D": "keraunos.compat.layers.local:LocallyConnected1D",
    "keras.layers.LocallyConnected2D": "keraunos.compat.layers.local:LocallyConnected2D",
    # models
    "keras.models.Input": "keras.Input",
    "keras.models.InputLayer": "keras.layers.InputLayer",
    "keras.models.Layer": "keras.layers.Layer",
    "keras.models.Container": "keras.Model",
    "keras.models.Network": "keras.Model",
    **{
        f"keras.{place}.{name}_model": f"keraunos.compat.endings:{name}_model"
        for place in ("models", "saving")
        for name in ("save", "load")
    },
    "keras.models.model_from_yaml": "keraunos.saving.texts:from_yaml",
    "keras.models.clone_and_build_model": "keras.models.clone_model",
    # utils
    "keras.utils.Sequence": "keras.utils.PyDataset",
    "keras.utils.plot": "keras.utils.plot_model",
    "keras.utils.to_categorical": "keraunos.compat.helpers:to_categorical",
    "keras.utils.np_utils.to_categorical": "keraunos.compat.helpers:to_categorical",
    "keras.utils.print_summary": "keraunos.compat.helpers:print_summary",
    "keras.utils.count_params": "keraunos.compat.helpers:count_params",
    "keras.utils.count_total_params": "keraunos.compat.helpers:count_total_params",
    "keras.utils.probas_to_classes": "keraunos.compat.helpers:probas_to_classes",
    "keras.utils.categorical_probas_to_classes": (
        "keraunos.compat.helpers:categorical_probas_to_classes"
    ),
    "keras.utils.accuracy": "keraunos.compat.helpers:accuracy",
    "keras.utils.convert_kernel": "keraunos.compat.helpers:convert_kernel",
    "keras.utils.conv_output_length": "keraunos.compat.helpers:conv_output_length",
    "keras.utils.conv_input_length": "keraunos.compat.helpers:conv_input_length",
    "keras.utils.normalize_tuple": "keraunos.compat.helpers:normalize_tuple",
    "keras.utils.to_list": "keraunos.compat.helpers:to_list",
    "keras.utils.to_ordinal": "keraunos.compat.helpers:to_ordinal",
    "keras.utils.object_list_uid": "keraunos.compat.helpers:object_list_uid",
    "keras.utils.unpack_singleton": "keraunos.compat.helpers:unpack_singleton",
    "keras.utils.is_all_none": "keraunos.compat.helpers:is_all_none",
    "keras.utils.slice_arrays": "keraunos.compat.helpers:slice_arrays",
    "keras.utils.has_arg": "keraunos.compat.helpers:has_arg",
    "keras.utils.make_batches": "keraunos.compat.helpers:make_batches",
    "keras.utils.make_tuple": "keraunos.compat.helpers:make_tuple",
    "keras.engine.topology.to_list": "keraunos.compat.helpers:to_list",
    "keras.engine.topology.object_list_uid": "keraunos.compat.helpers:object_list_uid",
    "keras.engine.training.make_batches": "keraunos.compat.helpers:make_batches",
    "keras.engine.training.slice_X": "keraunos.compat.helpers:slice_arrays",
    "keras.utils.experimental.DatasetCreator": "keras.utils.PyDataset",
    # sequences and texts
    "keras.preprocessing.sequence.TimeseriesGenerator": (
        "keraunos.compat.sequences:TimeseriesGenerator"
    ),
    "keras.preprocessing.sequence.make_sampling_table": (
        "keraunos.compat.sequences:make_sampling_table"
    ),
    "keras.preprocessing.sequence.skipgrams": "keraunos.compat.sequences:skipgrams",
    "keras.preprocessing.text.Tokenizer": "keraunos.compat.texts:Tokenizer",
    "keras.preprocessing.text.tokenizer_from_json": "keraunos.compat.texts:tokenizer_from_json",
    "keras.preprocessing.text.text_to_word_sequence": "keraunos.compat.texts:text_to_word_sequence",
    "keras.preprocessing.text.one_hot": "keraunos.compat.texts:one_hot",
    "keras.preprocessing.text.hashing_trick": "keraunos.compat.texts:hashing_trick",
    "keras.preprocessing.text.base_filter": "keraunos.compat.texts:base_filter",
    "keras.preprocessing.image.ImageDataGenerator": (
        "keraunos.compat.images.generator:ImageDataGenerator"
    ),
    "keras.preprocessing.image.Iterator": "keraunos.compat.images.iterators:Iterator",
    "keras.preprocessing.image.NumpyArrayIterator": (
        "keraunos.compat.images.iterators:ArrayIterator"
    ),
    "keras.preprocessing.image.DirectoryIterator": "keraunos.compat.images.iterators:FileIterator",
    **{
        f"keras.preprocessing.image.{name}": f"keraunos.compat.images.single:{name}"
        for name in (
            "apply_affine_transform",
            "apply_brightness_shift",
            "apply_channel_shift",
            "flip_axis",
            "list_pictures",
            "random_brightness",
            "random_channel_shift",
            "random_rotation",
            "random_shear",
            "random_shift",
            "random_zoom",
        )
    },
    "keras.preprocessing.image.load_img": "keras.utils.load_img",
    "keras.preprocessing.image.img_to_array": "keras.utils.img_to_array",
    "keras.preprocessing.image.array_to_img": "keras.utils.array_to_img",
    "keras.preprocessing.image.save_img": "keras.utils.save_img",
    "keras.preprocessing.image_dataset_from_directory": "keras.utils.image_dataset_from_directory",
    "keras.preprocessing.text_dataset_from_directory": "keras.utils.text_dataset_from_directory",
    "keras.preprocessing.timeseries_dataset_from_array": (
        "keras.utils.timeseries_dataset_from_array"
    ),
    # scikit-learn
    "keras.wrappers.scikit_learn.KerasClassifier": "keraunos.compat.scikit:KerasClassifier",
    "keras.wrappers.scikit_learn.KerasRegressor": "keraunos.compat.scikit:KerasRegressor",
    "keras.wrappers.scikit_learn.BaseWrapper": "keraunos.compat.scikit:BaseWrapper",
    # losses, metrics
    "keras.losses.Reduction": "keraunos.compat.helpers:Reduction",
    "keras.losses.cosine": "keraunos.compat.helpers:cosine_proximity",
    "keras.losses.cosine_proximity": "keraunos.compat.helpers:cosine_proximity",
    "keras.losses.logcosh": "keras.losses.log_cosh",
    "keras.losses.kullback_leibler_divergence": "keras.losses.kl_divergence",
    "keras.metrics.logcosh": "keras.losses.log_cosh",
    "keras.metrics.kullback_leibler_divergence": "keras.losses.kl_divergence",
    "keras.metrics.cosine": "keraunos.compat.helpers:cosine_proximity",
    "keras.metrics.cosine_proximity": "keraunos.compat.helpers:cosine_proximity",
    "keras.metrics.Reduction": "keraunos.compat.helpers:Reduction",
    **{
        f"keras.metrics.{name}": f"keraunos.compat.measures:{name}"
        for name in (
            "fbeta_score",
            "fmeasure",
            "matthews_correlation",
            "MeanRelativeError",
            "clone_metric",
            "clone_metrics",
        )
    },
    "keras.metrics.fscore": "keraunos.compat.measures:fmeasure",
    "keras.metrics.precision": "keraunos.compat.measures:precision",
    "keras.metrics.recall": "keraunos.compat.measures:recall",
    "keras.metrics.KLD": "keras.losses.kl_divergence",
    "keras.metrics.kld": "keras.losses.kl_divergence",
    "keras.callbacks.BaseLogger": "keraunos.compat.measures:BaseLogger",
    # regularizers, constraints, initializers
    "keras.constraints.RadialConstraint": "keraunos.compat.measures:RadialConstraint",
    "keras.constraints.radial_constraint": "keraunos.compat.measures:radial_constraint",
    "keras.regularizers.WeightRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.ActivityRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.L1L2Regularizer": "keras.regularizers.L1L2",
    "keras.regularizers.activity_l1": "keras.regularizers.L1",
    "keras.regularizers.activity_l2": "keras.regularizers.L2",
    "keras.regularizers.activity_l1l2": "keras.regularizers.L1L2",
    "keras.regularizers.l1l2": "keras.regularizers.L1L2",
    "keras.regularizers.l1_l2": "keras.regularizers.L1L2",
    "keras.constraints.maxnorm": "keras.constraints.MaxNorm",
    "keras.constraints.nonneg": "keras.constraints.NonNeg",
    "keras.constraints.unitnorm": "keras.constraints.UnitNorm",
    "keras.initializers.normal": "keras.initializers.RandomNormal",
    "keras.initializers.uniform": "keras.initializers.RandomUniform",
    "keras.initializers.zero": "keras.initializers.Zeros",
    "keras.initializers.one": "keras.initializers.Ones",
    # optimizers
    "keras.optimizers.optimizer_from_config": "keras.optimizers.deserialize",
    "keras.optimizers.Optimizer": "keras.optimizers.Optimizer",
    "keras.optimizers.OptimizerV2": "keras.optimizers.Optimizer",
    "keras.mixed_precision.Policy": "keras.DTypePolicy",
    "keras.mixed_precision.global_policy": "keras.config.dtype_policy",
    "keras.mixed_precision.set_global_policy": "keras.config.set_dtype_policy",
    "keras.mixed_precision.set_policy": "keras.config.set_dtype_policy",
    "keras.mixed_precision.dtype_policy": "keras.config.dtype_policy",
    "keras.mixed_precision.set_dtype_policy": "keras.config.set_dtype_policy",
    "keras.mixed_precision.DTypePolicy": "keras.DTypePolicy",
    "keras.mixed_precision.LossScaleOptimizer": "keras.optimizers.LossScaleOptimizer",
    "keras.RaggedKerasTensor": "keras.KerasTensor",
    "keras.SparseKerasTensor": "keras.KerasTensor",
    "keras.enable_unsafe_deserialization": "keras.config.enable_unsafe_deserialization",
    "keras.utils.multi_gpu_model": "keraunos.compat.helpers:multi_gpu_model",
    "keras.distribution.multi_gpu_model": "keraunos.compat.helpers:multi_gpu_model",
    "tensorflow.python.platform.gfile": "keraunos.compat.tf.files:gfile",
    "tensorflow.python.platform.tf_logging": "keraunos.compat.tf.process:logging",
    "tensorflow.python.util.nest": "keraunos.compat.tf.control:nest",
    "keras.losses.huber_loss": "keraunos.compat.helpers:huber_loss",
    "keras.utils.transpose_shape": "keraunos.compat.helpers:transpose_shape",
}
"""Old name -> where it is today: a public path, or `module:name` of Keraunos."""

STRINGS: dict[str, str] = {
    "keras.initializers.zero": "keras.initializers.Zeros",
    "keras.initializers.one": "keras.initializers.Ones",
    "keras.losses.cosine_proximity": "keraunos.compat.helpers:cosine_proximity",
    "keras.metrics.cosine_proximity": "keraunos.compat.helpers:cosine_proximity",
}
"""Old names that were also written as strings -> what they mean; registered with the first old module."""

GONE: dict[str, str] = {
    "keras.layers.ParametricSoftplus": "Use PReLU or a layer of your own.",
    "keras.layers.SReLU": "Use PReLU or a layer of your own.",
    "keras.optimizers.TFOptimizer": "Pass an optax transformation to compile(optimizer=…).",
    "keras.utils.HDF5Matrix": "Open the file with h5py and slice the dataset.",
}
"""Names without a counterpart -> what to write in their place."""

OPENED = (
    "keras.activations.relu", "keras.utils.load_img", "keras.utils.img_to_array",
    "keras.utils.array_to_img", "keras.utils.normalize", "keras.utils.conv_output_length",
    "keras.utils.conv_input_length", "keras.utils.convert_kernel", "keras.utils.get_source_inputs",
    "keras.utils.to_categorical", "keras.utils.np_utils.to_categorical",
    "keras.datasets.imdb.load_data", "keras.datasets.reuters.load_data",
    "keras.applications.imagenet_utils.preprocess_input",
)  # fmt: skip
"""Functions that are handed out with a wrapper which understands old arguments."""
