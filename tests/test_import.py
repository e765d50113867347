"""What importing fixenc costs: which modules it brings in, not how long a machine takes for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Packages that are there for one command, one format or the tests.
HEAVY = frozenset(
    "typer rich click pydantic hypothesis pytest chardet charset_normalizer ftfy wcwidth pypinyin"
    " numpy pyarrow pandas datatrove pyspark ray matplotlib wordfreq".split()
)
# Modules of the standard library that take longer to load than all of fixenc may.
SLOW = frozenset("asyncio http multiprocessing unittest email xml logging sqlite3 ssl".split())


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``code``."""
    show = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}\n{show}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_importing_fixenc_loads_little() -> None:
    bare = packages(loaded("pass"))
    found = packages(loaded("import fixenc")) - bare
    assert found & HEAVY == set()
    assert found & SLOW == set()
    assert found - sys.stdlib_module_names == {"fixenc"}


def test_importing_fixenc_leaves_its_upper_floors_alone() -> None:
    found = loaded("import fixenc")
    for part in ("cli", "integrations", "testing", "tidy"):
        assert not any(name.startswith(f"fixenc.{part}") for name in found), part


def test_plain_text_is_done_with_without_the_model() -> None:
    code = (
        "import fixenc; from fixenc import model\n"
        "assert fixenc.fix('plain text') == 'plain text'\n"
        "assert model.load.cache_info().currsize == 0\n"
        "assert fixenc.fix('caf\\u00c3\\u00a9') == 'caf\\u00e9'\n"
        "assert model.load.cache_info().currsize == 1\n"
    )
    found = packages(loaded(code))
    assert found & HEAVY == set()


def test_fixenc_registers_nothing_with_the_interpreter() -> None:
    code = (
        "import codecs, warnings\n"
        "filters = list(warnings.filters)\n"
        "import fixenc\n"
        "assert warnings.filters == filters\n"
        "for name in ('sloppy-windows-1252', 'utf-8-variants'):\n"
        "    try: codecs.lookup(name)\n"
        "    except LookupError: continue\n"
        "    raise AssertionError(name)\n"
    )
    loaded(code)
