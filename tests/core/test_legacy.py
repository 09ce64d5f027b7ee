"""The door for old spellings."""

import subprocess
import sys

from keraunos.core import legacy


def test_what_no_table_knows_comes_back():
    assert legacy.translate(object(), {"a": 1}) == {"a": 1}


def test_the_tables_load_with_the_first_unknown_keyword_only():
    code = (
        "import sys, keraunos\n"
        "from keraunos import layers, optimizers\n"
        "optimizers.SGD(0.1); layers.Dense(2)\n"
        "assert not any(n.startswith('keraunos.compat') for n in sys.modules)\n"
        "import warnings; warnings.simplefilter('ignore')\n"
        "assert float(optimizers.SGD(lr=0.5).learning_rate) == 0.5\n"
        "assert 'keraunos.compat.keywords' in sys.modules\n"
        "assert 'keraunos.compat.lookup' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
