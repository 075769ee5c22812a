"""Patterns of topics, matched in time linear in the text: the patterns come from the stream, which may be hostile.

Pulsar tries RE2 first (`TopicsPatternFactory`). This module works in the same way: it follows all states of a pattern at once.
It supports characters, classes, groups, alternatives and repetitions, and ignores other patterns.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_MOST_STATES = 4096
_MOST_DIGITS = 4
_DEEPEST = 50
_MOST_KEPT = 1 << 20
_REPEATED = {"*": (0, None), "+": (1, None), "?": (0, 1)}

_Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _State:
    """A step: a character that passes `test`, or, without a test, a free choice among `following`."""

    test: _Test | None
    following: tuple[int, ...]


class _NotUnderstoodError(Exception):
    """The pattern uses a feature that is not supported here."""


class Patterns:
    """Patterns that are all matched with a text at once; the states found for one text are reused for the next one."""

    def __init__(self) -> None:
        """Start without patterns."""
        self._states: list[_State] = []
        self._starts: list[int] = []
        self._start: frozenset[int] | None = None
        self._ends: dict[int, int] = {}
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._kept = 0

    def add(self, pattern: str) -> bool:
        """Add a pattern, which gets the next number from 0. Return False, and do not add it, if it is not supported."""
        reader = _Reader(pattern)
        try:
            start = reader.pattern()(0)
        except _NotUnderstoodError:
            return False
        if reader.rest:
            return False
        first, self._start = len(self._states), None
        self._states += [_State(each.test, tuple(first + one for one in each.following)) for each in reader.states]
        self._ends[first] = len(self._starts)
        self._starts.append(first + start)
        return True

    def matching(self, text: str) -> list[int]:
        """Return the numbers of the patterns that match the whole text."""
        if self._start is None:
            self._start = frozenset(_reached(self._states, self._starts))
        current = self._start
        for character in text:
            known = self._steps.get((current, character))
            current = self._step(current, character) if known is None else known
        return sorted(self._ends[each] for each in current if each in self._ends)

    def _step(self, current: frozenset[int], character: str) -> frozenset[int]:
        states = self._states
        passed = (each for each in current if (test := states[each].test) is not None and test(character))
        following = frozenset(_reached(states, (one for each in passed for one in states[each].following)))
        self._kept += len(following) + 1
        if self._kept > _MOST_KEPT:
            self._steps, self._kept = {}, 0
        self._steps[current, character] = following
        return following


def _reached(states: list[_State], first: Iterable[int]) -> set[int]:
    reached: set[int] = set()
    waiting = [*first]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            if states[state].test is None:
                waiting += states[state].following
    return reached


class _Reader:
    """Reads a pattern, then adds its states from the end (state 0) to the start: each part gets the state that follows it."""

    def __init__(self, pattern: str) -> None:
        self.states = [_State(None, ())]
        self.rest = pattern
        self._depth = self._steps = 0

    def pattern(self) -> "_Part":
        """Return alternatives, up to a closing bracket or the end of the pattern."""
        parts = [self._sequence()]
        while self.rest.startswith("|"):
            self.rest = self.rest[1:]
            parts.append(self._sequence())
        return lambda end: self._choice([self._laid(each, end) for each in parts])

    def _sequence(self) -> list["_Part"]:
        parts = []
        while self.rest and self.rest[0] not in "|)":
            part = self._atom()
            parts.append(part if part is None else self._repeated(part))
        return [part for part in parts if part is not None]

    def _laid(self, parts: list["_Part"], end: int) -> int:
        self._steps += 1
        if self._steps > _MOST_STATES:  # an empty group with many repetitions adds no state
            raise _NotUnderstoodError
        for part in reversed(parts):
            end = part(end)
        return end

    def _choice(self, following: list[int]) -> int:
        return following[0] if len(following) == 1 else self._add(_State(None, tuple(following)))

    def _add(self, state: _State) -> int:
        if len(self.states) >= _MOST_STATES:
            raise _NotUnderstoodError
        self.states.append(state)
        return len(self.states) - 1

    def _take(self) -> str:
        if not self.rest:
            raise _NotUnderstoodError
        character, self.rest = self.rest[0], self.rest[1:]
        return character

    def _atom(self) -> "_Part | None":
        match character := self._take():
            case "(":
                return self._group()
            case "[":
                return self._one(self._class())
            case ".":
                return self._one(lambda text: text not in "\n\r\u0085\u2028\u2029")
            case "\\":
                return self._one(self._escape())
            case "^" | "$":
                return None  # the pattern must match the whole text in any case
            case "*" | "+" | "?" | "{":
                raise _NotUnderstoodError
        return self._one(lambda text: text == character)

    def _one(self, test: _Test) -> "_Part":
        return lambda end: self._add(_State(test, (end,)))

    def _group(self) -> "_Part":
        if self.rest.startswith("?:"):
            self.rest = self.rest[2:]
        elif self.rest.startswith("?"):
            raise _NotUnderstoodError
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotUnderstoodError
        part = self.pattern()
        if self._take() != ")":
            raise _NotUnderstoodError
        self._depth -= 1
        return part

    def _repeated(self, part: "_Part") -> "_Part":
        least, most = self._bounds()
        if (least, most) == (1, 1):
            return part
        return lambda end: self._repetition(part, (least, most), end)

    def _repetition(self, part: "_Part", bounds: tuple[int, int | None], end: int) -> int:
        least, most = bounds
        if most is None:
            again = self._add(_State(None, ()))  # filled in below: it leads back to itself
            self.states[again] = _State(None, (part(again), end))
            end = again
        else:
            last = end
            for _ in range(most - least):
                end = self._add(_State(None, (part(end), last)))
        for _ in range(least):
            end = part(end)
        return end

    def _bounds(self) -> tuple[int, int | None]:
        bounds: tuple[int, int | None] = (1, 1)
        if self.rest[:1] in tuple(_REPEATED):
            bounds = _REPEATED[self._take()]
        elif self.rest.startswith("{"):
            inside, closed, self.rest = self.rest[1:].partition("}")
            least, comma, most = inside.partition(",")
            if not closed or not _is_count(least) or (most and not _is_count(most)):
                raise _NotUnderstoodError
            bounds = int(least), (int(most) if most else None if comma else int(least))
            if bounds[1] is not None and bounds[1] < bounds[0]:
                raise _NotUnderstoodError
        else:
            return bounds
        self.rest = self.rest.removeprefix("?")  # a lazy repetition matches the same texts
        if self.rest[:1] in ("*", "+", "?", "{"):
            raise _NotUnderstoodError
        return bounds

    def _escape(self) -> _Test:
        character = self._take()
        known = _CLASSES.get(character)
        if known is not None:
            return known
        if character.isalnum():
            raise _NotUnderstoodError
        return lambda text: text == character

    def _class(self) -> _Test:
        negated = self.rest.startswith("^")
        if negated:
            self.rest = self.rest[1:]
        tests = [*self._members()]
        return lambda text: any(test(text) for test in tests) is not negated

    def _members(self) -> Iterator[_Test]:
        first = True
        while (character := self._take()) != "]" or first:
            first = False
            if character in "[&":  # nested classes and intersections are features of Java only
                raise _NotUnderstoodError
            if character == "\\":
                yield self._escape()
            elif self.rest.startswith("-") and self.rest[1:2] not in ("]", "", "\\", "["):
                last, self.rest = self.rest[1], self.rest[2:]
                yield lambda text, low=character, high=last: low <= text <= high  # type: ignore[misc]
            else:
                yield lambda text, member=character: text == member  # type: ignore[misc]


_Part = Callable[[int], int]
"""From the state that follows a part of a pattern to the state before it."""

_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_DIGITS = frozenset("0123456789")
_BLANKS = frozenset(" \t\n\v\f\r")
_CLASSES: dict[str, _Test] = {
    "w": lambda text: text in _WORD,
    "W": lambda text: text not in _WORD,
    "d": lambda text: text in _DIGITS,
    "D": lambda text: text not in _DIGITS,
    "s": lambda text: text in _BLANKS,
    "S": lambda text: text not in _BLANKS,
}


def _is_count(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS
