"""RemoteMonitor against a server of this machine."""

import json
import threading
import urllib.parse
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from support.recording import regression, rows

import keraunos as k


@contextmanager
def listening(status=200):
    """A server that keeps what is posted: yields (address, posts)."""
    posts = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.append((self.path, dict(self.headers), body.decode()))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args):
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", posts
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("as_json", [False, True])
def test_each_epoch_is_posted(as_json):
    x, y = rows()
    with listening() as (root, posts):
        monitor = k.callbacks.RemoteMonitor(
            root, "/here", field="what", headers={"X-Own": "1"}, send_as_json=as_json
        )
        history = regression(k).fit(x, y, epochs=2, verbose=0, callbacks=[monitor]).history
    texts = [body if as_json else urllib.parse.parse_qs(body)["what"][0] for _, _, body in posts]
    assert [json.loads(t) for t in texts] == [
        {"epoch": i, "loss": loss} for i, loss in enumerate(history["loss"])
    ]
    assert {(path, headers["X-Own"]) for path, headers, _ in posts} == {("/here", "1")}


def test_training_goes_on_without_an_answer():
    x, y = rows()
    with listening(status=500) as (root, posts):
        with pytest.warns(UserWarning, match="did not take epoch 1.*500.*Training goes on"):
            regression(k).fit(x, y, verbose=0, callbacks=[k.callbacks.RemoteMonitor(root)])
        assert len(posts) == 1
    with pytest.warns(UserWarning, match="did not take epoch 1"):
        regression(k).fit(x, y, verbose=0, callbacks=[k.callbacks.RemoteMonitor(root)])


@pytest.mark.parametrize("root", ["file:///etc/passwd", "localhost:9000"])
def test_other_addresses_are_refused(root):
    with pytest.raises(ValueError, match="`root` must be an http or https address"):
        k.callbacks.RemoteMonitor(root)
