"""Batches by number, made by a user's class: in this thread, in several, or in other processes."""

from collections import abc, deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

from keraunos.core.registry import register

_adopted: list[Any] = []


@register("keras.utils.PyDataset", "keras.utils.Sequence")
class PyDataset:
    """Data that come as numbered batches; a subclass writes `__getitem__` and `__len__`.

    Args:
        workers: how many threads or processes make batches ahead of training, an int >= 1.
        use_multiprocessing: whether they are processes; they are spawned, so the class must be found
            by import and its attributes be picklable.
        max_queue_size: how many batches may be ready ahead, an int >= 1.
    Example:
        >>> class Halves(PyDataset):
        ...     def __len__(self):
        ...         return 2
        ...     def __getitem__(self, index):
        ...         return np.ones((3, 4)) * index, np.zeros(3)
        >>> len(Halves())
        2
    """

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers, self.use_multiprocessing = workers, use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__}: __getitem__(index) is not written.")

    @property
    def num_batches(self) -> int | None:
        """How many batches there are; None: without end."""
        return len(self) if hasattr(self, "__len__") else None  # type: ignore[arg-type]

    def on_epoch_begin(self) -> None:
        """Before each pass over the batches."""

    def on_epoch_end(self) -> None:
        """After each pass over the batches."""


Sequence = PyDataset
"""Its name in Keras 2."""


def batches_of(dataset: Any, order: abc.Sequence[int] | Iterator[int]) -> Iterator[Any]:
    """The batches of these numbers, in this order, made ahead by the data set's workers."""
    workers = getattr(dataset, "workers", 1) or 1
    if workers <= 1 and not getattr(dataset, "use_multiprocessing", False):
        for index in order:
            yield dataset[index]
        return
    with _executor(dataset, workers) as pool:
        ahead: deque[Future[Any]] = deque()
        room = max(workers, getattr(dataset, "max_queue_size", 10))
        try:
            for index in order:
                ahead.append(_submitted(pool, dataset, index))
                if len(ahead) >= room:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()


def _executor(dataset: Any, workers: int) -> Executor:
    if getattr(dataset, "use_multiprocessing", False):
        return ProcessPoolExecutor(workers, get_context("spawn"), _adopt, (dataset,))
    return ThreadPoolExecutor(workers, "keraunos-data")


def _submitted(pool: Executor, dataset: Any, index: int) -> Future[Any]:
    if isinstance(pool, ProcessPoolExecutor):
        return pool.submit(_adopted_batch, index)
    return pool.submit(dataset.__getitem__, index)


def _adopt(dataset: Any) -> None:
    """In a worker: keep the data set that batches are asked of."""
    _adopted[:] = [dataset]


def _adopted_batch(index: int) -> Any:
    return _adopted[0][index]
