"""Packed edits and damage: in all a tuple, but for the memory."""

from __future__ import annotations

import pickle
import random
import sys
import tracemalloc
from collections.abc import Sequence

import pytest

from fixenc import Alternative, Certainty, Damage, Edit, Evidence, Kind
from fixenc.packed import BLOCK, Damages, Edits, Packing, Rows

SIZES = (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 500)


def edits(count: int) -> tuple[Edit, ...]:
    """Edits with something in each of their fields."""
    dice = random.Random(count)
    return tuple(
        Edit(
            10 * number + dice.randrange(5),
            10 * number + 5 + dice.randrange(3),
            dice.choice(["Ã©", "\ud83d\ude00", "\x00", "字" * 9]),
            dice.choice(["é", "", "\udcff"]),
            dice.choice(["utf-8>cp1252", ""]),
            dice.choice(list(Kind)),
            dice.choice(list(Certainty)),
            dice.random(),
            (Evidence("model", dice.random()), Evidence("prior", -2.5))[: dice.randrange(3)],
            (Alternative("ê", "a>b", dice.random()),) * dice.randrange(3),
        )
        for number in range(count)
    )


def damage(count: int) -> tuple[Damage, ...]:
    return tuple(Damage(9 * i, 9 * i + i % 5, f"reason {i % 3}", i / count) for i in range(count))


@pytest.mark.parametrize("count", SIZES)
def test_they_are_in_all_a_tuple(count: int) -> None:
    plain: Sequence[Edit] | Sequence[Damage]
    packed: Edits | Damages
    for plain, packed in (
        (edits(count), Edits(edits(count))),
        (damage(count), Damages(iter(damage(count)))),
    ):
        assert len(packed) == count == len(list(packed)) and bool(packed) == bool(count)
        assert packed == plain and plain == packed
        assert tuple(packed) == plain
        assert hash(packed) == hash(plain) and repr(packed) == repr(plain)
        assert packed == pickle.loads(pickle.dumps(packed))
        for at in (0, 1, -1, count // 2, -count, count - 1, BLOCK):
            if -count <= at < count:
                assert packed[at] == plain[at]
            else:
                with pytest.raises(IndexError):
                    packed[at]
        for part in (slice(None), slice(1, 3), slice(None, None, -700), slice(BLOCK - 2, None)):
            assert packed[part] == plain[part]
        assert list(reversed(packed)) == list(reversed(plain))


def test_types_are_kept() -> None:
    for one in Edits(edits(BLOCK)):
        assert type(one.kind) is Kind and type(one.certainty) is Certainty
        assert type(one.evidence) is type(one.alternatives) is tuple


@pytest.mark.parametrize("count", SIZES[1:])
def test_what_differs_is_not_equal(count: int) -> None:
    plain = edits(count)
    last = Edit(plain[-1].start, plain[-1].end, plain[-1].before, "another")
    assert Edits(plain) != (*plain[:-1], last)
    assert Edits(plain) != plain[:-1]
    assert Edits(plain) != list(plain)
    assert Edits(plain) != (*plain, last)
    assert Edits() != Damages()


@pytest.mark.parametrize("number", range(3))
def test_any_block_may_be_asked_for_first(number: int) -> None:
    plain = edits(2 * BLOCK + 5)
    packing = Packing(Edits)
    packing.add(plain)
    assert packing.done()[number * BLOCK] == Edits(plain)[number * BLOCK] == plain[number * BLOCK]


def test_bit_by_bit_is_as_all_at_once() -> None:
    plain = edits(3 * 700)
    packing = Packing(Edits)
    for start in range(0, len(plain), 700):
        packing.add(plain[start : start + 700])
    packed = packing.done()
    assert packed == plain
    assert packed._blocks == Edits(plain)._blocks and len(packed._blocks) == 2


def test_they_never_change() -> None:
    packed = Edits(edits(3))
    with pytest.raises(TypeError):
        packed[0] = packed[1]  # type: ignore[index]
    packing = Packing(Edits)
    packing.add(edits(3))
    before = packing.done()
    packing.add(edits(BLOCK))
    assert before == edits(3) and len(packing.done()) == BLOCK + 3


def test_they_take_a_tenth_of_the_memory() -> None:
    text = "Le café est à côté. " * 5000
    source = ((at, text[at : at + 2]) for at in range(0, len(text), 5))
    plain = [
        Edit(at, at + 2, before, "é", "utf-8>cp1252", evidence=(Evidence("model", at % 97 / 7),))
        for at, before in source
    ]
    tracemalloc.start()
    packed = Edits(plain)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(packed) == len(plain) == 20_000
    assert held < 0.1 * sum(sys.getsizeof(edit) for edit in plain)


def test_rows_are_plain_data_that_come_back() -> None:
    plain = tuple(
        {"line": i, "after": "\ud800é", "evidence": [{"bits": i / 3}]} for i in range(1500)
    )
    assert Rows(plain) == plain and Rows(plain)[BLOCK] == plain[BLOCK]


def test_what_is_no_row_of_the_kind_is_not_equal() -> None:
    assert Edits().__eq__(5) is NotImplemented
    assert Edits() != [] and Edits() == ()
