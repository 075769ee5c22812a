"""Credentials by their form: where each is planted, no command prints it."""

import re

import pytest

import secrecy_streams as streams
from pulsarfn.cli.main import main
from pulsarfn.diagnostics.secrecy.credentials import masked_message, masked_text, parts_of_credentials, without
from pulsarfn.diagnostics.secrecy.names import IN_TEXT
from secrecy_streams import FUNCTION, URLS, carrier, worker

CANARY = "Qx7vT2pLm9Ws4K"
OTHER = "Qx7vT2pLm9Q7zQ"
SET = [each for url in URLS for each in ("--set", url)]
CREDENTIALS = {
    "a JWT": f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ{CANARY}In0.c2lnbmF0dXJl{CANARY}",
    "a JWE of five parts": f"eyJhbGciOiJSU0EifQ.a{CANARY}.b{CANARY}.c{CANARY}.d{CANARY}",
    "a token of GitHub": f"ghp_{CANARY}abcdefghij",
    "a key of AWS with its secret": f"AKIAABCDEFGHIJKLMNOP:{CANARY}",
    "a URL that is signed": f"https://a.blob.core.windows.net/c?sv=2020&sig={CANARY}",
    "a password in a URL": f"amqp://u:p@{CANARY}@h/db",
    "mysql with a glued password": f"mysql -uadmin -p{CANARY} -h db",
    "a glued password alone": f"-p{CANARY}",
    "redis-cli": f"redis-cli -a {CANARY} ping",
    "ldapsearch": f"ldapsearch -D cn=a -w {CANARY}",
    "docker login": f"docker login -u a -p {CANARY} r",
    "curl with a login": f"curl -u admin:{CANARY} https://h/x",
    "curl with a glued login": f"curl -uadmin:{CANARY} https://h/x",
    "curl with a header": f'curl -H "X-Api-Key: {CANARY}" https://h/x',
    "a basic header": f"Basic YWRtaW46{CANARY}==",
    "a cookie": f"Cookie: session={CANARY}",
    "a password with blanks": f"-Dx.password='a {CANARY}'",
    "a property with a misspelt name": f"-Dx.pasword={CANARY}",
    "a flag": f"--token {CANARY}",
    "a flag with a misspelt name": f"--tokn {CANARY}",
    "a private key": f"-----BEGIN PRIVATE KEY-----MII{CANARY}-----END PRIVATE KEY-----",
    "JSON": f'{{"auths": {{"r": {{"auth": "{CANARY}"}}}}}}',
    "a line of .netrc": f"machine h login u password {CANARY}",
    "a line of .pgpass": f"db:5432:x:u:{CANARY}",
}


def planted(members):
    """A carrier for each credential, with the members that `members` makes of it."""
    return [
        carrier("function", {**FUNCTION, **members(text), "name": f"f{number}"}, name=f"c{number}")
        for number, text in enumerate(CREDENTIALS.values())
    ]


PLACES = {
    "flags": planted(lambda text: {"runtimeFlags": text}),
    "a value": planted(lambda text: {"userConfig": {"colour": text}}),
    "a key": planted(lambda text: {"userConfig": {text: "x"}}),
    "topics that are no topics": planted(lambda text: {"output": text, "inputs": ["in", f"{text}b"]}),
    "a topic": [
        carrier("function", {**FUNCTION, "inputs": [f"ghp_{CANARY}abcdefghij"], "output": f"hvs.{CANARY}abcdef"})
    ],
    "wrong values": planted(lambda text: {"processingGuarantees": text, "timeoutMs": text}),
    "unknown keys": planted(lambda text: {text: 1}),
    "arguments of Java": [
        worker({"additionalJavaRuntimeArguments": [*CREDENTIALS.values()]}),
        carrier("function", FUNCTION),
    ],
}


