"""A small HTTP server with ranges that can break off, for the download tests."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Served:
    """The body it serves, how it behaves, and the ranges it was asked for."""

    def __init__(self, body):
        self.body = body
        self.break_after = None  # bytes after which the connection is cut, once
        self.ranges = True
        self.status = None
        self.asked = []
        self.url = ""

    def answer(self, handler):
        asked = handler.headers.get("Range", "")
        self.asked.append(asked)
        begin = int(asked.removeprefix("bytes=").rstrip("-") or 0) if self.ranges else 0
        if self.status is not None:
            handler.send_error(self.status)
            return
        if self.ranges and begin >= len(self.body):
            handler.send_error(416)
            return
        handler.send_response(206 if self.ranges else 200)
        if self.ranges:
            size = len(self.body)
            handler.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
        handler.send_header("Content-Length", str(len(self.body) - begin))
        handler.end_headers()
        part = self.body[begin:]
        if self.break_after is not None:
            part, self.break_after = part[: self.break_after], None
        handler.wfile.write(part)


@contextmanager
def serving(body):
    """Serve `body` at a free port of this machine."""
    served = Served(body)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            served.answer(self)

        def log_message(self, *_args):
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        served.url = f"http://127.0.0.1:{server.server_port}/mnist.npz"
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
