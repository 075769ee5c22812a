"""In the place of Pulsar's Python instance: it reads the same options and answers messages, one class and strings only."""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, "/usr/lib/python3/dist-packages")

import pulsar
from pulsar.schema import StringSchema


class Context:
    """What a function may ask of its instance."""

    def __init__(self, details, instance_id):
        self._details, self._instance_id = details, instance_id

    def get_instance_id(self):
        return self._instance_id

    def get_user_config_value(self, key):
        return json.loads(self._details.get("userConfig", "{}")).get(key)

    def get_secret(self, name):
        return os.environ[name] if name in json.loads(self._details.get("secretsMap", "{}")) else None


def main():
    options = parser().parse_args()
    details = json.loads(options.function_details)
    module, _, name = details["className"].rpartition(".")
    file = Path(options.py)
    sys.path.insert(0, str(file.parent))
    if file.stem != module.partition(".")[0]:
        sys.exit(f"{file} has no class {details['className']}")
    function = getattr(importlib.import_module(module), name)()
    serve(details, options, lambda text: function.process(text, Context(details, options.instance_id)))


def parser():
    known = argparse.ArgumentParser()  # takes abbreviations, as the real one does: Pulsar writes --tls_allow_insecure
    required = "py instance_id function_id function_version function_details pulsar_serviceurl port metrics_port max_buffered_tuples"
    required += " logging_directory logging_file logging_config_file expected_healthcheck_interval cluster_name"
    optional = (
        "client_auth_plugin client_auth_params use_tls tls_allow_insecure_connection hostname_verification_enabled"
    )
    optional += " tls_trust_cert_path secrets_provider secrets_provider_config install_usercode_dependencies"
    optional += " dependency_repository extra_dependency_repository state_storage_serviceurl"
    for name in required.split():
        known.add_argument(f"--{name}", required=True)
    for name in optional.split():
        known.add_argument(f"--{name}")
    return known


def serve(details, options, process):
    client = pulsar.Client(options.pulsar_serviceurl, **security(options))
    specs = details["source"]["inputSpecs"]
    fqfn = f"{details.get('tenant', 'public')}/{details.get('namespace', 'default')}/{details['name']}"
    subscription = details["source"].get("subscriptionName") or fqfn
    earliest = details["source"].get("subscriptionPosition") == "EARLIEST"
    consumer = client.subscribe(
        list(specs),
        subscription,
        consumer_type=pulsar.ConsumerType.Shared,
        schema=StringSchema(),
        initial_position=pulsar.InitialPosition.Earliest if earliest else pulsar.InitialPosition.Latest,
    )
    topic = details["sink"].get("topic")
    producer = client.create_producer(topic, schema=StringSchema()) if topic else None
    sys.stdout.write(f"{fqfn} reads {', '.join(specs)}\n")
    sys.stdout.flush()
    while True:
        message = consumer.receive()
        result = process(message.value())
        if producer and result is not None:
            producer.send(result)
        consumer.acknowledge(message)


def security(options):
    given = {}
    if options.client_auth_plugin:
        given["authentication"] = pulsar.Authentication(options.client_auth_plugin, options.client_auth_params)
    if options.use_tls == "true":
        given["tls_trust_certs_file_path"] = options.tls_trust_cert_path
        given["tls_allow_insecure_connection"] = options.tls_allow_insecure_connection == "true"
        given["tls_validate_hostname"] = options.hostname_verification_enabled == "true"
    return given


if __name__ == "__main__":
    main()
