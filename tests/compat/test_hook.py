"""The import hook: what it answers, what it refuses, and that nothing stays behind."""

import importlib
import subprocess
import sys

import pytest

import keraunos
from keraunos import compat
from keraunos.compat.wording import OldSpellingWarning

QUIET = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")

SPELLINGS = (
    "import keras; found = keras.layers.Dense",
    "from keras.layers import Dense as found",
    "from keras.layers.core import Dense as found",
    "import tensorflow.keras; found = tensorflow.keras.layers.Dense",
    "from tensorflow import keras; found = keras.layers.Dense",
    "import tensorflow as tf; found = tf.keras.layers.Dense",
    "from tensorflow.keras.layers import Dense as found",
    "from tensorflow.python.keras.layers import Dense as found",
    "import tf_keras; found = tf_keras.layers.Dense",
    "from keras.api._v2.keras.layers import Dense as found",
    "from keras.layers import *; found = Dense",
    "import tensorflow.compat.v1 as tf; found = tf.keras.layers.Dense",
)


@QUIET
@pytest.mark.parametrize("source", SPELLINGS)
def test_every_way_to_import_gives_todays_class(old, source):
    names = {"__name__": "__main__"}
    exec(source, names)
    assert names["found"] is keraunos.layers.Dense


def test_the_hook_is_idempotent_and_brings_back_what_was_set_aside():
    stand_in = type(sys)("keras")
    before = {n: m for n, m in sys.modules.items() if n.split(".")[0] in ("keras", "tensorflow")}
    for name in before:
        del sys.modules[name]
    sys.modules["keras"] = stand_in
    try:
        finders = len(sys.meta_path)
        compat.install()
        compat.install()
        assert len(sys.meta_path) == finders + 1
        assert importlib.import_module("keras").Model is keraunos.Model
        compat.uninstall()
        compat.uninstall()
        assert importlib.import_module("keras") is stand_in
        assert len(sys.meta_path) == finders
    finally:
        del sys.modules["keras"]
        sys.modules.update(before)


def test_a_plain_import_is_untouched_and_the_real_ones_are_not_loaded():
    code = (
        "import sys, keraunos, keraunos.compat\n"
        "keraunos.layers, keraunos.Model\n"
        "assert not any(n.split('.')[0] in ('keras', 'tensorflow', 'tf_keras') for n in sys.modules)\n"
        "assert 'keraunos.compat.lookup' not in sys.modules\n"
        "assert not hasattr(keraunos.Model, 'predict_classes')\n"
        "keraunos.compat.install()\n"
        "import keras, keras.src\n"
        "assert keras.__file__ == '<keraunos keras>' and not hasattr(keras.src, '__path_hooks__')\n"
        "assert not any('site-packages/keras' in (getattr(m, '__file__', '') or '')"
        " for m in list(sys.modules.values()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_old_module_says_where_its_things_are_and_a_modern_one_nothing(old):
    importlib.import_module("keras.layers")
    importlib.import_module("tensorflow.keras.utils")
    with pytest.warns(OldSpellingWarning) as caught:
        exec("from keras.utils import np_utils", {"__name__": "__main__"})
    assert [str(w.message) for w in caught] == ["keras.utils.np_utils is now keras.utils."]


def test_versions(old):
    keras, tf = importlib.import_module("keras"), importlib.import_module("tensorflow")
    assert keras.__version__.startswith("3.")
    assert tf.__version__.startswith("2.")
    assert tf.keras.__version__ == tf.__version__


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("from keras.layers import Dens", "keras.layers.Dens does not exist.*keras.layers.Dense"),
        ("import keras.layer", r"keras.layer does not exist in Keraunos.*keras.layers"),
        (
            "from tensorflow.keras.optimizer import Adam",
            "keras.optimizer does not exist.*keras.optimizers",
        ),
        ("from keras.utils import HDF5Matrix", "Open the file with h5py"),
        ("import tensorflow.contrib.slim", "tensorflow.contrib.slim does not exist"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest(old, source, sentence):
    with pytest.raises(ImportError, match=sentence):
        exec(source, {"__name__": "__main__"})


def test_a_missing_attribute_is_an_attribute_error(old):
    keras = importlib.import_module("keras")
    assert not hasattr(keras, "no_such_thing")
    with pytest.raises(AttributeError, match="keras.layers.Dence does not exist.*Dense"):
        keras.layers.Dence  # noqa: B018
    with pytest.raises(AttributeError, match="keras.layers.SReLU does not exist.*Use PReLU"):
        keras.layers.SReLU  # noqa: B018
