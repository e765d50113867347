"""fixenc finds garbled text, undoes the damage, and says how sure it is.

>>> import fixenc
>>> fixenc.fix("CafÃ© â€“ menÃº")
'Café – menú'

Importing it loads policies and errors (12 ms, most of it Python's dataclasses); all else is loaded
when it is first used.
"""

from __future__ import annotations

import sys
from importlib import import_module

from fixenc.errors import (
    ChainError,
    DamagedRecord,
    EncodingNotFound,
    FixencError,
    FormatError,
    PolicyError,
    ReplayError,
)
from fixenc.policy import EAGER, SAFE, STANDARD, Annotations, Policy
from fixenc.version import VERSION

TYPE_CHECKING = False  # typing's own takes longer to import than the rest of this module
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from fixenc.detect import detect
    from fixenc.detect.detection import Defect, Detection, Guess, Segment
    from fixenc.filter import (
        Counts,
        Filter,
        OnDamaged,
        Outcome,
        Quarantined,
        Record,
        RecordVerdict,
    )
    from fixenc.pipeline import fix, repair, repair_bytes
    from fixenc.repair.gate.look import is_suspicious
    from fixenc.report import Report, Verdict
    from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind
else:
    ModuleType = type(sys)

__version__ = VERSION

__all__ = [
    "EAGER",
    "SAFE",
    "STANDARD",
    "Alternative",
    "Annotations",
    "Certainty",
    "ChainError",
    "Counts",
    "Damage",
    "DamagedRecord",
    "Defect",
    "Detection",
    "Edit",
    "EncodingNotFound",
    "Evidence",
    "Filter",
    "FixencError",
    "FormatError",
    "Guess",
    "Kind",
    "OnDamaged",
    "Outcome",
    "Policy",
    "PolicyError",
    "Quarantined",
    "Record",
    "RecordVerdict",
    "ReplayError",
    "Report",
    "Segment",
    "Verdict",
    "detect",
    "fix",
    "is_suspicious",
    "repair",
    "repair_bytes",
]

_HOMES = {
    "fixenc.detect": ("detect",),
    "fixenc.detect.detection": ("Defect", "Detection", "Guess", "Segment"),
    "fixenc.filter": (
        "Counts",
        "Filter",
        "OnDamaged",
        "Outcome",
        "Quarantined",
        "Record",
        "RecordVerdict",
    ),
    "fixenc.pipeline": ("fix", "repair", "repair_bytes"),
    "fixenc.repair.gate.look": ("is_suspicious",),
    "fixenc.report": ("Report", "Verdict"),
    "fixenc.spans": ("Alternative", "Certainty", "Damage", "Edit", "Evidence", "Kind"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fixenc' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The package's own class, for two names that are a function and a subpackage at once.

    Importing ``fixenc.repair.engine`` sets the attribute ``fixenc.repair`` to the subpackage;
    here it stays the function, which is what ``fixenc.repair(text)`` means.
    """

    @property
    def detect(self) -> Any:
        return vars(self).get("detect") or import_module("fixenc.detect").detect

    @detect.setter
    def detect(self, value: Any) -> None:
        self._set("detect", value)

    @property
    def repair(self) -> Any:
        return vars(self).get("repair") or import_module("fixenc.pipeline").repair

    @repair.setter
    def repair(self, value: Any) -> None:
        self._set("repair", value)

    def _set(self, name: str, value: Any) -> None:
        if not isinstance(value, ModuleType):
            vars(self)[name] = value


sys.modules[__name__].__class__ = _Package
