"""Garble that a sentence speaks of: ``Ã± en vez de ñ``, ``Umlaute werden als Ã¤ angezeigt``.

The example is all of a word. Words that lead up to one or follow it are known in some twenty
languages, and names of letters and marks anywhere in the line.
"""

from __future__ import annotations

import re

from fixenc.repair.latest import kept

# What stands right before an example, right behind one, and on either side: English, Spanish with
# Portuguese, French, German, Italian, others in Latin letters, Russian with Ukrainian; East Asian.
_INSTEAD = (
    r"rather than|(?:in place|instead) of|e[nm] (?:vez|lugar) d[eo]|au lieu d\w+|à la place d\w+"
    r"|(?:an)?statt|anstelle(?: von)?|invece di|al posto d\w+|in plaats van|zamiast|místo"
    r"|(?:i ?)?st(?:ället|edet) f[öo]r|вместо|замість"
)
_BEFORE = re.compile(
    r"(?<!\w)(?:(?:c[ao]me|turn|show|display|render|appear|got?)\w* (?:(?:out|up|through) )?as"
    r"|(?:turn|convert|export|mangl)\w+ (?:as|to|into)|bec[ao]mes?|gives?|looks? like"
    r"|replaced (?:by|with)|such as|characters? like|mojibake"
    r"|(?:aparece|sale|ve|vee|mostra|muestra|visualiza|convierte)[mn]? (?:como|en)"
    r"|devien\w+|(?:affich|transform)\w+ (?:en|comme)|appara\w+ comme|remplac\w+ par"
    r"|vois (?:des|un)|w[ieu]rde?n? (?:als|zu)|erschein\w+ als|sehe ich"
    r"|diventa\w*|(?:appa|compa|visualizza)\w+ come|vedo"
    r"|(?:getoond|weergegeven) als|zie|widzę|jako|vidím|vis[ae]s som|yerine"
    r"|(?:превра|отобра|выгля|вигля|відобра)\w+(?: як| как| в)?|пока\w+|выводится|вижу|бачу"
    rf"|{_INSTEAD})[ :]+[*`\"'«„“]*$|(?:变成了?|变为|显示[为成]|而不是|乱码|存的是|が)[：:「“ ]*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"[\"'»“”」]? ?(?:(?:no lugar d\w+|olarak|gibi|oluyor|{_INSTEAD})\b"
    r"|而不是|怎么|と表示|にな|に化け|の代わり|처럼|대신|으?로 [표나보])",
    re.IGNORECASE,
)
# Names of letters and marks; those with letters beyond ASCII are garbled in a garbled line.
_NAMES = re.compile(
    r"apostroph|umlaut|\baccent|acento|accenti|tildes\b|dia[ck]riti|charact|caract|zaraktere|zeichen"
    r"|\bletters?\b|\bletras\b|znaki|\btecken|quot(?:es|ation)|symbol|mojibake",
    re.IGNORECASE,
)
_NAMES_BEYOND = re.compile(
    "симво|букв|літер|кириллиц|кодиров|кодуван|乱码|亂碼|文字化|깨[져지]|caractè|símbol"
)
_WORDS = frozenset("àáâéèêíóòôúùûýåäöøőįō")  # that are words of some language
# Other examples in a row with one: Ã¡, Ã© y Ã³.
_ROW_BEHIND = re.compile(r"(?:(?:[,;/] ?| (?:\w{1,3} )?)[^\0-\x7f]{2,4}(?!\w)){1,4}")
_ROW_BEFORE = re.compile(r"(?:(?<!\w)[^\0-\x7f]{2,4}(?:[,;/] ?| (?:\w{1,3} )?)){1,4}$")
_DASHES = frozenset("–—…•·")
_QUOTES = frozenset("’‘“”")
_PLAIN = re.compile("[A-Za-z]")
_NEAR = 32  # code points in which words are looked for


def is_spoken_of(text: str, start: int, end: int, after: str) -> bool:
    """Whether ``text[start:end]``, a word that becomes ``after``, is an example of garble.

    >>> is_spoken_of("sale Ã³ en vez de una vocal", 5, 7, "ó")
    True
    >>> is_spoken_of("el niÃ±o en vez de ella", 5, 7, "ñ")
    False
    """
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if _PLAIN.search(text, start, end) is not None:
        return False
    if not after or any(c.isalnum() and c < "\u2e80" for c in before[-1:] + behind[:1]):
        return False
    followed = _BEHIND.match(_ROW_BEHIND.sub("", behind)) is not None
    told = followed or _BEFORE.search(_ROW_BEFORE.sub("", before)) is not None
    named, beyond = _names(text)
    if len(after) > 2:
        return told or beyond
    if after in _QUOTES and not (before[-1:] + behind[:1]).isspace():
        return False  # but for one by itself
    if after in _DASHES:
        return told and (named or before.endswith(" as "))
    row = _ROW_BEHIND.match(behind) is not None or _ROW_BEFORE.search(before) is not None
    if after in _WORDS:
        return followed or (told and (named or row or not behind[1:2].isalpha())) or (named and row)
    return told or (named and (row or after.isalpha() or after in _QUOTES))


@kept
def _names(text: str) -> tuple[bool, bool]:
    """Whether a text names letters or marks, and whether in words with letters beyond ASCII."""
    beyond = _NAMES_BEYOND.search(text) is not None
    return beyond or _NAMES.search(text) is not None, beyond
