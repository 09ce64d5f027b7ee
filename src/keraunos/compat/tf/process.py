"""TensorFlow's settings of devices, logs and modes: taken, and answered for one engine without sessions."""

import builtins
import inspect
import logging as python_logging
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos.compat.tf import testing
from keraunos.compat.tf.sessions import Settings
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
LogicalDeviceConfiguration = Settings
set_logical_device_configuration = set_soft_device_placement = experimental_connect_to_cluster = (
    _taken()
)
experimental = _settings(
    "set_memory_growth", "set_virtual_device_configuration", "set_visible_devices",
    "enable_op_determinism", "enable_mlir_graph_optimization", "enable_tensor_float_32_execution",
    "VirtualDeviceConfiguration", "enable_numpy_behavior", "reset_memory_stats",
    list_physical_devices=[], list_logical_devices=[], get_memory_info={}, get_memory_growth=True,
    get_device_details={},
)  # fmt: skip
test = SimpleNamespace(
    TestCase=testing.TestCase, main=testing.main, is_gpu_available=_taken(False),
    is_built_with_cuda=_taken(False), is_built_with_gpu_support=_taken(False),
    is_built_with_rocm=_taken(False), gpu_device_name=_taken(""),
)  # fmt: skip
profiler = SimpleNamespace(experimental=_settings("start", "stop", "ProfilerOptions"))
profiler.experimental.Profile = profiler.experimental.Trace = _taken(nullcontext())
tpu = SimpleNamespace(experimental=_settings("initialize_tpu_system", "shutdown_tpu_system"))
sysconfig = _settings(get_build_info={})
device = _taken(nullcontext())


class ResizeMethod:
    """The ways to fill in pixels."""

    BILINEAR, NEAREST_NEIGHBOR, BICUBIC, AREA = "bilinear", "nearest", "bicubic", "area"
    LANCZOS3, LANCZOS5 = "lanczos3", "lanczos5"


class UnconnectedGradients:
    """What stands for a gradient where no way leads."""

    NONE, ZERO = "none", "zero"


class VariableAggregation:
    """How replicas' writes become one; there is one replica."""

    NONE, SUM, MEAN, ONLY_FIRST_REPLICA = "none", "sum", "mean", "only_first_replica"


class VariableSynchronization:
    """When replicas' writes become one; there is one replica."""

    AUTO, NONE, ON_WRITE, ON_READ = "auto", "none", "on_write", "on_read"


init_scope = control_dependencies = _taken(nullcontext())


# --- logs, modes, names -------------------------------------------------------------------------


logging = SimpleNamespace(
    DEBUG=10, INFO=20, WARN=30, WARNING=30, ERROR=40, FATAL=50, set_verbosity=_taken(),
    get_verbosity=_taken(30), info=python_logging.info, warning=python_logging.warning,
    error=python_logging.error,
)  # fmt: skip
autograph = SimpleNamespace(
    set_verbosity=_taken(),
    to_code=inspect.getsource,
    experimental=SimpleNamespace(do_not_convert=lambda f=None, **_: f),
)
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


# --- texts --------------------------------------------------------------------------------------


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> str:
    """Bytes as a text; a text stays."""
    return bytes_or_text.decode(encoding) if isinstance(bytes_or_text, bytes) else bytes_or_text


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> bytes:
    """A text as bytes; bytes stay."""
    return bytes_or_text.encode(encoding) if isinstance(bytes_or_text, str) else bytes_or_text


as_str = as_text


def as_str_any(value: Any, encoding: str = "utf-8") -> str:
    """Anything as a text."""
    return as_text(value, encoding) if isinstance(value, bytes) else str(value)
