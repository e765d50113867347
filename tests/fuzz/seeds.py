"""Where the fuzzers begin: garbled texts, encodings, formats, and what was found before."""

from __future__ import annotations

import json

from fixenc.testing import garbled_corpus
from fixenc.testing.chooser import RandomChooser
from fixenc.testing.pages import edited_page
from fixenc.testing.samples import Bounds, mixed_file
from fixenc.testing.words import languages

# Inputs that once broke something; each stays, with what it broke.
REGRESSIONS: tuple[bytes, ...] = ()

PLAIN = (
    b"",
    b"\n",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbfa",
    b"\x1b$B$3\x1b(B",
    b"+AOk-",
    b"~{VPND~}",
    "Ça c’est déjà vu".encode("cp1252"),
    "现在开始".encode("gb18030"),
    "当(dāng)?shù)貢r間".encode(),
    b'{"text": "caf\xc3\x83\xc2\xa9"}\n{"a": ["\\u00c3\\u00a9", 1]}\n{',
    b'a,b\n"caf\xc3\x83\xc2\xa9 ""x""",2\n',
    b"1\n00:00:01,000 --> 00:00:02,000\ncaf\xc3\x83\xc2\xa9\n\n",
    b"WEBVTT\n\n00:01.000 --> 00:02.000\n<i>caf\xc3\x83\xc2\xa9</i>\n",
    json.dumps({"schema": 2, "text": "", "edits": [], "damage": []}).encode(),
)


def seeds() -> list[bytes]:
    """Some seventy inputs, always the same."""
    found = [*PLAIN, *REGRESSIONS]
    found += [one.text.encode() for one in garbled_corpus(30, seed=1)]
    found += [edited_page(RandomChooser(n), Bounds(1, 30)).text.encode() for n in range(10)]
    found += [mixed_file(RandomChooser(n), languages(), Bounds(1, 30)) for n in range(15)]
    return found
