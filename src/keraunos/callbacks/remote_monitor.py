"""The results of every epoch, sent to an address."""

import json
import urllib.error
import urllib.parse
import urllib.request
import warnings

import numpy as np

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.errors import bad
from keraunos.core.registry import register

SECONDS = 10.0
"""How long an answer is waited for."""


@register("keras.callbacks.RemoteMonitor")
class RemoteMonitor(Callback):
    """Posts {"epoch": number, name: value, …} to root + path after each epoch; warns if nobody answers.

    Args:
        root: the server, as in "http://localhost:9000". path: on it.
        field: the name of the form's field that holds the JSON text.
        headers: a dict of HTTP headers. send_as_json: send the JSON itself, not a form.
    Raises: ValueError for an address that is not http or https.
    Example:
        >>> RemoteMonitor("https://example.org").needs("train")
        'clock'
    """

    def __init__(
        self, root: str = "http://localhost:9000", path: str = "/publish/epoch/end/",
        field: str = "data", headers: dict[str, str] | None = None, send_as_json: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        if not str(root).startswith(("http://", "https://")):
            raise ValueError(bad("RemoteMonitor", "root", "an http or https address", root, ""))
        self.root, self.path, self.field = root, path, field
        self.headers, self.send_as_json = headers, send_as_json

    def needs(self, mode: str) -> Need:
        """Nothing: logs come from the table that the program returns."""
        return "clock"

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Send the logs."""
        sent = {"epoch": epoch, **{k: np.asarray(v).tolist() for k, v in (logs or {}).items()}}
        text, kind = json.dumps(sent), "application/json"
        if not self.send_as_json:
            text, kind = (
                urllib.parse.urlencode({self.field: text}),
                "application/x-www-form-urlencoded",
            )
        headers = {"Content-Type": kind, **(self.headers or {})}
        request = urllib.request.Request(self.root + self.path, text.encode(), headers)
        try:
            urllib.request.urlopen(request, timeout=SECONDS).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            warnings.warn(
                f"RemoteMonitor: {self.root + self.path} did not take epoch {epoch + 1}: {error}. "
                "Training goes on.",
                stacklevel=2,
            )
