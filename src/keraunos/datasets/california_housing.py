"""California housing: 20640 districts of 1990, 8 measures each, and the median value of their houses."""

from keraunos.core.errors import unknown
from keraunos.datasets.archive import Member, read_npz
from keraunos.datasets.shuffling import Split, check_share, mixed_and_split
from keraunos.datasets.stored import stored, warn_if_unknown

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/california_housing.npz"
SHA256 = "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f"
MEMBERS = {"x": Member((20640, 8), "float"), "y": Member((20640,), "float")}
VERSIONS = {"small": 600, "large": None}
"""Version -> how many districts it has; None: all."""

_OWNER = "california_housing.load_data"


def load_data(
    version: str = "large", path: str = "california_housing.npz", test_split: float = 0.2, seed: int = 113
) -> Split:  # fmt: skip
    """Measures of districts and house values, from the cache or downloaded into it.

    Args:
        version: "large"; "small", the first 600 districts, those around San Francisco.
        path: the file's name in the folder `datasets` of KERAS_HOME (~/.keras), or a full path.
        test_split: the share of the tests, in [0, 1). seed: of the order.
    Shapes: x (districts, 8): longitude, latitude, median age of the houses, rooms, bedrooms, inhabitants,
        households, median income; y (districts,), in dollars; floats.
    Returns: ((x_train, y_train), (x_test, y_test)).
    Raises: ValueError for another share or version, or if the file there does not hold these arrays;
        ConnectionError if it is not there and cannot be downloaded, saying which file to put where.
    Source: Pace and Barry 1997, doi:10.1016/S0167-7152(96)00140-X.
    """
    check_share(test_split, _OWNER)
    if version not in VERSIONS:
        raise ValueError(unknown(_OWNER, "version", str(version), VERSIONS))
    file = stored(path, URL, SHA256, _OWNER)
    arrays = read_npz(file, MEMBERS, _OWNER)
    warn_if_unknown(file, SHA256, _OWNER)
    rows = slice(VERSIONS[version])
    return mixed_and_split(arrays["x"][rows], arrays["y"][rows], test_split, seed, _OWNER)
