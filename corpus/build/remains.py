"""data/remains.json: what U+FFFD and memory never written look like, reader by reader.

The package could work these out from its codecs at every start; read from a file they take a
millisecond instead of twenty.
"""

import json
from pathlib import Path

from fixenc import codecs

OUTPUT = Path(__file__).parents[2] / "fixenc" / "data" / "remains.json"
SAVED = "\N{REPLACEMENT CHARACTER}".encode()

# The readers in which EF BF BD is met in the wild, or that are usual for a script (source: the
# first choices of ``data/languages.toml``). Left out are tables in which it spells like a word.
READERS = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859-15", "koi8-r", "koi8-u", "kz1048", "mac-roman", "mac-cyrillic"),
    *("cp437", "cp737", "cp850", "cp852", "cp862", "cp866"),
)
# Those in which two U+FFFD in a row make three characters.
DOUBLE_BYTE = ("gb18030", "big5hkscs", "cp949", "euc_jp")

# What debuggers and allocators fill memory with, and what it is called (source: the manual of
# Microsoft's C run-time library on its debug heap). 0xFEEE is written low byte first.
FILLS = {
    b"\xcc\xcc": "stack memory that was never written (0xCC)",
    b"\xcd\xcd": "heap memory that was never written (0xCD)",
    b"\xdd\xdd": "memory that was freed (0xDD)",
    b"\xee\xfe": "memory that was freed (0xFEEE)",
}
FILL_READERS = ("gb18030", "big5hkscs", "cp949")


def tables() -> dict[str, dict[str, str]]:
    """Renderings and their readers, fill characters and their memory, cycles by reader."""
    shown: dict[str, str] = {}
    for reader in READERS:
        once = codecs.decode(SAVED, reader)
        shown.setdefault(once, reader)
        shown.setdefault(codecs.decode(once.encode(), reader), f"{reader} twice")
    fills: dict[str, str] = {}
    for pair, name in FILLS.items():
        for reader in FILL_READERS:
            fills.setdefault(codecs.decode(pair, reader), name)
    cycles = {reader: codecs.decode(2 * SAVED, reader) for reader in DOUBLE_BYTE}
    return {"shown": shown, "fills": fills, "cycles": cycles}


def write() -> None:
    """Write the file."""
    text = json.dumps(tables(), ensure_ascii=False, indent=1)
    OUTPUT.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
