"""Nested structures."""

from keraunos.core.tree import (
    assert_same_structure,
    flatten,
    flatten_with_path,
    is_nested,
    map_structure,
    pack_sequence_as,
)

__all__ = [
    "assert_same_structure", "flatten", "flatten_with_path", "is_nested", "map_structure",
    "pack_sequence_as",
]  # fmt: skip
