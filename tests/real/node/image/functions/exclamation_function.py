"""The function `exclamation` of the example pulsar-chart."""

from pulsar import Function


class ExclamationFunction(Function):
    def process(self, text, _context):
        return f"{text}!"
