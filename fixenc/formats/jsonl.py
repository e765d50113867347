"""JSON Lines: a JSON value a line. Only the spans of strings are ever rewritten.

Python's parser says whether a line is well-formed and which strings it holds; a scanner of our own
says where they stand, for the few lines in which something is to be repaired. So the spelling of
numbers, keys that come twice, spaces and escapes elsewhere stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fixenc.errors import FormatError
from fixenc.formats import lines
from fixenc.formats.record import Note, Value
from fixenc.spans import Edit

SPACE = " \t\r\n"

# Objects become tuples of pairs, so that no key is lost that comes twice; numbers are only checked,
# since Python refuses to convert those of more than 4,300 digits.
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=bool, parse_float=bool, parse_constant=bool
).scan_once  # type: ignore[attr-defined]

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]')
_UNIT = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]+")
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")

ANY = "[]"  # the step of a path into each element of an array
Path = tuple[str, ...]


def path_of(field: str) -> Path:
    """A path such as ``a.b[].c`` as its steps.

    >>> path_of("pages[].text")
    ('pages', '[]', 'text')
    """
    steps: list[str] = []
    for part in field.split("."):
        name = part.rstrip("[]")
        depth, odd = divmod(len(part) - len(name), 2)
        if odd or part[len(name) :] != ANY * depth or not (name or depth):
            raise FormatError(f"{field!r} is not a path such as text or pages[].text")
        steps += ([name] if name else []) + [ANY] * depth
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal in a line, quotation marks included in ``start`` and ``end``."""

    text: str
    start: int
    end: int
    where: str = ""

    def rewritten(self, record: str, edits: Sequence[Edit]) -> str:
        """The literal with the edits made, and escapes elsewhere kept."""
        raw = record[self.start : self.end]
        ascii_only = record.isascii()
        parts: list[str] = []
        at = 0
        for edit, (start, end) in zip(edits, _places(raw, edits), strict=True):
            escaped = raw[start:end].isascii() and (ascii_only or not edit.before.isascii())
            parts += (raw[at:start], escape(edit.after, ascii_only=escaped))
            at = end
        return "".join([*parts, raw[at:]])


def escape(text: str, *, ascii_only: bool) -> str:
    """A text as it stands between the quotation marks of a JSON string.

    >>> print(escape('"é"', ascii_only=False), escape('"é"', ascii_only=True))
    \\"é\\" \\"\\u00e9\\"
    """
    return _dumped(text, ascii_only=ascii_only)[1:-1]


