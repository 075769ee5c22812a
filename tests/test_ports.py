"""The ports of the servers that URLs name."""

import pytest

from pulsarfn.component.ports import ports_of_url

URLS = {
    "pulsar://broker:6650": [6650],
    "pulsar://broker": [6650],
    "PULSAR+SSL://broker/": [6651],
    "pulsar://a:1,b,c:3": [1, 6650, 3],
    "pulsar://a:1;b:2": [1, 2],
    "http://broker:8080/admin": [8080],
    "https://user:123@broker?a=:5": [443],
    "http://[::1]": [80],
    "http://[::1]:8080": [8080],
    "bk://bookie/a": [4181],
    " http://a:8080 ": [8080],
    "http://a:0": [],
    "http://a:65536": [],
    "http://a:port": [],
    "other://a": [],
    "other://a:7": [7],
    "": [],
    "broker:6650": [],
}


@pytest.mark.parametrize(("url", "ports"), URLS.items(), ids=URLS)
def test_the_ports_of_a_url(url, ports):
    assert [*ports_of_url(url)] == ports
