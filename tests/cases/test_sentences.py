"""Sentences garbled by misreads come back: as many as a floor says, that may only rise.

The misreads are made by the standard library, see ``tests/oracles/garble.py``. Only those count
that lose nothing and change the sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fixenc import repair
from tests.oracles.garble import garble

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"


def _sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (CASES / "sentences.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            found.setdefault(row["lang"], []).append(row["text"])
    return found


SENTENCES = _sentences()
WEST = "de fr es pt it ca gl nl sv da nb fi is"
CENTRE = "pl cs sk sl hr hu"
CYRILLIC = "ru uk bg sr mk be"
OTHERS = "el he ar fa th"
EAST = "zh-hans zh-hant ja ko"
ALL = " ".join(SENTENCES)


@dataclass(frozen=True)
class Damage:
    """Misreads of a kind, the languages they befall, and what share must come back.

    ``each`` is the number of sentences of each language that each misread garbles.
    """

    chains: str
    languages: str
    each: int
    right: float
    wrong: float  # the share that may come back as something else


# The share right and wrong as measured stands behind each floor.
DAMAGE = {
    "UTF-8 as a single-byte encoding": Damage(
        "utf-8>cp1252 utf-8>iso8859-1 utf-8>cp1250 utf-8>cp1251 utf-8>cp1253 utf-8>cp1254"
        " utf-8>cp1256 utf-8>cp874 utf-8>koi8-r utf-8>cp437 utf-8>cp866 utf-8>mac-roman",
        ALL,
        each=1,
        right=0.99,  # 0.998 to 0.999
        wrong=0.005,  # 0.001
    ),
    "UTF-8 as East Asian": Damage(
        "utf-8>gb18030 utf-8>cp932 utf-8>big5hkscs utf-8>cp949 utf-8>euc_jp",
        ALL,
        each=2,
        right=0.96,  # 0.976
        wrong=0.005,  # 0
    ),
    # Wrong: German that GB 18030 held in four bytes, of which only the second layer is undone.
    "twice": Damage(
        "utf-8>cp1252>utf-8>cp1252 utf-8>iso8859-1>utf-8>cp1252 utf-8>cp1251>utf-8>cp1252"
        " utf-8>gb18030>utf-8>cp1252 cp1251>cp1252>utf-8>cp1252 gb18030>iso8859-1>utf-8>cp1252"
        " koi8-r>cp1251>utf-8>cp1251",
        f"{EAST} {CYRILLIC} de fr",
        each=3,
        right=0.95,  # 0.973
        wrong=0.04,  # 0.027
    ),
    "East Asian as Latin": Damage(
        "gb18030>iso8859-1 gb18030>cp1252 big5hkscs>cp1252 cp932>cp1252 euc_jp>cp1252 cp949>cp1252",
        EAST,
        each=6,
        right=0.98,  # 1
        wrong=0.005,  # 0
    ),
    "East Asian as East Asian": Damage(
        "big5hkscs>gb18030 cp932>gb18030 euc_jp>gb18030 cp949>gb18030 gb18030>big5hkscs"
        " euc_jp>big5hkscs cp949>big5hkscs",
        EAST,
        each=12,
        right=0.95,  # 0.979
        wrong=0.02,  # 0.010
    ),
    "Cyrillic as Cyrillic": Damage(
        "koi8-r>cp1251 cp1251>koi8-r cp866>cp1251 cp1251>cp866 iso8859-5>cp1251 cp1251>iso8859-5"
        " koi8-r>cp866 cp866>koi8-r",
        CYRILLIC,
        each=4,
        right=0.93,  # 0.949 to 0.966
        wrong=0.02,  # 0.009
    ),
    "Cyrillic as Latin": Damage(
        "cp1251>cp1252 cp1251>iso8859-1 koi8-r>cp1252 cp866>cp1252 cp1251>mac-roman cp866>cp437",
        CYRILLIC,
        each=4,
        right=0.97,  # 0.989
        wrong=0.005,  # 0
    ),
    "other scripts as Latin": Damage(
        "cp1253>cp1252 cp1255>cp1252 cp1256>cp1252 cp874>cp1252 cp1253>iso8859-1",
        OTHERS,
        each=6,
        right=0.96,  # 1
        wrong=0.005,  # 0
    ),
    "Central European as Western": Damage(
        "cp1250>cp1252 cp1250>iso8859-1",
        CENTRE,
        each=8,
        right=0.76,  # 0.789 to 0.800
        wrong=0.005,  # 0
    ),
    "Turkish and Baltic as Western": Damage(
        "cp1254>cp1252 cp1257>cp1252",
        "tr et lv lt",
        each=10,
        right=0.93,  # 0.967
        wrong=0.005,  # 0
    ),
    "Western as Central European and Baltic": Damage(
        "cp1252>cp1250 cp1252>iso8859-2 cp1252>cp1257",
        WEST,
        each=6,
        right=0.64,  # 0.661 to 0.685
        wrong=0.005,  # 0
    ),
    "Western as other scripts": Damage(
        "cp1252>cp1251 cp1252>cp1253 cp1252>cp1255 cp1252>koi8-r",
        WEST,
        each=4,
        right=0.86,  # 0.887
        wrong=0.005,  # 0
    ),
    "Western as Mac and DOS": Damage(
        "cp1252>mac-roman cp1252>cp437 cp1252>cp850 cp437>cp1252 cp850>cp1252 mac-roman>cp1252",
        WEST,
        each=4,
        right=0.84,  # 0.863
        wrong=0.005,  # 0.004
    ),
    "Latin as East Asian": Damage(
        "cp1252>gb18030 cp1252>cp932 cp1252>big5hkscs cp1250>gb18030 cp1251>gb18030",
        f"{WEST} {CENTRE} {CYRILLIC}",
        each=4,
        right=0.93,  # 0.956
        wrong=0.005,  # 0
    ),
}


def pairs(damage: Damage) -> Iterator[tuple[str, str]]:
    """Sentences and what becomes of them, spread evenly over each language's."""
    for number, chain in enumerate(damage.chains.split()):
        for language in damage.languages.split():
            texts = SENTENCES[language]
            for i in range(damage.each):
                text = texts[(number + i) % len(texts)]
                garbled = garble(text, chain)
                if garbled is not None and garbled != text:
                    yield text, garbled


@pytest.mark.parametrize("kind", DAMAGE)
def test_garbled_sentences_come_back(kind: str) -> None:
    damage = DAMAGE[kind]
    tried = right = 0
    wrong: list[tuple[str, str]] = []
    for text, garbled in pairs(damage):
        repaired = repair(garbled).text
        tried += 1
        right += repaired == text
        if repaired not in (text, garbled):
            wrong.append((text, repaired))
    figures = f"{tried} tried, {right / tried:.4f} right, {len(wrong) / tried:.4f} wrong"
    print(figures)
    assert tried >= 30
    assert right >= damage.right * tried, figures
    assert len(wrong) <= damage.wrong * tried, (figures, wrong[:5])
