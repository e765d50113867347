"""Typographic marks whose last bytes were lost: ``鈥淥pen鈥? it`` for ``“Open” it``.

UTF-8 writes such a mark in three bytes, of which a reader of pairs makes one character, and a pair
of the third and what follows. Before a space, a digit or a stop that is no pair: a mark of loss
stands there, and some readers take the next character along. No pairs of characters tell which it
was, but its place does: behind a word a quotation that is open is closed, a bullet begins a line.
Latin-1 has no character for the second and the third: ``donâ??t``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit, encoder
from fixenc.repair.undoing.borders import FIRST_CJK

HOLE = "\ufffd"  # for a stop that was taken along, where nothing tells which
# The first two bytes of dashes, quotation marks, bullets and dots; of ™, ℃ and №; of €; of arrows;
# and of the lines of frames.
_GENERAL, _LETTERLIKE, _MONEY = b"\xe2\x80", b"\xe2\x84", b"\xe2\x82"
_ARROWS, _FRAMES = b"\xe2\x86", b"\xe2\x94"
_LEADS = (_GENERAL, _LETTERLIKE, _MONEY, _ARROWS, _FRAMES)
# What readers of pairs show for them, in that order.
SHOWN = {"gb18030": "鈥鈩鈧鈫鈹", "cp932": "窶邃竄竊笏"}
# The first byte alone, where the second is lost as well: of these 80 is no first byte of a pair.
_BEGUN = b"\xe2"
_EURO = b"\x80"  # shown as € by Windows in Chinese
_LOSS = "?\ufffd・"
# What stands behind those characters, and what Latin-1 leaves of a mark behind its â: the third
# byte, if that is a character there, which tells one mark or two.
BEHIND_SHOWN, BEHIND_LATIN = f"[{_LOSS}]", "[?\ufffd][?\ufffd¢¦¬]"
# How sure a mark is by its place: no other stands there; few do; dashes, of which two are alike;
# dots, for which a quotation mark may stand that was opened in another line.
SURE, LIKELY, DASH, DOTS = 0.95, 0.85, 0.75, 0.7
_RUN = re.compile(f"[^\x00-\x7f{_LOSS}]+")
# What may stand before the text of a line: spaces, comments, quotations of mail.
_MARGIN = re.compile(r"[\s*#/>|]*+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line with what it was, and how sure that is.

    ``inferred`` says that a mark had to be told, ``other`` what it may have been instead, if not
    all but that mark is ruled out.
    """

    unit: Unit
    sure: float
    inferred: bool
    other: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a halved mark stands: the line before it, undone, and the character behind it.

    ``spared`` says that marks of loss took nothing along in this line, as far as it shows.
    """

    before: str
    behind: str
    spared: bool


@cache
def _pattern(read: str) -> re.Pattern[str]:
    # an € that is a byte has characters of the garble before it
    first = f"(?:[{SHOWN[read]}]|(?<=[^\x00-\x7f])€)"
    return re.compile(rf"{first}{BEHIND_SHOWN}(?P<behind>[^\x00-\x7f]|[A-Za-z]|(?P<space> )|)")


def stands_in(line: str) -> bool:
    """Whether anything that is left of a mark stands in a line.

    >>> stands_in("donâ??t"), stands_in("鈥? item"), stands_in("hâlâ?")
    (True, True, False)
    >>> stands_in("donât"), stands_in("donnât")
    (True, False)
    """
    if "â" in line and (_LATIN.search(line) or _BARE.search(line)):
        return True
    return any(_pattern(read).search(line) for read in SHOWN)


def found(line: str) -> Iterator[tuple[Misread, list[Part]]]:
    """The halved marks of a line with what they were, and what is garbled beside them.

    Nothing else that is East Asian may be in the line. Linear in its length.

    >>> [[part.unit for part in parts] for _, parts in found("a 鈥渢est鈥? of it")]
    [[Unit(start=2, end=4, after='“t'), Unit(start=7, end=9, after='”')]]
    >>> list(found("a 鈥渢est鈥? 乱码"))
    []
    >>> [[part.unit.after for part in parts] for _, parts in found("It isnâ??t â??hereâ??.")]
    [['’', '“', '”']]
    """
    bare = "â" in line and _BARE.search(line) is not None
    if bare or _LATIN.search(line):
        parts = list(_parts_of_latin(line, bare=bare))
        if parts:
            yield Misread("utf-8", "iso8859-1"), parts
            return
    for read in SHOWN:
        if _pattern(read).search(line):
            parts = list(_parts(line, read))
            if any(part.inferred for part in parts):
                yield Misread("utf-8", read), parts
                return


def _parts(line: str, read: str) -> list[Part]:
    """What is garbled in a line, from left to right; nothing where clean East Asian text is."""
    halved = [*_pattern(read).finditer(line)]
    ate = any(match["behind"] and not match["space"] for match in halved)
    spared = not ate and any(match["space"] or "?" not in match[0] for match in halved)
    shown = ""  # the line up to here, with all undone that can be
    parts: list[Part] = []
    at = 0
    for run in _RUN.finditer(line):
        start, end = run.span()
        shown += line[at:start]
        at = end
        whole, rest = _undone(run[0], read) or (run[0], b"")
        lost = 3 - len(rest) if rest else 0
        marks = line[end : end + lost]
        if len(marks) < lost or any(mark not in _LOSS for mark in marks):
            whole, rest = run[0], b""
        if any(char >= FIRST_CJK for char in whole):
            return []
        shown += whole
        if not rest:
            if whole != run[0]:
                parts.append(Part(Unit(start, end, whole), SURE, inferred=False))
            continue
        at = end + lost
        behind = line[at : at + 1]
        eaten = behind.isalpha()
        told = _told(rest, _Place(shown, " " if eaten else behind, spared))
        if told is None:
            shown += marks
            continue
        mark, sure, other = told
        behind = " " if eaten else HOLE if ate and behind == " " and marks[-1] == "?" else ""
        unit = Unit(start, at, whole + mark + behind)
        parts.append(Part(unit, sure, inferred=True, other=other and whole + other + behind))
        shown += mark + behind
    return parts


# Not behind another first byte: that is garble of another reader (``ÏÉâ??``).
_LATIN = re.compile(f"(?<![\xc0-\xff])â{BEHIND_LATIN}")
# Where nothing but its â is left of an apostrophe, English words tell it. French has donnât.
_END = r"(?![^\W_])"
_BARE = re.compile(
    rf"(?<![^\W_])(?:I(?=â(?:m|d|ll|ve){_END})|(?:[Yy]ou|[Ww]e|[Tt]hey)(?=â(?:re|d|ll|ve){_END})"
    r"|(?:[Ii]t|[Ss]?[Hh]e|[Tt]?[Hh]ere|[Tt]hat|[Ww]h(?:o|at|ere)|[Hh]ow|[Ll]et)"
    rf"(?=â(?:s|d|ll){_END})"
    r"|(?:[Dd]o|[Cc]a|[Ww]o|[Aa]i|(?:[Ii]|[Dd]oe|[Ww]a|[Hh]a)s|[Aa]re|[Ww]ere|[Dd]id|[Hh]a(?:ve|d)"
    rf"|(?:[Cc]|[Ww]|[Ss]h)ould|[Mm]ust|[Nn]eed)n(?=ât{_END}))â"
)
# What stands before it and behind.
BARE_BEFORE, BARE_BEHIND = "[Ientouwy]", "[dlmrstv]"
_LATIN_OR_BARE = re.compile(f"(?<![\xc0-\xff])â(?:{BEHIND_LATIN})?")
_LONE = re.compile(r"(?<=[^\W\d_] )â(?= [^\W\d_])")
_CONTRACTED = re.compile(r"(?:[dmst]|ll|re|ve)(?![^\W_])")  # I’d, I’m, it’s, don’t, we’ll, you’re
_ELIDED = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu)$", re.IGNORECASE)  # l’école, qu’il, D’Arcy
_ELIDED_BEFORE_VOWELS = re.compile(r"(?:qu|ll|st|rd|un)$", re.IGNORECASE)  # dell’arte, lorsqu’il
_VOWELS = frozenset("aeiouyhàâäèéêëìîïòóôùûüæœ")


def _parts_of_latin(line: str, *, bare: bool) -> Iterator[Part]:
    """The marks of which Latin-1 shows one byte or two, as in ``donâ??t``.

    ``bare`` says that some lost all else without a trace.
    """
    shown = ""
    at = 0
    for match in (_LATIN_OR_BARE if bare else _LATIN).finditer(line):
        shown += line[at : match.start()]
        at = match.end()
        told = _told_of_latin(shown, line, match)
        if told is None:
            shown += match[0]
            continue
        mark, sure, other = told
        yield Part(Unit(*match.span(), mark), sure, inferred=True, other=other)
        shown += mark


def dashes(line: str) -> Iterator[Part]:
    """The dashes between words of which nothing but an â is left, in a line that is garbled so.

    >>> [part.unit for part in dashes("one â two, hâlâ")]
    [Unit(start=4, end=5, after='—')]
    """
    # what another reader shows of one is not so little
    for match in _LONE.finditer(line) if " â " in line and max(line) < "\u0100" else ():
        yield Part(Unit(*match.span(), "—"), DOTS, inferred=True, other="–")


def _told_of_latin(before: str, line: str, match: re.Match[str]) -> tuple[str, float, str] | None:
    third, behind = match[0][-1], line[match.end() : match.end() + 1]
    if third == "¦":
        return "…", SURE, ""
    if third == "¬":
        return "€", SURE, ""
    if third == "¢":
        return ("™", LIKELY, "•") if before[-1:].isalpha() else ("•", SURE, "")
    if match[0] == "â" and before[-1:].isalpha() and behind.isalpha():
        told = _CONTRACTED.match(line, match.end()) and before[-1:].isascii()
        return ("’", SURE, "") if told and (behind != "t" or before.endswith("n")) else None
    if before[-1:].isalpha() and behind.isalpha():
        if _CONTRACTED.match(line, match.end()) or _ELIDED.search(before):
            return "’", SURE, ""
        if _ELIDED_BEFORE_VOWELS.search(before) and behind.lower() in _VOWELS:
            return "’", LIKELY, "—"
        if before.endswith("O") and behind.isupper():
            return "’", LIKELY, "—"
        return "—", DOTS, "’"
    if before[-1:].isalpha() and "“" not in before:
        return None  # hâlâ??
    place = _Place(before, behind, spared=True)
    return _told_general(place, apart=not before[-1:].strip(), ends=not behind.strip())


def _undone(run: str, read: str) -> tuple[str, bytes] | None:
    """What a run comes to as UTF-8, and the bytes of a mark at its end; None if it is no UTF-8."""
    encode = encoder(read)
    data = b"".join(_EURO if char == "€" else encode[char] for char in run)
    for rest in (b"", *_LEADS, _BEGUN):
        if data.endswith(rest):
            try:
                return data[: len(data) - len(rest)].decode("utf-8"), rest
            except UnicodeDecodeError:
                continue
    return None


def _told(lead: bytes, place: _Place) -> tuple[str, float, str] | None:
    """The mark that a place tells, how sure that is, and another; None where it tells none."""
    before, behind = place.before[-1:], place.behind
    apart, ends = not before.strip(), not behind.strip()
    if lead in (_GENERAL, _BEGUN):
        return _told_general(place, apart=apart, ends=ends)
    if lead == _LETTERLIKE:
        if before.isdigit():
            return "℃", LIKELY, ""
        return ("™", SURE, "") if before.isalpha() or before in tuple(")”®") else None
    if lead == _MONEY:
        amount = place.before.rstrip(" ")[-1:].isdigit() or behind.isdigit()
        return ("€", LIKELY, "") if amount else None
    if lead == _FRAMES and before in tuple("─├└┌") and ends:
        return "─", SURE, ""
    if not (apart and ends):
        return None
    return ("→", LIKELY, "←") if lead == _ARROWS else ("│", LIKELY, "")


def _told_general(place: _Place, *, apart: bool, ends: bool) -> tuple[str, float, str] | None:
    before, behind = place.before[-1:], place.behind
    if apart or before in tuple("([{"):
        if not ends:
            return ("“", LIKELY, "‘") if place.spared or not behind.isdigit() else None
        if not apart or not behind:
            return None
        if _MARGIN.fullmatch(place.before):
            return "•", LIKELY, "–"
        return ("—", DASH, "–") if "—" in place.before else ("–", DASH, "—")
    if place.before.count("“") > place.before.count("”"):
        return "”", SURE, ""
    if before.isdigit() and behind.isdigit():
        return ("–", LIKELY, "") if place.spared else None
    return ("…", DOTS, "”") if before.isalpha() and not behind else None
