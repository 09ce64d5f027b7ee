"""The allocator is set on glibc only, and one switch leaves it alone."""

import os
import platform
import subprocess
import sys

import pytest

_SCRIPT = """
from keraunos.training import allocator
print(allocator.keep_pages(), allocator._glibc() is not None)
"""


@pytest.mark.parametrize("switch", ["", "off"])
def test_one_switch(switch):
    env = {**os.environ, "KERAUNOS_MALLOC": switch}
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=env, capture_output=True, text=True, check=True
    )
    on = platform.libc_ver()[0] == "glibc" and not switch
    assert run.stdout.split() == [str(on), str(on)]
