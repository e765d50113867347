"""Evaluation sentences: ``eval/sentences.jsonl`` in the cache, from packages kept out of training.

Each line is an object with lang, text and source (the package). No sentence shares a run of
SHARED_RUN code points with the training text of its language, and none is one of its lines:
the same help text is often found in two packages.
"""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.build.fetch import SourceError, Sources
from corpus.build.texts import NON_ASCII_LETTER, is_foreign, paragraphs

PER_LANGUAGE = 400
# With fewer sentences a language's figure says nothing.
LEAST_PER_LANGUAGE = 6
# In code points: shorter is a label, longer is rare and slow to garble.
SHORTEST, LONGEST = 15, 600
SHORTEST_CJK = 8
CJK = frozenset({"ja", "zh-hans", "zh-hant"})
# Windows of WINDOW code points are taken from the training text at every STRIDE-th place, and
# from a sentence at every place, so that a shared run of WINDOW + STRIDE - 1 is always found.
WINDOW, STRIDE = 32, 9
SHARED_RUN = WINDOW + STRIDE - 1
# Below this share of letters and marks a line is a table row, a command or ASCII art.
LETTER_SHARE = 0.6
# Languages whose ordinary sentences may hold no letter beyond ASCII.
OFTEN_ASCII_CODES = """
af ceb co en fil gv ha haw id ig jv la mg ms nds nl nr nso om rw sc sn so ss st su sw tn tpi ts uz
ve xh yo zu
"""
OFTEN_ASCII = frozenset(OFTEN_ASCII_CODES.split())
# A sentence may begin with these, though they are punctuation.
OPENERS = frozenset("\"'¿¡…—–")
# Also a command's options: "--all", "-l".
MARKUP = re.compile(r"[{}$|<>=\\]|%[a-zA-Z0-9]|https?:|(?<!\w)--?\w")
SEED = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the evaluation set."""

    lang: str
    text: str
    source: str


def is_sentence(text: str, language: str) -> bool:
    """True for running text of the language: long enough, mostly letters, no markup."""
    shortest = SHORTEST_CJK if language in CJK else SHORTEST
    if not shortest <= len(text) <= LONGEST or MARKUP.search(text) or is_foreign(text, language):
        return False
    if language not in OFTEN_ASCII and not NON_ASCII_LETTER.search(text):
        return False
    if unicodedata.category(text[0]) in {"Pe", "Pf", "Po", "Pd"} and text[0] not in OPENERS:
        return False  # The end of a sentence whose beginning stood elsewhere.
    letters = sum(unicodedata.category(char)[0] in "LM" for char in text)
    return letters >= LETTER_SHARE * len(text)


def training_windows(lines: list[str]) -> set[str]:
    """The training text's windows; see WINDOW."""
    return {
        line[start : start + WINDOW]
        for line in lines
        for start in range(0, len(line) - WINDOW + 1, STRIDE)
    }


def shares_run(text: str, windows: set[str]) -> bool:
    """True when a run of SHARED_RUN code points stands in the training text as well."""
    return any(text[start : start + WINDOW] in windows for start in range(len(text) - WINDOW + 1))


def collect_candidates(sources: Sources, cache: Path) -> dict[str, dict[str, list[str]]]:
    """The sentences by language and package, each once."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for source, layout in sources.of_role("eval"):
        for language, text in paragraphs(source, layout, cache):
            if language in sources.languages and is_sentence(text, language):
                found.setdefault(language, {}).setdefault(source.name, {})[text] = None
    english = {text for texts in found.get("en", {}).values() for text in texts}
    return {
        language: {
            name: [text for text in texts if language == "en" or text not in english]
            for name, texts in packages.items()
        }
        for language, packages in found.items()
    }


def choose(language: str, packages: dict[str, list[str]], training: list[str]) -> list[Sentence]:
    """Up to PER_LANGUAGE sentences, from each package in turn, shuffled by a fixed seed."""
    windows, lines = training_windows(training), set(training)
    shuffler = random.Random(f"{SEED} {language}")
    queues: dict[str, Iterator[str]] = {}
    for name, texts in sorted(packages.items()):
        queues[name] = iter(shuffler.sample(texts, len(texts)))
    chosen: list[Sentence] = []
    seen: set[str] = set()
    while queues and len(chosen) < PER_LANGUAGE:
        for name, queue in list(queues.items()):
            for text in queue:
                if text not in seen and text not in lines and not shares_run(text, windows):
                    seen.add(text)
                    chosen.append(Sentence(language, text, name))
                    break
            else:
                del queues[name]
    return chosen[:PER_LANGUAGE]


def check_disjoint(sentences: list[Sentence], train: Path) -> None:
    """Raise SourceError when a sentence, or a long run of one, is in the training text."""
    for language in sorted({sentence.lang for sentence in sentences}):
        training = read_training(train, language)
        windows, lines = training_windows(training), set(training)
        for sentence in sentences:
            if sentence.lang == language and (
                sentence.text in lines or shares_run(sentence.text, windows)
            ):
                raise SourceError(
                    f"the evaluation sentence {sentence.text!r} ({language}, {sentence.source}) "
                    "stands in the training text"
                )


def read_training(train: Path, language: str) -> list[str]:
    """The training lines of a language; none when it has no file."""
    path = train / f"{language}.txt"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def build_evaluation(sources: Sources, cache: Path) -> dict[str, int]:
    """Write the evaluation set; the number of sentences by language.

    Raises SourceError when a package is missing, when the training text was not built yet, or
    when what was written overlaps it.
    """
    train = cache / "train"
    if not any(train.glob("*.txt")):
        raise SourceError("there is no training text to compare with: build the texts first")
    sentences: list[Sentence] = []
    counts: dict[str, int] = {}
    for language, packages in sorted(collect_candidates(sources, cache).items()):
        chosen = choose(language, packages, read_training(train, language))
        if len(chosen) >= LEAST_PER_LANGUAGE:
            sentences += chosen
            counts[language] = len(chosen)
    check_disjoint(sentences, train)
    write_lines(cache / "eval" / "sentences.jsonl", sentences)
    return counts


def write_lines(path: Path, sentences: list[Sentence]) -> None:
    """Write one JSON object a line, UTF-8, with line feeds on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for sentence in sentences:
            stream.write(json.dumps(asdict(sentence), ensure_ascii=False) + "\n")
