"""The house rules that can be read off the source: who may import what, and when."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fixenc"

# Imports go to the same layer or down, never up.
LAYERS = {
    "errors": 0,
    "spans": 0,
    "policy": 0,
    "places": 0,
    "composition": 0,
    "packed": 0,
    "version": 0,
    "data": 0,
    "codecs": 1,
    "model": 1,
    "calibration": 1,
    "chains": 2,
    "detect": 3,
    "repair": 3,
    "origin": 4,
    "serial": 4,
    "report": 4,
    "pipeline": 5,
    "explain": 5,
    "tidy": 5,
    "formats": 6,
    "filter": 6,
    "reports": 6,
    "jobs": 7,
    "cli": 7,
    "integrations": 7,
    "testing": 7,
    "": 7,  # fixenc itself, the public names
    "__main__": 8,
}

# Third-party packages and the one place of each, as a prefix of the module's name.
PLACES = {
    "typer": "fixenc.cli",
    "rich": "fixenc.cli",
    "hypothesis": "fixenc.testing",
    "pytest": "fixenc.testing",
    "chardet": "fixenc.detect.witnesses",
    "charset_normalizer": "fixenc.detect.witnesses",
    "ftfy": "fixenc.tidy",
    "compression": "fixenc.formats.compressed",  # of the standard library from 3.14 on
    "zstandard": "fixenc.formats.compressed",
    "pyarrow": "fixenc.integrations",
    "datatrove": "fixenc.integrations",
    "pyspark": "fixenc.integrations",
    "ray": "fixenc.integrations",
    "warcio": "fixenc.integrations",
}

HEAVY = [
    *("typer", "rich", "pydantic", "hypothesis", "pytest", "chardet", "charset_normalizer"),
    *("ftfy", "pypinyin", "numpy", "pyarrow", "pandas"),
]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text("utf-8"))


def imports(module: str) -> Iterator[str]:
    """The modules that a module imports anywhere in it, lazily or not, as absolute names."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".")
                if FILES[module].name != "__init__.py":
                    package.pop()
                package = package[: len(package) - (node.level - 1)]
                base = ".".join([*package, base] if base else package)
            for alias in node.names:
                # "from fixenc import codecs" imports the module, not the package's names.
                submodule = f"{base}.{alias.name}"
                yield submodule if submodule in FILES else base


def unit(module: str) -> str:
    """The part of the house that a module belongs to; "" for fixenc itself."""
    return [*module.split("."), ""][1]


def edges() -> dict[str, set[str]]:
    """Module to the modules of fixenc that it imports."""
    return {
        module: {name for name in imports(module) if name in FILES} - {module} for module in FILES
    }


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Some cycle of a graph, or nothing."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for other in sorted(graph.get(node, ())):
            if found := walk(other, [*path, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := walk(node, []))), [])


@pytest.mark.parametrize("module", FILES)
def test_every_module_has_a_layer_and_imports_only_downwards(module: str) -> None:
    assert unit(module) in LAYERS, f"give {module} a layer in this test and in the ADR"
    for other in edges()[module]:
        below, above = LAYERS[unit(other)], LAYERS[unit(module)]
        assert below <= above, f"{module} (layer {above}) imports {other} (layer {below})"


def test_no_cycles_between_modules() -> None:
    assert cycle(edges()) == []


def test_no_cycles_between_parts() -> None:
    graph: dict[str, set[str]] = {}
    for module, others in edges().items():
        part = graph.setdefault(unit(module), set())
        part |= {unit(other) for other in others} - {unit(module)}
    assert cycle(graph) == []


def test_the_finder_of_cycles_finds_one() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


@pytest.mark.parametrize("module", FILES)
def test_third_party_packages_stay_in_their_place(module: str) -> None:
    for name in imports(module):
        package = name.split(".")[0]
        if package == "fixenc" or package in sys.stdlib_module_names:
            continue
        assert package in PLACES, f"{module} imports {package}, which has no place here"
        place = PLACES[package]
        assert f"{module}.".startswith(f"{place}."), f"{package} belongs in {place}, not {module}"


@pytest.mark.parametrize("module", [name for name in FILES if LAYERS.get(unit(name), 0) >= 6])
def test_files_are_opened_in_one_place(module: str) -> None:
    if module in ("fixenc.formats.files", "fixenc.formats.temporary"):
        return
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open", f"{module}:{node.lineno} opens a file"


@pytest.mark.parametrize("module", FILES)
def test_text_is_split_at_newlines_only(module: str) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute):
            assert node.attr != "splitlines", f"{module}:{node.lineno} splits at U+0085 too"


def test_importing_fixenc_is_light() -> None:
    code = f"import fixenc, sys; print(*(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_importing_fixenc_does_not_load_the_model() -> None:
    code = "import fixenc; from fixenc import model; print(model.load.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "0", done.stderr


def test_the_public_names_are_the_documented_ones() -> None:
    import fixenc

    documented = re.findall(
        r"^### `fixenc\.(\w+)`", (ROOT / "docs/api.md").read_text("utf-8"), re.M
    )
    assert len(documented) == len(set(documented))
    assert set(fixenc.__all__) == set(documented)
    assert all(hasattr(fixenc, name) for name in fixenc.__all__)


TESTERS = [*sorted((ROOT / "tests" / "oracles").glob("*.py")), PACKAGE / "testing" / "damage.py"]


@pytest.mark.parametrize("path", TESTERS, ids=lambda path: path.stem)
def test_what_tests_shares_no_code_with_what_is_tested(path: Path) -> None:
    """A mistake in the tables of fixenc would hide itself from an oracle that reads by them."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_version_is_said_once_and_repeated_truly() -> None:
    import tomllib

    import fixenc

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert fixenc.__version__ == project["version"]


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


PACKAGES = [
    name
    for name, path in FILES.items()
    if path.name == "__init__.py" and f"{name}.".startswith("fixenc.repair.")
]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_of_a_package_of_repair_has_all_of_it(package: str) -> None:
    drawn = set(re.findall(r"``(\w+)``", ast.get_docstring(tree(package)) or ""))
    parts = {name.rpartition(".")[2] for name in FILES if name.rpartition(".")[0] == package}
    assert parts == drawn, f"the docstring of {package} says which module does what"


def test_no_cycles_between_packages_of_repair() -> None:
    def package_of(module: str) -> str:
        parts = module.split(".")
        return ".".join(parts[: 4 if parts[2:3] == ["finders"] else 3])

    graph: dict[str, set[str]] = {}
    for module, others in edges().items():
        if unit(module) == "repair":
            part = graph.setdefault(package_of(module), set())
            part |= {package_of(other) for other in others if unit(other) == "repair"}
    assert cycle({part: others - {part} for part, others in graph.items()}) == []
