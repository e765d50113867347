"""Paragraphs of running text out of help pages, catalogues, manual pages and word lists.

Every reader takes the bytes of one file and its encoding, and yields paragraphs without a
line feed, in the file's order. White space is collapsed, except U+00A0 and its like: they
are part of how a language is typeset. Nothing here decides what is worth keeping; texts.py
does. All readers are linear in the size of the file.
"""

import ast
import gzip
import html
import json
import re
import struct
from collections.abc import Callable, Iterator

Reader = Callable[[bytes, str], Iterator[str]]

# ASCII white space only: str.split() would swallow U+00A0 and U+3000 as well.
SPACES = re.compile(r"[ \t\n\r\f\v]+")

# A single line feed: indentation after it is rare in these scripts, and an unbounded run of
# spaces would have to be searched again from each of its places.
CJK_LETTER = r"[\u3001-\u9fff\uff01-\uffee]"
CJK_BREAK = re.compile(rf"(?<={CJK_LETTER})\n[ \t]{{0,8}}(?={CJK_LETTER})")

# Elements whose content is code or layout and not language.
SKIPPED = frozenset(
    ("script", "style", "pre", "screen", "programlisting", "math", "svg", "synopsis")
)
# Elements that stay inside a sentence; every other tag ends the paragraph. No name of an empty
# element may stand in SKIPPED: it has no end, so the rest of the page would be lost.
INLINE_NAMES = """
a abbr acronym app b bdi bdo big cite cmd code command del dfn em emphasis file filename font gui
guiseq i img input ins kbd key keyseq link literal output quote samp small span strong sub sup sys
tt u userinput var variable wbr
"""
INLINE = frozenset(INLINE_NAMES.split())

# The start of a gettext catalogue, as read in the byte order of the file.
MO_MAGIC = 0x950412DE


def tidy(text: str) -> str:
    r"""Collapse ASCII white space to single spaces; other spaces stay.

    A line break between two CJK characters goes without a space, as browsers and readers
    have it.

    >>> tidy("  one\n two\u00a0! "), tidy("漢字\nかな")
    ('one two\xa0!', '漢字かな')
    """
    return SPACES.sub(" ", CJK_BREAK.sub("", text)).strip(" ")


def markup_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """Paragraphs of HTML or XML; needs no well-formed page, and knows no script or style."""
    text = _without_comments(data.decode(encoding, errors="replace"))
    pieces: list[str] = []
    hidden = ""
    for chunk in text.split("<"):
        tag, closed, rest = chunk.partition(">")
        if not closed:
            # Text before the first tag, or a bare "<": text as well.
            tag, rest = "", chunk
        name = tag.split(None, 1)[0].rstrip("/").lower() if tag.strip() else ""
        if hidden:
            if name != "/" + hidden:
                continue
            hidden = ""
        elif name in SKIPPED and not tag.endswith("/"):
            hidden = name
            continue
        if name and name.lstrip("/") not in INLINE:
            yield from _finished(pieces)
            pieces = []
        pieces.append(rest)
    yield from _finished(pieces)


def _finished(pieces: list[str]) -> Iterator[str]:
    paragraph = tidy(html.unescape("".join(pieces)))
    if paragraph:
        yield paragraph


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def read_catalogue(data: bytes) -> list[tuple[str, str]]:
    """The (original, translation) pairs of a compiled gettext catalogue, plural forms apart.

    A message's context is left out; the header is left out. Raises ValueError when the bytes
    are no catalogue. Bytes that are not in the catalogue's encoding become U+FFFD.
    """
    order = "<" if data[:4] == struct.pack("<I", MO_MAGIC) else ">"
    if len(data) < 20 or struct.unpack(f"{order}I", data[:4])[0] != MO_MAGIC:
        raise ValueError("not a compiled gettext catalogue")
    count, originals, translations = struct.unpack(f"{order}3I", data[8:20])
    encoding = "utf-8"
    pairs: list[tuple[str, str]] = []
    for index in range(count):
        original = _mo_string(data, order, originals + 8 * index)
        translation = _mo_string(data, order, translations + 8 * index)
        if not original:
            found = re.search(rb"charset=([A-Za-z0-9._-]+)", translation)
            encoding = found[1].decode("ascii") if found else encoding
            continue
        source = original.rpartition(b"\x04")[2].decode(encoding, errors="replace")
        target = translation.decode(encoding, errors="replace")
        singular = source.split("\0", 1)[0]
        pairs.extend((singular, form) for form in target.split("\0"))
    return pairs


def _mo_string(data: bytes, order: str, position: int) -> bytes:
    length, offset = struct.unpack(f"{order}2I", data[position : position + 8])
    return data[offset : offset + length]


def catalogue_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """The translated lines of a gettext catalogue, without markup and access-key marks."""
    del encoding  # A catalogue names its own.
    for original, translation in read_catalogue(data):
        if translation in original:
            continue
        for line in translation.split("\n"):
            text = tidy(html.unescape(TAG.sub("", line)))
            if text:
                yield ACCESS_KEY.sub("", text)


