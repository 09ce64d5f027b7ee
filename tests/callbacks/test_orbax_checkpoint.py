"""OrbaxCheckpoint is refused as Keras refuses it without its package."""

import inspect

import pytest
from support.oracle import keras

from keraunos.callbacks import OrbaxCheckpoint


@pytest.mark.parametrize("kind", [OrbaxCheckpoint, keras.callbacks.OrbaxCheckpoint])
def test_it_is_an_import_error(kind, tmp_path):
    with pytest.raises(ImportError, match="orbax"):
        kind(tmp_path)


def test_it_says_what_to_use():
    with pytest.raises(ImportError, match=r"OrbaxCheckpoint: .*ModelCheckpoint.*BackupAndRestore"):
        OrbaxCheckpoint("folder", monitor="loss")
    found, expected = (
        inspect.signature(kind.__init__)
        for kind in (OrbaxCheckpoint, keras.callbacks.OrbaxCheckpoint)
    )
    assert {n: p.default for n, p in found.parameters.items()} == {
        n: p.default for n, p in expected.parameters.items()
    }
