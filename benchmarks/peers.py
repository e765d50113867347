"""Other detectors, behind one face: bytes to the name of an encoding, or None.

A detector that is not installed is left out.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

import fixenc

# Bytes to (text, name): the text as the detector's user would read it, None where it gives up.
Reader = Callable[[bytes], "tuple[str | None, str | None]"]


def _fixenc(data: bytes) -> tuple[str | None, str | None]:
    found = fixenc.detect(data)
    return (None, found.reason) if found.encoding is None else (found.decode(), found.encoding)


def _named(detect: Callable[[bytes], str | None]) -> Reader:
    def read(data: bytes) -> tuple[str | None, str | None]:
        name = detect(data)
        if name is None:
            return None, None
        try:
            return data.decode(name), codecs.lookup(name).name
        except (LookupError, UnicodeError):
            return None, name

    return read


def readers() -> dict[str, Reader]:
    """The detectors that are here, by name and version, fixenc first."""
    found: dict[str, Reader] = {f"fixenc {fixenc.__version__}": _fixenc}
    try:
        import chardet

        found[f"chardet {chardet.__version__}"] = _named(lambda d: chardet.detect(d)["encoding"])
    except ImportError:
        pass
    try:
        import charset_normalizer

        def normalizer(data: bytes) -> str | None:
            best = charset_normalizer.from_bytes(data).best()
            return best.encoding if best else None

        found[f"charset-normalizer {charset_normalizer.__version__}"] = _named(normalizer)
    except ImportError:
        pass
    try:
        import chardetng_py

        found["chardetng"] = _named(lambda d: chardetng_py.detect(d, allow_utf8=True))
    except ImportError:
        pass
    try:
        import cchardet

        found[f"cchardet {cchardet.__version__}"] = _named(lambda d: cchardet.detect(d)["encoding"])
    except ImportError:
        pass
    return found
