"""The command line as a module: ``python -m fixenc repair file.txt``."""

from __future__ import annotations

from fixenc.cli import main

if __name__ == "__main__":
    main()
