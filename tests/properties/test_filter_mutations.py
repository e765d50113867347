"""Files of each format that were changed at random: no crash, and nothing lost in silence.

``FIXENC_MUTATIONS`` says how many files; 10,000 take some minutes.
"""

from __future__ import annotations

import json
import os
import random

import pytest

from fixenc.filter import Filter, Quarantined

NUMBER = int(os.environ.get("FIXENC_MUTATIONS", "300"))

SEEDS = {
    "jsonl": (
        '{"id": 1, "text": "Le musÃ©e rouvre", "tags": ["Ã©tÃ©", "b"], "n": 1e400}\n'
        '{"id": 2, "text": "\\u00c3\\u00a9t\\u00c3\\u00a9 \\"q\\"\\n", "x": {"y": null}}\n'
        '{"id": 3, "text": "Привет, мир", "big": 123456789012345678901234567890}\n'
    ),
    "csv": (
        'id,text,"note, long"\r\n1,"Le musÃ©e ""rouvre""",x\r\n2,"Ã©tÃ©\nÃ©tÃ©",\r\n'
        "3,Привет,мир\r\n"
    ),
    "srt": (
        "1\n00:00:01,000 --> 00:00:02,000\n<i>Le musÃ©e</i>\nrouvre\n\n"
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:1\r\nÐŸÑ€Ð¸Ð²ÐµÑ‚\r\n\r\n"
    ),
}
PIECES = [
    b'"',
    b"\\",
    b",",
    b"\n",
    b"\r",
    b"{",
    b"}",
    b"\0",
    b"\xff",
    b"\xc3",
    b"-->",
    b"\xef\xbb\xbf",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes put in, taken out, changed, doubled or cut off."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice([1, 1, 2, 8, 40]))
        data = chance.choice(
            [
                data[:at] + chance.choice(PIECES) + data[at:],
                data[:at] + data[to:],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
                data[:to] + data[at:],
                data[:at],
            ]
        )
    return data


@pytest.mark.parametrize("format", SEEDS)
def test_nothing_is_lost_in_silence(format: str) -> None:
    for seed in range(NUMBER // len(SEEDS)):
        chance = random.Random(f"{format} {seed}")
        data = mutated(SEEDS[format].encode(), chance)
        held: list[Quarantined] = []
        sieve = Filter(
            format=format, encoding="utf-8", on_damaged="quarantine", quarantine=held.append
        )
        records = list(sieve.records([data]))
        counts = sieve.counts
        about = f"{format} {seed}: {data!r}"
        assert counts.balanced, about
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        kept = [record for record in records if record.source != mark or not mark]
        assert mark + b"".join(record.source for record in kept) == data, about
        assert counts.records == len(kept), about
        assert len(held) == counts.quarantined, about
        for one in held:
            assert data.startswith(one.data, one.offset), about
            assert data.count(b"\n", 0, one.offset) + 1 == one.line, about
        for record in kept:
            record.data.decode()
            if record.verdict.value == "clean":
                assert record.data == record.source, about
            if format == "jsonl" and record.data.strip(b" \t\r\n"):
                json.loads(record.data, parse_int=float)
        # The same in chunks, without a look at single records.
        other = Filter(format=format, encoding="utf-8", on_damaged="quarantine")
        out = b"".join(
            [*(other.feed(data[i : i + 7]) for i in range(0, len(data), 7)), other.close()]
        )
        assert out == b"".join(record.data for record in records), about
        assert other.counts == counts, about
