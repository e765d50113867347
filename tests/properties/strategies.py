"""What the laws are tried on: any text at all, garbled sentences, cases, and lines of all of them.

Reading the case files costs milliseconds, so it waits until a strategy is drawn from.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from fixenc import EAGER, SAFE, STANDARD, Policy
from fixenc.spans import Certainty, Edit, Evidence, Kind
from tests.oracles.garble import garble

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
CHAINS = (
    *("utf-8>cp1252", "utf-8>iso8859-1", "utf-8>cp1251", "utf-8>cp1250", "utf-8>cp437"),
    *("utf-8>mac-roman", "utf-8>koi8-r", "utf-8>cp874", "utf-8>gb18030", "utf-8>cp932"),
    *("utf-8>big5hkscs", "utf-8>cp949", "utf-8>euc_jp", "utf-8>cp1252>utf-8>cp1252"),
    *("utf-8>gb18030>utf-8>cp1252", "koi8-r>cp1251", "cp1251>cp866", "cp1251>cp1252"),
    *("cp866>cp1251", "cp1250>cp1252", "cp1257>cp1252", "cp1254>cp1252", "cp1253>cp1252"),
    *("cp1255>cp1252", "cp1256>cp1252", "cp1252>mac-roman", "cp850>cp1252", "cp1252>cp1251"),
    *("gb18030>cp1252", "gb18030>iso8859-1", "big5hkscs>cp1252", "cp932>cp1252", "euc_jp>cp1252"),
    *("cp949>cp1252", "cp949>gb18030", "cp932>gb18030", "big5hkscs>gb18030", "cp1252>gb18030"),
)
# What repairs hang on: holes, brackets with readings, lead and trail bytes of UTF-8 as several
# tables show them, C1 controls, combining marks, ends of line of all kinds, lone surrogates.
TELLING = (
    "?\ufffd()（）ǎāàíüɑ當數据ÃÂâ€™©¶Ð±РџСђ╨├锟斤拷鈥檚縺繝챕ｶﾀĂĹšžþ°·\xa0\xad\x80\x85\x9d\u0301"
    "\u200d\u2028\u202e\ufeff\n\r\t '\"<>&,.-0aZ\ud800\udfff\U0001f600\U00020000\U0010ffff\0"
)


@cache
def cases(name: str) -> tuple[str, ...]:
    """The texts of a case file."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return tuple(json.loads(line)["text"] for line in lines if line)


def anything(max_size: int = 40) -> st.SearchStrategy[str]:
    """Text of any code points: lone surrogates, controls and astral ones too."""
    telling = st.sampled_from(TELLING)
    high = st.characters(min_codepoint=0x80, max_codepoint=0x2FF)
    cjk = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    # Not st.text, which joins the four to one alphabet: of 2,000 texts 11 held a lone surrogate.
    one = st.one_of(st.characters(), telling, high, cjk)
    return st.lists(one, max_size=max_size).map("".join)


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A case, whole or cut anywhere."""
    name = draw(st.sampled_from(["clean", "readings", "sentences"]))
    return _cut(draw, draw(st.sampled_from(cases(name))))


@st.composite
def garbled(draw: st.DrawFn) -> str:
    """A sentence garbled by a chain, where it can pass; whole or cut anywhere."""
    text = draw(st.sampled_from(cases("sentences")))
    return _cut(draw, garble(text, draw(st.sampled_from(CHAINS))) or text)


def _cut(draw: st.DrawFn, text: str) -> str:
    if draw(st.booleans()):
        return text
    start = draw(st.integers(0, len(text)))
    return text[start : draw(st.integers(start, len(text)))]


def one_text() -> st.SearchStrategy[str]:
    """Any single text."""
    return st.one_of(garbled(), pieces(), anything())


@st.composite
def texts(draw: st.DrawFn) -> str:
    """One text, or several joined."""
    parts = draw(st.lists(one_text(), min_size=1, max_size=3))
    joint = draw(st.sampled_from(["\n", "\n", "", " ", "\r\n", "\x85", "\u2028", "?"]))
    return joint.join(parts)


def policies() -> st.SearchStrategy[Policy]:
    """The presets, and a few policies that ask for more or for less."""
    return st.sampled_from(
        [
            *(SAFE, STANDARD, EAGER),
            Policy(min_confidence=0.0),
            Policy(strip_annotations="always", hole=""),
            Policy(strip_annotations="never", exclude={"cp1252"}),
        ]
    )


def files() -> st.SearchStrategy[bytes]:
    """Bytes: any, and texts in some encoding, cut in the middle of characters."""
    return st.one_of(st.binary(max_size=60), _encoded())


@st.composite
def _encoded(draw: st.DrawFn) -> bytes:
    name = draw(st.sampled_from("utf-8 utf-8-sig utf-16 gb18030 cp932 cp1252 cp1251".split()))
    data = draw(texts()).encode(name, "replace")
    start = draw(st.integers(0, min(4, len(data))))
    return data[start : len(data) - draw(st.integers(0, 3))]


@st.composite
def edit_sets(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    """A set of edits of ``text``; insertions, deletions and edits that change nothing too."""
    most = len(text)
    places = sorted(draw(st.lists(st.integers(0, most), max_size=10, unique=True)))
    edits: list[Edit] = []
    while places:
        start = places.pop(0)
        end = places.pop(0) if places and draw(st.booleans()) else start
        before = text[start:end]
        after = draw(st.one_of(st.text("abcdéß", max_size=4), st.just(before)))
        edits.append(
            Edit(
                start,
                end,
                before,
                after,
                chain=draw(st.sampled_from(["", "utf-8>cp1252", "koi8-r>cp1251"])),
                kind=draw(st.sampled_from(list(Kind))),
                certainty=draw(st.sampled_from(list(Certainty))),
                confidence=draw(st.floats(0, 1)),
                evidence=(Evidence("model", draw(st.floats(-99, 99))),),
            )
        )
    return tuple(edits)