def catalogue_lines(data: bytes, encoding: str) -> Iterator[str]:
    """The translated lines of a gettext catalogue exactly as they stand, markup and all."""
    del encoding  # A catalogue names its own.
    for original, translation in read_catalogue(data):
        if translation not in original:
            yield from translation.split("\n")


def plain_lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text file exactly as they stand."""
    yield from decode_text(data, encoding).split("\n")


# A tag, in one line: no "<" inside, so that a failed match ends at the next one.
TAG = re.compile(r"<[^<>]*>")
# "~File", "_File", "&File": a letter follows; in CJK catalogues the key stands apart: "(~F)".
ACCESS_KEY = re.compile(r"\([~_&][A-Za-z0-9]\)|[~_&](?=\w)")


def json_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """The messages of a MediaWiki-style JSON file; those with templates are left out."""
    table = json.loads(data.decode(encoding))
    for key, value in sorted(table.items()):
        if key.startswith("@") or not isinstance(value, str):
            continue
        if any(mark in value for mark in ("{{", "$", "<", "|", "://")):
            continue
        for line in value.split("\n"):
            text = tidy(WIKI_MARKS.sub("", line))
            if text:
                yield text


WIKI_MARKS = re.compile(r"\[\[|\]\]|''+|^[*#:;= ]+|=+$")


def fortune_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """The sayings of a fortune file, which a line of one "%" parts."""
    for saying in decode_text(data, encoding).split("\n%"):
        text = tidy(TERMINAL_COLOUR.sub("", saying))
        if text:
            yield text


TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def line_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """Plain text with one paragraph a line."""
    for line in decode_text(data, encoding).split("\n"):
        text = tidy(line)
        if text:
            yield text


def block_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """Plain text whose paragraphs are wrapped, with an empty line between two."""
    block: list[str] = []
    for line in [*decode_text(data, encoding).split("\n"), ""]:
        if line.strip(" \t\r"):
            block.append(line)
        elif block:
            yield tidy("\n".join(block))
            block = []


def dictionary_words(data: bytes, encoding: str) -> Iterator[str]:
    """The words of a Hunspell ``.dic`` file or a plain list: no flags, no count, no comment."""
    for index, line in enumerate(decode_text(data, encoding).split("\n")):
        word = tidy(line.split("\t", 1)[0].split("/", 1)[0])
        if word and not word.startswith("#") and not (index == 0 and word.isdigit()):
            yield word


def manual_paragraphs(data: bytes, encoding: str) -> Iterator[str]:
    """The prose of a manual page: no requests, no literal blocks, no escapes."""
    block: list[str] = []
    literal = False
    for line in decode_text(data, encoding).split("\n"):
        request, _, rest = line[1:].partition(" ") if line[:1] in {".", "'"} else ("", "", line)
        literal = request in {"nf", "EX"} or (literal and request not in {"fi", "EE"})
        if literal or request.startswith('\\"'):
            continue
        if request in FONT_REQUESTS:
            block.append(rest.replace('"', ""))
        elif not request and line.strip():
            block.append(line)
        elif block:
            yield from _manual_block(block)
            block = []
    yield from _manual_block(block)


def _manual_block(block: list[str]) -> Iterator[str]:
    text = tidy(MANUAL_ESCAPE.sub("", "\n".join(block).replace("\\-", "-").replace("\\ ", " ")))
    if text and "\\" not in text:
        yield text


# These set a word of a running sentence; every other request ends the paragraph.
FONT_REQUESTS = frozenset(("B", "I", "BR", "IR", "RB", "RI", "BI", "IB", "SM", "SB"))
MANUAL_ESCAPE = re.compile(r"\\f(?:[A-Z0-9]|\([A-Z]{2}|\[[A-Z]*\])|\\[&|/,^]|\\s[-+]?[0-9]")


def example_sentences(data: bytes, encoding: str) -> Iterator[str]:
    """The strings of the list called ``sentences`` in a Python file, which is not run."""
    for node in ast.parse(data.decode(encoding)).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.List):
            continue
        if any(isinstance(name, ast.Name) and name.id == "sentences" for name in node.targets):
            for item in node.value.elts:
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    yield tidy(item.value)


def decode_text(data: bytes, encoding: str) -> str:
    """Text of a file that may be gzipped; wrong bytes become U+FFFD, which no text keeps."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data.decode(encoding, errors="replace").replace("\r\n", "\n")


READERS: dict[str, Reader] = {
    "markup": markup_paragraphs,
    "catalogue": catalogue_paragraphs,
    "json": json_paragraphs,
    "fortune": fortune_paragraphs,
    "raw-catalogue": catalogue_lines,
    "raw-lines": plain_lines,
    "lines": line_paragraphs,
    "blocks": block_paragraphs,
    "dictionary": dictionary_words,
    "manual": manual_paragraphs,
    "examples": example_sentences,
}
