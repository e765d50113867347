"""The filter as a machine with states: fed, misused, failed and closed in any order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fixenc.errors import DamagedRecord
from fixenc.filter import Filter, OnDamaged, Quarantined

# Good and bad records of each format, and what is neither; ends of line come with some of them.
PIECES = {
    "text": ["plain\n", "cafÃ©\n", "Привет", "РџСЂРёРІРµС‚\n", "\n", "\r\n", "a?b ", "锟斤拷\n"],
    "jsonl": ['{"a":"cafÃ©"}\n', '{"a":1}\n', "{\n", '["', "Ã©", '"]', "\n", '"\\ud800"\n', "x"],
    "csv": ["a,b\n", '"cafÃ©",', "x\r\n", '"', '"",', "Ã©\n", '"x"y\n', "锟斤拷,1\n"],
    "srt": ["1\n", "00:00:01,000 --> 00:00:02,000\n", "cafÃ©\n", "\n", "x", "锟斤拷\n\n"],
}
BYTES = [b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\0", b"", b"\xcf\xf0\xe8\xe2\xe5\xf2\n", b"x" * 50]


class Broken(Exception):
    """What a quarantine raises that cannot hold any more."""


class Machine(RuleBasedStateMachine):
    """A filter beside one that gets everything at once."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = mock.patch.multiple("fixenc.filter.core", BLOCK=0, HEAD=40)
        self.source = mock.patch("fixenc.filter.source.HEAD", 40)
        self.patch.start()
        self.source.start()

    @initialize(
        format=st.sampled_from(sorted(PIECES)),
        on_damaged=st.sampled_from(OnDamaged),
        limit=st.sampled_from([30, 10**6]),
        encoding=st.sampled_from([None, "utf-8", "cp1251"]),
        metadata=st.booleans(),
    )
    def start(
        self,
        format: str,
        on_damaged: OnDamaged,
        limit: int,
        encoding: str | None,
        metadata: bool,
    ) -> None:
        self.options: dict[str, Any] = {
            "format": format,
            "on_damaged": on_damaged,
            "max_record": limit,
            "encoding": encoding,
            "metadata": "found" if metadata and format in ("jsonl", "csv") else None,
        }
        self.given = b""
        self.taken = b""
        self.error: Exception | None = None
        self.closed = self.full = False
        self.held: list[Quarantined] = []
        self.filter = Filter(quarantine=self.hold, **self.options)
        self.filter._enough = 0  # look at each piece, however small

    def hold(self, one: Quarantined) -> None:
        if self.full:
            raise Broken
        self.held.append(one)

    def call(self, work: Callable[[], bytes]) -> None:
        """Do something that may raise what it has a reason to; that ends the filter."""
        try:
            self.taken += work()
        except (DamagedRecord, Broken) as error:
            self.error = error
            self.closed = True

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), number=st.integers(1, 6), kind=st.sampled_from([bytes, bytearray]))
    def feed(self, data: st.DataObject, number: int, kind: type[bytes]) -> None:
        pieces = [piece.encode() for piece in PIECES[self.options["format"]]]
        fed = b"".join(data.draw(st.sampled_from(pieces + BYTES)) for _ in range(number))
        self.given += fed
        self.call(lambda: self.filter.feed(kind(fed)))

    @precondition(lambda self: not self.closed)
    @rule(end=st.booleans())
    def close(self, end: bool) -> None:
        if end:  # else most machines would be closed before much was fed
            self.closed = True
            self.call(self.filter.close)

    @rule(wrong=st.sampled_from(["text", None, 7, [b"x"]]))
    def feed_something_else(self, wrong: Any) -> None:
        with pytest.raises(TypeError, match="bytes"):
            self.filter.feed(wrong)

    @rule(full=st.booleans())
    def fill_or_free_the_quarantine(self, full: bool) -> None:
        self.full = full

    @precondition(lambda self: self.closed)
    @rule(data=st.sampled_from([b"", b"more\n"]))
    def feed_after_the_end(self, data: bytes) -> None:
        with pytest.raises(ValueError, match="closed"):
            self.filter.feed(data)

    @precondition(lambda self: self.closed)
    @rule()
    def close_again(self) -> None:
        assert self.filter.close() == b""

    @invariant()
    def what_is_counted_adds_up(self) -> None:
        counts = self.filter.counts
        assert counts.balanced
        assert counts.bytes_in == len(self.given)
        if self.error is None:
            assert counts.bytes_out == len(self.taken)
            assert counts.quarantined <= len(self.held)  # malformed ones are held in any case

    def teardown(self) -> None:
        try:
            if hasattr(self, "filter"):
                self.compare()
        finally:
            self.source.stop()
            self.patch.stop()

    def compare(self) -> None:
        if not self.closed:
            self.closed, self.full = True, False
            self.call(self.filter.close)
        if isinstance(self.error, Broken):
            return
        held: list[Quarantined] = []
        other = Filter(quarantine=held.append, **self.options)
        try:
            whole = other.feed(self.given) + other.close()
        except DamagedRecord as error:
            assert str(error) == str(self.error)
            return
        assert self.error is None
        assert (self.taken, self.held) == (whole, held)
        assert self.filter.counts == other.counts


TestFilter = Machine.TestCase
TestFilter.settings = settings(max_examples=150, stateful_step_count=15, deadline=None)
