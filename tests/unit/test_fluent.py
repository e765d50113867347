"""Text in Latin letters that is in none of the languages that the model knows."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.chains import Chain

# Each of them was changed with the letters of another Latin alphabet: invented words.
UNKNOWN = [
    "Gbazo dafu li gbïdo vizakpo vï dugbe fifeza kpalï do fïdufo fïgbi kpïgbu li lidili figbu.",
    "Ndaru kokepu tţra sţsţ ndawe simbiru rike re nduku wurţga pe ndago.",
    "Lâkaku ngeyo no yu bebe nungi lekinâ dido mangidâ bebu mu dabâ.",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_languages_that_are_unknown_stay(text: str) -> None:
    assert fixenc.repair(text, policy=fixenc.EAGER).text == text


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ("cp1252>cp1257", "Plaku e lidhi varkën te shelgu dhe për një kohë vështroi dritat."),
        ("cp1250>cp1252", "Zamknij drzwi i jedź ostrożnie dalej tą drogą."),
        ("mac-roman>cp1252", "La niña comió sola en el jardín y después cantó."),
    ],
)
def test_known_ones_come_back(chain: str, text: str) -> None:
    garbled = Chain.parse(chain).garble(text)
    assert fixenc.repair(garbled, policy=fixenc.EAGER).text == text
