"""The catalogue as data: one row an encoding.

A row is (name, superset or "", source, description, labels, holes). The aliases that Python's
``encodings.aliases`` knows are added when the rows are read, so ``labels`` holds the others:
those of the WHATWG Encoding Standard and the usual ones of the IANA character set registry.
Holes are byte values in hexadecimal; ``81-84`` is a run, both ends included.

Sources: ``WHATWG`` means that the Encoding Standard has the encoding and its labels, read
here with Python's table; ``Python`` that only Python's codec stands behind it.
"""

WHATWG = "WHATWG Encoding Standard; Python's table"
PYTHON = "Python's codec; IANA labels"

Row = tuple[str, str, str, str, str, str]

UNICODE: tuple[Row, ...] = (
    (
        "utf-8", "", WHATWG, "Unicode, UTF-8",
        "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 csutf8", "",
    ),
    ("utf-8-sig", "", PYTHON, "Unicode, UTF-8 with a byte order mark", "utf-8-sig utf-8-bom", ""),
    (
        "utf-16", "", PYTHON, "Unicode, UTF-16 with a byte order mark",
        "utf-16 csutf16 ucs-2 iso-10646-ucs-2 csunicode unicode", "",
    ),
    (
        "utf-16-le", "", WHATWG, "Unicode, UTF-16, least significant byte first",
        "utf-16le csutf16le unicodefeff ucs-2le", "",
    ),
    (
        "utf-16-be", "", WHATWG, "Unicode, UTF-16, most significant byte first",
        "utf-16be csutf16be unicodefffe ucs-2be", "",
    ),
    (
        "utf-32", "", PYTHON, "Unicode, UTF-32 with a byte order mark",
        "utf-32 csutf32 ucs-4 iso-10646-ucs-4 csucs4", "",
    ),
    (
        "utf-32-le", "", PYTHON, "Unicode, UTF-32, least significant byte first",
        "utf-32le csutf32le ucs-4le", "",
    ),
    (
        "utf-32-be", "", PYTHON, "Unicode, UTF-32, most significant byte first",
        "utf-32be csutf32be ucs-4be", "",
    ),
)  # fmt: skip

STATEFUL: tuple[Row, ...] = (
    ("utf-7", "", PYTHON, "Unicode, UTF-7 (mail)", "utf-7 csutf7", ""),
    ("hz", "", PYTHON, "Chinese, simplified (HZ, seven bits)", "hz-gb-2312", ""),
    (
        "iso2022_jp", "iso2022_jp_ext", WHATWG, "Japanese (ISO-2022-JP, seven bits, mail)",
        "iso-2022-jp csiso2022jp jis", "",
    ),
    ("iso2022_jp_1", "", PYTHON, "Japanese (ISO-2022-JP-1)", "iso-2022-jp-1", ""),
    ("iso2022_jp_2", "", PYTHON, "Japanese (ISO-2022-JP-2)", "iso-2022-jp-2 csiso2022jp2", ""),
    ("iso2022_jp_3", "", PYTHON, "Japanese (ISO-2022-JP-3)", "iso-2022-jp-3", ""),
    ("iso2022_jp_2004", "", PYTHON, "Japanese (ISO-2022-JP-2004)", "iso-2022-jp-2004", ""),
    ("iso2022_jp_ext", "", PYTHON, "Japanese (ISO-2022-JP-EXT)", "iso-2022-jp-ext", ""),
    ("iso2022_kr", "", PYTHON, "Korean (ISO-2022-KR, seven bits, mail)", "iso-2022-kr", ""),
)  # fmt: skip

MULTI: tuple[Row, ...] = (
    (
        "gb18030", "", WHATWG, "Chinese, all characters (GB 18030, GBK and GB 2312 within)",
        "gb18030 gb18030-2000 gb18030-2005 gb18030-2022 csgb18030 windows-54936 cp54936", "",
    ),
    (
        "gbk", "gb18030", WHATWG, "Chinese, simplified and traditional (GBK; read as GB 18030)",
        "gbk x-gbk windows-936 cp936 csgbk", "",
    ),
    (
        "gb2312", "gb18030", WHATWG, "Chinese, simplified (GB 2312; read as GB 18030)",
        "gb2312 gb_2312-80 gb_2312 csgb2312 csiso58gb231280 chinese iso-ir-58 euc-cn x-euc-cn"
        " cp20936",
        "",
    ),
    (
        "big5", "big5hkscs", WHATWG, "Chinese, traditional (Big5)",
        "big5 big-five bigfive cn-big5 csbig5 x-x-big5 big5-eten", "",
    ),
    (
        "big5hkscs", "", WHATWG, "Chinese, traditional (Big5 with the Hong Kong set)",
        "big5-hkscs big5hkscs hkscs csbig5hkscs", "",
    ),
    (
        "cp950", "", PYTHON, "Chinese, traditional (Big5 of Windows)",
        "cp950 windows-950 ms950 x-windows-950", "",
    ),
    (
        "shift_jis", "cp932", WHATWG, "Japanese (Shift_JIS, JIS X 0208)",
        "shift_jis shift-jis sjis x-sjis csshiftjis", "",
    ),
    (
        "cp932", "", WHATWG, "Japanese (Shift_JIS of Windows)",
        "cp932 windows-31j cswindows31j ms932 ms_kanji windows-932 ibm943 cp943", "",
    ),
    ("shift_jis_2004", "", PYTHON, "Japanese (Shift_JIS, JIS X 0213:2004)", "shift_jis-2004", ""),
    ("shift_jisx0213", "", PYTHON, "Japanese (Shift_JIS, JIS X 0213:2000)", "shift_jisx0213", ""),
    (
        "euc_jp", "", WHATWG, "Japanese (EUC-JP, with the NEC and IBM rows)",
        "euc-jp x-euc-jp x-euc cseucpkdfmtjapanese cp51932 windows-51932 eucjp-ms eucjp-win"
        " extended_unix_code_packed_format_for_japanese",
        "",
    ),
    ("euc_jis_2004", "", PYTHON, "Japanese (EUC, JIS X 0213:2004)", "euc-jis-2004", ""),
    ("euc_jisx0213", "", PYTHON, "Japanese (EUC, JIS X 0213:2000)", "euc-jisx0213", ""),
    (
        "euc_kr", "cp949", WHATWG, "Korean (EUC-KR, KS X 1001)",
        "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601"
        " ksc_5601 cp51949 windows-51949",
        "",
    ),
    (
        "cp949", "", WHATWG, "Korean (unified Hangul code of Windows)",
        "cp949 windows-949 ms949 uhc x-windows-949", "",
    ),
    ("johab", "", PYTHON, "Korean (Johab)", "johab ksc5601-1992 x-johab windows-1361", ""),
)  # fmt: skip
