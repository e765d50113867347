"""Make the packed lists of words from wordfreq's, and opencc's table of characters.

``python -m corpus.build.vocabulary`` writes ``fixenc/data/words.bin``, Chinese, and
``words-LANGUAGE.bin`` for others. The sources are those of the
model, in the same pinned versions (``pip install fixenc[corpus]``).
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from math import log2
from pathlib import Path

from corpus.build.packed import written
from fixenc.repair.damage.byte_pairs import is_han
from fixenc.repair.lists.vocabulary import ROWS, SPACED, pack

DATA = Path(__file__).parents[2] / "fixenc" / "data"
# Of 524 characters behind a hole 487 are right without the list; with 10,000 words 501 to 505, with
# 20,000 and with 45,000 506 to 509, with all 295,736 of the list 509 to 512. The probabilities are
# better with every word more; at 45,000 the file would be 30 kB larger.
WORDS = 36_000
LARGEST = 150_000  # bytes
# Lines garbled with losses that come out exact: Japanese 32 % without a list, 41 with 15,000 and
# 20,000 words, 40 with 30,000; Korean 16, 23 with 10,000, 27 with 15,000 and 20,000; Russian 46, 55
# with 20,000, 57 with 30,000, 60 with 40,000.
OTHERS = {"ja": 20_000, "ko": 18_000, "ru": 28_000}
LONGEST_SPACED = 16  # letters
VERSIONS = {"wordfreq": "3.1.1", "opencc-python-reimplemented": "0.1.7"}


def collect() -> tuple[dict[str, float], dict[str, str]]:
    """The commonest words with their bits, and the simplified form of traditional characters.

    Raises ``RuntimeError`` when other versions are installed than the pinned ones.
    """
    import wordfreq

    for name, wanted in VERSIONS.items():
        if version(name) != wanted:
            raise RuntimeError(f"this list is made from {name} {wanted}: pip install it first")
    ranked = sorted(wordfreq.get_frequency_dict("zh", "large").items(), key=lambda w: (-w[1], w[0]))
    chosen = [
        (word, share) for word, share in ranked if len(word) <= ROWS["zh"] and _is_written(word)
    ]
    return {word: -log2(share) for word, share in chosen[:WORDS]}, _simple()


def collect_other(language: str) -> dict[str, float]:
    """The commonest words of another language with their bits."""
    import wordfreq

    longest = ROWS.get(language, LONGEST_SPACED)
    size = "large" if language in wordfreq.available_languages("large") else "small"
    listed = wordfreq.get_frequency_dict(language, size)
    ranked = sorted(listed.items(), key=lambda w: (-w[1], w[0]))
    chosen = [(word, share) for word, share in ranked if len(word) <= longest and _is_own(word)]
    return {word: -log2(share) for word, share in chosen[: OTHERS[language]]}


def _is_own(word: str) -> bool:
    """Whether a word is of letters beyond ASCII, as the packed list can hold them."""
    return min(word) > "\x7f" and all(char.isalpha() or char == "ー" for char in word)


def _is_written(word: str) -> bool:
    return all(map(is_han, word))


def _simple() -> dict[str, str]:
    """The simplified form of each traditional character that GBK holds."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    found = {}
    for line in table.read_text(encoding="utf-8").split("\n"):
        old, _, new = line.partition("\t")
        new = new.split(" ")[0]
        if len(old) == 1 and len(new) == 1 and old != new and _is_gbk(old + new):
            found[old] = new
    return found


def _is_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def main(folder: Path = DATA) -> int:
    """Write the lists; returns an exit code."""
    words, simple = collect()
    source = "; ".join(f"{name} {wanted}" for name, wanted in VERSIONS.items())
    packed = pack(words, simple, source)
    failed = written(folder / "words.bin", packed, LARGEST, f"{len(words)} words")
    source = f"wordfreq {VERSIONS['wordfreq']}"
    for language in sorted((ROWS.keys() | SPACED) - {"zh"}):
        words = collect_other(language)
        packed = pack(words, {}, source)
        name = f"words-{language}.bin"
        failed |= written(folder / name, packed, LARGEST, f"{len(words)} words")
    return failed


if __name__ == "__main__":
    sys.exit(main())
