"""Boston housing: 506 districts of 1978, 13 measures each, and the median value of their houses."""

from keraunos.datasets.archive import Member, read_npz
from keraunos.datasets.shuffling import Split, check_share, mixed_and_split
from keraunos.datasets.stored import stored, warn_if_unknown

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/boston_housing.npz"
SHA256 = "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"
MEMBERS = {"x": Member((506, 13), "float"), "y": Member((506,), "float")}
_OWNER = "boston_housing.load_data"


def load_data(path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113) -> Split:
    """Measures of districts and house values, from the cache or downloaded into it.

    One of the measures was made from the share of Black inhabitants, on the assumption that it moves prices;
    the authors of Keras advise against using this set.

    Args:
        path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
        test_split: the share of the tests, in [0, 1). seed: of the order.
    Shapes: x (districts, 13) float64, y (districts,) float64, in thousands of dollars, 5 to 50.
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ValueError for another share, or if the file there does not hold these arrays; ConnectionError if
        it is not there and cannot be downloaded, saying which file to put where.
    Source: Harrison and Rubinfeld 1978, doi:10.1016/0095-0696(78)90006-2.
    """
    check_share(test_split, _OWNER)
    file = stored(path, URL, SHA256, _OWNER)
    arrays = read_npz(file, MEMBERS, _OWNER)
    warn_if_unknown(file, SHA256, _OWNER)
    return mixed_and_split(arrays["x"], arrays["y"], test_split, seed, _OWNER)
