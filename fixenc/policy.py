"""Policy: what a repair may do. The only configuration there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fixenc.errors import PolicyError

if TYPE_CHECKING:
    from fixenc.spans import Kind

_LOST = "lost"  # Kind.LOST: a policy alone, as the pytest plugin has one, loads no edits

SURE = 0.9  # what the standard policy asks of an edit
# What it asks of one that fills in lost bytes: to be right more often than not. Such an edit says
# what it is, and what else may have stood there; at 0.9 half of what is right would stay a hole.
LIKELIER_THAN_NOT = 0.5


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
    suggestions. ``allow_inferred`` lets in edits that fill in what was lost, and ``min_filled`` is
    what those that fill in lost bytes (``Kind.LOST``) must reach instead: None for 0.5, or for
    ``min_confidence`` where that is below 0.5 or above the standard 0.9. ``encodings`` (if not
    empty) are the only ones that a chain may name, ``exclude`` those that it may not; both take
    any label. ``languages`` are hints, as in ``("zh-hans", "ru")``. ``hole`` stands where a
    character cannot be brought back. ``tidy`` asks for ftfy's cosmetic fixes afterwards.

    Raises ``PolicyError`` for values that cannot be.

    >>> Policy(min_confidence=0.99).allow_inferred
    True
    """

    min_confidence: float = SURE
    allow_inferred: bool = True
    strip_annotations: Annotations = Annotations.AUTO
    encodings: frozenset[str] = field(default=frozenset())
    exclude: frozenset[str] = field(default=frozenset())
    languages: tuple[str, ...] = ()
    hole: str = "\ufffd"
    tidy: bool = False
    min_filled: float | None = None

    def __post_init__(self) -> None:
        _check("min_confidence", self.min_confidence)
        if self.min_filled is not None:
            _check("min_filled", self.min_filled)
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

    def due(self, kind: Kind) -> float:
        """The confidence that an edit of a kind must reach.

        >>> from fixenc.spans import Kind
        >>> STANDARD.due(Kind.MISREAD), STANDARD.due(Kind.LOST)
        (0.9, 0.5)
        >>> Policy(min_confidence=0.99).due(Kind.LOST)
        0.99
        """
        if kind != _LOST:
            return self.min_confidence
        if self.min_filled is not None:
            return self.min_filled
        if self.min_confidence > SURE:
            return self.min_confidence
        return min(LIKELIER_THAN_NOT, self.min_confidence)


def _check(field_name: str, probability: float) -> None:
    if not isinstance(probability, int | float) or not 0.0 <= probability <= 1.0:
        raise PolicyError(f"{field_name} must be within 0 and 1, not {probability!r}")


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
