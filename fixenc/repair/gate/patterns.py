"""The signs of garbled text as patterns, made from ``data/gate.bin`` when first asked for.

A sign is a character that clean text practically never has, or two that it practically never has
beside each other. ``docs/adr/0005-gate.md`` says how they were found and how the pattern is built.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fixenc import data
from fixenc.repair.damage import (
    cycles,
    emoji_by_pairs,
    halved_marks,
    remains,
    resaved,
    single_signs,
    ticks,
    truncated,
    unshown,
    vanished,
)
from fixenc.repair.damage.byte_pairs import BEHIND_HOLE, IN_BRACKET
from fixenc.repair.lists import compression

# Letters that are never written against Latin ones: Greek, Cyrillic, Hebrew, Arabic, Thai. Escapes
# and placeholders of programs are (``\\nТекст``, ``%sе``).
OTHER = "\u0370-\u052f\u0590-\u06ff\u0e01-\u0e5b"
LETTER = re.compile(f"[{OTHER}]")
MIXED = re.compile(f"[A-Za-z](?:[{OTHER}](?<![%\\\\$_&].[{OTHER}])|(?<=[{OTHER}].))")
# Question marks where words or letters were: two in a row, or one inside a word.
LOST = re.compile(r"\?\?|\?(?<=[A-Za-z].)[a-z]")
MARKS = "?\ufffd・"  # what readers write for bytes that they lack, or cannot show
_ANY_MARK = re.compile(f"[{MARKS}]")
# One of them; a question mark beside what is not ASCII.
MARK = re.compile(rf"[{MARKS}](?:(?<!\?)|(?<=[^\0-\x7f]\?)|(?=[^\0-\x7f]))")
# Kana as cp1252 and its twins show them, and how many of them tell. In Shift_JIS hiragana are 82 9F
# to 82 F1, katakana 83 40 to 83 96; a low quotation mark before a capital with an accent is German,
# and there are not many of it. In EUC-JP they are A4 A1 to A5 F6: signs of money before letters.
_KANA = {
    "cp932": (re.compile("‚[Ÿ¡-ñğ]|ƒ[@-~€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–]"), 2),
    "euc_jp": (re.compile("[¤¥][¡-öğ]"), 4),
}
# Characters that double-byte encodings alone show for misread text: from box drawing on, since
# Greek of GB 18030 is ┵┺┱ in cp949.
FIRST_DOUBLE_BYTE = "\u2500"
DOUBLE_BYTE_SHOWN = re.compile("[^\0-\u24ff]")
LATIN = "\xe9"  # é, by which the script is known
# What Chinese and Japanese prose is made of: ASCII, spaces, marks, kana, ideographs, full width.
PROSE = (
    *(
        ("\x00", "\x7f"),
        ("\xa0", "\xa0"),
        ("·", "·"),
        ("–", "—"),
        ("‘", "’"),
        ("“", "”"),
        ("…", "…"),
    ),
    *(("\u3000", "\u30ff"), ("\u4e00", "\u9fff"), ("\uff01", "\uff5e")),
)


def kana_of(line: str) -> str:
    """The encoding whose kana a line holds as Windows in Western Europe shows them, or nothing.

    >>> kana_of("î•ñ‚ðŽæ“¾‚·‚é"), kana_of("¤³¤Î¥Æ¥¥¹¥È"), kana_of("‚Österreich‘")
    ('cp932', 'euc_jp', '')
    """
    for written, (kana, least) in _KANA.items():
        if len(kana.findall(line)) >= least:
            return written
    return ""


def may_lack(line: str) -> bool:
    """Whether a line has any sign of lost bytes: what marks them, or what hides that.

    >>> may_lack("Où ?"), may_lack("涓枃"), may_lack("Où")
    (True, True, False)
    """
    return _ANY_MARK.search(line) is not None or hides_losses(line)


def hides_losses(line: str) -> bool:
    """Whether a line has kana as bytes, words with gaps, or what is left of marks that were saved.

    >>> hides_losses("Où ?"), hides_losses("涓枃"), hides_losses("完亁E"), hides_losses("ã“ã«")
    (False, True, True, True)
    """
    found = kana_of(line) or resaved.sign().search(line) or vanished.stands_in(line)
    return bool(found) or truncated.stands_in(line) or unshown.stands_in(line)


@cache
def signs() -> Mapping[str, Any]:
    """The data: characters that are ``alone`` signs, and ``paired`` ones with their neighbours."""
    found: dict[str, Any] = json.loads(compression.decompress(data.read("gate.bin")))
    return found


@cache
def pattern() -> re.Pattern[str]:
    """The signs, and the remains of what is lost for good, as one pattern.

    It begins with one class of characters, over which the search skips at the speed of C. A
    character of it is a sign by itself, or else one of its script's branches must fit it and the
    character before or behind.
    """
    return compiled(signs(), _from_elsewhere())


@cache
def first_pass() -> re.Pattern[str]:
    """East Asian signs, and any character beyond ASCII and the prose of Chinese and Japanese.

    It finds a place in each line in which any pattern here finds something, or those by which
    edited pages are known: other scripts' signs, mixed words and remains of lost bytes all have a
    character that is not of that prose, and readings in brackets and holes are looked for.
    """
    firsts = {remains.REPLACEMENT, *(remain[0] for remain in lost_for_good())}
    others = "".join(f"{re.escape(a)}-{re.escape(b)}" for a, b in _between(PROSE))
    others += re.escape("".join(sorted(filter(_is_prose, firsts))))
    scripts = [
        _script(group)
        for group in signs()["paired"]
        if any(_is_prose(char) for branch in group["branches"] for char in branch["chars"])
    ]
    edited = _Paired("(?", "(?", rf"(?:(?<=\()(?={IN_BRACKET})|(?<=\?)(?={BEHIND_HOLE}))")
    return _compiled(
        signs()["alone"],
        [_Paired(others, others, ""), *scripts, edited, *_from_elsewhere()],
    )


def lost_for_good() -> tuple[str, ...]:
    """The shortest remains of what is lost, of each kind.

    >>> {"锟", "ï¿½", "烫烫烫"} <= set(lost_for_good())
    True
    """
    return (
        *remains.renderings(),
        *(char * remains.SHORTEST_FILL for char in remains.fills()),
        *(char * remains.SHORTEST_LATIN_FILL for char in remains.LATIN_FILLS),
        *cycles.RARE.pattern[1:-1],
    )


@cache
def ends_of_remains() -> re.Pattern[str]:
    """The last characters of all remains: a text without any of them holds none."""
    ends = {remains.REPLACEMENT, *(remain[-1] for remain in lost_for_good())}
    return re.compile(f"[{re.escape(''.join(sorted(ends)))}]")


def compiled(table: Mapping[str, Any], more: Iterable[_Paired] = ()) -> re.Pattern[str]:
    """The pattern of a table such as ``signs()``, and of ``more`` signs."""
    last = re.escape("".join(sorted({remain[-1] for remain in table["remains"]})))
    gone = "|".join(f"(?<={re.escape(remain)})" for remain in table["remains"])
    pairs = [_Paired(last, last, f"(?:{gone})")] if gone else []
    return _compiled(table["alone"], [*map(_script, table["paired"]), *pairs, *more])


@dataclass(frozen=True, slots=True)
class _Paired:
    """Characters that are signs if a condition holds behind them.

    ``within`` is a class that has all of them and is told faster.
    """

    chars: str
    within: str
    condition: str


def _compiled(alone: str, paired: Sequence[_Paired]) -> re.Pattern[str]:
    all_paired = "".join(signs.chars for signs in paired)
    conditions = "|".join(f"(?<=[{signs.within}]){signs.condition}" for signs in paired)
    return re.compile(f"[{alone}{all_paired}](?:(?<![{all_paired}])|{conditions})", re.DOTALL)


def _from_elsewhere() -> list[_Paired]:
    """The signs not in the data: of words with gaps, of saved marks, of Latin-1, of PT154."""
    halved = (_HALVED_MARKS, _HALVED_BY_PAIRS)
    gaps = [_words_with_gaps(), _saved_marks(), _single_signs(), _ASIAN_CYRILLIC]
    return [*gaps, *halved, _halved_emoji(), _SHOWN_SIGNS]


# Dashes and quotation marks of UTF-8 in PT154 (E2 80): no word has a capital behind a small letter.
_ASIAN_CYRILLIC = _Paired("Җ", "Җ", "(?<=вҖ)")


# The first two bytes of an emoji as GBK shows them, and the end of what makes a sign one.
SHOWN_SIGN = "馃[^\0-\x7f]|[^\0-\x7f]笍"
_SHOWN_SIGNS = _Paired("馃笍", "馃笍", "(?:(?<=馃)(?=[^\0-\x7f])|(?<=[^\0-\x7f]笍))")


# What Latin-1 leaves of a dash or a quotation mark.
_BARE = f"(?<={halved_marks.BARE_BEFORE}â)(?={halved_marks.BARE_BEHIND})"
_HALVED_MARKS = _Paired("â", "â", f"(?:(?={halved_marks.BEHIND_LATIN})|{_BARE})")
# And readers of pairs.
_BY_PAIRS = "".join(halved_marks.SHOWN.values()) + ticks.SHOWN
_HALVED_BY_PAIRS = _Paired(_BY_PAIRS, _BY_PAIRS, f"(?={halved_marks.BEHIND_SHOWN})")
HALVED_MARK = (
    f"â{halved_marks.BEHIND_LATIN}|{halved_marks.BARE_BEFORE}â{halved_marks.BARE_BEHIND}"
    f"|[{_BY_PAIRS}]{halved_marks.BEHIND_SHOWN}"
)


def _single_signs() -> _Paired:
    """What signs of Latin-1 may be shown as, with ASCII before, and ASCII or more of it behind."""
    chars = single_signs.characters()
    return _Paired(chars, chars, f"(?<![^\0-\x7f].)(?![^\0-\x7f{chars}])")


def _halved_emoji() -> _Paired:
    """The syllables that are left of emoji, behind the mark for the rest."""
    chars = emoji_by_pairs.syllables()
    return _Paired(chars, chars, r"(?<=\?.)")


def _words_with_gaps() -> _Paired:
    """What such words begin with. Where one is found it is looked at more closely."""
    chars = firsts_of_gaps()
    return _Paired(chars, chars, f"(?<!{vanished.WIDE}.)(?=[^\0-\x7f]{vanished.BEHIND})")


def firsts_of_gaps() -> str:
    """The first characters of words that a pair vanished from, but for signs by themselves."""
    alone = re.findall("(.)(?:-(.))?", signs()["alone"])  # in order; to compile them takes 4 ms
    firsts = [first for first, _ in alone]
    return "".join(
        char for char in vanished.firsts() if char > max(alone[bisect_right(firsts, char) - 1])
    )


def _saved_marks() -> _Paired:
    """The letter that is left of a mark for lost bytes that was saved."""
    return _Paired(resaved.LETTER, resaved.LETTER, f"(?<={resaved.sign().pattern})")


def _script(group: Mapping[str, Any]) -> _Paired:
    """The signs of a script, which are so beside some neighbours.

    Whether it is a neighbour of any of them is asked first, and tells nearly all that are no sign:
    Arabic is as fast again, Greek by half, Russian by a tenth. Only Latin ones have as many
    neighbours as there are letters.
    """
    branches: Sequence[Mapping[str, str]] = group["branches"]
    crowded = re.match(f"[{group['within']}]", LATIN)
    conditions = []
    for side in ("after", "before"):
        beside = [branch for branch in branches if side in branch]
        one_of = "|".join(map(_branch, beside))
        if len(beside) > 1 and not crowded:
            neighbours = "".join(sorted({branch[side] for branch in beside}))
            asked = f"(?=[{neighbours}])" if side == "after" else f"(?<=[{neighbours}].)"
            one_of = f"{asked}(?:{one_of})"
        conditions += [one_of] if beside else []
    chars = "".join(branch["chars"] for branch in branches)
    return _Paired(chars, group["within"], f"(?:{'|'.join(conditions)})")


def _branch(branch: Mapping[str, str]) -> str:
    chars = f"[{branch['chars']}]"
    if "after" in branch:
        return f"[{branch['after']}](?<={chars}.)"
    return f"(?<=[{branch['before']}]{chars})"


def _is_prose(char: str) -> bool:
    return char > "\x7f" and any(first <= char <= last for first, last in PROSE)


def _between(ranges: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is between ranges of characters, and after the last, as ranges; first and last."""
    following = "\0"
    for first, last in ranges:
        if following < first:
            yield following, chr(ord(first) - 1)
        following = chr(ord(last) + 1)
    yield following, "\U0010ffff"