@pytest.fixture
def said(capfd):
    """All that a command says of a stream."""

    def run(*arguments):
        status = main([*arguments])
        out, err = capfd.readouterr()
        assert status in (0, 1, 2), (status, out, err)
        return out + err

    return run


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_command_prints_one_of_them(place, tmp_path, said):
    content = streams.stream(*PLACES[place])
    after, before = tmp_path / "after.yaml", tmp_path / "before.yaml"
    after.write_bytes(content)
    before.write_bytes(content.replace(CANARY.encode(), OTHER.encode()))
    commands = (
        ("lint", "-f", str(after)),
        ("explain", "-f", str(after)),
        ("graph", "-f", str(after)),
        ("diff", str(before), str(after)),
    )
    for command in commands:
        told = said(*command, *SET)
        assert CANARY not in told, (command[0], told)
        assert OTHER not in told, (command[0], told)


@pytest.mark.parametrize(
    "arguments",
    [
        ("names", f"https://u:{CANARY}@h/x"),
        ("names", f"a/b/https://u:{CANARY}@h"),
        ("names", f"ghp_{CANARY}"),
        ("names", f"--token {CANARY}"),
        ("lint", "-f", f"https://u:{CANARY}@h/x"),
        ("diff", f"https://u:{CANARY}@h/x", "b"),
        ("explain", "--field", f"https://u:{CANARY}@h/x["),
        ("lint", "--ignore", f"ghp_{CANARY}"),
        ("lint", "--assume-exists", f"ghp_{CANARY}"),
        (f"https://u:{CANARY}@h/x",),
        (f"--tken={CANARY}",),
    ],
    ids=" ".join,
)
def test_no_message_repeats_one_of_the_arguments(arguments, said):
    told = said(*arguments)
    assert told.strip()
    assert CANARY.lower() not in told.lower()


@pytest.mark.parametrize(
    "text",
    [
        "-parallel --processes 4",
        "docker run -p 80:80 image",
        "login page of the shop",
        "2001:4860:ab:cd:ef:12",
        "author: me",
        "tokenAudience: x",
        "--secrets-provider-class-name a.B",
        "auth.type: basic",
        "org.apache.pulsar.functions.instance.JavaInstanceMain",
        "apachepulsar/pulsar-all:4.1.2@sha256:0123",
        "-XX:+UseG1GC -Xmx512m -Dpulsar.functions.java.instance.jar=/pulsar/instances/java-instance.jar",
        "persistent://public/default/in",
    ],
)
def test_ordinary_texts_are_shown(text):
    assert masked_text(text) == text
    assert masked_message(text) == text


def test_parts_of_a_credential_are_known_by_the_whole():
    parts = parts_of_credentials(f"exec java curl -u admin:{CANARY} https://h/x")
    assert without(f"exec java curl admin:{CANARY} {CANARY}", parts) == "exec java curl *** ***"
    assert parts_of_credentials("exec java https://h/x") == frozenset()


@pytest.mark.parametrize(
    "piece", ["docker ", "docker login ", "helm a ", "mysql ", "login x ", "db:5432:", "-eyA", "--tokn "]
)
def test_a_long_text_takes_a_linear_time(piece):
    """A quadratic search would take minutes."""
    assert len(masked_text(piece * (100_000 // len(piece)))) > 0


def test_the_look_at_the_first_character_misses_no_name():
    """Every name in the pattern begins with a character that the pattern looks for first."""
    first, _, names = IN_TEXT.partition(")")
    assert first.startswith("(?=[")
    words = re.findall(r"[a-z]+", names)
    for text in (f"{one}{other}=" for one in words for other in ("", *words)):
        assert bool(re.search(IN_TEXT, text)) == bool(re.search(names, text)), text


@pytest.mark.parametrize("name", ["PASSWORD", "Secret_", "to\u212aen", "pa\u017fsword", "x-API-key", "BASICauth"])
def test_a_name_counts_in_any_case(name):
    """The Kelvin sign and the long s count as k and s, as they do for Python's patterns that ignore case."""
    assert masked_text(f"{name}={CANARY}") == f"{name}=***"
    assert masked_message(f"not {name}={CANARY}") == f"not {name}=***"
