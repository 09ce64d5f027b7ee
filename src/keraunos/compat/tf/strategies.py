"""`tf.distribute`: strategies of one replica, as `fit` places data on the machine's devices by itself."""

from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

from keraunos import ops
from keraunos.core import tree


class ReduceOp:
    """How values of replicas become one."""

    SUM, MEAN = "SUM", "MEAN"


class Strategy:
    """One replica."""

    num_replicas_in_sync = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.extended = self
        self.cluster_resolver = None

    def scope(self) -> Any:
        """A context that does nothing."""
        return nullcontext()

    def run(
        self, fn: Callable[..., Any], args: Any = (), kwargs: Any = None, options: Any = None
    ) -> Any:
        """What the function gives."""
        return fn(*args, **(kwargs or {}))

    def reduce(self, reduce_op: Any, value: Any, axis: Any = None) -> Any:
        """The value, or its sum or mean along an axis."""
        if axis is None:
            return value
        how = ops.mean if str(reduce_op).upper().endswith("MEAN") else ops.sum
        return tree.map_structure(lambda x: how(x, axis=axis), value)

    def experimental_distribute_dataset(self, dataset: Any, options: Any = None) -> Any:
        """The data set."""
        return dataset

    def distribute_datasets_from_function(self, dataset_fn: Any, options: Any = None) -> Any:
        """What the function gives of the one worker's context."""
        return dataset_fn(InputContext())

    experimental_distribute_datasets_from_function = distribute_datasets_from_function

    def experimental_local_results(self, value: Any) -> tuple[Any, ...]:
        """The value of the one replica."""
        return (value,)


class InputContext:
    """The one worker's place among the workers."""

    num_input_pipelines, input_pipeline_id, num_replicas_in_sync = 1, 0, 1

    def get_per_replica_batch_size(self, global_batch_size: int) -> int:
        """The whole batch."""
        return global_batch_size


class _Replica:
    replica_id_in_sync_group, num_replicas_in_sync = 0, 1

    def all_reduce(self, reduce_op: Any, value: Any, options: Any = None) -> Any:
        return value

    def merge_call(self, merge_fn: Callable[..., Any], args: Any = (), kwargs: Any = None) -> Any:
        return merge_fn(_strategy, *args, **(kwargs or {}))


_strategy, _replica = Strategy(), _Replica()


def _get_strategy() -> Strategy:
    return _strategy


def _get_replica_context() -> _Replica:
    return _replica


def _has_strategy() -> bool:
    return False


def _no_cluster(*args: Any, **kwargs: Any) -> Any:
    raise ValueError(
        "tf.distribute.cluster_resolver: expected a cluster; there is none. Leave it out."
    )


_NAMES = ("MirroredStrategy", "OneDeviceStrategy", "Strategy", "MultiWorkerMirroredStrategy",
          "TPUStrategy", "CentralStorageStrategy")  # fmt: skip

distribute = SimpleNamespace(
    **dict.fromkeys(_NAMES, Strategy),
    experimental=SimpleNamespace(**dict.fromkeys(_NAMES, Strategy)),
    get_strategy=_get_strategy, has_strategy=_has_strategy, get_replica_context=_get_replica_context,
    ReduceOp=ReduceOp, InputContext=InputContext, HierarchicalCopyAllReduce=object,
    NcclAllReduce=object, ReductionToOneDevice=object,
    cluster_resolver=SimpleNamespace(
        TPUClusterResolver=_no_cluster, TFConfigClusterResolver=_no_cluster),
)  # fmt: skip
"""`tf.distribute`."""
