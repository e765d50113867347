"""fixenc finds garbled text, undoes the damage, and says how sure it is.

>>> import fixenc
>>> fixenc.fix("CafÃ© â€“ menÃº")
'Café – menú'
"""

from fixenc.detect import detect
from fixenc.detect.detection import Defect, Detection, Segment
from fixenc.errors import (
    ChainError,
    EncodingNotFound,
    FixencError,
    FormatError,
    PolicyError,
    ReplayError,
)
from fixenc.pipeline import fix, repair, repair_bytes
from fixenc.policy import EAGER, SAFE, STANDARD, Annotations, Policy
from fixenc.repair.gate import is_suspicious
from fixenc.report import Report, Verdict
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

__version__ = "0.1.0"

__all__ = [
    "EAGER",
    "SAFE",
    "STANDARD",
    "Alternative",
    "Annotations",
    "Certainty",
    "ChainError",
    "Damage",
    "Defect",
    "Detection",
    "Edit",
    "EncodingNotFound",
    "Evidence",
    "FixencError",
    "FormatError",
    "Kind",
    "Policy",
    "PolicyError",
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
