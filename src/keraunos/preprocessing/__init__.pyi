from keraunos.data.windows import timeseries_dataset_from_array as timeseries_dataset_from_array
from keraunos.loading.image_folder import (
    image_dataset_from_directory as image_dataset_from_directory,
)
from keraunos.loading.text_folder import text_dataset_from_directory as text_dataset_from_directory

from . import image as image
from . import sequence as sequence
