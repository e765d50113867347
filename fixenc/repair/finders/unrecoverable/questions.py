"""Words that became question marks: ``?????? (???)`` for "Москва (рус)".

An encoder that may not fail writes ``?`` for what its encoding lacks. People write question marks
too: at the end of a word or a sentence, as a placeholder of a fixed shape, or as a ruler. A lost
word stands where a word would stand, and lost words differ in length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# Question marks, by what people write for a blank: "????" for a year, "??:??", "(???)".
LONGEST_BLANK = 4
# One run shows a loss by itself only from here on; two of them from here on together.
ONE, TWO, THREE = 5, 9, 10
# A run of this many and more without any letters beside it is a ruler.
RULER = 26
# Lines of a text that show a loss, from which on a line of nothing but ``?`` counts as one too.
AGREEING = 2
# Words of a line with "?" inside, from which on they are losses (``??`` inside counts twice).
INSIDE = 3
LONGEST_LINE = 4000  # code points looked at together

_WORD = re.compile(r"[^\s()\[\]{}<>\"“”„«»`]+")
_EDGES = ".,:;!…*_#-—–'’‘·|/\\=+~%"
_OPENERS = "([{<“„«>"
_INSIDE = re.compile(r"(?<=[A-Za-z])\?{1,4}+(?=[a-z])")
_CODE = re.compile(r"[=&*\\/$%@|]|\b(?:glob|regexp?|wildcards?|pattern|wordle|hangman)\b", re.I)


@dataclass(frozen=True, slots=True)
class Loss:
    """``?`` where letters stood: ``marks`` of the characters of ``text[start:end]``."""

    start: int
    end: int
    marks: int


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    marks: int  # of a word of nothing but question marks; 0 of any other
    before: str  # the character that it touches, or ""
    text: str


def find_losses(text: str) -> Iterator[Loss]:
    """The words of ``text`` that became question marks, from left to right.

    >>> [(loss.start, loss.end) for loss in find_losses("Town: ?????? (???), founded 1147")]
    [(6, 17)]
    >>> [loss.marks for loss in find_losses("????? (???) Moscow ??????")]
    [8, 6]
    >>> list(find_losses("Really??? Call ???-????"))
    []
    """
    found: list[tuple[int, list[Loss]]] = []
    bare: list[tuple[int, list[Loss]]] = []
    for start, end in _lines(text):
        line = text[start:end]
        words = [_word(line, match) for match in _WORD.finditer(line)]
        losses = _of_line(line, words) or _inside(line)
        if losses:
            found.append((start, losses))
        elif (alone := _alone(words)) is not None:
            bare.append((start, [alone]))
    if len(found) >= AGREEING:
        found = sorted(found + bare, key=lambda entry: entry[0])
    for start, losses in found:
        for loss in losses:
            yield replace(loss, start=start + loss.start, end=start + loss.end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines with two ``?`` or more, half open; a very long one in pieces."""
    done = 0
    while (at := text.find("?", done)) >= 0:
        start = max(text.rfind("\n", done, at) + 1, done, at - LONGEST_LINE)
        end = text.find("\n", at, at + LONGEST_LINE)
        done = end = min(len(text), at + LONGEST_LINE) if end < 0 else end
        if text.find("?", at + 1, end) >= 0:
            yield start, end


def _word(line: str, match: re.Match[str]) -> _Word:
    start, end = match.span()
    core = match[0].strip(_EDGES)
    marks = len(core) if core and not core.strip("?") else 0
    if marks:
        start += match[0].index("?")
        end = start + marks
    return _Word(start, end, marks, line[match.start() - 1 : match.start()], match[0])


def _of_line(line: str, words: Sequence[_Word]) -> list[Loss]:
    """The lost words of a line, if it shows that there are any."""
    lost = [i for i, word in enumerate(words) if word.marks and not _is_emphasis(line, words, i)]
    if any(words[i].marks >= ONE for i in lost):
        # beside a word that was lost a run at the end is no emphasis
        lost = [i for i, word in enumerate(words) if word.marks >= ONE or i in lost]
    if not _shows(line, words, lost):
        return []
    losses: list[Loss] = []
    for i in lost:
        word = words[i]
        gap = line[losses[-1].end : word.start] if losses else ""
        if losses and not any(map(str.isalnum, gap)):
            last = losses.pop()
            losses.append(Loss(last.start, word.end, last.marks + word.marks))
        else:
            losses.append(Loss(word.start, word.end, word.marks))
    return losses


def _shows(line: str, words: Sequence[_Word], lost: Sequence[int]) -> bool:
    lengths = [words[i].marks for i in lost]
    if not lengths or max(lengths) < LONGEST_BLANK + 1:
        return False
    if len(lengths) == 1:
        return _one_shows(line, words, lost[0])
    if len(set(lengths)) == 1:
        # words of one length: two of them side by side, not a ruler on either side of a title
        return lost[1] == lost[0] + 1 and sum(lengths) >= THREE and max(lengths) < RULER
    return sum(lengths) >= (TWO if len(lengths) == 2 else THREE)


def _one_shows(line: str, words: Sequence[_Word], number: int) -> bool:
    """Whether one run stands where a word was: amid words, in quotes or tags, or for a value."""
    word = words[number]
    if word.marks < ONE:
        return False
    before, after = line[: word.start], line[word.end :]
    if not any(map(str.isalpha, before + after)):
        return False
    if any(map(str.isalpha, before)) and any(map(str.isalpha, after)):
        return True
    left, right = before[-1:], after[:1]
    if (left, right) in (('"', '"'), ("'", "'"), (">", "<"), ("“", "”"), ("«", "»"), ("(", ")")):
        return True
    return before.rstrip()[-1:] in (":", "=", "：") and not after.strip()


def _is_emphasis(line: str, words: Sequence[_Word], number: int) -> bool:
    """Whether a run of ``?`` ends a sentence: words before it, and nothing or a capital after."""
    word = words[number]
    if word.before in ('"', "'", ")", "]", "”", "»", "’") and word.start:
        quote = line[word.start - 2 : word.start - 1] if word.start > 1 else ""
        return quote.isalnum() or (quote in ("!", "?", ".") and quote != "")
    previous = words[number - 1].text if number else ""
    if not previous[-1:].isalpha() or word.before in tuple(_OPENERS):
        return False
    if line[word.end : word.end + 1] in (".", ",", ";", ":"):
        return False
    following = words[number + 1] if number + 1 < len(words) else None
    return following is None or following.text[0].isupper()


def _alone(words: Sequence[_Word]) -> Loss | None:
    """The run of a line that holds nothing else."""
    if len(words) != 1 or not LONGEST_BLANK < words[0].marks < RULER:
        return None
    word = words[0]
    return Loss(word.start, word.end, word.marks)


def _inside(line: str) -> list[Loss]:
    """Words with ``?`` for a letter, if a line has several: ``d?j? vu``, ``M??nchen``."""
    losses: list[Loss] = []
    weight = 0
    for match in _WORD.finditer(line):
        found = [marks[0] for marks in _INSIDE.finditer(line, *match.span())]
        if found:
            weight += min(2, max(map(len, found)))
            losses.append(Loss(*match.span(), sum(map(len, found))))
    return losses if weight >= INSIDE and not _CODE.search(line) else []
