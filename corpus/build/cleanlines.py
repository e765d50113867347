"""Clean lines: ``clean/lines.jsonl`` in the cache, real text that a repair must never touch.

They come from packages that neither the training nor the evaluation saw, in every locale that
these carry, trained or not, and stand as their authors wrote them: with markup, access keys,
format marks and typographic spaces. Left out are lines with control characters or U+FFFD, and
lines that are themselves garbled (see is_garbled); those go to ``clean/suspect.jsonl``.
"""

import random
import re
from pathlib import Path

from corpus.build.archives import read_members
from corpus.build.evaluation import Sentence, write_lines
from corpus.build.extract import READERS
from corpus.build.fetch import Layout, Source, SourceError, Sources, archive_path
from corpus.build.languages import language_code
from corpus.build.texts import UNFIT

# The aim is about 250,000 lines; no locale's and no package's habits may dominate.
PER_LOCALE_AND_PACKAGE = 340
# Pure ASCII passes most gates at once: a sample is enough.
ASCII_PER_LOCALE_AND_PACKAGE = 30
# In code points; longer ones are paragraphs of manual pages.
SHORTEST, LONGEST = 4, 1000
SEED = 7

# Neighbouring characters that UTF-8's bytes become when read as windows-1252 or Latin-1.
HIGH_RUN = re.compile(
    "[\x80-\xff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]{2,}"
)

# Latin-1 to Latin Extended-A, and general punctuation to the currency signs.
LIKELY_RESULT = re.compile("[\xa0-\u017f\u2010-\u20bf]+")


def is_garbled(text: str) -> bool:
    """True when every run of high characters is UTF-8 that was read as windows-1252 or Latin-1.

    Nothing else is looked for: this is the one misreading that is certain without a model, and
    the set is there to judge the model. A capital before a sign ("OPCIÓ…") decodes as well, but
    to a letter no Latin text has: only LIKELY_RESULT counts.

    >>> is_garbled("voilÃ\xa0 tout"), is_garbled("voilà tout"), is_garbled("OPCIÓ…")
    (True, False, False)
    """
    runs = HIGH_RUN.findall(text)
    return bool(runs) and all(_is_misread_utf8(run) for run in runs)


def _is_misread_utf8(run: str) -> bool:
    for encoding in ("windows-1252", "latin-1"):
        try:
            decoded = run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return LIKELY_RESULT.fullmatch(decoded) is not None
    return False


def read_lines(source: Source, layout: Layout, cache: Path) -> dict[str, list[str]]:
    """The usable lines of one package by locale, each once, as they stand."""
    archive = archive_path(source, cache)
    if archive is None:
        raise SourceError(f"{source.name} {source.version} is not in the cache; fetch first")
    found: dict[str, dict[str, None]] = {}
    for member in read_members(archive, layout):
        lines = found.setdefault(locale_of(source, layout, member.path), {})
        for line in READERS[layout.reader](member.data, source.encoding):
            text = line.strip(" \t\r")
            if SHORTEST <= len(text) <= LONGEST and not UNFIT.search(text.replace("\t", " ")):
                lines[text] = None
    return {locale: list(lines) for locale, lines in found.items()}


def locale_of(source: Source, layout: Layout, path: str) -> str:
    """The project's code for a file's locale, or the locale's own name when it has none."""
    if source.language:
        return source.language
    name = path.split("/")[int(layout.language.partition(":")[2])]
    return language_code(name) or name.lower()


def sample(lines: list[str], seed: str) -> list[str]:
    """At most PER_LOCALE_AND_PACKAGE lines, few of them ASCII, in their order."""
    shuffler = random.Random(seed)
    beyond = [line for line in lines if not line.isascii()]
    plain = [line for line in lines if line.isascii()]
    plain = shuffler.sample(plain, min(len(plain), ASCII_PER_LOCALE_AND_PACKAGE))
    beyond = shuffler.sample(beyond, min(len(beyond), PER_LOCALE_AND_PACKAGE - len(plain)))
    kept = {*plain, *beyond}
    return [line for line in lines if line in kept]


def build_clean_lines(sources: Sources, cache: Path) -> tuple[int, int]:
    """Write the clean lines and the suspect ones; how many of each.

    Raises SourceError when a package is missing.
    """
    clean: list[Sentence] = []
    suspect: list[Sentence] = []
    seen: set[str] = set()
    for source, layout in sources.of_role("clean"):
        for locale, lines in sorted(read_lines(source, layout, cache).items()):
            for line in sample(lines, f"{SEED} {source.name} {locale}"):
                if line not in seen:
                    seen.add(line)
                    chosen = suspect if is_garbled(line) else clean
                    chosen.append(Sentence(locale, line, source.name))
    write_lines(cache / "clean" / "lines.jsonl", clean)
    write_lines(cache / "clean" / "suspect.jsonl", suspect)
    return len(clean), len(suspect)
