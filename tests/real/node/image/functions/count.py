"""The function `count` of the examples."""

from pulsar import Function


class Count(Function):
    def __init__(self):
        self._seen = 0

    def process(self, text, _context):
        self._seen += 1
        return f"{self._seen} {text}"
