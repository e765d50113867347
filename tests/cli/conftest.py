"""An engine of a few lines, so that these tests are about the command line alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import fixenc
from fixenc import spans
from fixenc.cli.app import application
from fixenc.detect.detection import Defect, Detection, Segment
from fixenc.policy import STANDARD, Policy
from fixenc.report import Report
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence

GARBLED = re.compile("Ã[\x80-\xbf]")
SURE = 0.9956


def detect(data: bytes) -> Detection:
    """UTF-8, perhaps with one bad byte FF; mixed; binary; or else a guess at Windows-1252."""
    if b"\0" in data:
        return Detection(data, None, 0.9, reason="binary")
    if data.startswith(b"mixed:"):
        half = len(data) // 2
        segments = (Segment(0, half, "utf-8", 0.9), Segment(half, len(data), "cp1252", 0.8))
        return Detection(data, "utf-8", 0.8, segments=segments)
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if b"\xff" not in data:
            unsure = data.startswith(b"unsure")
            return Detection(data, "cp1252", 0.3 if unsure else 0.8, language="fr")
        defects = (Defect(error.start, data[error.start : error.end]),)
        return Detection(data, "utf-8", 0.9, bom=bom, defects=defects)
    return Detection(data, "utf-8", 1.0, bom=bom)


def repair_bytes(data: bytes, *, encoding: str | None = None, policy: Policy = STANDARD) -> Report:
    """Mends é and its like; a run of U+FFFD is damage."""
    detection = detect(data) if encoding is None else Detection(data, encoding, 1.0)
    before = detection.decode()
    edits = tuple(
        Edit(
            *match.span(),
            match[0],
            match[0].encode("latin-1").decode(),
            chain="utf-8>iso8859-1",
            certainty=Certainty.LOSSLESS,
            confidence=SURE,
            evidence=(Evidence("model", 12.5),),
            alternatives=(Alternative("?", "none", 0.001),),
        )
        for match in GARBLED.finditer(before)
    )
    if policy.min_confidence > SURE:
        return Report(before, (), (), edits, 1.0, detection)
    after = spans.apply(before, edits)
    damage = tuple(
        Damage(*match.span(), "characters were replaced by U+FFFD")
        for match in re.finditer("\ufffd+", after)
    )
    return Report(after, edits, damage, (), SURE if edits else 1.0, detection)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the small engine in the place of the real one."""
    monkeypatch.setattr(fixenc, "repair_bytes", repair_bytes, raising=False)
    monkeypatch.setattr(fixenc, "detect", detect, raising=False)


@pytest.fixture
def run(engine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Calls fixenc with some arguments, and bytes for standard input, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        result = CliRunner().invoke(application(), list(arguments), input=stdin, prog_name="fixenc")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@dataclass(frozen=True, slots=True)
class Shown:
    """What a terminal was sent, standard output and error as they came, and the exit code."""

    text: str
    code: int


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[..., Shown]:
    """Calls fixenc with the small engine in a terminal of its own."""
    pytest.importorskip("pty", reason="terminals as on POSIX")
    from tests import terminals

    here = Path(__file__).resolve()
    program = (
        f"import sys; sys.path.insert(0, {str(here.parents[2])!r})\n"
        "import fixenc\n"
        "from tests.cli import conftest\n"
        "fixenc.repair_bytes, fixenc.detect = conftest.repair_bytes, conftest.detect\n"
        "from fixenc.cli import main\n"
        "main()\n"
    )

    def call(*arguments: str, columns: int = 100, piped: bool = False, **environment: str) -> Shown:
        def start(terminal: int) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [sys.executable, "-c", program, *arguments],
                stdin=terminal,
                stdout=subprocess.DEVNULL if piped else terminal,
                stderr=terminal,
                cwd=tmp_path,
                env={**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns)} | environment,
            )

        sent, code = terminals.shown(start, columns=columns)
        return Shown(sent.decode("utf-8", "surrogateescape"), code)

    return call
