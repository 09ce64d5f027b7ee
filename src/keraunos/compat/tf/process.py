"""TensorFlow's settings of devices, logs and modes: taken, and answered for one engine without sessions."""

import builtins
import logging as python_logging
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos.core import naming


def _taken(result: Any = None) -> Callable[..., Any]:
    def take(*args: Any, **kwargs: Any) -> Any:
        return result

    return take


def _settings(*names: str, **answers: Any) -> SimpleNamespace:
    """A module of settings, each taken without effect, and of answers."""
    taken = {name: _taken() for name in names}
    return SimpleNamespace(**taken, **{k: _taken(v) for k, v in answers.items()})


# --- devices ------------------------------------------------------------------------------------


def list_physical_devices(device_type: Any = None) -> list[Any]:
    """None: Keraunos places data by itself."""
    return []


list_logical_devices = get_visible_devices = list_physical_devices
set_visible_devices = run_functions_eagerly = experimental_run_functions_eagerly = _taken()
functions_run_eagerly = _taken(False)
threading = _settings("set_inter_op_parallelism_threads", "set_intra_op_parallelism_threads")
optimizer = _settings("set_jit", "set_experimental_options")
experimental = _settings(
    "set_memory_growth", "set_virtual_device_configuration", "set_visible_devices",
    "enable_op_determinism", "enable_mlir_graph_optimization",
    list_physical_devices=[], list_logical_devices=[], get_memory_info={},
)  # fmt: skip
test = _settings(
    is_gpu_available=False,
    is_built_with_cuda=False,
    is_built_with_gpu_support=False,
    gpu_device_name="",
)
sysconfig = _settings(get_build_info={})
device = _taken(nullcontext())


class _Strategy:
    """One replica."""

    num_replicas_in_sync = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.extended = self

    def scope(self) -> Any:
        """A context that does nothing."""
        return nullcontext()


distribute = SimpleNamespace(
    MirroredStrategy=_Strategy, OneDeviceStrategy=_Strategy, Strategy=_Strategy,
    get_strategy=_taken(_Strategy()),
)  # fmt: skip


# --- logs, modes, names -------------------------------------------------------------------------


logging = SimpleNamespace(
    DEBUG=10, INFO=20, WARN=30, WARNING=30, ERROR=40, FATAL=50, set_verbosity=_taken(),
    get_verbosity=_taken(30), info=python_logging.info, warning=python_logging.warning,
    error=python_logging.error,
)  # fmt: skip
autograph = SimpleNamespace(
    set_verbosity=_taken(), experimental=SimpleNamespace(do_not_convert=lambda f=None, **_: f)
)
debugging = _settings("set_log_device_placement", "enable_check_numerics")
disable_eager_execution = enable_eager_execution = _taken()
disable_v2_behavior = enable_v2_behavior = disable_v2_tensorshape = reset_default_graph = _taken()


def get_logger() -> python_logging.Logger:
    """Python's logger named tensorflow."""
    return python_logging.getLogger("tensorflow")


def name_scope(name: str) -> Any:
    """Within it variables' paths start with this name."""
    return naming.name_scope(name.strip("/").replace("/", "_"))


def print(*inputs: Any, **kwargs: Any) -> None:
    """Print values."""
    kept = {k: v for k, v in kwargs.items() if k in ("sep", "end")}
    builtins.print(*(np.asarray(x) if hasattr(x, "shape") else x for x in inputs), **kept)
