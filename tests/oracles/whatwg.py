"""Facts of the WHATWG Encoding Standard, for the tests of ``fixenc.codecs``.

Nothing here comes from fixenc. Found by running a JavaScript implementation of the standard
over every byte and every pair of bytes.
"""

from collections.abc import Iterator
from itertools import product

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

# Whole tables: half of the SHA-256 of what the standard reads each of ``sequences`` as, a line each
# ("8140=4e02", code points in hexadecimal, "-" for an error). Made by Chromium 156's TextDecoder,
# but for four readings of Big5 by two code points, which it gives wrongly.
TABLES = {
    "ibm866": "25d76db7c075b450e48f919cbabbe85d",
    "iso-8859-2": "bc9a4dc6bdc01666efb4eb7bdcb6193f",
    "iso-8859-3": "64f14aebeb3dc235d5d0a19725c031d0",
    "iso-8859-4": "d97f287a2d3c66651e227a518bdbfbe9",
    "iso-8859-5": "2464cb662b6b8e54d95548c87fc2c12b",
    "iso-8859-6": "6926d2d02f44532d75081fca8347f46b",
    "iso-8859-7": "34eb4ef0787aa3116ae7ca70b00af33c",
    "iso-8859-8": "e27d98c47c31b25769e053effa6e4a58",
    "iso-8859-8-i": "e27d98c47c31b25769e053effa6e4a58",
    "iso-8859-10": "45eaa1f762504912241263fad7a48055",
    "iso-8859-13": "76a28f82b24718a897ccb5c266fc2ae3",
    "iso-8859-14": "b12f8faaad5569f3c5b8c5ea9fabaaeb",
    "iso-8859-15": "52ad678e77c490b12eb50aca2e55d35b",
    "iso-8859-16": "f3157cd38ba89a6c39ae3155745b96a0",
    "koi8-r": "4e345752d609f04d003e21c9df2ce0d6",
    "koi8-u": "40e0d921fa719340a71f4434afcd5440",
    "macintosh": "3a7b62b67537251976d9bb71206cac27",
    "windows-874": "9c4bcb98536e9dd7f8411011c22374aa",
    "windows-1250": "ebc8cd8843c7d514eac6fe978b1715d7",
    "windows-1251": "7047160ee975be52877c6c90efddf293",
    "windows-1252": "69aabba264ff345365519242352f81c9",
    "windows-1253": "b2b25f1477372d1615d103cb7fa9e3d4",
    "windows-1254": "a75b45e44e9f82fd6e928c49180cc58a",
    "windows-1255": "4dfbde8efbb7e1ccfce9db1bfe71bf9c",
    "windows-1256": "667916de50fb98a2da86b48ed937f00e",
    "windows-1257": "58745ea348de1d465eda445727a11b9f",
    "windows-1258": "02ae36ce20b8531ab494fa8d5dac0d98",
    "x-mac-cyrillic": "95cd9abac969362fc8b2ce35806ef357",
    "gbk": "62b0fe9aadcbf752ebc39031685ba7c2",
    "gb18030": "62b0fe9aadcbf752ebc39031685ba7c2",
    "big5": "069ecfc721434be687e413fda11574d9",
    "euc-jp": "413bba200e1719b8af9fa336dcb3bc1d",
    "shift_jis": "ca54c790cbe8063fc5ab8c3421ca69c5",
    "euc-kr": "38236070ad565712f274bffcd162c504",
}

# Leads and trails, and the leads that two more bytes may follow.
PAIRED = {
    "gbk": (range(0x81, 0xFF), range(0x30, 0x100)),
    "gb18030": (range(0x81, 0xFF), range(0x30, 0x100)),
    "big5": (range(0x81, 0xFF), range(0x30, 0x100)),
    "euc-jp": (range(0x8E, 0xFF), range(0x30, 0x100)),
    "shift_jis": ((*range(0x81, 0xA0), *range(0xE0, 0xFD)), range(0x30, 0x100)),
    "euc-kr": (range(0x81, 0xFF), range(0x30, 0x100)),
}

# What fixenc reads otherwise than the standard says, each with what the standard says.
DIFFERENT = {
    # Python's koi8-u has box drawings where browsers read Belarusian.
    ("koi8-u", "ae"): "\u045e",
    ("koi8-u", "be"): "\u040e",
    # What Windows reads as private characters and controls, and browsers not at all.
    **{("shift_jis", byte): None for byte in ("a0", "fd", "fe", "ff")},
    ("euc-kr", "80"): None,
    **{("euc-kr", f"{row}{cell:02x}"): None for row in ("c9", "fe") for cell in range(0xA1, 0xFF)},
    # Two ways to write one character, which is read as the one that is written.
    **{(name, "a3a0"): "\u3000" for name in ("gbk", "gb18030")},
    **{(name, "8135f437"): "\ue7c7" for name in ("gbk", "gb18030")},
    ("big5", "a241"): "\u2215",
    ("big5", "a242"): "\ufe68",
    # JIS as its standard has it; browsers read these as Windows does.
    ("euc-jp", "a1c1"): "\uff5e",
    ("euc-jp", "a1c2"): "\u2225",
    ("euc-jp", "a1dd"): "\uff0d",
    ("euc-jp", "a1f1"): "\uffe0",
    ("euc-jp", "a1f2"): "\uffe1",
    ("euc-jp", "a2cc"): "\uffe2",
    ("euc-jp", "8fa2b7"): "\uff5e",
}


def sequences(label: str) -> Iterator[bytes]:
    """Every byte, every pair, and of longer sequences all that have characters of the first plane.

    Of GB 18030's sequences of four bytes for the other planes, one in ten thousand.
    """
    yield from (bytes([byte]) for byte in range(256))
    leads, trails = PAIRED.get(label, ((), ()))
    yield from map(bytes, product(leads, trails))
    if label == "euc-jp":
        yield from map(bytes, product([0x8F], range(0xA1, 0xFF), range(0xA1, 0xFF)))
    elif label in ("gbk", "gb18030"):
        digits = range(0x30, 0x3A)
        yield from map(bytes, product(range(0x81, 0x85), digits, range(0x81, 0xFF), digits))
        yield from map(bytes, product(range(0x90, 0xE4), digits, [0x81], [0x30]))
