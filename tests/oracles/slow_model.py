"""The cost of a character after another, by the book: in plain floats, one language at a time.

It is given dictionaries, knows nothing of lanes, bytes or files, and looks at every language for
every character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

CHARACTER, CLASS, PUNCTUATION = 4.75, 7.0, 3.75  # bits for falling back
CEILING = 30.0  # bits
NOTHING = 63.75  # bits: what the file can say at most, and says of what never occurs


@dataclass(frozen=True)
class SlowModel:
    """Costs in bits.

    ``priors`` by language; ``classes`` by (language, class); ``shared`` by (class before,
    character); ``alone`` by (language, character); ``pairs`` by (language, pair).
    """

    priors: Mapping[str, float]
    classes: Mapping[tuple[str, int], float]
    shared: Mapping[tuple[int, str], float]
    alone: Mapping[tuple[str, str], float]
    pairs: Mapping[tuple[str, str], float]
    class_of: Callable[[str], int]
    floors: tuple[float, ...]
    unwanted: frozenset[int]
    punctuation: frozenset[int]

    def cost(self, before: str, char: str, language: str) -> float:
        """The cost of ``char`` after ``before`` in one language."""
        before, char = fold(before), fold(char)
        kind = self.class_of(char)
        if kind in self.unwanted:
            return self.floors[kind]
        anywhere = [self.floors[kind], NOTHING]
        anywhere += [
            self.alone[name, char] + prior
            for name, prior in self.priors.items()
            if (name, char) in self.alone
        ]
        of_class = min(
            self.classes.get((name, kind), NOTHING) + prior for name, prior in self.priors.items()
        )
        within = max(0.0, min(anywhere) - of_class)
        ways = [CEILING, self.classes.get((language, kind), NOTHING) + within + CLASS]
        if (language, char) in self.alone:
            ways.append(self.alone[language, char] + CHARACTER)
        if kind in self.punctuation:
            ways.append(min(anywhere) + PUNCTUATION + 2)
            ways.append(self.shared.get((self.class_of(before), char), NOTHING) + PUNCTUATION)
        if (language, before + char) in self.pairs:
            ways.append(self.pairs[language, before + char])
        return min(ways)

    def total(self, text: str, first: str, language: str) -> float:
        """The cost of a text that stands after the character ``first``, with the prior."""
        pairs = zip(first + text, text, strict=False)
        return self.priors[language] + sum(self.cost(a, b, language) for a, b in pairs)


def fold(char: str) -> str:
    """Digits are one digit, and tabs and newlines spaces."""
    if char in "\t\n\r":
        return " "
    if "0" <= char <= "9":
        return "0"
    return "０" if "０" <= char <= "９" else char
