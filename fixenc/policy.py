"""Policy: what a repair may do. The only configuration there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from fixenc.errors import PolicyError


class Annotations(StrEnum):
    """When readings in brackets that were inserted into a page are taken out.

    >>> Policy(strip_annotations=Annotations.NEVER).strip_annotations.value
    'never'
    """

    AUTO = "auto"  # when the page shows that a machine put them in
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a repair may do; frozen, and the same policy always gives the same output.

    ``min_confidence`` is a probability in [0, 1]: edits below it are withheld and reported as
    suggestions. ``allow_inferred`` lets in edits that fill in what was lost. ``encodings`` (if
    not empty) are the only ones that a chain may name, ``exclude`` those that it may not; both
    take any label. ``languages`` are hints, as in ``("zh-hans", "ru")``. ``hole`` stands where a
    character cannot be brought back. ``tidy`` asks for ftfy's cosmetic fixes afterwards.

    Raises ``PolicyError`` for values that cannot be.

    >>> Policy(min_confidence=0.99).allow_inferred
    True
    """

    min_confidence: float = 0.9
    allow_inferred: bool = True
    strip_annotations: Annotations = Annotations.AUTO
    encodings: frozenset[str] = field(default=frozenset())
    exclude: frozenset[str] = field(default=frozenset())
    languages: tuple[str, ...] = ()
    hole: str = "\ufffd"
    tidy: bool = False

    def __post_init__(self) -> None:
        sure = self.min_confidence
        if not isinstance(sure, int | float) or not 0.0 <= sure <= 1.0:
            raise PolicyError(f"min_confidence must be within 0 and 1, not {sure!r}")
        try:
            object.__setattr__(self, "strip_annotations", Annotations(self.strip_annotations))
        except ValueError:
            known = ", ".join(Annotations)
            raise PolicyError(
                f"strip_annotations must be one of {known}, not {self.strip_annotations!r}"
            ) from None
        if not isinstance(self.hole, str) or len(self.hole) > 1:
            raise PolicyError("hole must be one character, or empty")
        for name, kind in (("encodings", frozenset), ("exclude", frozenset), ("languages", tuple)):
            object.__setattr__(self, name, kind(_names(name, getattr(self, name))))


def _names(field_name: str, value: Iterable[str]) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise PolicyError(f"{field_name} must be a collection of names, not {value!r}")
    names = list(value)
    if not all(isinstance(name, str) for name in names):
        raise PolicyError(f"{field_name} must hold names only, not {names!r}")
    return names


SAFE = Policy(min_confidence=0.99, allow_inferred=False)
STANDARD = Policy()
EAGER = Policy(min_confidence=0.5)

PRESETS = {"safe": SAFE, "standard": STANDARD, "eager": EAGER}
