"""The pytest plugin: two options, two fixtures and one mark.

It is loaded in every session of whoever has fixenc installed, so it imports nothing else of
fixenc, and not hypothesis, until a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixenc import Report
    from fixenc.testing.kinds import Garbled

MARK = "encoding_safe"
LAWS = ("takes_any_text", "clean_unchanged", "idempotent", "all_or_nothing")  # as in standard.py
ARGUMENT = "text"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fixenc", "laws of text (fixenc)")
    group.addoption(
        "--fixenc-examples",
        type=int,
        metavar="N",
        help="Examples on which each law is tried, and texts of garbled_corpus (default 200).",
    )
    group.addoption(
        "--fixenc-seed",
        type=int,
        metavar="N",
        help="The seed of the examples (default 0); the same seed gives the same ones.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        f"{MARK}(*laws): the test takes `{ARGUMENT}` and returns what your code makes of it;"
        f" the laws are {', '.join(LAWS)}, all of them when none is named.",
    )
    examples, seed = config.getoption("--fixenc-examples"), config.getoption("--fixenc-seed")
    if examples is not None and examples < 1:
        raise pytest.UsageError("--fixenc-examples must be at least 1")
    if examples is None and seed is None:
        return
    from fixenc.testing.defaults import CURRENT

    CURRENT.examples = CURRENT.examples if examples is None else examples
    CURRENT.seed = CURRENT.seed if seed is None else seed


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each law of a marked function."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is None:
        return
    names = mark.args or LAWS
    if mark.kwargs or not set(names) <= set(LAWS):
        raise pytest.UsageError(f"{MARK} takes names of laws: {', '.join(LAWS)}")
    if ARGUMENT not in metafunc.fixturenames:
        raise pytest.UsageError(f"{metafunc.function.__name__} must take an argument `{ARGUMENT}`")
    metafunc.parametrize(ARGUMENT, names)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a marked function's law in the place of the function."""
    if pyfuncitem.get_closest_marker(MARK) is None:
        return None
    from fixenc.testing.kinds import LawBroken
    from fixenc.testing.standard import STANDARD

    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    law = STANDARD[str(arguments.pop(ARGUMENT))]
    function = pyfuncitem.obj
    try:
        law(lambda text: function(**{ARGUMENT: text}, **arguments))
    except LawBroken as broken:
        # The message has it all; the way through the harness would only bury it.
        pytest.fail(str(broken), pytrace=False)
    return True


@pytest.fixture(scope="session")
def garbled_corpus() -> tuple[Garbled, ...]:
    """Texts garbled without loss, as many as ``--fixenc-examples``, by ``--fixenc-seed``."""
    from fixenc.testing import corpus, defaults

    examples, seed = defaults.resolve(None, None)
    return corpus.garbled_corpus(examples, seed=seed)


@pytest.fixture
def fixenc_report(request: pytest.FixtureRequest) -> Iterator[Callable[[str | bytes], Report]]:
    """Repairs a text, or bytes; what was found is shown with the test if that fails."""
    from fixenc.pipeline import repair, repair_bytes

    def report(text: str | bytes) -> Report:
        found = repair(text) if isinstance(text, str) else repair_bytes(text)
        lines = [f"verdict: {found.verdict.value}, confidence {found.confidence:.3f}"]
        lines += [
            f"{edit.start}:{edit.end} {edit.before!r} -> {edit.after!r} {edit.chain}"
            for edit in found.edits
        ]
        lines += [f"{d.start}:{d.end} of the output is damaged: {d.reason}" for d in found.damage]
        request.node.add_report_section("call", "fixenc", "\n".join(lines))
        return found

    yield report
