"""The curves of ``data/calibration.toml``, and how they are fitted and judged."""

from __future__ import annotations

import random
import tomllib
from math import exp

import pytest

from benchmarks.calibration.curves import WAYS, WAYS_LOST
from benchmarks.calibration.figures import calibration_error, figures
from benchmarks.calibration.fit import logistic
from benchmarks.calibration.samples import Sample, is_right, places
from fixenc import data, model
from fixenc.calibration import Curve, calibrated, curves
from fixenc.chains import Misread, catalogue
from fixenc.policy import EAGER
from fixenc.repair.finders.lost.confidence import FAMILIES, Fills
from fixenc.repair.finders.lost.confidence import signs as of_lost
from fixenc.repair.finders.lost.costs import costs_of
from fixenc.repair.finders.misread import confidence, of_line
from fixenc.repair.finders.misread.signs import Signs
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.families import Family, family

ON_TOP = ("annotation", "gap")


def signs(**changes: float) -> Signs:
    usual = {"margin": 60.0, "ahead": 40.0, "border": 30.0, "left": 2.0, "cost": 5.0, "units": 9}
    return Signs(**{**usual, "odd": 0, "again": False, **changes})  # type: ignore[arg-type]


def test_every_misread_has_a_curve() -> None:
    for known in catalogue():
        assert 0.5 < confidence.of_signs(signs(), known.misread) < 1.0
    assert {confidence.name_of(kind) for kind in Family} <= curves().keys()
    assert 0.9 < confidence.of_plain("é", Misread("utf-8", "cp1252")) < 1.0


def test_curves_have_a_weight_for_each_sign() -> None:
    lost = dict.fromkeys(FAMILIES, WAYS_LOST)
    for name, ways in (lost | {confidence.name_of(kind): WAYS for kind in Family}).items():
        assert len(curves()[name].weights) == len(ways), name
    assert len(signs().figures()) == len(WAYS) - 1
    misread, known = Misread("utf-8", "cp1251"), model.load()
    costs = costs_of(known, known.languages.index("ru"))
    found = of_lost("Привет", Fills(), costs, misread, layered=False, marked=True)
    assert len(found.figures) == len(WAYS_LOST) - 1


@pytest.mark.parametrize("kind", sorted({family(known.misread) for known in catalogue()}))
def test_what_speaks_against_a_misread_makes_it_less_sure(kind: Family) -> None:
    misread = next(k.misread for k in catalogue() if family(k.misread) is kind)
    sure = confidence.of_signs(signs(), misread)
    worse = signs(margin=8.0, ahead=1.0, border=-5.0, left=30.0, cost=9.0, units=1, odd=2)
    assert confidence.of_signs(worse, misread) < sure


def test_what_the_model_finds_unlikely_is_capped() -> None:
    misread = Misread("koi8-r", "cp1251")
    far = signs(margin=900.0, ahead=900.0, cost=confidence.UNLIKELY + 1)
    assert confidence.of_signs(far, misread) <= confidence.UNSURE


@pytest.mark.parametrize("name", ON_TOP)
def test_curves_on_top_of_an_estimate_rise(name: str) -> None:
    steps = [calibrated(name, raw) for raw in (0.0, 0.2, 0.5, 0.9, 0.99, 0.999, 1.0)]
    assert steps == sorted(steps)
    assert 0.0 <= steps[0] <= steps[-1] <= 1.0
    if name in curves():
        assert steps[-1] < 1.0


def test_the_file_says_what_it_was_fitted_on() -> None:
    table = tomllib.loads(data.read("calibration.toml").decode())
    assert table["date"]
    for row in table["curves"].values():
        assert row["fitted"] > 0
        assert 0.0 < row["right"] <= 1.0
        assert 0.0 < row["highest"] < 1.0


def test_the_fit_finds_the_curve_that_made_the_samples() -> None:
    chance = random.Random(1)
    rows = [(1.0, chance.uniform(-3, 3)) for _ in range(4000)]
    right = [chance.random() < 1 / (1 + exp(-(0.5 + 2 * x))) for _, x in rows]
    base, slope = logistic(rows, right, [0.0, 0.0], 0.1)
    assert abs(base - 0.5) < 0.15
    assert abs(slope - 2.0) < 0.2


def test_the_fit_survives_what_no_figure_separates() -> None:
    rows = [(1.0, 2.0)] * 50
    assert Curve(tuple(logistic(rows, [True] * 50, [0.0, 0.0], 1.0)), 1.0).probability([2.0]) > 0.9


