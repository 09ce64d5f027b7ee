"""Every public name of Keras is here: at its path, of its kind, with its arguments, members and bases."""

import inspect

import pytest
from support.public_api import argument_gaps, kind, member_gaps, ours, public_names

STEPS = (
    "a step of Keras' own way of doing what the public method does; nothing calls it from outside"
)
FEW_BITS = "Keras' quantiser calls it; here `quantize` does all of it"
REFUSED = "the class is refused when it is made, and says what to do instead"
WORD = (
    "another word for an argument that everyone passes by position; here it is the base class' word"
)

DEPARTURES = {
    "quantized_build: missing": FEW_BITS,
    "get_quantization_layer_structure: missing": FEW_BITS,
    "variable_serialization_spec: missing": FEW_BITS,
    "default_amax_history_length: missing": FEW_BITS,
    "convert_weight: missing": STEPS,
    "get_transformed_x_y: missing": STEPS,
    "get_shifted_bbox: missing": STEPS,
    "get_clipped_bbox: missing": STEPS,
    "get_elastic_transform_params: missing": STEPS,
    "lr_adjust: missing": STEPS,
    "transpose_last_axis: missing": STEPS,
    "zeropower_via_newtonschulz5: missing": STEPS,
    "data_shard_id: missing": STEPS,
    "num_model_replicas: missing": STEPS,
    "num_processes: missing": STEPS,
    "distribute_tf_dataset: missing": "there is no tf.data here",
    "summary: missing": "TensorFlow's module; the callback writes its files itself",
    "set_fit_request: missing": "scikit-learn makes it of arguments that `fit` gathers in **kwargs here",
    "is_multihost_enabled: missing": REFUSED,
    "is_primary_host: missing": REFUSED,
    "wait_until_finished: missing": REFUSED,
    "parameters: missing": REFUSED,
    "from_config: no argument safe_mode": REFUSED,
    "build: no argument var_list": WORD,
    "build: needs variables": WORD,
    "call: no argument sequence": WORD,
    "call: needs inputs": WORD,
    "compute_output_spec: no argument inputs": WORD,
    "get_random_transformation: no argument images": WORD,
    "get_random_transformation: needs data": WORD,
    "transform_labels: no argument transformations": WORD,
    "transform_segmentation_masks: no argument transformations": WORD,
}
"""What of a class is not here, or under another word, and why; anything else is missing."""

PATHS = sorted(public_names())
CLASSES = [path for path in PATHS if inspect.isclass(public_names()[path])]


def told(gaps):
    """Gaps by what they say, each with where they are."""
    return "\n".join(f"{gap}: {', '.join(where)}" for gap, where in sorted(gaps.items()))


def gathered(paths, find):
    """gap -> the paths that have it."""
    gaps = {}
    for path in paths:
        for gap in find(path):
            gaps.setdefault(gap, []).append(path)
    return gaps


def test_every_name_is_at_its_path():
    absent = []
    for path in PATHS:
        try:
            ours(path)
        except AttributeError:
            absent.append(path)
    assert len(PATHS) > 1400
    assert not absent, "\n".join(absent)


def test_everything_is_of_its_kind():
    other = {p for p in PATHS if kind(ours(p)) != kind(public_names()[p])}
    assert not other, "\n".join(sorted(other))


def test_every_argument_is_taken():
    """By its name, in its place, with its default; `**kwargs` alone takes nothing."""
    named = [p for p in PATHS if kind(public_names()[p]) != "value"]
    gaps = gathered(named, lambda path: argument_gaps(ours(path), public_names()[path]))
    assert not gaps, told(gaps)


def test_every_member_is_there():
    gaps = gathered(CLASSES, lambda path: member_gaps(path, ours(path), public_names()[path]))
    missing = {gap: where for gap, where in gaps.items() if gap not in DEPARTURES}
    assert not missing, told(missing)
    assert not set(DEPARTURES) - set(gaps), "these are here by now: take them from the table"


BASES = (
    "Layer", "Model", "Operation", "Optimizer", "Initializer", "Regularizer", "Loss", "Metric", "Quantizer",
    "DTypePolicy", "callbacks.Callback", "constraints.Constraint", "layers.RNN", "layers.Wrapper",
    "optimizers.schedules.LearningRateSchedule", "utils.PyDataset", "losses.Loss", "metrics.Mean",
)  # fmt: skip


@pytest.mark.parametrize("base", BASES)
def test_what_derives_from_a_base_does_so_here(base):
    his, mine = public_names()[f"keras.{base}"], ours(f"keras.{base}")
    strangers = [
        path
        for path in CLASSES
        if issubclass(public_names()[path], his) and not issubclass(ours(path), mine)
    ]
    assert not strangers, "\n".join(strangers)
    assert sum(issubclass(public_names()[path], his) for path in CLASSES) > 0


def test_two_paths_of_one_thing_are_two_paths_of_one_thing():
    """`keras.layers.Conv2D is keras.layers.Convolution2D`, and so on."""
    groups = {}
    for path, thing in public_names().items():
        if inspect.isclass(thing) and ".legacy." not in path:  # where one class stands for all
            groups.setdefault(id(thing), []).append(path)
    apart = [paths for paths in groups.values() if len({id(ours(p)) for p in paths}) > 1]
    assert not apart, "\n".join(", ".join(paths) for paths in apart)
