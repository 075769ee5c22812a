"""Send messages to a topic, and print what comes on another, as JSON. usage: messages.py INPUT OUTPUT COUNT SECONDS MESSAGE…

It waits until somebody reads the input, and at most so many seconds for so many messages.
"""

import json
import sys
import time
import urllib.request

import pulsar
from pulsar.schema import StringSchema

BROKER, ADMIN = "pulsar://10.244.0.1:6650", "http://10.244.0.1:8080"


def is_read(topic):
    """Whether somebody has subscribed to a topic."""
    name = topic.removeprefix("persistent://")
    try:
        with urllib.request.urlopen(f"{ADMIN}/admin/v2/persistent/{name}/stats", timeout=5) as answer:
            subscriptions = json.load(answer)["subscriptions"].values()
    except OSError:
        return False
    return any(each["consumers"] for each in subscriptions)


def main(source, target, count, seconds, *messages):
    end = time.monotonic() + float(seconds)
    client = pulsar.Client(BROKER, logger=pulsar.ConsoleLogger(pulsar.LoggerLevel.Error))
    answers = client.subscribe(target, f"test-{time.time_ns()}", schema=StringSchema())
    if messages:
        while not is_read(source) and time.monotonic() < end:
            time.sleep(0.3)
        questions = client.create_producer(source, schema=StringSchema())
        for each in messages:
            questions.send(each)
    found = []
    while len(found) < int(count) and time.monotonic() < end:
        try:
            message = answers.receive(timeout_millis=500)
        except pulsar.Timeout:
            continue
        answers.acknowledge(message)
        found.append(message.value())
    answers.unsubscribe()
    client.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
