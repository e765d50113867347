"""``python -m fixenc.cli`` is ``fixenc``."""

from fixenc.cli import main

if __name__ == "__main__":
    main()
