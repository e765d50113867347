"""``fixenc garble``: make damage, for tests and demonstrations."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

import fixenc
from fixenc import codecs
from fixenc.chains import Chain, Misread
from fixenc.cli import encodings, inputs, output, render
from fixenc.errors import ChainError, EncodingNotFound

PART = ">"  # between the encodings of a chain


class Errors(StrEnum):
    """What becomes of a character or byte that a misread cannot pass."""

    STRICT = "strict"
    REPLACE = "replace"


def _complete(incomplete: str) -> list[tuple[str, str]]:
    """Shell completion for a chain: the encoding that is being typed."""
    done, mark, name = incomplete.rpartition(PART)
    return [(done + mark + full, help_) for full, help_ in encodings.complete(name)]


ChainName = Annotated[
    str,
    typer.Argument(
        metavar="CHAIN",
        help="Pairs of encodings, written and read: utf-8>cp1252.",
        autocompletion=_complete,
    ),
]
File = Annotated[
    str,
    typer.Argument(metavar="FILE", help="A file, or - for standard input.", show_default=False),
]
Text = Annotated[
    str | None, typer.Option("--text", metavar="TEXT", help="Garble this text, not a file.")
]
Holes = Annotated[
    bool,
    typer.Option("--holes", help="Bytes without a character become controls, as in browsers."),
]
ErrorsName = Annotated[
    Errors,
    typer.Option("--errors", help="replace: what cannot pass becomes ? or U+FFFD, and is lost."),
]


def garble(
    chain: ChainName,
    file: File = inputs.STDIN,
    text: Text = None,
    holes: Holes = False,
    errors: ErrorsName = Errors.STRICT,
) -> None:
    """Garble text along a chain of misreads, for tests and demonstrations.

    The garbled text is written in UTF-8 to standard output. Text that cannot pass through the
    chain is an error, unless --holes or --errors replace let it. Quote the chain: the shell takes
    > for a redirection.

    \b
    Examples:
      fixenc garble 'utf-8>cp1252' letter.txt               a file
      fixenc garble 'utf-8>gbk' --text 你好                 a text
      fixenc garble 'utf-8>gbk>utf-8>cp1252' --holes a.txt  two misreads
      fixenc garble 'koi8-r>cp1251' a.txt | fixenc repair   there and back
    """
    misreads = _chain(chain)
    if text is not None and file != inputs.STDIN:
        output.fail("--text takes the place of a file; leave one of them out")
    name = "the text" if text is not None else render.name(file)
    garbled = _text(file) if text is None else text
    for misread in misreads.misreads:
        try:
            garbled = _through(misread, garbled, holes=holes, errors=errors)
        except ChainError as error:
            way = "--holes" if _passes_with_holes(misread, garbled) else "--errors replace"
            output.fail(f"{name}: {render.visible(str(error))}; {way} lets it pass")
    output.write(garbled.encode("utf-8", "surrogatepass"))


def _passes_with_holes(misread: Misread, text: str) -> bool:
    try:
        misread.garble(text)
    except ChainError:
        return False
    return True


def _chain(spelling: str) -> Chain:
    try:
        return Chain.parse(spelling)
    except ChainError as error:
        output.fail(render.visible(str(error)))
    except EncodingNotFound as error:
        output.fail(f"{render.visible(str(error))}; 'fixenc encodings' lists the names")


def _text(name: str) -> str:
    source = inputs.load(inputs.chosen(None)[0] if name == inputs.STDIN else name)
    if source is None:
        raise typer.Exit(output.FAILURE)
    detection = fixenc.detect(source.data)
    if detection.encoding is None:
        why = render.visible(detection.reason or "unknown")
        output.fail(f"{render.name(name)}: {why} file; only text can be garbled")
    return detection.decode()


def _through(misread: Misread, text: str, *, holes: bool, errors: Errors) -> str:
    """The text after one misread; ``ChainError`` when it cannot pass and has to."""
    try:
        return misread.garble(text, holes=holes)
    except ChainError:
        if errors is Errors.STRICT:
            raise
    lost = {ord(c): "?" for c in set(text) if not _passes(c, misread.written, holes)}
    data = codecs.encode(text.translate(lost), misread.written, holes=holes)
    if holes:
        return codecs.decode_with_defects(data, misread.read)[0]
    return data.decode(misread.read, "replace")


def _passes(char: str, name: str, holes: bool) -> bool:
    try:
        codecs.encode(char, name, holes=holes)
    except UnicodeError:
        return False
    return True
