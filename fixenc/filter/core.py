"""``Filter``: bytes in, bytes out, a block of whole records at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fixenc.errors import DamagedRecord
from fixenc.filter import judge, sieve
from fixenc.filter.counts import Counts
from fixenc.filter.judge import Judged
from fixenc.filter.record import OnDamaged, Outcome, Quarantined, Record, RecordVerdict
from fixenc.formats.record import Format
from fixenc.formats.table import make
from fixenc.policy import STANDARD, Policy
from fixenc.repair.gate import is_suspicious

BLOCK = 1 << 20  # bytes that are judged together
LEAF = 1 << 11  # bytes of lines below which they are judged one by one
FAN = 8
MAX_RECORD = 64_000_000  # bytes
MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8


@dataclass(frozen=True, slots=True)
class Run:
    """Records that go on as they are: ``count`` of them begin in ``data``."""

    data: bytes
    count: int
    verdict: RecordVerdict = RecordVerdict.CLEAN


class Filter:
    """Repairs a stream of records; clean records come out byte for byte.

    ``feed`` takes bytes as they come and returns what is done; ``close`` returns the rest. The
    output is the same however the input is cut up. ``format`` is ``"text"`` or ``"jsonl"``;
    ``fields`` are paths such as ``a.b[].c`` of the strings to look at, all by default. ``policy``
    says what a repair may do, ``on_damaged`` what becomes of records that stay damaged. Those
    held back go to ``quarantine``, or to the list ``quarantined``. A record of more than
    ``max_record`` bytes is passed on as it is.

    Memory is bounded by the longest record. Raises ``DamagedRecord`` with ``on_damaged="fail"``,
    ``FormatError`` for a format or field that cannot be, ``TypeError`` for anything but bytes.

    >>> filter = Filter(format="jsonl")
    >>> filter.feed('{"n": 1.0, "t": "cafÃ©"}\\n'.encode()) + filter.close()
    b'{"n": 1.0, "t": "caf\\xc3\\xa9"}\\n'
    >>> filter.counts.records, filter.counts.repaired, dict(filter.counts.chains)
    (1, 1, {'utf-8>cp1252': 1})
    """

    def __init__(
        self,
        *,
        policy: Policy = STANDARD,
        format: str = "text",
        fields: Iterable[str] = (),
        on_damaged: OnDamaged | str = OnDamaged.KEEP,
        quarantine: Callable[[Quarantined], object] | None = None,
        max_record: int = MAX_RECORD,
    ) -> None:
        self.policy = policy
        self.counts = Counts()
        self.quarantined: list[Quarantined] = []
        self._shape: Format = make(format, fields)
        self._on_damaged = OnDamaged(on_damaged)
        self._hold_back = quarantine or self.quarantined.append
        self._max = max_record
        self._parts: list[bytes] = []
        self._waiting = 0  # bytes in parts
        self._enough = BLOCK  # bytes to wait for before the next look
        self._offset = 0  # bytes before what waits
        self._line = 1
        self._skipping = False  # inside a record that is longer than the limit
        self._started = False
        self._closed = False

    def feed(self, data: bytes) -> bytes:
        """Take some bytes; the output that is ready."""
        return b"".join(item.data for item in self._take(data))

    def close(self) -> bytes:
        """Take it that nothing follows; the rest of the output."""
        return b"".join(item.data for item in self._finish())

    def records(self, chunks: Iterable[bytes]) -> Iterator[Record]:
        """Every record of a stream, one after the other, with what became of it.

        A record above the limit comes in pieces. Closes the filter.
        """
        for chunk in chunks:
            yield from self._one_by_one(self._take(chunk))
        yield from self._one_by_one(self._finish())

    def _one_by_one(self, items: Iterable[Run | Record]) -> Iterator[Record]:
        offset, line = self._offset, self._line
        for item in items:
            if isinstance(item, Record):
                yield item
                offset, line = item.offset + len(item.source), item.line + item.source.count(b"\n")
                continue
            whole = item.verdict is RecordVerdict.CLEAN
            for data in self._shape.split(item.data) if whole else (item.data,):
                yield Record(data, data, Outcome.PASSED, item.verdict, offset, line)
                offset += len(data)
                line += data.count(b"\n")

    def _take(self, data: bytes) -> Iterator[Run | Record]:
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(f"feed takes bytes, not {type(data).__name__}")
        if self._closed:
            raise ValueError("this filter is closed")
        self._parts.append(bytes(data))
        self._waiting += len(self._parts[-1])
        self.counts.bytes_in += len(self._parts[-1])
        if self._waiting >= self._enough:
            yield from self._advance(final=False)

    def _finish(self) -> Iterator[Run | Record]:
        if not self._closed:
            self._closed = True
            yield from self._advance(final=True)

    def _advance(self, *, final: bool) -> Iterator[Run | Record]:
        """Do the whole records that wait."""
        data = b"".join(self._parts)
        if not self._started:
            if len(data) < len(MARK) and not final:
                return  # it may be the start of a mark
            self._started = True
            if data.startswith(MARK):
                data = data[len(MARK) :]
                self._offset = len(MARK)
                self.counts.bytes_out += len(MARK)
                yield Run(MARK, 0)
        at = 0
        while at < len(data):
            if self._skipping:
                end = data.find(b"\n", at) + 1
                self._skipping = not end
                yield self._pass(Run(data[at : end or len(data)], 0, RecordVerdict.OVERSIZED))
                at = end or len(data)
                continue
            rest = data[at:] if at else data
            size = self._shape.cut(rest, final)
            whole = rest[:size]
            if size > self._max:
                whole = self._before_oversized(whole)
            if whole:
                for item in self._block(whole):
                    yield self._pass(item) if isinstance(item, Run) else item
                at += len(whole)
            elif len(rest) > self._max:
                yield self._pass(Run(rest[: self._max], 1, RecordVerdict.OVERSIZED))
                at += self._max
                self._skipping = True
            else:
                break
        rest = data[at:]
        self._parts = [rest] if rest else []
        self._waiting = len(rest)
        self._enough = max(BLOCK, 2 * len(rest))

    def _before_oversized(self, data: bytes) -> bytes:
        """The records up to one that is longer than the limit."""
        size = 0
        for record in self._shape.split(data):
            if len(record) > self._max:
                break
            size += len(record)
        return data[:size]

    def _block(self, data: bytes) -> Iterator[Run | Record]:
        """Judge whole records."""
        if not self._shape.lines:
            yield from self._records(data)
            return
        stack = [(0, len(data))]
        clean = 0
        while stack:
            start, end = stack.pop()
            part = data if end - start == len(data) else data[start:end]
            if is_clean(part):
                continue
            if end - start > LEAF and (cuts := _cuts(data, start, end)):
                stack += reversed(cuts)
                continue
            if start > clean:
                yield Run(data[clean:start], count_lines(data[clean:start]))
            yield from self._records(part)
            clean = end
        if clean < len(data):
            rest = data[clean:] if clean else data
            yield Run(rest, count_lines(rest))

    def _records(self, data: bytes) -> Iterator[Run | Record]:
        """Judge whole records by the strings that they hold."""
        shape = self._shape
        records = shape.split(data)
        try:
            texts = [record.decode() for record in records]
        except UnicodeDecodeError:
            doubtful = list(range(len(records)))
            faults: dict[int, str] = {}
        else:
            strings, faults = shape.survey(texts)
            doubtful = sorted({*sieve.suspects(strings), *faults})
        done = 0
        for i in doubtful:
            judged = judge.judge(records[i], shape, self.policy)
            if judged.verdict is RecordVerdict.CLEAN:
                continue
            if i > done:
                yield Run(b"".join(records[done:i]), i - done)
            yield self._settle(records[i], judged)
            done = i + 1
        if done < len(records):
            rest = records[done:] if done else records
            yield Run(data if not done else b"".join(rest), len(rest))

    def _settle(self, source: bytes, judged: Judged) -> Record:
        """Decide what becomes of a record in which something was found, and count it."""
        counts = self.counts
        bad = judged.verdict in (RecordVerdict.DAMAGED, RecordVerdict.MALFORMED)
        data = source
        if judged.changed or judged.verdict is RecordVerdict.DAMAGED:
            data = judged.text.encode("utf-8", "surrogatepass")
        outcome = Outcome.REPAIRED if judged.changed else Outcome.PASSED
        if bad and self._on_damaged is not OnDamaged.KEEP:
            data = b""
            outcome = Outcome.DROPPED
            place = f"line {self._line}, byte {self._offset}"
            if self._on_damaged is OnDamaged.FAIL:
                raise DamagedRecord(f"{place}: {judged.reason}", line=self._line)
            if self._on_damaged is OnDamaged.QUARANTINE:
                outcome = Outcome.QUARANTINED
                self._hold_back(
                    Quarantined(source, self._offset, self._line, judged.reason, judged.verdict)
                )
        record = Record(
            data,
            source,
            outcome,
            judged.verdict,
            self._offset,
            self._line,
            judged.reason,
            judged.confidence,
            judged.reports,
        )
        counts.records += 1
        setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
        counts.verdicts[judged.verdict.value] += 1
        counts.encodings[judged.encoding] += 1
        counts.chains.update(judge.chains(judged.reports))
        counts.bytes_out += len(data)
        self._step(source)
        return record

    def _pass(self, run: Run) -> Run:
        """Count a run that goes on."""
        counts = self.counts
        if run.count:
            counts.records += run.count
            counts.passed += run.count
            counts.verdicts[run.verdict.value] += run.count
            counts.encodings["utf-8"] += run.count
        counts.bytes_out += len(run.data)
        self._step(run.data)
        return run

    def _step(self, source: bytes) -> None:
        self._offset += len(source)
        self._line += source.count(b"\n")


def is_clean(data: bytes) -> bool:
    """Whether bytes are UTF-8 and the gate lets the text home."""
    try:
        return not is_suspicious(data.decode())
    except UnicodeDecodeError:
        return False


def count_lines(data: bytes) -> int:
    """How many lines there are; the last one counts without a line break, too."""
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _cuts(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """A range of whole lines as several; none when it is a single line."""
    step = (end - start) // FAN
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        cut = data.find(b"\n", min(at + step, end), end) + 1 or end
        found.append((at, cut))
        at = cut
    return found if len(found) > 1 else []
