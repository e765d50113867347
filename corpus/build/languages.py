"""The names of languages: what a package calls them, and what this project calls them."""

# Codes that need more than cutting off the country. Debian's names are lower case.
NAMES = {
    "c": "en",
    "no": "nb",
    "nb-no": "nb",
    "tl": "fil",
    "kmr": "ku",
    "kmr-latn": "ku",
    "ku-latn": "ku",
    "ku@latin": "ku",
    "kmr@latin": "ku",
    "crh-latn": "crh",
    "gug": "gn",
    "als": "gsw",
    "iw": "he",
    "in": "",  # libreoffice-l10n-in only depends on the packages of India's languages
    "za": "",  # the same for South Africa
    "br-zz": "br",
    "pt-br": "pt",
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-hans": "zh-hans",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-hant": "zh-hant",
    "sr-ec": "sr",
    "sr-el": "sr-latn",
    "sr-latn": "sr-latn",
    "sr@ijekavianlatin": "sr-latn",
    "sr@ijekavian": "sr",
    "uz@cyrillic": "uz-cyrl",
    "tt@iqtelif": "tt-latn",
    "kk-cyrl": "kk",
    "tg-cyrl": "tg",
    "tt-cyrl": "tt",
    "ug-arab": "ug",
    "be-tarask": "be",
    "be-x-old": "be",
    "nds-nl": "nds",
    "roa-tara": "",
}
# Codes that end so and are not in NAMES stay whole: another script is another language here.
SCRIPTS = ("-latn", "-cyrl", "-arab", "-hans", "-hant", "-deva")
VARIANTS = {"latin": "-latn", "cyrillic": "-cyrl", "valencia": "", "euro": "", "quot": ""}

# Written without Latin letters: a paragraph of mostly ASCII is code or was never translated.
NON_LATIN_CODES = """
am ar as ba be bg bn bo ckb cv dz el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or os
pa ps ru sa sah sd si sr ta te tg th ti tt ug uk ur uz-cyrl yi zh-hans zh-hant
"""
NON_LATIN = frozenset(NON_LATIN_CODES.split())


def language_code(name: str) -> str | None:
    """The project's code for a locale's name, or None when it is to be left out.

    >>> language_code("pt_BR"), language_code("zh_TW"), language_code("sr@latin")
    ('pt', 'zh-hant', 'sr-latn')
    """
    code = name.split(".", 1)[0].replace("_", "-").lower()
    if code in NAMES:
        return NAMES[code] or None
    if code.endswith(SCRIPTS):
        return code
    base, at, variant = code.partition("@")
    base = NAMES.get(base, base.split("-", 1)[0])
    if at:
        return base + VARIANTS[variant] if variant in VARIANTS else None
    return base or None
