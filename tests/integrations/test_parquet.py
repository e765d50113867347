"""Parquet: row groups, metadata, codecs and statistics stay; text is repaired."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from fixenc import FormatError
from fixenc.errors import DamagedRecord
from fixenc.filter import Counts, Quarantined
from tests.integrations.cases import MENDED, ROWS, VERDICTS

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
import pyarrow.parquet as pq  # noqa: E402

from fixenc.integrations.parquet import filter_parquet  # noqa: E402

pytestmark = pytest.mark.arrow


def written(table: Any, **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def filtered(data: bytes, *columns: str, **options: Any) -> tuple[Any, Counts]:
    target = io.BytesIO()
    counts = filter_parquet(io.BytesIO(data), target, columns, **options)
    assert counts.balanced
    return pq.ParquetFile(io.BytesIO(target.getvalue())), counts


def table_of(rows: int) -> Any:
    fields = [
        pa.field("id", pa.int64(), nullable=False, metadata={"unit": "one"}),
        pa.field("text", pa.string()),
        pa.field("kind", pa.dictionary(pa.int32(), pa.string())),
        pa.field("when", pa.timestamp("us", "UTC")),
        pa.field("blob", pa.binary()),
        pa.field("tags", pa.list_(pa.string())),
    ]
    texts = (ROWS * (rows // len(ROWS) + 1))[:rows]
    columns = [
        pa.array(range(rows)),
        pa.array(texts),
        pa.array(["naÃ¯ve", "b"] * (rows // 2)).dictionary_encode(),
        pa.array(range(rows), pa.int64()).cast(pa.timestamp("us", "UTC")),
        pa.array([b"\xff\x00\xe9"] * rows),
        pa.array([["cafÃ©", None], []] * (rows // 2)),
    ]
    return pa.table(columns, schema=pa.schema(fields, metadata={"source": "a test"}))


LAYOUT = {
    "row_group_size": 10,
    "compression": {"text": "zstd", "id": "none", "kind": "snappy", "when": "gzip", "blob": "none"}
    | {"tags.list.element": "zstd"},
    "use_dictionary": ["kind"],
    "write_statistics": ["id", "when"],
}


def test_values_schema_and_metadata() -> None:
    table = table_of(24)
    data = written(table, **LAYOUT)
    file, counts = filtered(data)
    made = file.read()
    assert made.schema.equals(pq.read_schema(io.BytesIO(data)), check_metadata=True)
    assert made["text"].to_pylist() == MENDED * 4
    assert made["kind"].to_pylist() == ["naïve", "b"] * 12
    assert made["tags"].to_pylist() == [["café", None], []] * 12
    for name in ("id", "when", "blob"):
        assert made[name].equals(table[name])
    assert counts.records == 24 and counts.passed + counts.repaired == 24
    assert counts.chains["utf-8>cp1252"] > 0
    assert counts.languages["fr"] > 0 and counts.encodings == {"utf-8": 24}
    assert counts.bytes_in == len(data) and counts.bytes_out > 1000


def test_row_groups_codecs_dictionaries_and_statistics() -> None:
    data = written(table_of(24), **LAYOUT)
    before, (file, _) = pq.ParquetFile(io.BytesIO(data)), filtered(data)
    assert [file.metadata.row_group(i).num_rows for i in range(3)] == [10, 10, 4]
    for i in range(before.metadata.num_columns):
        old, new = (f.metadata.row_group(0).column(i) for f in (before, file))
        for name in ("compression", "is_stats_set", "has_dictionary_page", "physical_type"):
            assert getattr(new, name) == getattr(old, name), (new.path_in_schema, name)
    assert file.metadata.row_group(1).column(0).statistics.min == 10
    assert file.metadata.format_version == before.metadata.format_version


def test_memory_is_that_of_a_row_group() -> None:
    def peak(groups: int) -> int:
        text = "Die Öffnungszeiten bleiben unverändert. " * 40
        table = pa.table({"text": [f"{text}{i}" for i in range(500 * groups)]})
        data = written(table, row_group_size=500, compression="none", use_dictionary=False)
        del table
        pool = pa.proxy_memory_pool(pa.default_memory_pool())
        before = pa.default_memory_pool()
        pa.set_memory_pool(pool)
        try:
            filtered(data)
        finally:
            pa.set_memory_pool(before)
        return pool.max_memory()

    assert 500_000 < peak(40) < 1.5 * peak(4)


def test_only_the_columns_asked_for() -> None:
    file, counts = filtered(written(table_of(6)), "kind")
    assert file.read()["text"].to_pylist() == ROWS
    assert file.read()["kind"].to_pylist() == ["naïve", "b"] * 3
    assert counts.repaired == 3


def test_findings_come_as_columns() -> None:
    file, _ = filtered(written(table_of(6)), "text", with_findings=True)
    made = file.read()
    assert made["text_verdict"].to_pylist() == VERDICTS
    assert made["text_edits"].to_pylist()[1][0]["chain"] == "utf-8>cp1252"


def test_bytes_that_are_not_utf8_do_not_stop_it() -> None:
    broken = pa.array(["un café crème, brûlé".encode("cp1252"), b"ok"]).view(pa.string())
    file, counts = filtered(written(pa.table({"text": broken})))
    assert file.read()["text"].to_pylist() == ["un café crème, brûlé", "ok"]
    assert counts.repaired == counts.converted == 1
    assert counts.encodings == {"cp1252": 1, "utf-8": 1}


LOST = "naïve caf\ufffd ???? cr\ufffdme"


@pytest.mark.parametrize(("on_damaged", "left"), [("keep", 4), ("drop", 2), ("quarantine", 2)])
def test_damaged_rows(on_damaged: str, left: int) -> None:
    held: list[Quarantined] = []
    data = written(pa.table({"text": ["a", LOST, "b", LOST], "n": [0, 1, 2, 3]}), row_group_size=2)
    file, counts = filtered(data, on_damaged=on_damaged, quarantine=held.append)
    assert file.read().num_rows == left and file.num_row_groups == 2
    assert counts.verdicts["damaged"] == 2
    if on_damaged == "quarantine":
        assert [(q.offset, q.line) for q in held] == [(1, 2), (3, 4)]
        row = pa.ipc.open_stream(held[1].data).read_all().to_pylist()
        assert row == [{"text": LOST, "n": 3}]
        assert held[0].reason


def test_damaged_rows_may_be_the_end_of_it() -> None:
    data = written(pa.table({"text": ["a", LOST]}))
    with pytest.raises(DamagedRecord, match=r"^row 2: "):
        filtered(data, on_damaged="fail")


def test_no_rows_and_no_text() -> None:
    for table in (table_of(6).slice(0, 0), pa.table({"n": [1, 2]}), pa.table({"text": ["x"]})):
        file, counts = filtered(written(table))
        assert file.read().equals(table) and counts.records == table.num_rows


def test_what_is_no_parquet_file_is_refused() -> None:
    with pytest.raises(FormatError, match="not a Parquet file"):
        filtered(b"PAR1 it is not")
    with pytest.raises(FormatError, match="no column 'nope'"):
        filtered(written(table_of(2)), "nope")
    with pytest.raises(FormatError, match="no text"):
        filtered(written(table_of(2)), "id")


def test_old_names_of_the_fields_of_lists_stay() -> None:
    data = written(table_of(4), use_compliant_nested_type=False)
    file, _ = filtered(data)
    paths = [file.metadata.row_group(0).column(i).path_in_schema for i in range(6)]
    assert "tags.list.item" in paths
    assert file.read()["tags"].to_pylist() == [["café", None], []] * 2


def test_files_of_another_writer(tmp_path: Path) -> None:
    """What DuckDB or Spark wrote has no schema of Arrow in it, and must not get one."""
    data = written(pa.table({"text": ROWS}), store_schema=False, version="1.0")
    file, _ = filtered(data)
    assert b"ARROW:schema" not in (file.metadata.metadata or {})
    assert file.metadata.format_version == "1.0"
    assert file.read()["text"].to_pylist() == MENDED
