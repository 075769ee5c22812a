"""The function `fraud` of the tutorial."""

from pulsar import Function


class Fraud(Function):
    def process(self, text, context):
        return text if int(text) > context.get_user_config_value("threshold") else None
