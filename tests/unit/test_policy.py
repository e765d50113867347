"""What a policy takes, and what it refuses."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from fixenc import EAGER, SAFE, STANDARD, Annotations, FixencError, Policy, PolicyError
from fixenc.policy import PRESETS
from fixenc.spans import Kind


def test_the_presets_go_from_careful_to_bold() -> None:
    assert list(PRESETS.values()) == [SAFE, STANDARD, EAGER]
    assert SAFE.min_confidence > STANDARD.min_confidence > EAGER.min_confidence
    assert not SAFE.allow_inferred and STANDARD.allow_inferred and EAGER.allow_inferred
    assert Policy() == STANDARD
    assert not any(preset.tidy for preset in PRESETS.values())


def test_a_policy_is_frozen_and_can_be_a_key() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        STANDARD.tidy = True  # type: ignore[misc]
    assert {Policy(encodings={"cp1252"}): 1}[Policy(encodings=["cp1252"])] == 1  # type: ignore[arg-type]


def test_collections_become_of_one_kind() -> None:
    policy = Policy(encodings=["a", "b", "a"], exclude=iter("cd"), languages=["ru"])  # type: ignore[arg-type]
    assert policy.encodings == frozenset("ab")
    assert policy.exclude == frozenset("cd")
    assert policy.languages == ("ru",)


@pytest.mark.parametrize("name", list(Annotations))
def test_annotations_may_be_named_by_a_string(name: Annotations) -> None:
    assert Policy(strip_annotations=name.value).strip_annotations is name  # type: ignore[arg-type]


@pytest.mark.parametrize("confidence", [0, 0.0, 0.5, 1, 1.0])
def test_any_probability_will_do(confidence: float) -> None:
    assert Policy(min_confidence=confidence).min_confidence == confidence


@pytest.mark.parametrize(
    ("asked", "filled", "due"),
    [(0.9, None, 0.5), (0.95, None, 0.95), (0.3, None, 0.3), (0.95, 0.7, 0.7), (0.5, 1, 1)],
)
def test_what_fills_in_lost_bytes_has_a_threshold_of_its_own(
    asked: float, filled: float | None, due: float
) -> None:
    policy = Policy(min_confidence=asked, min_filled=filled)
    assert policy.due(Kind.LOST) == due
    assert all(policy.due(kind) == asked for kind in Kind if kind is not Kind.LOST)


@pytest.mark.parametrize("hole", ["", "?", "\ufffd", "\U0001f4a9"])
def test_a_hole_is_one_character_or_none(hole: str) -> None:
    assert Policy(hole=hole).hole == hole


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_confidence": 1.01},
        {"min_confidence": -0.1},
        {"min_confidence": float("nan")},
        {"min_confidence": "0.9"},
        {"min_confidence": None},
        {"min_filled": 1.01},
        {"min_filled": "0.9"},
        {"strip_annotations": "sometimes"},
        {"strip_annotations": None},
        {"hole": "??"},
        {"hole": None},
        {"encodings": "cp1252"},  # would be six encodings of one letter
        {"encodings": None},
        {"encodings": [1252]},
        {"exclude": "cp1252"},
        {"languages": "ru"},
        {"languages": [b"ru"]},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(PolicyError) as refusal:
        Policy(**wrong)
    assert isinstance(refusal.value, FixencError) and isinstance(refusal.value, ValueError)
    assert next(iter(wrong)) in str(refusal.value)


def test_everything_is_named() -> None:
    with pytest.raises(TypeError):
        Policy(0.9)  # type: ignore[misc]
    with pytest.raises(TypeError):
        Policy(confidence=0.9)  # type: ignore[call-arg]
