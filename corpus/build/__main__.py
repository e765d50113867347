"""The steps of the build: fetch, texts, evaluation and train make the model; all runs the four.

gate, longer and lexicon (of the training text), remains and readings make the other data files,
clean the clean lines that the gate is measured on; pin renews the pinned versions.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from corpus.build.fetch import SourceError, cache_folder, fetch_all, load_sources

Command = Callable[[Path, list[str]], None]


def main(arguments: list[str] | None = None) -> int:
    """Run one step; the exit status: 0 done, 2 a source could not be had."""
    parser = argparse.ArgumentParser(prog="python -m corpus.build", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS), help="the step to run")
    parser.add_argument("names", nargs="*", help="for fetch and pin: only these packages")
    chosen = parser.parse_args(arguments)
    if chosen.names and chosen.command not in {"fetch", "pin"}:
        parser.error(f"{chosen.command} takes no names of packages")
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    try:
        COMMANDS[chosen.command](cache, chosen.names)
    except SourceError as error:
        print(f"corpus.build: {error}", file=sys.stderr)
        return 2
    return 0


def _fetch(cache: Path, names: list[str]) -> None:
    packages = load_sources().packages
    fetch_all([source for source in packages if not names or source.name in names], cache)


def _pin(cache: Path, names: list[str]) -> None:
    del cache
    from corpus.build.pin import pin

    for change in pin(names):
        print(change)


def _texts(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.texts import build_training_text

    for language, size in build_training_text(load_sources(), cache).items():
        print(f"{language}\t{size}")


def _evaluation(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.evaluation import build_evaluation

    for language, count in build_evaluation(load_sources(), cache).items():
        print(f"{language}\t{count}")


def _clean(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.cleanlines import build_clean_lines

    clean, suspect = build_clean_lines(load_sources(), cache)
    print(f"{clean} clean lines; {suspect} left out as garbled by their authors")


def _train(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.train import build_model

    made = build_model(load_sources(), cache)
    for language, (size, pairs) in made.languages.items():
        print(f"{language}\t{size}\t{pairs}")
    print(f"model.bin: {made.size:,} bytes, SHA-256 {made.digest}")


def _longer(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.longer import main as build_longer

    print(f"longer.bin: {build_longer(cache):,} bytes")


def _lexicon(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.lexicon import main as build_lexicon

    build_lexicon(cache)


def _gate(cache: Path, names: list[str]) -> None:
    del names
    from corpus.build.gate import main as build_gate

    build_gate(cache)


def _remains(cache: Path, names: list[str]) -> None:
    del cache, names
    from corpus.build.remains import write

    write()


def _readings(cache: Path, names: list[str]) -> None:
    del cache, names
    from corpus.build.readings import main as build_readings

    build_readings()


def _all(cache: Path, names: list[str]) -> None:
    for step in (_fetch, _texts, _evaluation, _train):
        step(cache, names)


# One entry a step; each imports its module when it runs.
COMMANDS: dict[str, Command] = {
    "pin": _pin,
    "fetch": _fetch,
    "texts": _texts,
    "evaluation": _evaluation,
    "train": _train,
    "all": _all,
    "longer": _longer,
    "lexicon": _lexicon,
    "clean": _clean,
    "gate": _gate,
    "remains": _remains,
    "readings": _readings,
}

if __name__ == "__main__":
    sys.exit(main())
