"""Disks that fail."""

import os


class Full:
    """A stream on a disk that fails after so many bytes."""

    def __init__(self, descriptor, mode, code, room):
        self.stream, self.code, self.room = os.fdopen(descriptor, mode), code, room

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def write(self, content):
        self.room -= len(content)
        if self.room < 0:
            raise OSError(self.code, os.strerror(self.code))
        return self.stream.write(content)

    def __getattr__(self, name):
        return getattr(self.stream, name)
