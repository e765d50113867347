"""For all of the project: which modules have examples that can be run here."""

from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from pathlib import Path

INTEGRATIONS = Path(__file__).parent / "fixenc" / "integrations"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the examples of integrations with what is not installed.

    The tests of each integration say so when they are skipped.
    """
    if collection_path.suffix == ".py" and INTEGRATIONS in collection_path.parents:
        return any(find_spec(name) is None for name in _packages(collection_path)) or None
    return None


def _packages(module: Path) -> set[str]:
    """The third-party packages that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - {*sys.stdlib_module_names, "fixenc"}
