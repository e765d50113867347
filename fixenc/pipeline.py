"""The way from text or bytes to a report."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from fixenc import spans
from fixenc.codecs import Kind, lookup
from fixenc.composition import composed
from fixenc.detect import detect
from fixenc.detect.detection import Defect, Detection
from fixenc.packed import Edits
from fixenc.policy import STANDARD, Policy
from fixenc.repair import engine
from fixenc.repair.gate.look import is_suspicious
from fixenc.repair.withheld import carried_back
from fixenc.report import Report, of_outcome
from fixenc.spans import Edit


def fix(text: str) -> str:
    """The repaired text, by the standard policy; ``TypeError`` for anything but a ``str``.

    >>> fix("naÃ¯ve")
    'naïve'
    """
    if not isinstance(text, str):
        raise _not_text(text)
    return engine.run(text, STANDARD).text if is_suspicious(text) else text


def repair(text: str, *, policy: Policy = STANDARD) -> Report:
    """Repair a text and say what was done.

    Clean text comes back the same object, unless ``policy.tidy`` has it tidied. Never raises for
    any ``str``, lone surrogates included; raises ``TypeError`` for anything else.

    >>> repair("cafÃ©").text
    'café'
    """
    if not isinstance(text, str):
        raise _not_text(text)
    if not policy.tidy:
        outcome = _run(text, policy)
    else:
        from fixenc import tidy  # loaded on demand, and ftfy with it

        outcome = tidy.after(text, lambda text: _run(text, policy))
    return of_outcome(outcome, policy)


def _not_text(given: object) -> TypeError:
    return TypeError(f"repair takes a str, not {type(given).__name__}; see repair_bytes")


def _run(text: str, policy: Policy) -> engine.Outcome:
    return engine.run(text, policy) if is_suspicious(text) else engine.Outcome(text)


def repair_bytes(
    data: bytes,
    *,
    encoding: str | None = None,
    declaration: str | None = None,
    policy: Policy = STANDARD,
) -> Report:
    """Decode bytes and repair the text.

    ``encoding`` is taken at its word; without it the detector finds the encoding, and takes
    ``declaration``, a label that came with the data, for evidence. Bytes that no
    text encoding explains (``report.detection.encoding`` is None) are not repaired. Raises
    ``EncodingNotFound`` for an unknown name, ``TypeError`` for anything but bytes.

    >>> report = repair_bytes("cafÃ©".encode())
    >>> report.text, report.detection.encoding
    ('café', 'utf-8')
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"repair_bytes takes bytes, not {type(data).__name__}; see repair")
    detection = detect(bytes(data), encoding=encoding, declaration=declaration)
    text = detection.decode()
    if detection.encoding is None:
        return Report(text, detection=detection, confidence=detection.confidence, policy=policy)
    detection, fills = _in_step(detection)
    text = detection.decode()
    made = tuple(fill for fill in fills if engine.permits(policy, fill))
    report = repair(spans.apply(text, made), policy=policy)
    withheld = tuple(fill for fill in fills if fill not in made)
    return Report(
        report.text,
        Edits(composed(text, made, report.edits)) if made else report.edits,
        report.damage,
        Edits(carried_back(made, report.suggestions))
        if made
        else Edits(chain(withheld, report.suggestions)),
        min([report.confidence, *(fill.confidence for fill in made)]) * detection.confidence,
        detection,
        policy,
    )


def _in_step(detection: Detection) -> tuple[Detection, tuple[Edit, ...]]:
    """The detection with its characters paired right where a byte is missing or one too many.

    Also what may fill the gaps. Only files with defects are looked at, and only those whose
    characters are of several bytes.
    """
    name = detection.encoding
    if not detection.defects or detection.segments or name is None:
        return detection, ()
    if name not in ("utf-8", "utf-8-sig") and lookup(name).kind is not Kind.MULTI:
        return detection, ()
    from fixenc.repair.out_of_step.resync import resync  # on demand: 5 ms for damaged files alone

    skipped = len(detection.bom)
    found = resync(detection.data[skipped:], name)
    defects = tuple(
        Defect(start + skipped, detection.data[start + skipped : end + skipped])
        for start, end in found.defects
    )
    return replace(detection, decoded=found.text, defects=defects), found.fills
