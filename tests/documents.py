"""Documents to make pages of: large, hostile, in all directions."""

from __future__ import annotations

from typing import Any

from fixenc import Alternative, Certainty, Damage, Edit, Evidence, Kind, Report
from fixenc.detect import detect
from fixenc.formats.text import emit
from fixenc.reports import entry
from fixenc.reports.entry import document
from fixenc.spans import apply

MARKUP = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=2>",
    "<!--<script>",
    "]]>@@data@@@@script@@",
    "'\"><svg/onload=window.pwned=3>",
    "\\u003c/script> &lt;b&gt; &amp;",
    "{{constructor.constructor('window.pwned=4')()}} ${window.pwned=5}",
)
UNSEEN = "\x00\x07\x1b[31m\x7f\x85\x9b1m\u202egnorw\u2066\u2069\u200b\ufeff\u2028\r\xad\ud800"


# What ``entry.entry`` is given: a name, the bytes before and after, the report.
Parts = tuple[str, bytes, bytes, Report]


def of_file(name: str, text: str, edits: list[Edit], **fields: Any) -> Parts:
    """The report of a UTF-8 file with some edits, made by hand."""
    data = text.encode("utf-8", "replace")
    report = Report(apply(text, edits), tuple(edits), detection=detect(data), **fields)
    return name, data, emit(data, report), report


def large_parts(count: int, *, wide: bool = False) -> Parts:
    """A file of ``count`` edits of all kinds and confidences, each with an alternative."""
    head, before, after, tail = ("Le mus", "Ã©", "é", "e rouvre après deux ans de travaux, n° ")
    if wide:
        head, before, after, tail = (
            "这是一个很长很长的句子，",
            "鍛ㄦ棩闊充箰浼氬",
            "周日音乐会",
            "，" * 30,
        )
    lines: list[str] = []
    edits: list[Edit] = []
    at = 0
    for i in range(count):
        line = f"{head}{before}{tail}{i}\n"
        start = at + len(head)
        edits.append(
            Edit(
                start,
                start + len(before),
                before,
                after,
                chain=("utf-8>cp1252", "utf-8>gb18030", "koi8-r>cp1251")[i % 3],
                kind=list(Kind)[i % len(Kind)],
                certainty=list(Certainty)[i % 2],
                confidence=1 - (i % 97) / 160,
                evidence=(Evidence("model", 26.5), Evidence("prior", -2.0)),
                alternatives=(Alternative(f"{after}!", "utf-8>cp1254", 0.01),),
            )
        )
        lines.append(line)
        at += len(line)
    return of_file("large.txt", "".join(lines), edits, confidence=0.5)


def large(count: int = 10_000, *, wide: bool = False) -> dict[str, Any]:
    """The document of such a file."""
    return document([entry.entry(*large_parts(count, wide=wide))])


def hostile() -> dict[str, Any]:
    """Markup, scripts and characters that steer, wherever a file or a name can put them."""
    files = []
    for number, evil in enumerate((*MARKUP, UNSEEN)):
        text = f"{evil} {evil}{evil}\n{evil}\n"
        start = len(evil) + 1
        made = Edit(
            start,
            start + len(evil),
            evil,
            f"{evil}!",
            chain=evil,
            confidence=0.97,
            evidence=(Evidence(evil, 1.0),),
            alternatives=(Alternative(evil, evil, 0.01),),
        )
        held = Edit(0, len(evil), evil, f"{evil}?", chain=evil, confidence=0.3)
        damage = (Damage(start + len(evil) + 2, start + len(evil) + 4, evil, 0.5),)
        name = evil.replace("\x00", "").replace("\ud800", "\udcff")
        files.append(
            entry.entry(
                *of_file(f"{number}{name}", text, [made], suggestions=(held,), damage=damage)
            )
        )
    return document(files)


DIRECTIONS = {
    "Ù…Ø±Ø": "مرحبا بالعالم",
    "×©×ל": "שלום לכולם",
    "Ù…ÛŒ": "می\u200cخواهم",
    "鍛ㄦ棩": "周日音乐会",
    "ðŸ‘©": "👩\u200d🚀❤\ufe0f",
}


def directions() -> dict[str, Any]:
    """Arabic, Hebrew, Persian with a joiner, Chinese, emoji."""
    text = ""
    edits: list[Edit] = []
    for before, after in DIRECTIONS.items():
        edits.append(Edit(len(text), len(text) + len(before), before, after, confidence=0.99))
        text += f"{before}.\n"
    return document([entry.entry(*of_file("directions.txt", text, edits))])
