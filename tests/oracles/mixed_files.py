"""Files in two encodings, damaged UTF-8 and the like, made with the standard library alone.

Nothing here knows fixenc. Each function returns the bytes and what is to be found in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Pairs that share a file in practice: the encoding of most of it, that of the rest, and the
# languages whose sentences are written in each.
PAIRS: tuple[tuple[str, str, str, str], ...] = (
    ("utf-8", "zh-hans", "gbk", "zh-hans"),
    ("gbk", "zh-hans", "utf-8", "zh-hans"),
    ("utf-8", "fr", "cp1252", "fr"),
    ("cp1252", "de", "utf-8", "de"),
    ("gbk", "zh-hans", "big5", "zh-hant"),
    ("big5", "zh-hant", "gbk", "zh-hans"),
    ("cp1251", "ru", "utf-8", "ru"),
    ("utf-8", "ru", "cp1251", "ru"),
    ("utf-8", "ja", "cp932", "ja"),
    ("cp932", "ja", "utf-8", "ja"),
    ("utf-8", "ko", "cp949", "ko"),
    ("utf-8", "pl", "cp1250", "pl"),
    ("utf-8", "ja", "euc_jp", "ja"),
    ("cp1251", "ru", "koi8-r", "ru"),
    ("utf-8", "el", "cp1253", "el"),
    ("utf-8", "zh-hant", "big5", "zh-hant"),
)
SHARES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)


@dataclass(frozen=True, slots=True)
class Mixed:
    """The bytes, and the lines of the text as first written."""

    data: bytes
    lines: tuple[str, ...]


def fits(text: str, encoding: str) -> bool:
    """Whether an encoding has bytes for all of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def by_line(
    rng: Random,
    first: tuple[str, list[str]],
    second: tuple[str, list[str]],
    *,
    share: float,
    count: int,
) -> Mixed:
    """``count`` lines, a ``share`` of them (at least one) in the second encoding.

    ``first`` and ``second`` are an encoding and the sentences to draw from.
    """
    odd = max(1, round(share * count))
    where = set(rng.sample(range(count), odd))
    lines, parts = [], []
    for number in range(count):
        encoding, sentences = second if number in where else first
        line = rng.choice([s for s in sentences if fits(s, encoding)])
        lines.append(line)
        parts.append(line.encode(encoding))
    return Mixed(b"\n".join(parts), tuple(lines))


def inside_lines(
    rng: Random,
    first: tuple[str, list[str]],
    second: tuple[str, list[str]],
    *,
    share: float,
    count: int,
    glue: str = " ",
) -> Mixed:
    """As ``by_line``, but the odd lines begin in the first encoding and end in the second."""
    odd = max(1, round(share * count))
    where = set(rng.sample(range(count), odd))
    lines, parts = [], []
    for number in range(count):
        line = rng.choice([s for s in first[1] if fits(s, first[0])])
        part = line.encode(first[0])
        if number in where:
            tail = rng.choice([s for s in second[1] if fits(s, second[0])])
            line, part = line + glue + tail, part + glue.encode() + tail.encode(second[0])
        lines.append(line)
        parts.append(part)
    return Mixed(b"\n".join(parts), tuple(lines))


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes of one encoding with a defect at ``offset``, or with none (a cut at the end)."""

    data: bytes
    offset: int | None
    manner: str


def damaged_utf8(rng: Random, text: str) -> list[Damaged]:
    """A text in UTF-8, damaged in the ways that files are found in."""
    data = text.encode("utf-8")
    starts = [i for i, byte in enumerate(data) if byte & 0xC0 != 0x80]
    wide = [i for i in starts if data[i] >= 0xC0]
    at = rng.choice(starts)
    made = [Damaged(data[:at] + b"\xff" + data[at:], at, "0xFF inserted")]
    # A letter above ASCII of windows-1252 that begins no well-formed sequence here.
    letters = [i for i in starts if data[i] < 0x80 and i]
    if letters:
        at = rng.choice(letters)
        made.append(Damaged(data[:at] + b"\xe9" + data[at:], at, "cp1252 byte inserted"))
    if wide:
        at = rng.choice(wide)
        made.append(Damaged(data[: at + 1] + data[at + 2 :], at, "continuation byte dropped"))
        end = rng.choice(wide[len(wide) // 2 :])
        made.append(Damaged(data[: end + 1], None, "cut at the end"))
        end = rng.choice(wide[: len(wide) // 2] or wide)
        made.append(Damaged(data[end + 1 :], None, "cut at the start"))
    return made


def stray_byte(rng: Random, text: str, encoding: str, stray: int = 0xFF) -> bytes:
    """A text with one byte too many, between two characters."""
    parts = [char.encode(encoding) for char in text]
    parts.insert(rng.randrange(1, len(parts)), bytes([stray]))
    return b"".join(parts)


def binaries(rng: Random) -> dict[str, bytes]:
    """Bytes that are no text, by what they are."""
    import gzip
    import struct
    import zlib

    noise = rng.randbytes
    rows = b"".join(b"\0" + noise(96) for _ in range(32))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0))]
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQ", 2, 62, 1, 0x401000, 64, 0)
    found = {"png": png, "gzip": gzip.compress(noise(4000), mtime=0), "elf": header + noise(2000)}
    found["elf without its header"] = (bytes(200) + noise(300) + b"main\0printf\0") * 4
    found["deflate"] = zlib.compress(noise(3000))[2:]
    for size in (64, 256, 1000, 20000):
        found[f"random {size}"] = noise(size)
    found["integers"] = struct.pack("<500i", *(rng.randrange(-1000, 100000) for _ in range(500)))
    found["floats"] = struct.pack("<500d", *(rng.random() for _ in range(500)))
    return found
