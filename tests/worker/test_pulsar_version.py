"""Which version of Pulsar counts: what someone says of it, else the tag of the image."""

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.cli.commands.version import command
from pulsarfn.worker.overrides import parse_override
from pulsarfn.worker.parse import DEFAULTS, parse_worker_config
from pulsarfn.worker.pulsar_version import pulsar_version, rules_of_image, version_of_image, without_patch
from pulsarfn.worker.versions import NEWEST, VERSIONS
from pulsarfn.worker.worker_config import VERSION_TEXT

TAGS = {
    "apachepulsar/pulsar": None,
    "apachepulsar/pulsar:latest": None,
    "apachepulsar/pulsar:4.0.12": "4.0",
    "apachepulsar/pulsar:4.1.0": "4.1",
    "apachepulsar/pulsar:4.2": "4.2",
    "apachepulsar/pulsar:v5.0.1": "5.0",
    "apachepulsar/pulsar:5.0.1-java21": "5.0",
    "apachepulsar/pulsar:5.0.0-SNAPSHOT": "5.0",
    "apachepulsar/pulsar@sha256:0123": None,
    "apachepulsar/pulsar:4.0.12@sha256:0123": "4.0",
    "registry.example.com:5000/team/pulsar-all:5.0.1": "5.0",
    "registry.example.com:5000/team/pulsar": None,
    "localhost:5.0/pulsar": None,
    "streamnative/pulsar:4.2.4.1": "4.2",
    "apachepulsar/pulsar:5": None,
    "apachepulsar/pulsar:main-5.0.1": None,
    "apachepulsar/pulsar:3.3.6": "4.0",
    "apachepulsar/pulsar:4.9.0": "4.2",
    "apachepulsar/pulsar:99.1.0": NEWEST.name,
    "acme/functions:5.0.1": "5.0",
    "acme/functions:1.7.3": None,
    "acme/functions:2024.11.5": None,
    "acme/functions:99999.1.1": None,
    "apachepulsar/pulsar:4.1_20": "4.1",
    "apachepulsar/pulsar:5.0+build.7": "5.0",
    "apachepulsar/pulsar:11.1_": NEWEST.name,
    "5.0": None,
    "v4.1@sha256:0123": None,
}


@pytest.mark.parametrize(("image", "expected"), TAGS.items(), ids=TAGS)
def test_the_tag_of_an_image(image, expected):
    rules = rules_of_image(image)
    assert (rules and rules.name) == expected


@given(st.text("v40.1:@-_+/ap\n", max_size=12) | st.from_regex(rf"(a/pulsar)?:{VERSION_TEXT}(@a)?", fullmatch=True))
def test_a_version_comes_after_a_colon(image):
    tag = re.fullmatch(rf"[^@]*:({VERSION_TEXT})", image.partition("@")[0])
    assert version_of_image(image) in ("", tag and without_patch(tag[1]))


def version_of(*overrides, runtime="JAVA", annotation=""):
    config, problems = parse_worker_config(DEFAULTS, overrides=[*map(parse_override, overrides)])
    assert config is not None, problems
    return str(pulsar_version(config, config.factory.image(runtime), annotation))


IMAGES = (
    "functionRuntimeFactoryConfigs.pulsarDockerImageName=apachepulsar/pulsar:4.0.12",
    "functionRuntimeFactoryConfigs.functionDockerImages.PYTHON=apachepulsar/pulsar:5.0.1",
)


def test_the_nearest_word_counts():
    assert version_of() == "Pulsar 4.2 (the default, as nothing gives the version)"
    assert version_of(*IMAGES) == "Pulsar 4.0 (the tag of apachepulsar/pulsar:4.0.12)"
    assert version_of(*IMAGES, runtime="PYTHON") == "Pulsar 5.0 (the tag of apachepulsar/pulsar:5.0.1)"
    assert version_of(*IMAGES, "pulsarVersion=4.1") == "Pulsar 4.1 (pulsarVersion)"
    assert version_of(*IMAGES, "pulsarVersion=4.1", annotation="5.0.1") == "Pulsar 5.0 (pulsarfn.io/pulsar-version)"


@pytest.mark.parametrize("value", ["5.0", "4.2.4", "5.0.1-java21", "v4.0.8", "4.10", '""', "null"])
def test_versions_as_they_are_written(value):
    config, _ = parse_worker_config(DEFAULTS, overrides=[parse_override(f"pulsarVersion={value}")])
    assert config.pulsar_version in (value.strip('"'), None)


@pytest.mark.parametrize("value", ["5", "latest", "five", "{4.2}", "true", "5.x", "5.0 1"])
def test_what_is_no_version(value):
    config, problems = parse_worker_config(DEFAULTS, overrides=[parse_override(f"pulsarVersion={value}")])
    assert config is None
    assert any("pulsarVersion must be a" in each.message for each in problems)


def test_the_known_versions_are_printed():
    result = CliRunner().invoke(command, ["-o", "json"])
    printed = json.loads(result.output)["pulsarVersions"]
    assert printed == {"known": [each.name for each in VERSIONS], "default": "4.2"}
    assert printed["known"][:4] == ["4.0", "4.1", "4.2", "5.0"]


def test_each_version_is_in_its_place():
    numbers = [each.number for each in VERSIONS]
    assert numbers == sorted(set(numbers))