def _places(raw: str, edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where the edits of a string are in its literal."""
    wanted = [place for edit in edits for place in (edit.start, edit.end)]
    found: list[int] = []
    place, at = 0, 1  # in code points of the string, and of the literal
    while len(found) < len(wanted):
        unit = _PAIR.match(raw, at) or _UNIT.match(raw, at, len(raw) - 1)
        escaped = raw[at] == "\\"
        size = 0 if unit is None else unit.end() - at
        length = 1 if escaped else size
        while len(found) < len(wanted) and (unit is None or wanted[len(found)] < place + length):
            found.append(at + wanted[len(found)] - place)
        place, at = place + length, at + size
    return list(zip(found[::2], found[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class JsonLines:
    """JSON Lines. ``paths`` are those of the strings to look at; none means every string.

    ``notes`` is a key of the lines under which there may be notes of an earlier run: what they
    quote is not looked at.
    """

    paths: tuple[Path, ...] = ()
    notes: str | None = None
    name: str = field(default="jsonl", init=False)
    lines: bool = field(default=False, init=False)

    def cut(self, data: bytes) -> int:
        return lines.cut(data)

    def split(self, data: bytes) -> list[bytes]:
        return lines.split(data)

    def survey(self, records: Sequence[str]) -> tuple[list[Iterable[str]], dict[int, str]]:
        found: list[Iterable[str]] = []
        faults: dict[int, str] = {}
        for i, record in enumerate(records):
            try:
                tree, end = _scan(record, 0)
                odd = record[end:] != "\n" and bool(record[end:].strip(SPACE))
            except (StopIteration, RecursionError, ValueError):
                odd = True
            if odd:
                tree, reason = _second_try(record)
                if reason:
                    faults[i] = reason
            if self.paths:
                found.append(_chosen(tree, self.paths))
            else:
                found.append(_strings(self._without_notes(tree)))
        return found, faults

    def values(self, record: str) -> list[Value]:
        return [
            Literal(json.loads(record[start:end]), start, end, name_of(path))
            for path, start, end in _places_of_values(record)
            if record[start] == '"' and (not self.paths or path in self.paths)
            if self.notes is None or path[:1] != (self.notes,)
        ]

    def _without_notes(self, tree: Any) -> Any:
        if self.notes is None or type(tree) is not tuple:
            return tree
        return tuple(pair for pair in tree if pair[0] != self.notes)

    def annotated(self, record: str, field: str, note: Note, *, first: bool) -> str:
        """The object with a pair more at its end; or in the place of a pair of that name.

        Whatever is not an object stays as it is.
        """
        body = record.rstrip(SPACE)
        if not body.lstrip(SPACE).startswith("{") or not body.endswith("}"):
            return record
        value = _dumped(
            {"verdict": note.verdict, "confidence": note.confidence, "edits": [*note.edits]},
            ascii_only=record.isascii(),
        )
        for path, start, end in _places_of_values(record):
            if path == (field,):
                return record[:start] + value + record[end:]
        inner = body[:-1].rstrip(SPACE)
        comma = "" if inner.endswith("{") else ", "
        name = _dumped(field, ascii_only=record.isascii())
        return f"{inner}{comma}{name}: {value}{record[len(inner) :]}"


def make(fields: Iterable[str], notes: str | None) -> JsonLines:
    """JSON Lines for the paths given as text; ``FormatError`` for what is no path."""
    return JsonLines(tuple(map(path_of, fields)), notes)


def unmet(fields: Iterable[str], head: bytes) -> list[str]:
    """The fields of which no line that is whole in ``head`` has a string; none without lines.

    >>> unmet(["text", "txet"], b'{"text": "a"}\\n')
    ['txet']
    """
    records = [line.decode("utf-8", "replace") for line in lines.split(head[: lines.cut(head)])]
    return [
        field
        for field in fields
        if records and not any(JsonLines((path_of(field),)).survey(records)[0])
    ]


def _second_try(record: str) -> tuple[Any, str]:
    """The tree of a line that begins with spaces or is nothing else; or why it is malformed."""
    bare = record.strip(SPACE)
    if not bare:
        return None, ""
    column = record.find(bare) + 1
    try:
        tree, end = _scan(bare, 0)
    except RecursionError:
        return None, "nested too deeply"
    except StopIteration as error:
        return None, f"no JSON value where one is due, at column {error.value + column}"
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg.removesuffix(' at')} at column {error.pos + column}"
    if end < len(bare):
        return None, f"more than one value, from column {end + column} on"
    return tree, ""


def _strings(tree: Any) -> list[str]:
    """Every string of a tree but the keys."""
    if type(tree) is tuple:  # the usual line: an object of strings and numbers
        found = [value for _, value in tree if type(value) is str]
        rest = [value for _, value in tree if type(value) in (tuple, list)]
    else:
        found, rest = ([tree] if type(tree) is str else []), [tree]
    while rest:
        part = rest.pop()
        if type(part) is tuple:
            part = [value for _, value in part]
        elif type(part) is not list:
            continue
        for value in part:
            if type(value) is str:
                found.append(value)
            elif type(value) in (tuple, list):
                rest.append(value)
    return found


def _chosen(tree: Any, paths: Sequence[Path]) -> list[str]:
    """The strings of a tree at certain paths."""
    found: list[str] = []
    for path in paths:
        level = [tree]
        for step in path:
            if step == ANY:
                level = [value for part in level if type(part) is list for value in part]
            else:
                level = [
                    value
                    for part in level
                    if type(part) is tuple
                    for key, value in part
                    if key == step
                ]
        found += [value for value in level if type(value) is str]
    return found


def name_of(path: Path) -> str:
    """A path as it is written: the inverse of ``path_of``.

    >>> name_of(("pages", "[]", "text"))
    'pages[].text'
    """
    return "".join(step if step == ANY or not i else f".{step}" for i, step in enumerate(path))


def _places_of_values(record: str) -> Iterator[tuple[Path, int, int]]:
    """The strings of a well-formed line that are values, and all values of its top-level object.

    Each with its path and where it stands, half open in code points.
    """
    path: list[str] = []  # of the value that comes next; its last step is the key or ANY
    objects: list[bool] = []  # whether it is an object that each step leads into
    due = False  # a key comes next
    begin = 0  # where the value of a top-level pair begins
    for token in _TOKEN.finditer(record):
        mark = token[0]
        if mark[0] == '"':
            if due:
                path[-1] = json.loads(mark)
            else:
                yield tuple(path), *token.span()
        elif mark in "{[":
            due = mark == "{"
            objects.append(due)
            path.append("" if due else ANY)
        elif mark == ":":
            due = False
            if len(path) == 1:
                begin = token.end()
        else:  # the end of a value
            if objects == [True] and not due:
                start, end = _bare(record, begin, token.start())
                if record[start] != '"':
                    yield tuple(path), start, end
            if mark != ",":
                path.pop()
                objects.pop()
            due = mark == "," and objects[-1]


def _bare(record: str, start: int, end: int) -> tuple[int, int]:
    """A range without the spaces at its ends."""
    inner = record[start:end]
    return start + len(inner) - len(inner.lstrip(SPACE)), start + len(inner.rstrip(SPACE))


def _dumped(value: Any, *, ascii_only: bool) -> str:
    text = json.dumps(value, ensure_ascii=ascii_only)
    # A lone surrogate cannot be written in UTF-8, and Python's escape for it is that of JSON.
    return text.encode("utf-8", "backslashreplace").decode()
