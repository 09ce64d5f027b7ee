"""How large a file may say it is: bounds that no honest file comes near, in one table."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Bounds on what one file may ask for; sizes in bytes."""

    text: int = 64 * 2**20
    """Of a JSON text, and of an HDF5 attribute."""
    yaml: int = 4 * 2**20
    """Of a YAML text, which is read a hundred times slower."""
    values: int = 1_000_000
    """In a YAML text, its aliases written out."""
    depth: int = 100
    """Levels of nesting in a config, and of groups in an HDF5 file."""
    members: int = 100_000
    """Of a zip archive, and objects of an HDF5 file."""
    floor: int = 16 * 2**20
    """What may always be unpacked, however small it was packed."""
    ratio: int = 100
    """Unpacked to packed, beyond the floor, in an archive."""
    ratio_hdf5: int = 1000
    """Likewise for a dataset in an HDF5 file, whose filters pack runs of equal numbers well."""
    slack: int = 64 * 2**20
    """What a model may hold beyond the weights in its file: seeds, caches, the odd table."""


LIMITS = Limits()


def too_dense(unpacked: int, packed: int, ratio: int, limits: Limits = LIMITS) -> bool:
    """Whether so much out of so little is more than packing honest numbers gives.

    Example:
        >>> too_dense(2**30, 2**10, 100), too_dense(2**20, 2**10, 100)
        (True, False)
    """
    return unpacked > limits.floor and unpacked > ratio * max(packed, 1)
