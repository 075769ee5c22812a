"""The function `exclamation` of the examples."""

from pulsar import Function


class Exclamation(Function):
    def process(self, text, _context):
        return f"{text}!"
