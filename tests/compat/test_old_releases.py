"""Every public name of Keras 1.2.2, 2.3.1 and tf.keras 2.15 is answered, or has a reason not to be."""

import re

import pytest
from support import old_names

pytestmark = [
    pytest.mark.skipif(
        not old_names.LIST.exists(), reason=f"needs the list of old names, {old_names.LIST.name}"
    ),
    pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning"),
]

INNER = "a part of Keras' own working that no documentation showed"
TENSORFLOW = "it is about graphs, devices or columns of TensorFlow"
NETWORKS = "these networks went with Keras 3, and so did their weights"
UNUSED = "gone since Keras 2, or 3, and hardly used; the error says so"

WITHOUT = {
    r"keras\.(applications|callbacks|preprocessing)\.(backend|keras_modules_injection|layers|models|utils|K)":
        "a module that was imported there by the way",
    r"keras\.applications\.(audio_conv_utils|music_tagger_crnn|inception_v3|resnet50)\..*": NETWORKS,
    r"tensorflow\.keras\.applications(\.\w+)?\.(RegNet|ResNetRS|decode_|preprocess_).*": NETWORKS,
    r"keras\.backend\.numpy_backend\..*": INNER,
    r".*\.(local_conv[12]d|ctc_label_dense_to_sparse|get_graph|Function|atrous_conv2d)": UNUSED,
    r".*\.asymmetric_(spatial_2d|temporal)_padding": "use K.spatial_2d_padding or K.temporal_padding",
    r"keras\.engine\..*": INNER,
    r"keras\.(initializations\.get_fans|losses\.is_categorical_.*|datasets\.cifar\.load_batch)": INNER,
    r"keras\.layers.*\.(ParametricSoftplus|SReLU|ConvLSTM2DCell|ConvRNN2D|time_distributed_dense)": UNUSED,
    r"keras\.legacy\.interfaces\..*": "decorators that translated old arguments; the hook does that",
    r"keras\.metrics\.(BaseMeanIoU|Reduce|SensitivitySpecificityBase)": INNER,
    r"keras\.optimizers\.(TFOptimizer|clip_norm)": UNUSED,
    r"keras\.preprocessing\.image\.(DataFrameIterator|apply_transform|transform_matrix_.*)": UNUSED,
    r"keras\.regularizers\.EigenvalueRegularizer": UNUSED,
    r"(tensorflow\.)?keras\.utils(\.\w+)?\.(Generator|Ordered|Sequence)Enqueuer":
        "`fit` reads generators and Sequences itself",
    r"keras\.utils(\.io_utils)?\.(H5Dict|HDF5Matrix|h5dict)": "open the file with h5py",
    r"keras\.utils\.(\w+_utils)\..*": INNER,
    r"keras\.utils\.convert_all_kernels_in_model": UNUSED,
    r"tensorflow\.keras\.__internal__\..*": INNER,
    r"tensorflow\.keras\.(estimator|experimental|models\.experimental|metrics\.experimental)\..*": TENSORFLOW,
    r"tensorflow\.keras\.callbacks\.SidecarEvaluatorModelExport": TENSORFLOW,
    r"tensorflow\.keras\.layers.*\.(DenseFeatures|RandomFourierFeatures)": TENSORFLOW,
    r"tensorflow\.keras\.layers.*\.Random(Height|Width)":
        "their outputs change size from call to call, which no compiled program can",
    r"tensorflow\.keras\.metrics\.MeanTensor": UNUSED,
    r"tensorflow\.keras\.utils\.(SidecarEvaluator|StepsPer.*|TimedThread|warmstart.*)": TENSORFLOW,
}  # fmt: skip
"""Names that have no counterpart, as patterns, and why."""

SPELT = "words of Keras 1 for functions that were called by position"
OTHERWISE = {
    r"keras\.backend\..*": SPELT,
    r"keras\.initializations\..*": "functions of a shape then, classes now; they are given by name",
    r"keras\.(activations|engine|legacy|utils)\..*": INNER,
    r"keras\.callbacks.*LambdaCallback": "taken among the gathered keywords",
    r"keras\.layers\.embeddings\.Embedding": "taken among the gathered keywords",
    r"keras\.layers\.merge\.dot": "taken among the gathered keywords",
    r"keras\.layers\.convolutional_recurrent\.ConvRecurrent2D": INNER,
    r"keras\.metrics\.accuracy": "a metric now rather than a function",
    r"keras\.preprocessing\.image\.(\w+Iterator|random_channel_shift)": INNER,
}
"""Things whose old arguments are not all taken by name, as patterns, and why."""


def unexplained(path, table):
    return not any(re.fullmatch(pattern, path) for pattern in table)


@pytest.mark.slow
def test_every_name_is_answered(old):
    absent = {}
    for release, path, _, _ in old_names.rows():
        try:
            old_names.resolved(path)
        except AttributeError:
            absent[path] = release
    missing = [f"{r}: {p}" for p, r in sorted(absent.items()) if unexplained(p, WITHOUT)]
    assert len(old_names.rows()) > 2000
    assert not missing, "\n".join(missing)


@pytest.mark.slow
def test_every_argument_is_taken(old):
    lacking = []
    for release, path, kind, signature in old_names.rows():
        if kind not in ("class", "function") or not signature:
            continue
        try:
            thing = old_names.resolved(path)
        except AttributeError:
            continue
        names = old_names.lacking(thing, path, signature)
        if names and unexplained(path, OTHERWISE):
            lacking.append(f"{release}: {path}({', '.join(names)})")
    assert not lacking, "\n".join(lacking)
