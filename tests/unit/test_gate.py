"""The gate: what it lets through, what it lets pass, where its lines begin and end, its data."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.build.branches import Branch, classes, group, runs, unfolded, widened
from corpus.build.counts import Counts
from corpus.build.gate import Samples, choose
from corpus.build.signs import Clean, Sign, clean_text
from fixenc import chains
from fixenc import data as package_data
from fixenc.policy import STANDARD
from fixenc.repair.damage import cycles, remains
from fixenc.repair.finders import annotation, shifted, unrecoverable
from fixenc.repair.gate import look, patterns
from fixenc.repair.lists import compression
from tests.oracles.garble import garble

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "corpus" / "cases"
LANGUAGES = ROOT / "fixenc" / "data" / "languages.toml"

CLEAN = [
    "Plain English, 50% off; see [1] & 'that'.",
    "Le café était fermé à cause de la grève des éboueurs.",
    "Heute früh war der Schlüssel nicht zu finden.",
    "El niño pidió más azúcar y una cucharilla pequeña.",
    "Вчера мы весь вечер говорили о новой книге.",
    "我们昨天在图书馆门口等了你半个小时。",
    "昨日は図書館の前で三十分も待っていました。",
    "어제 도서관 앞에서 삼십 분 동안 기다렸습니다.",
    "Χθες περιμέναμε μισή ώρα μπροστά στη βιβλιοθήκη.",
    "انتظرنا أمس أمام المكتبة نصف ساعة.",
]
GARBLED = {
    "utf-8>cp1252": "Le café était fermé.",
    "utf-8>cp1251": "Вчера мы весь вечер говорили.",
    "utf-8>gb18030": "Вчера мы весь вечер говорили.",
    "utf-8>cp932": "Le café était fermé.",
    "gb18030>cp1252": "我们昨天在图书馆门口等了你。",
    "cp949>gb18030": "어제 도서관 앞에서 기다렸습니다.",
    "euc_jp>gb18030": "昨日は図書館の前で三十分も待っていました。",
    "koi8-r>cp1251": "Вчера мы весь вечер говорили о новой книге.",
    "cp1251>koi8-r": "ВНИМАНИЕ! ПРОХОД ЗАКРЫТ ДО УТРА",
    "cp1251>iso8859-1": "Вчера мы весь вечер говорили о новой книге.",
    "cp1250>cp1252": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "cp1254>cp1252": "Dün akşam kütüphanenin önünde bekledik, ışık söndü.",
    "cp1252>mac-roman": "Der Übergang zur Straße ist für Fußgänger gesperrt.",
    "cp1252>cp1251": "Le café était fermé à cause de la grève.",
}


def is_hit(text: str) -> bool:
    return next(look.lines_to_look_at(text), None) is not None


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_passes(text: str) -> None:
    assert not look.is_suspicious(text)


@pytest.mark.parametrize(("chain", "text"), GARBLED.items(), ids=list(GARBLED))
def test_garbled_text_is_stopped(chain: str, text: str) -> None:
    garbled = garble(text, chain)
    assert garbled is not None and garbled != text
    assert look.is_suspicious(garbled)
    assert list(look.lines_to_look_at(garbled)) == [(0, garbled)]


def test_ascii_is_suspicious_only_for_question_marks() -> None:
    assert not look.is_suspicious("Really? Yes. page?ID=3")
    assert not is_hit("?????? (???)")
    assert look.is_suspicious("Town: ?????? (???).")
    assert look.is_suspicious("Caf? cr?me")


def test_a_letter_of_another_alphabet_against_a_latin_one() -> None:
    assert is_hit("l'Avenue des Champs-Йlysйes")
    assert is_hit("koнrgazma")
    for text in ('puts "\\nТекст"', "«%sя»", "USB-порт", "3D-модель", "5 МБ", "π = 3.14"):
        assert not is_hit(text), text


# -- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_lines_end_at_newlines_alone(between: str) -> None:
    text = f"clean\ncafÃ©{between}naÃ¯ve\nclean"
    assert list(look.lines_to_look_at(text)) == [(6, f"cafÃ©{between}naÃ¯ve")]


def test_only_the_lines_hit_come_with_their_offsets() -> None:
    lines = [*CLEAN, "cafÃ©", *CLEAN, "naÃ¯ve", "", "dÃ©jÃ  vu"]
    text = "\n".join(lines)
    found = list(look.lines_to_look_at(text))
    assert [line for _, line in found] == ["cafÃ©", "naÃ¯ve", "dÃ©jÃ  vu"]
    assert all(text[start : start + len(line)] == line for start, line in found)


def test_a_long_line_comes_in_the_blocks_that_are_hit() -> None:
    filler = "слово за слово " * look.BLOCK
    text = filler + "cafÃ© " + filler
    found = list(look.lines_to_look_at(text))
    assert len(found) == 1
    start, block = found[0]
    assert len(block) <= look.BLOCK and "cafÃ©" in block
    assert text[start : start + len(block)] == block


def test_a_text_of_signs_alone_comes_whole() -> None:
    text = "Ã©" * (2 * look.BLOCK)
    found = list(look.lines_to_look_at(text))
    assert "".join(block for _, block in found) == text


@pytest.mark.parametrize("mark", [" ", ".", "/", "\t"])
@pytest.mark.parametrize("size", [look.BLOCK // 2, look.BLOCK, 5 * look.BLOCK])
def test_a_line_is_cut_where_no_character_is(mark: str, size: int) -> None:
    text = f"{'Ã©' * (size // 2 - 3)}{mark}{'Ã©' * look.BLOCK}{mark}{'Ã©' * look.BLOCK}"
    blocks = [block for _, block in look.lines_to_look_at(text)]
    assert "".join(blocks) == text and len(blocks) > 1
    assert all(block.endswith(mark) for block in blocks[:-1])


@pytest.mark.parametrize("inside", ["?", "0", "A", "@", "~", "\xa0", "。"])
def test_a_line_is_not_cut_where_a_character_may_be(inside: str) -> None:
    """All of these may be part of a garbled character, or stand for a part that was lost."""
    text = "Ã©" * look.BLOCK + inside + "Ã©" * look.BLOCK
    assert [block for _, block in look.lines_to_look_at(text)] == [text]


def test_blocks_have_an_end() -> None:
    blocks = [block for _, block in look.lines_to_look_at("Ã©" * look.LONGEST)]
    assert [len(block) for block in blocks] == [look.LONGEST] * 2


@pytest.mark.parametrize("text", ["", "\n", "\ud800", "é\udfff", "\U0010ffff", "\x80\n\x80"])
def test_any_text_will_do(text: str) -> None:
    look.is_suspicious(text)
    list(look.lines_to_look_at(text))


# -- what the other finders look at ---------------------------------------------------------------

SHIFTED = ["當(dāng)?shù)貢r間下午三點", "停火條件；?；鹛嶙h", "專科建設?？平ㄔO"]
LOST = [
    "锟斤拷锟斤拷",
    "烫烫烫烫烫",
    "ï¿½ï¿½",
    "пїЅ",
    "text \ufffd\ufffd text",
    "葺葺葺葺",
    "ÌÌÌÌÌÌ",
]


@pytest.mark.parametrize(
    "text", [*SHIFTED, *LOST, "Town: ?????? (???).", "現(xiàn)場 數(shù)據(jù)"]
)
def test_what_another_finder_has_something_to_say_of_is_suspicious(text: str) -> None:
    for finder in (shifted.find, annotation.find, unrecoverable.find):
        found = finder(text, STANDARD)
        if found.proposals or found.damage:
            assert look.is_suspicious(text)


# -- coverage -------------------------------------------------------------------------------------


@cache
def sentences() -> list[tuple[str, str]]:
    text = (CASES / "sentences.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line]
    return [(row["lang"], row["text"]) for row in rows]


@cache
def missed(fragments: bool) -> tuple[int, int, Counter[str]]:
    """How many garbled sentences, or 8 code points of each, and which misreads were missed.

    Of the encodings usual for a language, a fifth of all.
    """
    usual = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))
    draw = random.Random(5)
    total = 0
    lost: Counter[str] = Counter()
    for known in chains.catalogue():
        for language, text in draw.sample(sentences(), len(sentences()) // 5):
            if known.misread.written not in ("utf-8", *usual[language].get("usual", ())):
                continue
            start = draw.randrange(max(1, len(text) - 8)) if fragments else 0
            part = text[start : start + 8] if fragments else text
            garbled = garble(part, str(known.misread))
            if garbled is not None and garbled != part:
                total += 1
                lost[str(known.misread)] += not is_hit(garbled)
    return total, lost.total(), lost


def test_garbled_sentences_have_signs() -> None:
    total, lost, which = missed(fragments=False)  # 99.73 % of all 29,115
    assert total > 3000
    assert lost <= 0.006 * total, which.most_common(8)


def test_garbled_fragments_have_signs() -> None:
    total, lost, which = missed(fragments=True)  # 98.35 % of all 19,581
    assert total > 2000
    assert lost <= 0.03 * total, which.most_common(8)


@pytest.mark.parametrize(
    ("most", "languages"),
    [
        (1, "zh-hans zh-hant ja ko"),  # of 12 sentences each
        (2, "ru bg uk"),
        (4, "de fr es it"),
        (9, "pl cs hu tr vi el sr da"),
    ],
)
def test_clean_sentences_seldom_have_signs(most: int, languages: str) -> None:
    hit = Counter(language for language, text in sentences() if is_hit(text))
    assert max(hit[language] for language in languages.split()) <= most, hit


def test_clean_chinese_pages_pass() -> None:
    for path in sorted((CASES / "pages").glob("*simp*.txt")):
        assert not is_hit(path.read_text(encoding="utf-8")), path.name


# -- data -----------------------------------------------------------------------------------------


def signs() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(compression.decompress(package_data.read("gate.bin")))
    return loaded


def test_the_data_is_small_and_complete() -> None:
    data = signs()
    assert set(data) == {"alone", "paired", "remains"}
    branches = [branch for group in data["paired"] for branch in group["branches"]]
    assert 0 < len(branches) <= 40
    for branch in branches:
        assert set(branch) in ({"chars", "after"}, {"chars", "before"})
        for chars in branch.values():
            re.compile(f"[{chars}]")
    assert len(package_data.read("gate.bin")) < 10_000


def test_no_sign_is_ascii_or_beyond_the_first_plane() -> None:
    data = signs()
    paired = "".join(b["chars"] for group in data["paired"] for b in group["branches"])
    assert max(data["alone"] + paired) <= "\uffff"
    single = re.compile(f"[{data['alone']}{paired}]")
    assert not any(single.match(chr(point)) for point in range(0x80))
    for char in "àéèñöüçеанотは的一了이다":
        assert not re.match(f"[{data['alone']}]", char)


def test_a_newline_is_no_neighbour() -> None:
    data = signs()
    for part in data["paired"]:
        for branch in part["branches"]:
            neighbours = branch.get("after") or branch["before"]
            assert not re.match(f"[{neighbours}]", "\n")


# -- how the data is made -------------------------------------------------------------------------


def clean() -> Clean:
    """Clean text in which à is common, æ is not, and x never follows à."""
    counts = Counts({"à": 0.01, "a": 0.1, "x": 0.1, " ": 0.2}, {"àa": 0.01, " à": 0.01}, 1000)
    return clean_text({"fr": counts})


def test_what_clean_text_has_is_dear() -> None:
    costs = clean()
    assert costs.cost(Sign("à")) > costs.cost(Sign("æ")) == 0
    assert costs.cost(Sign("à", "after", "a")) > 10 * costs.cost(Sign("à", "after", "x")) > 0


def test_the_cheapest_signs_that_cover_are_chosen() -> None:
    samples = Samples([1.0, 1.0], {Sign("à"): [0], Sign("æ"): [0, 1], Sign("œ"): [1]})
    chosen = choose(samples, clean())
    assert next(iter(chosen)) == Sign("æ") and Sign("à") not in chosen


def test_a_branch_is_a_rectangle_of_pairs() -> None:
    gains = {Sign(c, "after", n): 1.0 for c in "æœ" for n in "xz"} | {Sign("à", "before", "x"): 1}
    branches = group(gains, clean(), 0.1)
    assert Branch("after", "æœ", "xz") in branches
    assert Branch("before", "à", "x") in branches


def test_classes_and_neighbours_are_written_as_patterns_want_them() -> None:
    assert classes("cabz]^-") == "\\-\\]\\^a-cz"
    assert re.fullmatch(f"[{classes('[]^-&~|')}]+", "[]^-&~|")
    assert unfolded("0 ", "é") == "0123456789 \t\r"
    assert "q" in unfolded("a", "字") and "q" not in unfolded("a", "é")
    assert [*runs({1, 2, 5})] == [range(1, 3), range(5, 6)]


def test_short_runs_without_a_sign_are_left_out() -> None:
    found = widened({"字"}, set(), clean())
    assert "字" in found and "à" not in found and "a" not in found


def test_nothing_is_read_before_text_that_is_not_ascii() -> None:
    code = (
        "from fixenc.repair.gate import look, patterns\n"
        "from fixenc import model\n"
        "look.is_suspicious('plain'), list(look.lines_to_look_at('plain'))\n"
        "assert patterns.pattern.cache_info().misses == 0\n"
        "look.is_suspicious('caf\\xe9')\n"
        "assert patterns.pattern.cache_info().misses == 1\n"
        "assert model.load.cache_info().misses == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# -- regions --------------------------------------------------------------------------------------


def test_no_sign_is_outside_the_regions() -> None:
    rows = [
        json.loads(row) for row in (CASES / "sentences.jsonl").read_text("utf-8").split("\n") if row
    ]
    lines = [row["text"] for row in rows]
    for known in chains.catalogue():
        lines += known.example
    lines += [*remains.renderings(), *(2 * cycle for cycle in remains.cycles().values())]
    random.Random(5).shuffle(lines)
    text = "\n".join(lines) * 2
    inside = bytearray(len(text))
    for start, end in look.regions(text):
        inside[start:end] = b"\1" * (end - start)
    every = (patterns.pattern(), patterns.MIXED, remains.pattern(), cycles.RARE)
    found = [match.start() for pattern in every for match in pattern.finditer(text)]
    assert len(found) > 1000
    assert all(inside[at] for at in found)
    # and alone, where no neighbour of another script brings them in
    prose = "春天来了。\n" * (look.SHORT // 6 + 1)
    for line in random.Random(6).sample(lines, 300):
        signs = any(pattern.search(line) for pattern in every)
        assert not signs or list(look.regions(prose + line)), line


def test_chinese_and_japanese_prose_is_outside_them() -> None:
    prose = "春天来了，公园里的花都开了（真的）。“你看！”\nこの道をまっすぐ行くと、海が見えます。\n"
    assert list(look.regions(prose * 3000)) == []


def test_what_is_lost_for_good_is_a_sign() -> None:
    for remain in patterns.lost_for_good():
        for text in (remain, f"a{remain}b", f"中{remain}文", f"п{remain}л"):
            assert patterns.pattern().search(text), text
            assert look.is_suspicious(text), text


def test_a_short_line_hides_none_behind_it() -> None:
    garbled = "å¸‚æ°”è±¡å\x8f°ä»Šå¤©"
    assert [line for _, line in look.lines_to_look_at(f"万丕\n{garbled}")] == ["万丕", garbled]
