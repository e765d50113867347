"""Facts of the WHATWG Encoding Standard, for the tests of ``fixenc.codecs``.

Nothing here comes from fixenc. Found by running a JavaScript implementation of the standard
over every byte and every pair of bytes.
"""

# The standard's name of each encoding it has (x-user-defined and replacement left out), and
# Python's codec for it.
NAMES = {
    "utf-8": "utf-8",
    "ibm866": "cp866",
    "iso-8859-2": "iso8859-2",
    "iso-8859-3": "iso8859-3",
    "iso-8859-4": "iso8859-4",
    "iso-8859-5": "iso8859-5",
    "iso-8859-6": "iso8859-6",
    "iso-8859-7": "iso8859-7",
    "iso-8859-8": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-10": "iso8859-10",
    "iso-8859-13": "iso8859-13",
    "iso-8859-14": "iso8859-14",
    "iso-8859-15": "iso8859-15",
    "iso-8859-16": "iso8859-16",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "x-mac-cyrillic": "mac-cyrillic",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "shift_jis": "shift_jis",
    "euc-kr": "euc_kr",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
}

# Other labels of the standard, and the name above that they stand for in browsers.
LABELS = {
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "iso_8859-1:1987": "windows-1252",
    "ISO-8859-9": "windows-1254",
    "tis-620": "windows-874",
    "iso885911": "windows-874",
    "gb_2312-80": "gbk",
    "x-gbk": "gbk",
    "cn-big5": "big5",
    "big5-hkscs": "big5",
    "windows-31j": "shift_jis",
    "x-sjis": "shift_jis",
    "ks_c_5601-1987": "euc-kr",
    "windows-949": "euc-kr",
    "koi8-ru": "koi8-u",
    "logical": "iso-8859-8-i",
    "visual": "iso-8859-8",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "unicodefffe": "utf-16be",
    "csiso2022jp": "iso-2022-jp",
}

# The encoding of fixenc that reads what browsers read under the standard's name.
READ_BY = {"gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}

# (name, bytes, text) of what Python's codecs read otherwise or not at all.
READINGS = (
    ("gbk", "80", "\u20ac"),
    ("gb18030", "a8bc", "\u1e3f"),
    ("gb18030", "a6d9", "\ufe10"),
    ("gb18030", "fea0", "\u9fbb"),
    ("gb18030", "8431a530", None),
    ("big5", "a145", "\u2027"),
    ("big5", "a3e1", "\u20ac"),
    ("big5", "8862", "\u00ca\u0304"),
    ("big5", "877a", "\u3875"),
    ("big5", "87df", "\u9fcb"),
    ("big5", "c6df", "\u4edd"),
    ("euc-jp", "ada1", "\u2460"),
    ("euc-jp", "adfc", "\u222a"),
    ("euc-jp", "f9a1", "\u7e8a"),
    ("euc-jp", "fcfe", "\uff02"),
    ("shift_jis", "80", "\x80"),
    ("shift_jis", "8740", "\u2460"),
    ("shift_jis", "f040", "\ue000"),
    ("euc-kr", "8141", "\uac02"),
    ("windows-1255", "ca", "\u05ba"),
    ("windows-1252", "81", "\x81"),
    ("windows-874", "fb", "\u0e5b"),
)

# (name, bytes, text) with U+FFFD where the standard's decoder reports an error.
DAMAGED = (
    ("utf-8", "61e46263", "a\ufffdbc"),
    ("utf-8", "f0908041", "\ufffdA"),
    ("utf-8", "eda080", "\ufffd\ufffd\ufffd"),
    ("utf-16le", "00d84100", "\ufffdA"),
    ("utf-16le", "410042", "A\ufffd"),
    ("gb18030", "cb3ccb", "\ufffd<\ufffd"),
    ("gb18030", "a1ff41", "\ufffdA"),
    ("gb18030", "8e3441", "\ufffd4A"),
    ("gb18030", "8f398f30", "\ufffd"),
    ("gb18030", "8130", "\ufffd"),
    ("gb18030", "813081", "\ufffd"),
    ("big5", "8f9d41", "\ufffdA"),
    ("euc-jp", "8fa2ff41", "\ufffdA"),
    ("euc-jp", "8fa241", "\ufffdA"),
    ("euc-jp", "8f3041", "\ufffd0A"),
    ("euc-jp", "8ee041", "\ufffdA"),
    ("shift_jis", "8141813f", "\u3001\ufffd?"),
    ("shift_jis", "e3", "\ufffd"),
    ("euc-kr", "c3f53c", "\uce14<"),
    ("euc-kr", "a2e93c", "\ufffd<"),
)
