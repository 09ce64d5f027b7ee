"""What a batch holds: inputs, targets and weights, packed in a tuple and unpacked."""

from typing import Any

from keraunos.core.errors import bad


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """The tuple that `fit` takes a batch as; inputs alone stand for themselves unless they are a tuple.

    Args: x: inputs. y: targets or None. sample_weight: a weight a row, or None.
    Example:
        >>> pack_x_y_sample_weight(1, 2), pack_x_y_sample_weight(1), pack_x_y_sample_weight((1, 2))
        ((1, 2), 1, ((1, 2),))
    """
    if y is None:
        return (x,) if isinstance(x, (tuple, list)) else x
    return (x, y) if sample_weight is None else (x, y, sample_weight)


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Inputs, targets and weights of a batch, None for what it does not hold.

    Args: data: x, (x,), (x, y) or (x, y, sample_weight).
    Raises: ValueError for a tuple or list of another length.
    Example:
        >>> unpack_x_y_sample_weight((1, 2))
        (1, 2, None)
    """
    if not isinstance(data, (tuple, list)):
        return data, None, None
    if not 1 <= len(data) <= 3:
        forms = "x, (x,), (x, y) or (x, y, sample_weight)"
        raise ValueError(bad("unpack_x_y_sample_weight", "data", forms, data, ""))
    return tuple([*data, None, None][:3])  # type: ignore[return-value]
