"""The schema of reports, and what every report of a test is held against."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from fixenc.packed import Rows

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"


@cache
def validator(kind: str) -> Draft202012Validator:
    """The validator of one kind of document: ``report``, ``file`` or ``files``."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    del schema["anyOf"]
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def check(document: dict[str, Any], kind: str = "report") -> None:
    """Fail unless the document is as the schema says."""
    for error in validator(kind).iter_errors(document):
        raise AssertionError(f"{error.json_path}: {error.message[:300]}")


def listed(entry: dict[str, Any]) -> dict[str, Any]:
    """The report of a file with its rows as lists, as JSON has them."""
    return {
        name: list(value) if isinstance(value, Rows) else value for name, value in entry.items()
    }
