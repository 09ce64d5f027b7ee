from keraunos.core.config import disable_interactive_logging as disable_interactive_logging
from keraunos.core.config import enable_interactive_logging as enable_interactive_logging
from keraunos.core.config import is_interactive_logging_enabled as is_interactive_logging_enabled
from keraunos.core.dtypes import standardize_dtype as standardize_dtype
from keraunos.core.graph import get_source_inputs as get_source_inputs
from keraunos.core.naming import get_uid as get_uid
from keraunos.core.open_config import Config as Config
from keraunos.core.random import set_random_seed as set_random_seed
from keraunos.core.registry import custom_object_scope as custom_object_scope
from keraunos.core.registry import get_custom_objects as get_custom_objects
from keraunos.core.registry import get_registered_name as get_registered_name
from keraunos.core.registry import get_registered_object as get_registered_object
from keraunos.core.registry import register_keras_serializable as register_keras_serializable
from keraunos.core.session import clear_session as clear_session
from keraunos.core.symbolic import is_keras_tensor as is_keras_tensor
from keraunos.data.encoding import normalize as normalize
from keraunos.data.encoding import to_categorical as to_categorical
from keraunos.data.packing import pack_x_y_sample_weight as pack_x_y_sample_weight
from keraunos.data.packing import unpack_x_y_sample_weight as unpack_x_y_sample_weight
from keraunos.data.padding import pad_sequences as pad_sequences
from keraunos.data.py_dataset import PyDataset as PyDataset
from keraunos.data.py_dataset import Sequence as Sequence
from keraunos.data.splitting import split_dataset as split_dataset
from keraunos.data.windows import timeseries_dataset_from_array as timeseries_dataset_from_array
from keraunos.datasets.files import get_file as get_file
from keraunos.draw.plotting import model_to_dot as model_to_dot
from keraunos.draw.plotting import plot_model as plot_model
from keraunos.loading.audio_folder import (
    audio_dataset_from_directory as audio_dataset_from_directory,
)
from keraunos.loading.image_folder import (
    image_dataset_from_directory as image_dataset_from_directory,
)
from keraunos.loading.images import array_to_img as array_to_img
from keraunos.loading.images import img_to_array as img_to_array
from keraunos.loading.images import load_img as load_img
from keraunos.loading.images import save_img as save_img
from keraunos.loading.text_folder import text_dataset_from_directory as text_dataset_from_directory
from keraunos.models.feature_space import FeatureSpace as FeatureSpace
from keraunos.saving.objects import CustomObjectScope as CustomObjectScope
from keraunos.saving.objects import deserialize_keras_object as deserialize_keras_object
from keraunos.saving.objects import serialize_keras_object as serialize_keras_object
from keraunos.training.progbar import Progbar as Progbar

from . import bounding_boxes as bounding_boxes
from . import legacy as legacy
