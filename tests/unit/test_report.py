"""Reports: verdicts, JSON there and back, undo and replay."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from fixenc import (
    Alternative,
    Certainty,
    Damage,
    Detection,
    Edit,
    Evidence,
    FormatError,
    Kind,
    ReplayError,
    Report,
    Verdict,
    repair_bytes,
)
from fixenc.detect.detection import Defect, Guess, Segment
from fixenc.report import SCHEMA
from tests import reports

EDIT = Edit(
    3,
    5,
    "Ã©",
    "é",
    chain="utf-8>cp1252",
    kind=Kind.MISREAD,
    certainty=Certainty.LOSSLESS,
    confidence=0.98765,
    evidence=(Evidence("model", 20.0 / 3), Evidence("prior", -0.5)),
    alternatives=(Alternative("Й", "utf-8>cp1251", 0.01),),
)
HELD = Edit(0, 1, "c", "C", kind=Kind.LOST, certainty=Certainty.INFERRED, confidence=0.4)
DETECTION = Detection(
    b"caf\xc3\x83\xc2\xa9\xff",
    "utf-8",
    0.75,
    reason=None,
    language="fr",
    bom=b"\xef\xbb\xbf",
    declared="UTF-8",
    defects=(Defect(7, b"\xff"),),
    segments=(Segment(0, 7, "utf-8", 0.9), Segment(7, 8, "cp1252", 0.5)),
    alternatives=(Guess("cp1252", 0.2, "pt"), Guess("cp1250", 0.05)),
    evidence=(("model", 12.25),),
    variant="cesu-8",
    cut=(1, 2),
    decoded="cafÃ©\ufffd",
)
FULL = Report(
    "café\ufffd",
    (EDIT,),
    (Damage(4, 5, "a byte is missing", 0.5),),
    (HELD,),
    0.98,
)


def there_and_back(report: Report) -> Report:
    return Report.from_dict(json.loads(json.dumps(report.to_dict())))


# -- verdicts -----------------------------------------------------------------------------------


def test_the_verdict_says_what_became_of_the_text() -> None:
    broken = Detection(b"\xff", "utf-8", 1.0, defects=(Defect(0, b"\xff"),))
    sound = Detection(b"a", "ascii", 1.0)
    damage = (Damage(0, 1, "why"),)
    assert Report("a").verdict is Verdict.CLEAN
    assert Report("a", detection=sound).verdict is Verdict.CLEAN
    assert Report("a", suggestions=(HELD,)).verdict is Verdict.CLEAN
    assert Report("a", damage=damage).verdict is Verdict.DAMAGED
    assert Report("\ufffd", detection=broken).verdict is Verdict.DAMAGED
    assert FULL.verdict is Verdict.REPAIRED
    assert Report("café", (EDIT,), detection=broken).verdict is Verdict.REPAIRED


def test_changed_is_having_edits() -> None:
    assert FULL.changed and not Report("a", damage=(Damage(0, 1, "why"),)).changed


# -- undo, replay -------------------------------------------------------------------------------


def test_undo_and_replay() -> None:
    assert FULL.undo() == "cafÃ©\ufffd"
    assert FULL.replay("cafÃ©\ufffd") == FULL.text
    assert Report("a").undo() == Report("a").replay("a") == "a"


@pytest.mark.parametrize("other", ["", "caf", "cafe\u0301", "xcafÃ©"])
def test_a_report_is_not_replayed_on_another_text(other: str) -> None:
    with pytest.raises(ReplayError):
        FULL.replay(other)


# -- JSON ---------------------------------------------------------------------------------------


def test_a_report_survives_json() -> None:
    assert there_and_back(FULL) == FULL
    assert there_and_back(Report("")) == Report("")


def test_lone_surrogates_survive_json() -> None:
    report = Report("\ud800é\udfff", (Edit(1, 3, "Ã©", "é"),))
    assert there_and_back(report) == report


def test_a_detection_survives_but_for_its_bytes() -> None:
    report = Report(FULL.text, FULL.edits, detection=DETECTION)
    found = there_and_back(report).detection
    assert found is not None and found.data == b""
    for name in Detection.__dataclass_fields__.keys() - {"data"}:
        assert getattr(found, name) == getattr(DETECTION, name), name
    assert found.decode() == report.undo()


def test_the_verdict_survives_when_only_the_bytes_were_bad() -> None:
    report = repair_bytes(b"abc \xff\xfe def", encoding="utf-8")
    assert report.verdict is there_and_back(report).verdict is Verdict.DAMAGED


def test_the_dictionary_is_plain_data_with_a_schema() -> None:
    data = Report(FULL.text, FULL.edits, detection=DETECTION).to_dict()
    assert data["schema"] == SCHEMA
    assert data["verdict"] == "repaired"
    assert data["edits"][0]["evidence"] == [
        {"name": "model", "bits": 20.0 / 3},
        {"name": "prior", "bits": -0.5},
    ]
    assert data["detection"]["defects"] == [{"offset": 7, "bytes": "ff"}]
    assert json.loads(json.dumps(data)) == data


def broken(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(FULL.to_dict())
    data.update(changes)
    return data


def edited(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(FULL.to_dict())
    data["edits"][0].update(changes)
    return data


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "report",
        {},
        {"schema": SCHEMA},
        broken(schema=SCHEMA + 1),
        broken(schema=None),
        broken(text=None),
        broken(text="something else"),
        broken(edits=None),
        broken(edits=[1]),
        broken(damage=[{"start": 1}]),
        broken(damage=[{"start": 1, "end": 2, "reason": "", "more": 0}]),
        broken(detection={}),
        broken(detection="utf-8"),
        edited(kind="magic"),
        edited(certainty="absolute"),
        edited(start=-1),
        edited(start=4),
        edited(end="5"),
        edited(before="Ã"),
        edited(after="e"),
        edited(evidence=[{"name": "model"}]),
    ],
)
def test_what_is_no_report_is_refused(data: Any) -> None:
    with pytest.raises(FormatError):
        Report.from_dict(data)


def test_every_field_is_needed() -> None:
    told = {"verdict", "changed", "fixenc", "model", "totals"}  # what follows from the rest
    for name in FULL.to_dict().keys() - told:
        data = FULL.to_dict()
        del data[name]
        with pytest.raises(FormatError):
            Report.from_dict(data)


def test_the_schema_says_what_every_field_is() -> None:
    schema = json.loads(reports.SCHEMA.read_text("utf-8"))

    def fields(node: Any, path: str) -> None:
        if isinstance(node, list):
            for item in node:
                fields(item, path)
        if not isinstance(node, dict):
            return
        for name, field in node.get("properties", {}).items():
            told = {"description", "anyOf", "$ref"} & field.keys()
            assert told, f"{path}.{name} has no description"
            if field.get("const") is not None:
                assert field["const"] == SCHEMA
        for name, part in node.items():
            fields(part, f"{path}.{name}")

    fields(schema, "")
    for kind in ("report", "file", "files"):
        assert not reports.validator(kind).is_valid({"schema": SCHEMA, "more": 1})


def test_places_of_edits_and_damage() -> None:
    data = "une\nlettre: cafÃ©\u0085 ÃƒÂ©tÃƒÂ©\ufffd\n".encode()
    plain = repair_bytes(data).to_dict()
    for edit in plain["edits"]:
        before = data[edit["byte_start"] : edit["byte_end"]].decode()
        assert before == edit["before"]
        assert edit["line"] == 2  # U+0085 does not end a line
        assert plain["edits"][0]["start"] - plain["edits"][0]["column"] == len("une\n") - 1
    assert sum(plain["totals"]["edits"].values()) == len(plain["edits"])
    assert plain["edits"] and plain["policy"]["min_confidence"] == 0.9
    text = Report.from_dict(plain).text
    for damage in plain["damage"]:
        assert text[damage["start"] : damage["end"]] == "\ufffd"
        line = text.split("\n")[damage["line"] - 1]
        assert line[damage["column"] - 1] == "\ufffd"
