"""The tables: every public name of Keras 1.2.2, 2.3.1 and tf.keras 2.15 leads somewhere, or says why not."""

import importlib

import numpy as np
import pytest

from keraunos.compat import lookup

MISSING = 277
"""How many of the listed names do not import; it may only fall."""

pytestmark = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")


def _listed(shared):
    for line in (shared / "api" / "legacy.tsv").read_text().splitlines():
        if not line.startswith("#"):
            path = line.split("\t")[1]
            yield path.replace("tf.keras", "tensorflow.keras", 1) if path[:3] == "tf." else path


def test_the_names_of_old_releases_import(old, shared, capsys):
    missing = []
    for path in _listed(shared):
        module, _, name = path.rpartition(".")
        try:
            getattr(importlib.import_module(module), name)
        except (AttributeError, ImportError) as error:
            missing.append((path.replace("tensorflow.keras", "keras"), str(error)))
    with capsys.disabled():
        print(f"\nold names that do not import: {len(missing)} (recorded: {MISSING})")
    print("\n".join(path for path, _ in missing))
    assert [path for path, sentence in missing if path not in sentence] == []
    assert len(missing) <= MISSING


@pytest.mark.parametrize(
    ("path", "today"),
    [
        ("tensorflow.keras.layers.Dense", "keras.layers.Dense"),
        ("tf_keras.layers", "keras.layers"),
        ("tensorflow.compat.v1.keras.Model", "keras.Model"),
        ("tensorflow.compat.v1.random", "tensorflow.random"),
        ("keras.src.layers", "keras.layers"),
        ("keras.applications", "keras.applications"),
    ],
)
def test_canonical(path, today):
    assert lookup.canonical(path) == today


@pytest.mark.parametrize(
    ("old_path", "today"),
    [
        ("keras.optimizers.sgd", "keraunos.optimizers:SGD"),
        ("keras.initializations.uniform", "keraunos.initializers:RandomUniform"),
        ("keras.regularizers.l1l2", "keraunos.regularizers:L1L2"),
        ("keras.constraints.maxnorm", "keraunos.constraints:MaxNorm"),
        ("keras.objectives.mse", "keraunos.losses:mean_squared_error"),
        ("keras.engine.topology.Container", "keraunos.models:Model"),
        ("keras.layers.recurrent.LSTM", "keraunos.layers:LSTM"),
        ("keras.engine.training.Model", "keraunos.models:Model"),
        ("tensorflow.keras.optimizers.legacy.Adam", "keraunos.optimizers:Adam"),
        ("tensorflow.keras.utils.set_random_seed", "keraunos.utils:set_random_seed"),
        ("keras.applications.resnet50.ResNet50", "keraunos.applications:ResNet50"),
        ("tensorflow.keras.applications.VGG16", "keraunos.applications:VGG16"),
        (
            "tensorflow.keras.applications.mobilenet_v2.preprocess_input",
            "keraunos.applications.mobilenet_v2:preprocess_input",
        ),
        (
            "keras.applications.inception_v3.decode_predictions",
            "keraunos.applications.imagenet_utils:decode_predictions",
        ),
    ],
)
def test_old_names_give_todays_things(old, old_path, today):
    module, _, name = old_path.rpartition(".")
    home, own = today.split(":")
    found = getattr(importlib.import_module(module), name)
    assert found is getattr(importlib.import_module(home), own)


def test_images_are_prepared_by_old_words(old):
    module = importlib.import_module("keras.applications.imagenet_utils")
    images = np.zeros((1, 3, 2, 2))
    prepared = module.preprocess_input(images, dim_ordering="th")
    assert prepared[0, :, 0, 0].tolist() == [-103.939, -116.779, -123.68]


def test_members_are_those_that_can_be_had(old):
    names = lookup.members("keras.layers.core")
    assert {"Dense", "Dropout", "Layer"} <= set(names)
    for name in names:
        assert getattr(importlib.import_module("keras.layers.core"), name) is not None


@pytest.mark.parametrize(
    ("asked", "near"), [("softmax", "nn.softmax"), ("rgb_to_hsv", "image.rgb_to_hsv")]
)
def test_a_name_that_another_module_has_is_told_first(old, asked, near):
    tf = importlib.import_module("tensorflow")
    with pytest.raises(AttributeError, match=f"that exist: .*tensorflow.{near}"):
        getattr(tf, asked)


def test_what_programs_reach_for_within_tensorflow(old):
    inner = "tensorflow.python"
    assert importlib.import_module(f"{inner}.ops.math_ops").reduce_sum([1, 2]) == 3
    assert importlib.import_module(f"{inner}.client.device_lib").list_local_devices() == []
    assert importlib.import_module(f"{inner}.framework").dtypes.float32 == "float32"
    assert importlib.import_module(f"{inner}.platform").gfile.exists("/")
    assert importlib.import_module(f"{inner}.ops").init_ops_v2.Zeros().__class__.__name__ == "Zeros"
