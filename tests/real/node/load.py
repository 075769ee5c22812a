"""Send messages to a topic at a steady rate until stdin is closed, and print how long each answer on another took, as JSON.

usage: load.py INPUT OUTPUT RATE

It prints `answered` when the first answer has come, and at last
``{"sent": NUMBER, "slowest": SECONDS, "answers": {MESSAGE: HOW OFTEN}}``. An answer holds its message as its second word.
"""

import collections
import itertools
import json
import select
import sys
import threading
import time

import pulsar
from pulsar.schema import StringSchema

BROKER = "pulsar://10.244.0.1:6650"
PATIENCE = 60  # seconds for the last answers


def main(source, target, rate):
    client = pulsar.Client(BROKER, logger=pulsar.ConsoleLogger(pulsar.LoggerLevel.Error))
    answers = client.subscribe(target, f"load-{time.time_ns()}", schema=StringSchema())
    questions = client.create_producer(source, schema=StringSchema())
    sent, taken, seen = {}, {}, collections.Counter()

    def send():
        for number in itertools.count():
            sent[str(number)] = time.monotonic()
            questions.send(str(number))
            if select.select([sys.stdin], [], [], 1 / float(rate))[0]:
                return

    def receive():
        try:
            message = answers.receive(timeout_millis=500)
        except pulsar.Timeout:
            return
        answers.acknowledge(message)
        if not seen:
            sys.stdout.write("answered\n")
            sys.stdout.flush()
        text = message.value().split()[1]
        seen[text] += 1
        taken.setdefault(text, time.monotonic() - sent[text])

    sender = threading.Thread(target=send)
    sender.start()
    while sender.is_alive():
        receive()
    end = time.monotonic() + PATIENCE
    while len(seen) < len(sent) and time.monotonic() < end:
        receive()
    answers.unsubscribe()
    client.close()
    json.dump({"sent": len(sent), "slowest": max(taken.values(), default=None), "answers": seen}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
