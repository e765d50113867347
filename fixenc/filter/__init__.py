"""The filter: bytes of a corpus in, clean records out, and nothing lost on the way.

====================  ======================================================================
``source``            which encoding a stream is in, settled once; other encodings to UTF-8
``sieve``             which of many strings need a look
``judge``             what becomes of one record
``core``              ``Filter``: blocks of whole records, however the bytes come in
``counts``            what was done, counted
====================  ======================================================================

The formats themselves, where records end and which strings they hold, are ``fixenc.formats``.
"""

from fixenc.filter.core import Filter
from fixenc.filter.counts import Counts
from fixenc.filter.record import OnDamaged, Outcome, Quarantined, Record, RecordVerdict

__all__ = ["Counts", "Filter", "OnDamaged", "Outcome", "Quarantined", "Record", "RecordVerdict"]
