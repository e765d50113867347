"""Pin anew: put the version and SHA-256 that the Debian mirror serves now into ``sources.toml``.

A mirror keeps the current point release only, so pins age. What this changes is to be looked
at like any change of a dependency, and the model and the floors are to be rebuilt after it.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from corpus.build.fetch import SOURCES, Source, SourceError, load_sources

FIELD = re.compile(r"^(Package|Version|SHA256): (.*)$", re.MULTILINE)


def served_versions(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The version and SHA-256 of each Debian package that the mirror's lists name."""
    command = ["apt-cache", "show", "--no-all-versions", *sorted(set(names))]
    # apt-cache fails when one of the names is unknown, and still shows the others.
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    served: dict[str, tuple[str, str]] = {}
    for stanza in shown.split("\n\n"):
        fields = dict(FIELD.findall(stanza))
        if {"Package", "Version", "SHA256"} <= fields.keys():
            served[fields["Package"]] = (fields["Version"], fields["SHA256"])
    return served


def replace_pin(text: str, source: Source, version: str, sha256: str) -> str:
    """The text of ``sources.toml`` with one package's pin replaced, and nothing else."""
    return text.replace(
        f'name = "{source.name}"\nversion = "{source.version}"\nsha256 = "{source.sha256}"\n',
        f'name = "{source.name}"\nversion = "{version}"\nsha256 = "{sha256}"\n',
    )


def pin(names: list[str], path: Path = SOURCES) -> list[str]:
    """Pin the Debian packages named (all when none is); what changed, one line each.

    Raises SourceError when the mirror's lists no longer name a package.
    """
    wanted = [
        source
        for source in load_sources(path).packages
        if source.kind == "deb" and (not names or source.name in names)
    ]
    served = served_versions(source.name for source in wanted)
    text = path.read_text(encoding="utf-8")
    changes: list[str] = []
    for source in wanted:
        if source.name not in served:
            raise SourceError(
                f"{source.name} is not in the mirror's lists: run 'apt-get update', or take it "
                "out of sources.toml"
            )
        version, sha256 = served[source.name]
        if (version, sha256) != (source.version, source.sha256):
            text = replace_pin(text, source, version, sha256)
            changes.append(f"{source.name} {source.version} -> {version}")
    path.write_text(text, encoding="utf-8", newline="\n")
    return changes
