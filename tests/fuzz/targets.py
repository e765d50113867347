"""What is fuzzed, and what must hold of it: functions of bytes that raise when it does not.

``tests/fuzz/test_seeds.py`` runs them on the seeds; ``python -m tests.fuzz`` on what atheris finds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import fixenc
from fixenc import Report
from fixenc.errors import FixencError, FormatError
from fixenc.filter import Filter

Target = Callable[[bytes], None]


def text_of(data: bytes) -> str:
    """Any text: UTF-8 where it is, and lone surrogates for the rest."""
    return data.decode("utf-8", "surrogateescape")


def detect(data: bytes) -> None:
    found = fixenc.detect(data)
    text = found.decode()
    assert isinstance(text, str)
    assert 0.0 <= found.confidence <= 1.0
    assert (found.encoding is None) == (found.reason is not None)


def repair(data: bytes) -> None:
    text = text_of(data)
    report = fixenc.repair(text)
    assert report.undo() == text
    assert report.replay(text) == report.text
    assert fixenc.fix(report.text) == report.text


def repair_bytes(data: bytes) -> None:
    report = fixenc.repair_bytes(data)
    assert report.detection is not None
    assert report.undo() == report.detection.decode()


def report_json(data: bytes) -> None:
    """Reports survive JSON; and what is no report is refused, whatever it is."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        text = data.decode("utf-8", "replace")
        report = fixenc.repair(text)
        again = Report.from_dict(json.loads(json.dumps(report.to_dict())))
        assert again.text == report.text and again.edits == report.edits
        return
    with suppress(FormatError):
        Report.from_dict(given)


def filtered(format: str) -> Target:
    def run(data: bytes) -> None:
        places = [len(data) // 3, len(data) // 2]
        outputs: list[bytes] = []
        for pieces in ([data], [data[: places[0]], data[places[0] : places[1]], data[places[1] :]]):
            try:
                sieve = Filter(format=format)
                done: list[bytes] = []
                for piece in pieces:
                    sieve._enough = 0  # look at each piece, however small
                    done.append(sieve.feed(piece))
                outputs.append(b"".join([*done, sieve.close()]))
            except FixencError as error:
                outputs.append(repr(error).encode())
                continue
            assert sieve.counts.balanced
        assert outputs[0] == outputs[1]

    return run


TARGETS: dict[str, Target] = {
    "detect": detect,
    "repair": repair,
    "repair_bytes": repair_bytes,
    "report_json": report_json,
    "text": filtered("text"),
    "jsonl": filtered("jsonl"),
    "csv": filtered("csv"),
    "srt": filtered("srt"),
    "vtt": filtered("vtt"),
}
