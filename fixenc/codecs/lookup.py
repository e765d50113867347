"""From a label to its encoding."""

import functools
from collections.abc import Iterator
from encodings.aliases import aliases

from fixenc.codecs import table, table_single
from fixenc.codecs.entry import Encoding, Kind
from fixenc.errors import EncodingNotFound

# All of ASCII but digits and small letters.
_PUNCTUATION = bytes(c for c in range(128) if not chr(c).isdigit() and not chr(c).islower())


def fold(label: str) -> str:
    """A label without case, spaces and punctuation, for comparing.

    >>> fold(" ISO_8859-1:1987 ")
    'iso885911987'
    """
    return label.lower().encode("ascii", "ignore").translate(None, _PUNCTUATION).decode("ascii")


def _holes(spelt: str) -> Iterator[int]:
    for item in spelt.split():
        first, _, last = item.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _entry(row: table.Row, kind: Kind, python_aliases: dict[str, list[str]]) -> Encoding:
    name, superset, source, description, labels, holes = row
    module = {"iso8859-1": "latin_1"}.get(name, name.replace("-", "_"))
    seen: dict[str, str] = {}
    for label in (name, *labels.split(), *python_aliases.get(module, ())):
        seen.setdefault(fold(label), label.lower())
    return Encoding(
        name,
        tuple(seen.values()),
        kind,
        superset or None,
        tuple(_holes(holes)),
        source,
        description,
    )


@functools.cache
def catalogue() -> tuple[Encoding, ...]:
    """Every encoding that fixenc knows, in the order of the tables.

    >>> [entry.name for entry in catalogue()][:2]
    ['ascii', 'utf-8']
    """
    known: dict[str, list[str]] = {}
    for alias, module in sorted(aliases.items()):
        known.setdefault(module, []).append(alias)
    groups = (
        (Kind.ASCII, (table_single.ASCII,)),
        (Kind.UNICODE, table.UNICODE),
        (Kind.MULTI, table.MULTI),
        (Kind.SINGLE, table_single.WINDOWS),
        (Kind.SINGLE, table_single.ISO),
        (Kind.SINGLE, table_single.UNIX),
        (Kind.SINGLE, table_single.MAC),
        (Kind.SINGLE, table_single.DOS),
        (Kind.STATEFUL, table.STATEFUL),
    )
    return tuple(_entry(row, kind, known) for kind, rows in groups for row in rows)


@functools.cache
def _by_label() -> dict[str, Encoding]:
    return {fold(label): entry for entry in catalogue() for label in entry.labels}


# Labels come from files and the web, in any spelling: the cache must not grow without end.
@functools.lru_cache(maxsize=1024)
def lookup(label: str) -> Encoding:
    """The encoding of that label, whatever its case and punctuation.

    Raises ``EncodingNotFound``, naming labels that are close.

    >>> lookup("Windows_1252").name
    'cp1252'
    """
    if not isinstance(label, str):
        raise TypeError(f"expected str, not {type(label).__name__}")
    try:
        return _by_label()[fold(label)]
    except KeyError:
        pass
    import difflib  # 3 ms, and only for this message

    close = difflib.get_close_matches(fold(label[:64]), _by_label(), n=3)
    known = ", ".join(dict.fromkeys(_by_label()[c].name for c in close))
    hint = f"; did you mean {known}?" if known else ""
    raise EncodingNotFound(f"no encoding is called {label!r}{hint}")
