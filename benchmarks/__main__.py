"""``python -m benchmarks NAME [ARGUMENTS]`` runs ``benchmarks.NAME.main``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """The benchmarks there are, by the files beside this one that have a ``main``."""
    found = sorted(Path(__file__).parent.glob("[a-z]*.py"))
    return [path.stem for path in found if "\ndef main(" in path.read_text("utf-8")]


def main(arguments: list[str]) -> int:
    """Run the benchmark that the first argument names, with the others; its exit code."""
    if not arguments or arguments[0] not in names():
        print(f"usage: python -m benchmarks {{{','.join(names())}}}", file=sys.stderr)
        return 2
    code = import_module(f"benchmarks.{arguments[0]}").main(arguments[1:])
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
