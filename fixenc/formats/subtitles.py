"""SubRip and WebVTT: cues between blank lines. Numbers, times, settings and tags stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fixenc import spans
from fixenc.errors import FormatError
from fixenc.formats.record import Note, Value
from fixenc.spans import Edit

_BLANK = re.compile(rb"\n(?:\r?\n)++")
_TIME = r"(?:\d++:)?+\d++:\d\d[,.]\d++"
_TIMES = rf"[ \t]*+{_TIME}[ \t]*+-->[ \t]*+{_TIME}[^\n]*+(?:\n|\Z)"
# An identifier or number, the line of times, and the text with its line breaks.
_CUE = re.compile(rf"(?:[^\n]*+\n)??{_TIMES}(?s:(.*+))")
_FURNITURE = re.compile(r"WEBVTT\b|STYLE\b|REGION\b|NOTE\b|X-TIMESTAMP-MAP")
_TAG = re.compile(r"<[^<>\n]*+>|\{\\[^{}\n]*+\}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Caption:
    """The text of a cue."""

    text: str
    start: int
    end: int
    where: str = ""

    def rewritten(self, record: str, edits: Sequence[Edit]) -> str:
        """The text after the edits; ``FormatError`` if lines, times or tags would be others."""
        after = spans.apply(self.text, edits)
        same = all(after.count(mark) == self.text.count(mark) for mark in ("\n", "\n\n", "-->"))
        if not same:
            raise FormatError("the repair would change the lines of the cue")
        if _tags(after) != _tags(self.text):
            raise FormatError("the repair would change a tag")
        return after


def _tags(text: str) -> list[str]:
    """The tags of a text; names in them may be garbled, the rest is ASCII."""
    return [_NOT_ASCII.sub("", tag) for tag in _TAG.findall(text)]


@dataclass(frozen=True, slots=True)
class Subtitles:
    """SubRip, or WebVTT with its header, comments and styles."""

    name: str
    lines: bool = False

    def cut(self, data: bytes) -> int:
        """A record ends with the blank lines behind it, so more of them may follow the last."""
        ends = [found.end() for found in _BLANK.finditer(data)]
        while ends and data[ends[-1] :] in (b"", b"\r"):
            ends.pop()
        return ends[-1] if ends else 0

    def split(self, data: bytes) -> list[bytes]:
        ends = [found.end() for found in _BLANK.finditer(data)]
        if (ends[-1] if ends else 0) < len(data):
            ends.append(len(data))
        return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def survey(self, records: Sequence[str]) -> tuple[list[Iterable[str]], dict[int, str]]:
        found: list[Iterable[str]] = []
        faults: dict[int, str] = {}
        for i, record in enumerate(records):
            found.append([value.text for value in self.values(record)])
            if not found[-1] and not self._is_furniture(record) and not _CUE.match(record):
                faults[i] = "a block without a line of times"
        return found, faults

    def values(self, record: str) -> list[Value]:
        return list(self._captions(record))

    def _captions(self, record: str) -> Iterator[Caption]:
        skipped = len(record) - len(record.lstrip("\r\n"))
        cue = _CUE.match(record, skipped)
        if cue is None or not cue[1].strip():
            return
        text = cue[1].rstrip("\r\n")
        yield Caption(text, cue.start(1), cue.start(1) + len(text))

    def _is_furniture(self, record: str) -> bool:
        bare = record.strip("\r\n \t")
        return not bare or (self.name == "vtt" and _FURNITURE.match(bare) is not None)

    def annotated(self, record: str, field: str, note: Note, *, first: bool) -> str:
        raise FormatError("subtitles have no place for metadata")
