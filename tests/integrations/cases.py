"""Texts for the tests of engines: all case sets, and their sentences garbled."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path

from fixenc import chains
from tests.oracles.garble import garble

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "corpus" / "cases"


@cache
def case_sets() -> dict[str, list[str]]:
    """The texts of every case file, the pages whole, by the name of the file."""
    rows = {
        path.stem: [json.loads(line) for line in lines_of(path)]
        for path in sorted(CASES.glob("*.jsonl"))
    }
    # one file is of digests alone
    sets = {name: [row["text"] for row in of if "text" in row] for name, of in rows.items()}
    sets = {name: texts for name, texts in sets.items() if texts}
    sets["pages"] = [p.read_text(encoding="utf-8") for p in sorted(CASES.glob("pages/*.txt"))]
    return sets


def lines_of(path: Path) -> list[str]:
    """The lines of a file that are not empty."""
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


@cache
def garbled(each: int) -> list[str]:
    """Some sentences garbled, ``each`` by every misread of the catalogue that they pass."""
    draw = random.Random(8)
    found = []
    for known in chains.catalogue():
        for text in draw.sample(case_sets()["sentences"], each):
            made = garble(text, str(known.misread))
            if made is not None and made != text:
                found.append(made)
    return found


# Half clean, half garbled, for tests of an engine: few enough to be quick, all of them repaired.
ROWS = [
    "Notices gathered from four mailboxes.",
    "Le musÃ©e rouvre Ã\xa0 lâ€™automne, aprÃ¨s deux ans de travaux.",
    "Die Öffnungszeiten bleiben unverändert.",
    "Р’СЃС‚СЂРµС‡Р°РµРјСЃСЏ Сѓ РІС…РѕРґР° РІ РјСѓР·РµР№ РІ РїРѕР»РѕРІРёРЅРµ С€РµСЃС‚РѕРіРѕ.",
    None,
    "鍛ㄦ棩闊充箰浼氬皢浜庢櫄涓婂叓鐐瑰紑濮嬶紝璇蜂笉瑕佽繜鍒帮紒",
]
MENDED = [
    "Notices gathered from four mailboxes.",
    "Le musée rouvre à l’automne, après deux ans de travaux.",
    "Die Öffnungszeiten bleiben unverändert.",
    "Встречаемся у входа в музей в половине шестого.",
    None,
    "周日音乐会将于晚上八点开始，请不要迟到！",
]
VERDICTS = ["clean", "repaired", "clean", "repaired", None, "repaired"]


def recipe(title: str) -> str:
    """The one block of Python under a heading of docs/engines.md."""
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert section is not None
    (code,) = re.findall(r"^```python\n(.*?)^```$", section[1], re.M | re.S)
    return code
