"""`tf.summary`: numbers, texts, pictures and histograms written for TensorBoard."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np

from keraunos.callbacks import events
from keraunos.compat.tf.files import encode_png


class _Writer:
    """An event file that is asked for with `as_default()`."""

    def __init__(self, logdir: Any) -> None:
        self._file = events.EventWriter(logdir)

    @contextmanager
    def as_default(self, step: int | None = None) -> Iterator["_Writer"]:
        before = (_now["writer"], _now["step"])
        _now.update(writer=self, step=before[1] if step is None else step)
        try:
            yield self
        finally:
            _now.update(writer=before[0], step=before[1])

    def write(self, step: Any, content: bytes) -> None:
        self._file.write(int(step), [content])

    def set_as_default(self, step: int | None = None) -> None:
        _now.update(writer=self, step=step)

    def flush(self) -> None:
        pass

    close = init = flush


_now: dict[str, Any] = {"writer": None, "step": None}


def create_file_writer(logdir: Any, *_more: Any, **_names: Any) -> _Writer:
    """A writer of event files in a folder."""
    return _Writer(str(logdir))


def _written(content: bytes, step: Any) -> bool:
    writer, step = _now["writer"], _now["step"] if step is None else step
    if writer is None:
        return False
    if step is None:
        raise ValueError(
            "tf.summary: `step` must be an int; got None. Pass step=, or set_step(step)."
        )
    writer.write(step, content)
    return True


def scalar(name: str, data: Any, step: Any = None, description: Any = None) -> bool:
    """Write a number; whether there was a writer."""
    return _written(events.scalar(name, float(np.asarray(data))), step)


def histogram(
    name: str, data: Any, step: Any = None, buckets: Any = None, description: Any = None
) -> bool:
    """Write how often values fall into equal spans."""
    return _written(events.histogram(name, np.asarray(data), buckets or 30), step)


def text(name: str, data: Any, step: Any = None, description: Any = None) -> bool:
    """Write a text."""
    words = data.decode() if isinstance(data, bytes) else str(data)
    tensor = events.field(1, 7) + events.field(8, words)
    plugin = events.field(9, events.field(1, events.field(1, "text")))
    return _written(events.field(1, events.field(1, name) + events.field(8, tensor) + plugin), step)


def image(
    name: str, data: Any, step: Any = None, max_outputs: int = 3, description: Any = None
) -> bool:
    """Write pictures (number, rows, columns, channels), floats in [0, 1] or uint8; the first few."""
    pictures = np.asarray(data)[:max_outputs]
    if pictures.dtype.kind == "f":
        pictures = (np.clip(pictures, 0, 1) * 255).astype(np.uint8)
    content = b""
    for number, picture in enumerate(pictures):
        rows, columns, channels = picture.shape
        facts = b"".join(
            events.field(i, int(n)) for i, n in enumerate((rows, columns, channels), 1)
        )
        tag = f"{name}/{number}" if len(pictures) > 1 else name
        body = events.field(4, facts + events.field(4, encode_png(picture)))
        content += events.field(1, events.field(1, tag) + body)
    return _written(content, step)


def _set_step(step: Any) -> None:
    _now["step"] = step


summary = SimpleNamespace(
    create_file_writer=create_file_writer, scalar=scalar, histogram=histogram, text=text, image=image,
    FileWriter=create_file_writer, trace_on=lambda **_: None, trace_export=lambda *_, **__: None,
    record_if=lambda condition: nullcontext(),
    experimental=SimpleNamespace(set_step=_set_step, get_step=lambda: _now["step"]),
)  # fmt: skip
"""`tf.summary`."""
