"""Policy: what a repair may do. The only configuration there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fixenc.errors import PolicyError


class Annotations(StrEnum):
    """When readings in brackets that were inserted into a page are taken out."""

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
        if not 0.0 <= self.min_confidence <= 1.0:
            raise PolicyError(f"min_confidence must be within 0 and 1, not {self.min_confidence}")
        try:
            object.__setattr__(self, "strip_annotations", Annotations(self.strip_annotations))
        except ValueError:
            known = ", ".join(Annotations)
            raise PolicyError(
                f"strip_annotations must be one of {known}, not {self.strip_annotations!r}"
            ) from None
        if len(self.hole) > 1:
            raise PolicyError("hole must be one character, or empty")
        for name in ("encodings", "exclude"):
            if isinstance(getattr(self, name), str):
                raise PolicyError(f"{name} must be a set of names, not one string")
            object.__setattr__(self, name, frozenset(getattr(self, name)))
        object.__setattr__(self, "languages", tuple(self.languages))


SAFE = Policy(min_confidence=0.99, allow_inferred=False)
STANDARD = Policy()
EAGER = Policy(min_confidence=0.5)

PRESETS = {"safe": SAFE, "standard": STANDARD, "eager": EAGER}