def test_calibration_error_and_precision() -> None:
    made = [Sample("misread", "", (), 0.995, i != 0) for i in range(100)]
    made += [Sample("misread", "", (), 0.5, i % 2 == 0) for i in range(100)]
    found = figures(made)
    assert calibration_error(made) == pytest.approx(0.0025)
    assert (found.precision_sure, found.kept_sure) == (0.99, 99 / 149)


@pytest.mark.parametrize(
    ("clean", "repaired", "span", "right"),
    [
        ("das Öl ist da", "das Öl ist da", (4, 5), True),
        ("das Öl ist da", "das Äl ist da", (4, 5), False),
        ("das Öl ist da", "das \ufffdl ist da", (4, 6), True),
        ("das Öl ist da", "das ÖÖl ist da", (4, 6), False),
        ("a\nb ö c", "a\nb ö c", (4, 5), True),
        ("a\nb ö c", "a\nb  c", (4, 4), False),
    ],
)
def test_edits_are_judged_where_they_stand(
    clean: str, repaired: str, span: tuple[int, int], right: bool
) -> None:
    assert is_right(places(clean, repaired), repaired, *span) is right


def test_bytes_are_missing_where_what_comes_of_a_line_still_shows_it() -> None:
    utf8 = Misread("utf-8", "cp1252")
    assert confidence.lacks_bytes("Ã©", "é Ã?", utf8)
    assert not confidence.lacks_bytes("Ã©", "café?", utf8)
    assert confidence.lacks_bytes("ﾄ・", "āE", Misread("utf-8", "cp932"))
    assert not confidence.lacks_bytes("Ã©", "é Ã?", Misread("cp1251", "cp1252"))


def test_what_is_exact_is_not_sure_beside_a_mark_or_if_it_is_garbled_still() -> None:
    line = "Ã© Ã? ÃƒÂ©"
    assert not confidence.is_beside_missing(line, 0, 2)
    assert confidence.is_beside_missing(line, 3, 4)
    # of four pieces of a sentence garbled twice one is too short to look garbled by itself
    twice = "鐠囧嘲鍘涙穱婵嗙摠閹?劎娈戦弬鍥︽?閿涘瞼鍔ч崥搴″晙閸忔娊妫存潻娆庨嚋缁愭?褰涢妴?"
    deeper = of_line(twice, EAGER)
    assert len(deeper) == 4
    assert all(edit.confidence <= confidence.PARTIAL for edit in deeper)


def test_characters_that_no_one_writes_may_be_what_is_left_of_two() -> None:
    known, sparse = model.load(), Misread("utf-8", "cp932")
    assert confidence.may_lack_pairs(known, "ﾑｵﾑび ・", Unit(0, 4, "ѵти"), sparse)
    assert not confidence.may_lack_pairs(known, "ﾑ・ｵﾑび ・", Unit(0, 5, "сети"), sparse)
    assert not confidence.may_lack_pairs(known, "Ñµ", Unit(0, 2, "ѵти"), Misread("utf-8", "cp1252"))


def test_letters_by_pairs_are_doubted_where_no_mark_shows_what_is_lacking() -> None:
    known, sparse = model.load(), Misread("utf-8", "cp949")
    assert confidence.may_lack_pairs(known, "ntiin훱 i re", Unit(5, 6, "ă"), sparse)
    assert not confidence.may_lack_pairs(known, "persoan훱 i re", Unit(7, 8, "ă"), sparse)
    assert not confidence.may_lack_pairs(known, "ntiin훱 ?i re", Unit(5, 6, "ă"), sparse)
    assert not confidence.may_lack_pairs(known, "霎볤ㄵ", Unit(0, 3, "农村"), sparse)


def test_an_edit_that_garble_goes_on_behind_is_cut_short() -> None:
    read = Misread("utf-8", "gb18030")
    assert confidence.is_cut_short("鐢ㄦ埛閿佸畾鏃堕棿", 3, read)
    assert not confidence.is_cut_short("鐢ㄦ埛登录失败", 3, read)  # clean text does
    assert not confidence.is_cut_short("鐢ㄦ埛 id", 3, read)
    assert not confidence.is_cut_short("Ð¿Ñ€Ð", 4, Misread("utf-8", "cp1252"))


def test_a_line_read_by_pairs_that_lack_most_of_it_is_hardly_ever_whole() -> None:
    assert confidence.of_plain("Тлив", Misread("utf-8", "cp949")) == confidence.PARTIAL
    assert confidence.of_plain("漢字", Misread("utf-8", "cp949")) > confidence.PARTIAL
    assert confidence.of_plain("Тлив", Misread("utf-8", "gb18030")) > confidence.PARTIAL
