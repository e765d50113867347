"""What a run leaves behind: ``benchmarks/results/NAME.json`` and ``NAME.md``.

The JSON holds what was measured under ``found``, and under ``run`` the command, the date, the
machine and the versions. The Markdown is made of it by ``benchmarks.markdown``.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import fixenc
from benchmarks import markdown

FOLDER = Path(__file__).parent / "results"
PACKAGES = (
    *("ftfy", "plsfix", "pyarrow"),
    *("chardet", "charset-normalizer", "chardetng-py", "cchardet"),
)


def surroundings(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    """The command, the date, the machine and the versions."""
    versions = {"fixenc": fixenc.__version__, "Python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "command": " ".join(["python -m benchmarks", name, *arguments]),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": versions,
    }


def keep(name: str, arguments: Sequence[str], found: dict[str, Any]) -> None:
    """Write the two files of a run."""
    FOLDER.mkdir(exist_ok=True)
    # through JSON and back, so that the table is the same when it is made again from the file
    text = json.dumps(
        {"run": surroundings(name, arguments), "found": found}, ensure_ascii=False, indent=1
    )
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")
    (FOLDER / f"{name}.md").write_text(markdown.page(name, json.loads(text)), "utf-8")


def load(name: str) -> dict[str, Any] | None:
    """What the last run of that name left, ``run`` and ``found``; None without one."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None
