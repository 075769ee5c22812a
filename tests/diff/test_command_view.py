"""A command as options and values."""

import json

import pytest

from pulsarfn.analysis.diff.command_view import command_view
from pulsarfn.component.shell import quote


def shell(text):
    return command_view(["sh", "-c", text])


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("exec java --jar x.jar Main", {"--jar": "x.jar", "words": "exec java Main"}),
        ("java --port 1 --expected_healthcheck_interval -1", {"--port": "1", "--expected_healthcheck_interval": "-1", "words": "java"}),
        ("java -cp a:b/* -Dx=1 -Dy=a=b -Xmx5 -XX:+UseG1GC -XX:Max=5", {
            "-cp": "a:b/*", "-Dx": "1", "-Dy": "a=b", "-Xmx": "5", "-XX:+UseG1GC": True, "-XX:Max": "5", "words": "java",
        }),
        ("java --add-opens a --add-opens b", {"--add-opens": ["a", "b"], "words": "java"}),
        ("java --flag --other x", {"--flag": True, "--other": "x", "words": "java"}),
        ("java --flag=x", {"--flag": "x", "words": "java"}),
        ("p --d '{\"a\": \"{\\\"b\\\": [1, 2]}\"}'", {"--d": {"a": {"b": [1, 2]}}, "words": "p"}),
        ("p --d '{broken'", {"--d": "{broken", "words": "p"}),
        ("A=1 exec p", {"A": "1", "words": "exec p"}),
        ("admin functions download --path x && SHARD_ID=1 && echo a=b && exec p", {
            "words": "exec p",
            "[download]": {"--path": "x", "words": "admin functions download"},
            "[SHARD_ID]": {"SHARD_ID": "1"},
            "[echo]": {"a": "b", "words": "echo"},
        }),
        ("download x && download y && p", {"words": "p", "[download]": {"words": "download x"}, "[download 2]": {"words": "download y"}}),
        ("it's broken", "it's broken"),
    ],
)  # fmt: skip
def test_view_of_a_shell_command(text, view):
    assert shell(text) == view


def test_view_of_a_program_without_a_shell():
    assert command_view(["web", "--password", "x"]) == {"--password": "x", "words": "web"}
    assert command_view(["web", 1]) == ["web", 1]
    assert command_view([]) == {}


@pytest.mark.parametrize("deep", ['{"a":' * 100_000, "[" * 200 + "]" * 200, '{"a":' * 101 + "1" + "}" * 101])
def test_deep_json_is_a_text(deep):
    assert shell(f"p --d '{deep}'") == {"--d": deep, "words": "p"}


def test_json_in_json_is_as_deep_altogether_as_json_may_be():
    text = "1"
    for _ in range(5):
        text = json.dumps("[" * 30 + text + "]" * 30)
    view, depth = shell(f"p --d {quote(json.loads(text))}")["--d"], 0
    while isinstance(view, list):
        (view,), depth = view, depth + 1
    assert (depth, type(view)) == (90, str)
