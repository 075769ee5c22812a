"""Plain English for messages of Pulsar that are hard to read; the diagnostic shows Pulsar's own message as well."""

import re

from pulsarfn.patterns import pattern

_LANGUAGES = {"python": "Python", "Python": "Python", "Go function": "Go"}
_SENTENCES = (
    (
        r"MaxMessageRetries and Effectively once don't gel well",
        "maxMessageRetries cannot be combined with processingGuarantees: EFFECTIVELY_ONCE",
    ),
    (
        r"Message timeout can only be specified with processing guarantee is ATLEAST_ONCE",
        "timeoutMs needs processingGuarantees: ATLEAST_ONCE",
    ),
    (
        r"Dead Letter Topic specified, however max retries is set to infinity",
        "deadLetterTopic needs a limit of retries, in maxMessageRetries",
    ),
    (
        r"When effectively once processing guarantee is specified, retain Key ordering cannot be set",
        "retainKeyOrdering cannot be combined with processingGuarantees: EFFECTIVELY_ONCE",
    ),
    (
        r"Only one of retain ordering or retain key ordering can be set",
        "retainOrdering and retainKeyOrdering exclude each other",
    ),
    (
        r"When Guarantees == ATMOST_ONCE, autoAck must be equal to true\..*",
        "autoAck: false cannot be combined with processingGuarantees: ATMOST_ONCE",
    ),
    (
        r"Windows Function not support (\w+) delivery semantics",
        r"a window cannot be combined with processingGuarantees: \1",
    ),
    (
        r"Window length for time and count are set! Please set one or the other",
        "windowLengthCount and windowLengthDurationMs exclude each other",
    ),
    (r"Window length is not specified", "the window has no length"),
    (r"There is currently no support windowing in (python)", r"the \1 runtime has no windows"),
    (r"Windowing is not supported in (Go function) yet", r"the \1 runtime has no windows"),
    (
        r"Effectively-once processing guarantees not yet supported in (Python|Go function)",
        r"the \1 runtime does not support processingGuarantees: EFFECTIVELY_ONCE",
    ),
    (
        r"Message retries not yet supported in (python|Go function)",
        r"the \1 runtime does not support maxMessageRetries",
    ),
    (
        r"Retain Key Orderering not yet supported in (Go function)",
        r"the \1 runtime does not support retainKeyOrdering",
    ),
    (r"Function classname cannot be null", "className is missing"),
    (r"\w+ name cannot be null", "name is missing"),
    (
        r"Function language runtime is either not set or cannot be determined",
        "neither runtime nor the code says in which language the function is written",
    ),
    (r"Must specify at least one topic of input via .*", "the sink has no input topic"),
    (r"No input topic\(s\) specified for the function", "the function has no input topic"),
    (
        r"BatchSourceConfig does not specify Discovery Trigger ClassName",
        "batchSourceConfig has no discoveryTriggererClassName",
    ),
    (r"Kubernetes Secret should be a Map containing id/key pairs", "the secret is not a mapping with path and key"),
    (r"A Function Runtime Factory needs to be set", "the worker config names no function runtime factory"),
    (
        r"(?P<says>Kubernetes only admits lower case and numbers\.) \(jobName=(.*)\)",
        r"\2 cannot be the name of a Service and a StatefulSet",
    ),
    (
        r"(?P<says>Kubernetes job name size should be less than 53): (.*) has (\d+) characters",
        r"the name of a StatefulSet has 52 characters at most, and this one has \3: \2",
    ),
    (
        r"(?P<where>.*?)(?P<says>Unable to parse numeric part of quantity): (.*)",
        r"\g<where>not a quantity that Kubernetes can read: \3",
    ),
    *(
        (rf"(?P<where>.*: not valid JSON: )(?P<says>{says})(?P<at> at line .*)", rf"\g<where>{plain}\g<at>")
        for says, plain in (
            ("JSON document was not fully consumed", "there is more text after its end"),
            ("End of input", "it ends too early"),
            ("Expected ':'", "a ':' is missing"),
            ("Unterminated object", "a ',' or '}' is missing"),
            ("Unterminated array", "a ',' or ']' is missing"),
            ("Unterminated string", "the quote has no end"),
            ("Unterminated comment", "the comment has no end"),
            ("Expected name", "the name of a member is missing"),
            ("(?:Expected|Unexpected) value", "a value is missing"),
        )
    ),
    (r"LogTopic topic (.*) is invalid", r"logTopic is not the name of a topic: \1"),
    (r"DeadLetter topic (.*) is invalid", r"deadLetterTopic is not the name of a topic: \1"),
    (
        r"(?P<says>The supplied \w+ file does not exist): only Java functions can be built in",
        "only Java functions can be built in",
    ),
    (r"(?P<says>User class must be in class path): (.* is not .*)", r"\2"),
    (r"(?P<says>User class must be in class path): (.*)", r"no class of this name is known: \2"),
)
_ANY = pattern("|".join(re.sub(r"\?P<\w+>", "?:", sentence) for sentence, _ in _SENTENCES))
_PLAIN = tuple((pattern(sentence), plain) for sentence, plain in _SENTENCES)


def in_plain_english(message: str) -> tuple[str, str]:
    """Return a message in plain English and Pulsar's own message; if there is no plainer one, the message and an empty text."""
    for sentence, plain in _PLAIN if _ANY.fullmatch(message) else ():
        match = sentence.fullmatch(message)
        if match:
            said = match.expand(plain)
            for pulsars, ours in _LANGUAGES.items():
                said = said.replace(f"the {pulsars} runtime", f"the {ours} runtime")
            return said, match.groupdict().get("says") or message
    return message, ""
