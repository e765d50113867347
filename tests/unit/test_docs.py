"""The documentation is whole: no dead links, nothing undocumented, nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from typer.main import get_command

import fixenc
import fixenc.testing
from fixenc.cli.app import application

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
COMMANDS = {command.name: command for command in application().registered_commands}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    """A page without its code, in which brackets mean something else."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def section(command: str) -> str:
    text = (DOCS / "cli.md").read_text("utf-8")
    found = re.search(rf"^## fixenc {command}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found is not None, f"docs/cli.md has no section on fixenc {command}"
    return found[1]


def options(command: str) -> set[str]:
    parameters = get_command(application()).commands[command].params  # type: ignore[attr-defined]
    names = {name for parameter in parameters for name in parameter.opts}
    return {name for name in names if name.startswith("-")} - {"--help", "-h"}


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(text_of(page)):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{title(page)} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_a_page_has_one_title_at_its_top(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.M)) == 1


def test_every_page_can_be_reached() -> None:
    seen = {ROOT / "README.md"}
    queue = [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        for target in LINK.findall(text_of(page)):
            other = (page.parent / target).resolve()
            if other.suffix == ".md" and other.exists() and other not in seen:
                seen.add(other)
                queue.append(other)
    missing = [title(page) for page in DOCS.rglob("*.md") if page not in seen]
    assert missing == [], "link these from docs/README.md or docs/adr/README.md"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_and_no_other(command: str) -> None:
    text = section(command)
    rows = re.findall(r"^\| (`-.*?) \|(?!\|)", text.replace(r"\|", "/"), re.M)
    documented = {name for row in rows for name in re.findall(r"--?[a-z][a-z-]*", row)}
    assert documented == options(command)


def test_the_commands_are_the_documented_ones() -> None:
    text = (DOCS / "cli.md").read_text("utf-8")
    assert re.findall(r"^## fixenc (\w+)$", text, re.M) == list(COMMANDS)


def test_the_glossary_is_in_order_and_closed() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    table, _, prose = text.partition("## ")
    words = re.findall(r"^\| ([^|]+?) \| [^-]", table, re.M)[1:]
    assert words == sorted(words)
    assert len(words) == len(set(words))
    for used in re.findall(r"\*([a-z][a-z ]*)\*(?!\*)", table.partition("| Word")[2] + prose):
        singular = used.removesuffix("s")
        aliases = {"garbled": "garble"}
        assert {used, singular, aliases.get(used)} & set(words), f"the glossary lacks {used}"


def test_every_decision_is_listed() -> None:
    index = (DOCS / "adr" / "README.md").read_text("utf-8")
    numbers = []
    for page in sorted((DOCS / "adr").glob("[0-9]*.md")):
        heading = page.read_text("utf-8").split("\n", 1)[0]
        number = page.name[:4]
        assert heading.startswith(f"# {number} "), f"{page.name} is headed {heading!r}"
        assert f"]({page.name})" in index, f"docs/adr/README.md does not list {page.name}"
        numbers.append(number)
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("package", [fixenc, fixenc.testing], ids=lambda package: package.__name__)
def test_every_public_name_has_an_example(package: ModuleType) -> None:
    named = [(name, getattr(package, name)) for name in package.__all__]
    without = [name for name, it in named if callable(it) and ">>> " not in (it.__doc__ or "")]
    assert without == []
