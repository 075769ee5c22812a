"""Words that differ from known ones in their spelling only: in case, or in the separators between their parts."""

from collections.abc import Iterable


def one_spelling(word: str, known: Iterable[str]) -> str | None:
    """Return the only known word that differs from `word` in case and separators at most; None if there is none or several."""
    found = [each for each in known if _letters(each) == _letters(word)]
    return found[0] if len(found) == 1 else None


def _letters(word: str) -> str:
    return word.strip().casefold().replace("-", "").replace("_", "").replace(" ", "")
