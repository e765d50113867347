"""Repair of Arrow batches: types, nulls, slices, chunks, and that its gate misses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc import FormatError, Policy
from fixenc.policy import STANDARD
from fixenc.repair import engine
from fixenc.repair.gate import look, patterns
from tests.integrations.cases import MENDED, ROWS, VERDICTS, case_sets, garbled
from tests.properties import strategies as own

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
from fixenc.integrations import _gate  # noqa: E402
from fixenc.integrations.arrow import EDIT, output_schema, repair_batch  # noqa: E402

pytestmark = pytest.mark.arrow

NESTED = [
    [{"role": "user", "content": "un cafÃ©", "n": 1}, {"role": "bot", "content": "oui", "n": 2}],
    None,
    [],
    [{"role": "naÃ¯ve", "content": None, "n": 3}, {"role": "bot", "content": "dÃ©jÃ\xa0", "n": 4}],
]
MESSAGE = pa.struct([("role", pa.string()), ("content", pa.string()), ("n", pa.int8())])


def one(cells: Any, **options: Any) -> Any:
    """A column repaired, all of what came out checked by Arrow itself."""
    batch = pa.table({"text": cells}) if isinstance(cells, pa.ChunkedArray) else record(cells)
    made = repair_batch(batch, **options)
    made.validate(full=True)
    assert type(made) is type(batch)
    assert made.schema == output_schema(batch.schema)
    return made


def record(cells: Any) -> Any:
    return pa.record_batch([cells], names=["text"])


def undone(text: str, edits: list[dict[str, Any]]) -> str:
    """The text before the edits; an oracle that does not use ``fixenc.spans``."""
    shift = 0
    for edit in edits:
        at = edit["start"]
        assert text[at : at + len(edit["after"])] == edit["after"], (text, edit, shift)
        text = text[:at] + edit["before"] + text[at + len(edit["after"]) :]
    return text


# -- gated equals ungated -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clean", "sentences", "readings", "unrecoverable", "pages"])
def test_gated_equals_ungated_on_all_case_sets(name: str) -> None:
    compare(case_sets()[name])


def test_gated_equals_ungated_on_garbled_sentences() -> None:
    compare(garbled(2))


def compare(texts: list[str]) -> None:
    cells = pa.array(texts * (1 + _gate.FEW // len(texts)))
    made = one(cells).slice(0, len(texts)).to_pylist()
    for text, row in zip(texts, made, strict=True):
        outcome = engine.run(text, STANDARD)
        assert row["text"] == outcome.text
        assert [(e["start"], e["end"], e["after"]) for e in row["text_edits"]] == [
            (e.start, e.end, e.after) for e in outcome.edits
        ]
        assert (row["text_verdict"] == "damaged") == bool(outcome.damage and not outcome.edits)


def test_arrow_stops_all_that_the_gate_stops() -> None:
    texts = [text for texts in case_sets().values() for text in texts] + garbled(40)
    assert len(texts) > 3000
    stopped = set(_gate.suspects(pa.array(texts)).to_pylist())
    missed = [t for i, t in enumerate(texts) if i not in stopped and look.is_suspicious(t)]
    assert missed == []
    assert len(stopped) < 0.97 * len(texts), "it stops everything"


def test_arrow_stops_little_that_the_gate_lets_pass() -> None:
    known = (patterns.pattern(), patterns.MIXED)
    texts = [
        text
        for text in case_sets()["sentences"]
        if not look.is_suspicious(text) and not any(signs.search(text) for signs in known)
    ]
    assert len(_gate.suspects(pa.array(texts * 2))) < 0.1 * 2 * len(texts)


@settings(max_examples=60)
@given(st.lists(own.texts(), max_size=8))
def test_arrow_stops_all_that_the_gate_stops_of_anything(texts: list[str]) -> None:
    texts = [fixenc_sound(text) for text in texts]
    cells = pa.array(texts + ["a"] * _gate.FEW)
    stopped = set(_gate.suspects(cells).to_pylist())
    assert stopped >= {i for i, text in enumerate(texts) if look.is_suspicious(text)}


def fixenc_sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    "text", ["當(dāng)?shù)貢r間", "（現(xiàn)場", "prйs", "\\nТекст", "x?y", "x??", "烫烫烫"]
)
def test_each_kind_of_sign_is_found(text: str) -> None:
    cells = pa.array([text] + ["plain", "déjà vu"] * _gate.FEW)
    assert (0 in _gate.suspects(cells).to_pylist()) or not look.is_suspicious(text)


# -- types ----------------------------------------------------------------------------------------

TYPES = [
    *(pa.string(), pa.large_string(), pa.string_view()),
    *(pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.uint32(), pa.large_string())),
]
BYTES = [pa.binary(), pa.large_binary(), pa.binary_view(), pa.dictionary(pa.int16(), pa.binary())]


def cells_of(kind: Any, values: list[Any]) -> Any:
    if pa.types.is_dictionary(kind):
        return pa.array(values, type=kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, type=kind)


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("start", [0, 1, 3, 6])
def test_every_type_of_strings_whole_and_sliced(kind: Any, start: int) -> None:
    made = one(cells_of(kind, ROWS).slice(start))
    assert made["text"].type == kind
    assert made["text"].to_pylist() == MENDED[start:]
    assert made["text_verdict"].to_pylist() == VERDICTS[start:]


@pytest.mark.parametrize("kind", BYTES, ids=str)
@pytest.mark.parametrize("start", [0, 2])
def test_every_type_of_bytes_whole_and_sliced(kind: Any, start: int) -> None:
    made = one(cells_of(kind, [row and row.encode() for row in ROWS]).slice(start))
    assert made["text"].type == kind
    assert made["text"].to_pylist() == [row and row.encode() for row in MENDED[start:]]
    assert made["text_verdict"].to_pylist() == VERDICTS[start:]


def test_many_rows_go_the_same_way_as_few() -> None:
    made = one(pa.array(ROWS * 200))
    assert made["text"].to_pylist() == MENDED * 200
    assert made["text_verdict"].to_pylist() == VERDICTS * 200


def test_chunks_stay_and_may_be_none() -> None:
    chunks = [pa.array(ROWS[:2]), pa.array([], pa.string()), pa.array(ROWS[2:])]
    made = one(pa.chunked_array(chunks))
    assert made["text"].to_pylist() == MENDED
    assert [len(chunk) for chunk in made["text"].chunks] == [2, 0, 4]
    assert one(pa.chunked_array([], type=pa.string())).num_rows == 0


@pytest.mark.parametrize("cells", [pa.array([], pa.string()), pa.array([None, None], pa.string())])
def test_no_rows_and_nulls_alone(cells: Any) -> None:
    made = one(cells)
    assert made["text_verdict"].to_pylist() == made["text_edits"].to_pylist() == [None] * len(cells)


def test_clean_columns_are_not_copied() -> None:
    cells = pa.array(["un café", None, "plain"] * 300)
    assert one(cells)["text"].buffers()[2].address == cells.buffers()[2].address


def test_values_of_a_dictionary_that_become_one_are_one() -> None:
    made = one(pa.array(["café", "cafÃ©", None, "cafÃ©"]).dictionary_encode())
    assert made["text"].to_pylist() == ["café", "café", None, "café"]
    assert made["text"].dictionary.to_pylist() == ["café"]
    assert made["text_verdict"].to_pylist() == ["clean", "repaired", None, "repaired"]


def test_only_the_values_used_of_a_dictionary_are_looked_at(monkeypatch: Any) -> None:
    cells = pa.array(["cafÃ©", "naÃ¯ve", "x"]).dictionary_encode()
    monkeypatch.setattr("fixenc.integrations._cells.repair", lambda *a, **k: pytest.fail(str(a)))
    assert one(cells.slice(2))["text"].to_pylist() == ["x"]


# -- nested ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [pa.list_(MESSAGE), pa.large_list(MESSAGE)], ids=["", "large"])
@pytest.mark.parametrize("start", [0, 1, 3])
def test_lists_of_structs(kind: Any, start: int) -> None:
    made = one(pa.array(NESTED, type=kind).slice(start))
    assert made["text"].type == kind
    last = made.to_pylist()[-1]
    assert [message["role"] for message in last["text"]] == ["naïve", "bot"]
    assert [message["content"] for message in last["text"]] == [None, "déjà"]
    assert [edit["path"] for edit in last["text_edits"]] == ["[0].role", *["[1].content"] * 2]
    assert made["text_verdict"].to_pylist() == ["repaired", None, "clean", "repaired"][start:]


@pytest.mark.parametrize("start", [0, 1, 2])
def test_lists_of_fixed_size(start: int) -> None:
    rows = [["x", "cafÃ©"], None, [None, "naÃ¯ve"]]
    made = one(pa.array(rows, type=pa.list_(pa.string(), 2)).slice(start))
    assert made["text"].to_pylist() == [["x", "café"], None, [None, "naïve"]][start:]
    assert made["text_edits"].to_pylist()[-1][0]["path"] == "[1]"


def test_nested_rows_keep_everything_else() -> None:
    made = one(pa.array(NESTED, type=pa.list_(MESSAGE))).to_pylist()
    assert [m["n"] for m in made[3]["text"]] == [3, 4]
    assert made[0]["text"][0] == {"role": "user", "content": "un café", "n": 1}
    assert [row["text_verdict"] for row in made] == ["repaired", None, "clean", "repaired"]
    assert made[1]["text_edits"] is None and made[2]["text_edits"] == []
    assert made[0]["text_edits"][0]["path"] == "[0].content"


def test_structs_with_nulls_and_maps_and_extensions() -> None:
    rows = [{"role": "cafÃ©", "content": "x", "n": 0}, None]
    made = one(pa.array(rows, type=MESSAGE)).to_pylist()
    assert made[0]["text"]["role"] == "café" and made[1]["text"] is None
    assert made[0]["text_edits"][0]["path"] == ".role"
    pairs = pa.array([[("cafÃ©", "naÃ¯ve")], None], type=pa.map_(pa.string(), pa.string()))
    assert one(pairs)["text"].to_pylist() == [[("cafÃ©", "naïve")], None]
    named = pa.ExtensionArray.from_storage(pa.json_(), pa.array(['{"a": "cafÃ©"}']))
    assert one(named)["text"].storage.to_pylist() == ['{"a": "café"}']
    assert one(named)["text"].type == pa.json_()


# -- bytes that are not UTF-8 ---------------------------------------------------------------------

LATIN = "un café crème et une brûlure légère".encode("cp1252")


@pytest.mark.parametrize("many", [0, 1000])
def test_a_string_column_with_bytes_that_are_not_utf8(many: int) -> None:
    broken = "déjà vu, naïve, café".encode().replace(b", n", b"\xff n")
    data = [LATIN, "ok café".encode(), None, "cafÃ©".encode(), broken, "plé".encode()]
    cells = pa.array(data + [b"fill"] * many).view(pa.string())
    made = one(cells).slice(0, 6).to_pylist()
    texts = [row["text"] for row in made]
    assert texts[:4] == ["un café crème et une brûlure légère", "ok café", None, "café"]
    assert texts[4:] == ["déjà vu\ufffd naïve, café", "plé"]
    assert [row["text_verdict"] for row in made] == [
        *("repaired", "clean", None, "repaired", "damaged", "clean"),
    ]
    first = made[0]["text_edits"][0]
    assert (first["kind"], first["chain"], first["before"]) == ("encoding", "cp1252", None)


def test_columns_of_bytes_are_detected_cell_by_cell() -> None:
    russian = "Встречаемся у входа в музей в половине шестого."
    png = b"\x89PNG\r\n\x1a\n\x00\xff\x00"
    cells = [russian.encode("koi8-r"), russian.encode("utf-16"), png, b"plain", LATIN, None]
    made = one(pa.array(cells)).to_pylist()
    assert [row["text"] for row in made] == [
        *(russian.encode(), russian.encode(), png, b"plain"),
        *("un café crème et une brûlure légère".encode(), None),
    ]
    assert [row["text_verdict"] for row in made] == [
        *("repaired", "repaired", "clean", "clean", "repaired", None),
    ]


@pytest.mark.parametrize("name", ["clean", "sentences", "unrecoverable"])
def test_bytes_come_out_as_from_repair_bytes(name: str) -> None:
    texts = case_sets()[name][::3]
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    for cell, row in zip(data, one(pa.array(data)).to_pylist(), strict=True):
        report = fixenc.repair_bytes(cell)
        assert row["text"].decode("utf-8", "surrogatepass") == report.text
        assert row["text_verdict"] == report.verdict.value


@settings(max_examples=60)
@given(st.lists(st.none() | st.binary(max_size=40), max_size=6))
def test_any_bytes_will_do(data: list[bytes | None]) -> None:
    for cells in (pa.array(data, pa.binary()), pa.array(data, pa.binary()).view(pa.string())):
        made = one(cells)
        assert made["text"].is_null().to_pylist() == [cell is None for cell in data]


# -- the rest of the batch ------------------------------------------------------------------------


def test_other_columns_and_metadata_stay() -> None:
    fields = [
        pa.field("id", pa.int64(), nullable=False, metadata={"a": "b"}),
        ("text", pa.string()),
    ]
    schema = pa.schema(fields, metadata={"source": "test"})
    made = repair_batch(pa.table([[1, 2], ["x", "cafÃ©"]], schema=schema))
    assert made.schema.field("id") == schema.field("id") and made.schema.metadata == schema.metadata
    assert made.schema.field("id").metadata == {b"a": b"b"}
    assert made["id"].to_pylist() == [1, 2]


def test_several_columns() -> None:
    table = pa.table({"a": ["cafÃ©"], "n": [1], "b": ["naÃ¯ve"]})
    made = repair_batch(table, ["b", "a"])
    assert made.column_names[:3] == ["a", "n", "b"]
    assert made.column_names[3:6] == ["b_verdict", "b_confidence", "b_edits"]
    assert made.to_pylist()[0]["a"] == "café" and made.to_pylist()[0]["b"] == "naïve"


def test_the_policy_holds() -> None:
    row = one(pa.array(["cafÃ©"]), policy=Policy(min_confidence=1.0)).to_pylist()[0]
    assert row["text"] == "cafÃ©" and row["text_edits"] == []
    assert one(pa.array(["ﬁne"]), policy=Policy(tidy=True))["text"].to_pylist() == ["fine"]
    assert one(pa.array(["ﬁne"]))["text"].to_pylist() == ["ﬁne"]


def test_edits_undo_the_repair() -> None:
    texts = [text for text in garbled(1) if len(text) < 200][:150]
    for text, row in zip(texts, one(pa.array(texts)).to_pylist(), strict=True):
        assert undone(row["text"], row["text_edits"]) == text
        assert row["text_confidence"] == min([1.0, *(e["confidence"] for e in row["text_edits"])])


def test_what_cannot_be_is_refused() -> None:
    table = pa.table({"text": ["x"], "n": [1]})
    with pytest.raises(KeyError, match="no column 'nope'"):
        repair_batch(table, "nope")
    with pytest.raises(TypeError, match="'n' is of type int64"):
        repair_batch(table, "n")
    with pytest.raises(TypeError, match="takes a RecordBatch or Table"):
        repair_batch({"text": ["x"]})
    with pytest.raises(FormatError, match="text_verdict already"):
        repair_batch(repair_batch(table))


def test_the_schema_of_an_edit_has_the_fields_of_edit() -> None:
    fields = set(fixenc.Edit.__dataclass_fields__) - {"evidence", "alternatives"}
    assert {field.name for field in EDIT} == fields | {"path"}
