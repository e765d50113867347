"""datatrove: a real local pipeline, from JSON Lines over fixenc to JSON Lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import fixenc
from tests.integrations.cases import MENDED, ROWS, VERDICTS, lines_of, recipe

pytest.importorskip("datatrove", reason="needs the extra datatrove")
pytest.importorskip("orjson", reason="needs the extra datatrove")
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from fixenc.integrations.datatrove import FixencFilter, FixencFormatter

pytestmark = pytest.mark.datatrove

TEXTS = [text for text in ROWS if text is not None]
LOST = "naïve caf\ufffd ???? cr\ufffdme"


def run(folder: Path, *steps: Any, tasks: int = 2) -> tuple[dict[str, dict[str, Any]], Any]:
    """The documents that come out, by their id, and the statistics by step."""
    write(folder / "in", tasks)
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder / "in")),
            *steps,
            JsonlWriter(str(folder / "out"), compression=None),
        ],
        tasks=tasks,
        logging_dir=str(folder / "logs"),
    )
    stats = executor.run()
    return documents(folder / "out"), stats


def write(folder: Path, shards: int) -> None:
    folder.mkdir()
    for shard in range(shards):
        rows = [
            {"id": f"{shard}-{i}", "text": text, "source": "a test"}
            for i, text in enumerate([*TEXTS, LOST])
        ]
        data = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{shard}.jsonl").write_text(data, encoding="utf-8")


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    rows = [json.loads(line) for path in folder.glob("*.jsonl") for line in lines_of(path)]
    return {row["id"]: row for row in rows}


def counted(stats: Any, name: str) -> dict[str, int]:
    (step,) = [step for step in stats.stats if step.name.endswith(name)]
    return {key: int(value.total) for key, value in step.stats.items()}


def test_a_pipeline_with_the_formatter(tmp_path: Path) -> None:
    found, stats = run(tmp_path, FixencFormatter())
    assert len(found) == 2 * (len(TEXTS) + 1)
    for shard in range(2):
        rows = [found[f"{shard}-{i}"] for i in range(len(TEXTS) + 1)]
        assert [row["text"] for row in rows] == [m for m in MENDED if m is not None] + [LOST]
        verdicts = [row["metadata"]["fixenc"]["verdict"] for row in rows]
        assert verdicts == [v for v in VERDICTS if v is not None] + ["damaged"]
        assert rows[1]["metadata"]["source"] == "a test"
        edits = rows[1]["metadata"]["fixenc"]["edits"]
        assert [e["after"] for e in edits] == [e.after for e in fixenc.repair(TEXTS[1]).edits]
        assert rows[5]["metadata"]["fixenc"]["damage"]
    counts = counted(stats, "fixenc")
    assert (counts["total"], counts["clean"], counts["repaired"], counts["damaged"]) == (
        12,
        4,
        6,
        2,
    )
    assert counts["edit_utf-8>cp1252"] >= 2


def test_the_filter_drops_what_stays_damaged_with_the_reason(tmp_path: Path) -> None:
    writer = JsonlWriter(str(tmp_path / "excluded"), compression=None)
    found, stats = run(tmp_path, FixencFormatter(), FixencFilter(exclusion_writer=writer))
    assert len(found) == 2 * len(TEXTS)
    excluded = documents(tmp_path / "excluded")
    assert [row["text"] for row in excluded.values()] == [LOST] * 2
    assert [row["metadata"]["filter_reason"] for row in excluded.values()] == ["damaged"] * 2
    (step,) = [step for step in stats.stats if "FILTER" in step.name]
    assert step.stats["dropped_damaged"].total == 2 and step.stats["forwarded"].total == 10


def test_the_recipe(tmp_path: Path) -> None:
    write(tmp_path / "in", 2)
    names = {name: str(tmp_path / name) for name in ("target", "excluded", "logs")}
    kinds = {kind.__name__: kind for kind in (JsonlReader, JsonlWriter, LocalPipelineExecutor)}
    code = compile(recipe("datatrove"), "recipe", "exec")
    exec(code, {**names, **kinds, "source": str(tmp_path / "in")})
    found, excluded = (list((tmp_path / name).glob("*.gz")) for name in ("target", "excluded"))
    data = b"".join(gzip.decompress(path.read_bytes()) for path in found).decode()
    texts = [json.loads(line)["text"] for line in data.split("\n") if line]
    assert sorted(texts) == sorted(2 * [m for m in MENDED if m is not None])
    assert len(excluded) == 2


def test_the_filter_alone_drops_what_is_garbled(tmp_path: Path) -> None:
    found, _ = run(tmp_path, FixencFilter())
    assert sorted({row["text"] for row in found.values()}) == sorted(TEXTS[i] for i in (0, 2))
    assert all("fixenc" not in row["metadata"] for row in found.values())


def test_repairs_that_are_not_sure_enough_go() -> None:
    doc = Document(text=TEXTS[1], id="1")
    (done,) = FixencFormatter().run([doc])
    sure = done.metadata["fixenc"]["confidence"]
    assert FixencFilter(min_confidence=sure).filter(done) is True
    assert FixencFilter(min_confidence=sure + 1e-9).filter(done) == (False, "unsure")


def test_edits_may_be_left_out_and_clean_text_is_the_same_object() -> None:
    docs = [Document(text="déjà vu", id="1"), Document(text="dÃ©jÃ\xa0 vu", id="2")]
    clean, other = FixencFormatter(edits=False).run(list(docs))
    assert clean.text is docs[0].text and other.text == "déjà vu"
    assert set(other.metadata["fixenc"]) == {"verdict", "confidence", "damage"}


def test_metadata_can_be_written_whatever_the_text() -> None:
    doc = Document(text="dÃ©jÃ\xa0 vu, trÃ¨s bien\n\ud800", id="1")
    (done,) = FixencFormatter().run([doc])
    assert done.text == "déjà vu, très bien\n\ufffd"
    json.dumps([done.text, done.metadata], ensure_ascii=False).encode()
