"""Send messages to a topic at a steady rate, and print how long each answer on another took, as JSON.

usage: load.py INPUT OUTPUT COUNT RATE

``{"slowest": SECONDS, "answers": {MESSAGE: HOW OFTEN}}``. An answer holds its message as its second word.
"""

import collections
import json
import sys
import threading
import time

import pulsar
from pulsar.schema import StringSchema

BROKER = "pulsar://10.244.0.1:6650"
PATIENCE = 60  # seconds for the last answers


def main(source, target, count, rate):
    client = pulsar.Client(BROKER, logger=pulsar.ConsoleLogger(pulsar.LoggerLevel.Error))
    answers = client.subscribe(target, f"load-{time.time_ns()}", schema=StringSchema())
    questions = client.create_producer(source, schema=StringSchema())
    sent = {}

    def send():
        for number in range(int(count)):
            sent[str(number)] = time.monotonic()
            questions.send(str(number))
            time.sleep(1 / float(rate))

    sender = threading.Thread(target=send)
    sender.start()
    taken, seen = {}, collections.Counter()
    end = time.monotonic() + int(count) / float(rate) + PATIENCE
    while len(seen) < int(count) and time.monotonic() < end:
        try:
            message = answers.receive(timeout_millis=500)
        except pulsar.Timeout:
            continue
        answers.acknowledge(message)
        text = message.value().split()[1]
        seen[text] += 1
        taken.setdefault(text, time.monotonic() - sent[text])
    sender.join()
    answers.unsubscribe()
    client.close()
    json.dump({"slowest": max(taken.values(), default=None), "answers": seen}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
