"""From text or bytes to a report, and what is refused at the door."""

from __future__ import annotations

from typing import Any

import pytest

from fixenc import (
    EAGER,
    SAFE,
    STANDARD,
    Certainty,
    EncodingNotFound,
    Kind,
    Policy,
    Verdict,
    fix,
    is_suspicious,
    repair,
    repair_bytes,
)

# -- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("garbled", "text"),
    [
        ("CafÃ© â€“ menÃº", "Café – menú"),
        ("Ð§Ñ‚Ð¾-Ñ‚Ð¾ Ð¿Ð¾ÑˆÐ»Ð¾ Ð½Ðµ Ñ‚Ð°Ðº", "Что-то пошло не так"),
        ("бНОПНЯ Н РНЛ, ЙСДЮ ХДРХ", "Вопрос о том, куда идти"),
        ("鏉冮噸鏂囦欢", "权重文件"),
        ("ÎÒÃÇÃ÷ÌìÈ¥Í¼Êé¹Ý", "我们明天去图书馆"),
        ("ÃƒÂ¼ber die BrÃƒÂ¼cke", "über die Brücke"),
    ],
)
def test_garbled_text_is_repaired(garbled: str, text: str) -> None:
    report = repair(garbled)
    assert fix(garbled) == report.text == text
    assert report.verdict is Verdict.REPAIRED
    assert all(edit.kind is Kind.MISREAD for edit in report.edits)
    assert all(edit.certainty is Certainty.LOSSLESS for edit in report.edits)


@pytest.mark.parametrize(
    "text", ["", "plain", "naïve café", "Привет, мир", "我们明天去图书馆", "\ud800"]
)
def test_clean_text_comes_back_the_same_object(text: str) -> None:
    for policy in (SAFE, STANDARD, EAGER):
        report = repair(text, policy=policy)
        assert report.text is text
        assert report.verdict is Verdict.CLEAN
        assert report.confidence == 1.0 and report.detection is None


def test_only_the_garbled_line_is_touched() -> None:
    clean = [
        "Der Zug fährt um acht.",
        "",
        "\tПривет, мир!\r",
        "今日はいい天気です。",
        "100 % sûr\u2028",
    ]
    for i in range(len(clean) + 1):
        lines = [*clean[:i], "La rÃ©ponse est dÃ©jÃ\xa0 lÃ\xa0", *clean[i:]]
        report = repair("\n".join(lines))
        lines[i] = "La réponse est déjà là"
        assert report.text == "\n".join(lines)


def test_positions_count_code_points() -> None:
    (edit,) = repair("\U0001f600\U0001f600 naÃ¯ve").edits
    assert (edit.start, edit.end, edit.before, edit.after) == (5, 7, "Ã¯", "ï")
    assert edit.chain == "utf-8>cp1252"


def test_garble_in_two_layers_is_one_edit() -> None:
    (edit,) = repair("Les Ã©lÃ¨ves sont partis".replace("Ã¨", "è").replace("Ã©", "ÃƒÂ©")).edits
    assert (edit.before, edit.after) == ("ÃƒÂ©", "é")
    assert edit.chain == "utf-8>cp1252>utf-8>cp1252"


def test_every_kind_of_line_end_stays() -> None:
    text = "Ã©tÃ©{0}dÃ©jÃ{1}{0}"
    for end in ("\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028"):
        repaired = fix(text.format(end, "\xa0"))
        assert repaired == f"été{end}déjà{end}"


@pytest.mark.parametrize("wrong", [None, b"text", 3, ["text"]])
def test_text_has_to_be_text(wrong: Any) -> None:
    for function in (fix, repair):
        with pytest.raises(TypeError):
            function(wrong)


def test_the_gate_is_the_first_to_be_asked() -> None:
    assert not is_suspicious("plain")
    assert is_suspicious("naÃ¯ve")


# -- policy -------------------------------------------------------------------------------------


def test_a_policy_may_forbid_an_encoding() -> None:
    garbled = "CafÃ© â€“ menÃº"
    policy = Policy(exclude={"cp1252", "iso8859-1", "iso8859-15", "cp1254", "cp1258", "iso8859-9"})
    for edit in repair(garbled, policy=policy).edits:
        assert not policy.exclude & set(edit.chain.split(">"))
    assert fix(garbled) == repair(garbled, policy=Policy(exclude={"koi8-r"})).text


def test_a_policy_may_name_the_only_encodings_by_any_label() -> None:
    garbled = "CafÃ© â€“ menÃº"
    allowed = Policy(encodings={"UTF8", "windows-1252"})
    assert repair(garbled, policy=allowed).text == "Café – menú"
    assert repair(garbled, policy=Policy(encodings={"utf-8", "koi8-r"})).text == garbled


def test_the_more_is_asked_for_the_less_is_done() -> None:
    for garbled in ("CafÃ©", "Ïðèâåò", "ÊáëçìÝñá", "ÀÏ", "±àÂë"):
        counts = [len(repair(garbled, policy=p).edits) for p in (SAFE, STANDARD, EAGER)]
        assert counts == sorted(counts)


# -- bytes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_bytes_will_do(kind: type) -> None:
    report = repair_bytes(kind("CafÃ© â€“ menÃº".encode()))
    assert report.text == "Café – menú"
    assert report.undo() == "CafÃ© â€“ menÃº"
    assert report.detection is not None and report.detection.encoding == "utf-8"


def test_bytes_in_a_legacy_encoding_are_read_not_repaired() -> None:
    text = "Широкая электрификация южных губерний даст мощный толчок подъёму сельского хозяйства."
    report = repair_bytes(text.encode("cp1251"))
    assert report.text == text
    assert report.verdict is Verdict.CLEAN and not report.changed


def test_an_encoding_is_taken_at_its_word() -> None:
    data = "Привет, как дела сегодня?".encode("cp1251")
    report = repair_bytes(data, encoding="windows-1251")
    assert report.detection is not None and report.detection.encoding == "cp1251"
    assert report.text == "Привет, как дела сегодня?"
    report = repair_bytes(data, encoding="latin-1")
    assert report.undo() == data.decode("latin-1")
    assert report.text == "Привет, как дела сегодня?"  # the misread is undone


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(EncodingNotFound):
        repair_bytes(b"text", encoding="utf-9")


@pytest.mark.parametrize("wrong", [None, "text", 3, [1, 2]])
def test_bytes_have_to_be_bytes(wrong: Any) -> None:
    with pytest.raises(TypeError):
        repair_bytes(wrong)


def test_bytes_that_are_no_text_are_not_repaired() -> None:
    data = bytes(range(256)) * 4
    report = repair_bytes(data)
    assert report.detection is not None and report.detection.encoding is None
    assert report.edits == ()
    assert report.text.encode("latin-1") == data


def test_no_bytes_are_clean() -> None:
    report = repair_bytes(b"")
    assert report.text == "" and report.verdict is Verdict.CLEAN


def test_bytes_that_do_not_decode_are_damage() -> None:
    report = repair_bytes("Grüße, ".encode() * 20 + b"\xff" + "schöne Grüße".encode())
    assert report.detection is not None and len(report.detection.defects) == 1
    assert report.text.count("\ufffd") == 1
    assert report.verdict is not Verdict.CLEAN


def test_the_doubt_about_the_encoding_is_doubt_about_the_text() -> None:
    report = repair_bytes("naÃ¯ve Ã¼ber".encode())
    assert report.detection is not None
    least = min(edit.confidence for edit in report.edits)
    assert report.confidence <= report.detection.confidence * least + 1e-9
