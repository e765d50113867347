"""``Filter``: bytes in, bytes out, a block of whole records at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fixenc.errors import DamagedRecord
from fixenc.filter import judge
from fixenc.filter.block import Found, Run, looked_through
from fixenc.filter.counts import Counts
from fixenc.filter.judge import Judged
from fixenc.filter.record import OnDamaged, Outcome, Quarantined, Record, RecordVerdict
from fixenc.filter.source import HEAD, Source
from fixenc.formats.lines import Text
from fixenc.formats.record import Format, Note
from fixenc.formats.table import make
from fixenc.policy import STANDARD, Policy

# Bytes that are judged together. Of plain ASCII 1.1 GB/s go through in blocks of 256 or 512 KB, 0.7
# in blocks of 1 MB; the first pass of the gate wants 100,000 code points.
BLOCK = 1 << 19
MAX_RECORD = 64_000_000  # bytes
MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8


class Filter:
    """Repairs a stream of records; clean records come out byte for byte.

    ``feed`` takes bytes as they come and returns what is done; ``close`` returns the rest. The
    output is the same however the input is cut up. It is UTF-8: a stream in another ``encoding``,
    which is detected when it is not given, is converted.

    ``format`` is ``"text"``, ``"jsonl"``, ``"csv"``, ``"tsv"``, ``"srt"`` or ``"vtt"``. ``fields``
    are the strings to look at, all by default: paths such as ``a.b[].c`` in JSON, columns by name
    or number. ``policy`` says what a repair may do, ``on_damaged`` what becomes of records that
    stay damaged or are malformed. Those held back go to ``quarantine``, or to the list
    ``quarantined``; where there is a ``quarantine``, malformed records go there in any case.
    ``metadata`` names a field that is added to each record: its verdict, confidence and edits. A
    record of more than ``max_record`` bytes is passed on as it is.

    Memory is bounded by the longest record. An error, of a ``quarantine`` too, closes the filter:
    ``counts`` tell what was done before it, and the output of that call is lost. Raises
    ``DamagedRecord`` with ``on_damaged="fail"``, ``FormatError`` for a format, field or metadata
    that cannot be, ``EncodingNotFound``, and ``TypeError`` for anything but bytes.

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
        encoding: str | None = None,
        on_damaged: OnDamaged | str = OnDamaged.KEEP,
        quarantine: Callable[[Quarantined], object] | None = None,
        metadata: str | None = None,
        max_record: int = MAX_RECORD,
    ) -> None:
        self.policy = policy
        self.counts = Counts()
        self.quarantined: list[Quarantined] = []
        self._format, self._fields = format, tuple(fields)
        if format not in ("csv", "tsv"):  # whose columns only the head tells
            make(format, self._fields, metadata=metadata)
        self._metadata = metadata
        self._on_damaged = OnDamaged(on_damaged)
        self._malformed_too = quarantine is not None
        self._hold_back = quarantine or self.quarantined.append
        self._max = max_record
        self._source = Source(encoding, max_record)
        self._shape: Format = Text()  # until the head is there
        self._parts: list[bytes] = []
        self._waiting = 0  # bytes in parts
        self._enough = BLOCK  # bytes to wait for before the next look
        self._place = 0  # bytes before what waits, in UTF-8
        self._line = 1
        self._skipping = False  # inside a record that is longer than the limit
        self._started = False
        self._closed = False

    @property
    def encoding(self) -> str | None:
        """The encoding of the stream; None until it is settled."""
        return self._source.encoding

    @property
    def binary(self) -> bool:
        """Whether the stream begins like no text at all."""
        return self._source.binary

    def feed(self, data: bytes) -> bytes:
        """Take some bytes; the output that is ready."""
        return b"".join([self._written(item) for item in self._take(data)])

    def close(self) -> bytes:
        """Take it that nothing follows; the rest of the output."""
        return b"".join([self._written(item) for item in self._finish()])

    def records(self, chunks: Iterable[bytes]) -> Iterator[Record]:
        """Every record of a stream, one after the other, with what became of it.

        A record above the limit comes in pieces. Closes the filter.
        """
        for chunk in chunks:
            for item in self._take(chunk):
                yield from self._one_by_one(item)
        for item in self._finish():
            yield from self._one_by_one(item)

    def _one_by_one(self, item: Run | Record) -> Iterator[Record]:
        if isinstance(item, Record):
            self.counts.bytes_out += len(item.data)
            yield item
            return
        clean = item.verdict is RecordVerdict.CLEAN and item.count > 0
        place = self._place - len(item.source)
        line = self._line - item.breaks
        for source in self._shape.split(item.source) if clean else [item.source]:
            data = self._annotated(source, Note(), place) if clean else source
            self.counts.bytes_out += len(data)
            offset = self._source.offset_of(place)
            yield Record(data, source, Outcome.PASSED, item.verdict, offset, line)
            place += len(source)
            line += source.count(b"\n")

    def _written(self, item: Run | Record) -> bytes:
        """What an item comes to in the output."""
        if isinstance(item, Record):
            data = item.data
        elif self._metadata is None or item.verdict is not RecordVerdict.CLEAN or not item.count:
            data = item.source
        else:
            data = b"".join([record.data for record in self._one_by_one(item)])
            self.counts.bytes_out -= len(data)
        self.counts.bytes_out += len(data)
        return data

    def _take(self, data: bytes) -> Iterator[Run | Record]:
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(f"feed takes bytes, not {type(data).__name__}")
        if self._closed:
            raise ValueError("this filter is closed")
        data = bytes(data)
        self.counts.bytes_in += len(data)
        self._closed = True  # in case that an error cuts this short: what waits is half done then
        self._keep(self._source.feed(data))
        if self._waiting >= self._enough:
            yield from self._advance(final=False)
        self._closed = False

    def _finish(self) -> Iterator[Run | Record]:
        if not self._closed:
            self._closed = True
            self._keep(self._source.feed(b"", final=True))
            yield from self._advance(final=True)

    def _keep(self, data: bytes) -> None:
        if data:
            self._parts.append(data)
            self._waiting += len(data)

    def _start(self, data: bytes) -> Iterator[Run]:
        """Settle the format by the head; what goes before the first record."""
        self._started = True
        mark = MARK if data.startswith(MARK) else b""
        head = data[len(mark) : HEAD]
        self._shape = make(self._format, self._fields, head, self._metadata)
        if mark:
            yield self._pass(Run(mark, 0, 0))

    def _advance(self, *, final: bool) -> Iterator[Run | Record]:
        """Do the whole records that wait."""
        data, begun = self._joined(final)
        at = 0
        if not self._started:
            if len(data) < HEAD and not final:
                return
            yield from self._start(data)
            at = self._place
        while at < len(data):
            if self._skipping:
                end = data.find(b"\n", at) + 1
                self._skipping = not end
                part = data[at : end or len(data)]
                yield self._pass(Run(part, 0, part.count(b"\n"), RecordVerdict.OVERSIZED))
                at = end or len(data)
                continue
            rest = data[at:] if at else data
            size = self._shape.cut(rest)
            if final and not size and len(rest) <= self._max:
                size = len(rest)  # a record that nothing ends; one too long is that in any case
            whole = rest[:size] if size < len(rest) else rest
            if size > self._max:
                whole = self._before_oversized(whole)
            if whole:
                for item in looked_through(whole, self._shape, self.policy):
                    yield self._pass(item) if isinstance(item, Run) else self._settle(item)
                at += len(whole)
            elif len(rest) > self._max:
                part = rest[: self._max]
                yield self._pass(Run(part, 1, part.count(b"\n"), RecordVerdict.OVERSIZED))
                at += self._max
                self._skipping = True
            else:
                break
        rest = data[at:] + begun
        self._parts = [rest] if rest else []
        self._waiting = len(rest)
        self._enough = max(BLOCK, 2 * len(rest))
        if self._source.converts:
            self.counts.converted = self._source.converted
            self.counts.encodings = self._source.lines.copy()

    def _joined(self, final: bool) -> tuple[bytes, bytes]:
        """What waits, and apart from it the line begun: to cut that off later is a copy more."""
        if self._parts and self._started and self._shape.lines and not final:
            last = self._parts[-1]
            size = self._shape.cut(last)
            if 0 < size < len(last):
                return b"".join([*self._parts[:-1], memoryview(last)[:size]]), last[size:]
        return b"".join(self._parts), b""

    def _before_oversized(self, data: bytes) -> bytes:
        """The records up to one that is longer than the limit."""
        size = 0
        for record in self._shape.split(data):
            if len(record) > self._max:
                break
            size += len(record)
        return data[:size]

    def _settle(self, found: Found) -> Record:
        """Decide what becomes of a record in which something was found, and count it."""
        source, judged = found.source, found.judged
        offset, line = self._source.offset_of(self._place), self._line
        outcome = self._outcome(judged)
        if outcome is Outcome.QUARANTINED:
            self._hold_back(Quarantined(source, offset, line, judged.reason, judged.verdict))
        elif outcome is None:
            place = f"line {line}, byte {offset}"
            raise DamagedRecord(f"{place}: {judged.verdict}: {judged.reason}", line=line)
        data = b""
        if outcome in (Outcome.PASSED, Outcome.REPAIRED):
            data = judged.text.encode("utf-8", "surrogatepass")
            if judged.verdict is not RecordVerdict.MALFORMED:
                verdict, edits = judged.verdict.value, judge.edits(judged.found)
                data = self._annotated(
                    data, Note(verdict, round(judged.confidence, 4), edits), self._place
                )
        counts = self.counts
        counts.records += 1
        setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
        counts.verdicts[judged.verdict.value] += 1
        counts.encodings[judged.encoding] += 1
        counts.converted += judged.encoding != "utf-8"
        counts.chains.update(judge.chains(one.report for one in judged.found))
        counts.languages.update(judge.languages(judged.found))
        self._place += len(source)
        self._line += source.count(b"\n")
        return Record(
            data,
            source,
            outcome,
            judged.verdict,
            offset,
            line,
            judged.reason,
            judged.confidence,
            tuple(one.report for one in judged.found),
            tuple(one.where for one in judged.found),
        )

    def _outcome(self, judged: Judged) -> Outcome | None:
        """What becomes of a record in which something was found; None when that is an error."""
        malformed = judged.verdict is RecordVerdict.MALFORMED
        if malformed or judged.verdict is RecordVerdict.DAMAGED:
            if self._on_damaged is OnDamaged.FAIL:
                return None
            if self._on_damaged is OnDamaged.QUARANTINE or (malformed and self._malformed_too):
                return Outcome.QUARANTINED
            if self._on_damaged is OnDamaged.DROP:
                return Outcome.DROPPED
        return Outcome.REPAIRED if judged.changed else Outcome.PASSED

    def _annotated(self, data: bytes, note: Note, place: int) -> bytes:
        """A record with its metadata, if that was asked for."""
        if self._metadata is None:
            return data
        first = place in (0, len(MARK))
        record = self._shape.annotated(data.decode(), self._metadata, note, first=first)
        return record.encode("utf-8", "surrogatepass")

    def _pass(self, run: Run) -> Run:
        """Count a run that goes on."""
        if run.count:
            counts = self.counts
            counts.records += run.count
            counts.passed += run.count
            counts.verdicts[run.verdict.value] += run.count
            counts.encodings["utf-8"] += run.count
        self._place += len(run.source)
        self._line += run.breaks
        return run
