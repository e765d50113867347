"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fixenc.filter.core import MAX_RECORD
from fixenc.filter.record import OnDamaged
from fixenc.policy import STANDARD, Policy


class Engine(StrEnum):
    """Who does the work on files that are no streams of records."""

    LOCAL = "local"  # this process and its workers
    RAY = "ray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a filter is asked to do, as in ``Filter``. ``format`` None means a guess."""

    policy: Policy = STANDARD
    format: str | None = None
    fields: tuple[str, ...] = ()
    encoding: str | None = None
    on_damaged: OnDamaged = OnDamaged.KEEP
    quarantine: bool = False
    metadata: str | None = None
    max_record: int = MAX_RECORD
    engine: Engine = Engine.LOCAL
