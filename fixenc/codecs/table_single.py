"""The single-byte encodings of the catalogue; rows as ``table`` describes them."""

from fixenc.codecs.table import PYTHON, WHATWG, Row

ASCII: Row = (
    "ascii", "cp1252", WHATWG, "ASCII, seven bits",
    "ascii us-ascii ansi_x3.4-1968 ansi_x3.4-1986 iso-ir-6 iso646-us csascii us", "",
)  # fmt: skip

WINDOWS: tuple[Row, ...] = (
    (
        "cp1250", "", WHATWG, "Central European (Windows)", "windows-1250 x-cp1250 cswindows1250",
        "81 83 88 90 98",
    ),
    ("cp1251", "", WHATWG, "Cyrillic (Windows)", "windows-1251 x-cp1251 cswindows1251", "98"),
    (
        "cp1252", "", WHATWG, "Western European (Windows)",
        "windows-1252 x-cp1252 cswindows1252 ansi", "81 8D 8F 90 9D",
    ),
    (
        "cp1253", "", WHATWG, "Greek (Windows)", "windows-1253 x-cp1253 cswindows1253",
        "81 88 8A 8C-8F 90 98 9A 9C-9F AA D2 FF",
    ),
    (
        "cp1254", "", WHATWG, "Turkish (Windows)", "windows-1254 x-cp1254 cswindows1254",
        "81 8D-8F 90 9D-9E",
    ),
    (
        "cp1255", "", WHATWG, "Hebrew (Windows)", "windows-1255 x-cp1255 cswindows1255",
        "81 8A 8C-8F 90 9A 9C-9F CA D9-DF FB FC FF",
    ),
    ("cp1256", "", WHATWG, "Arabic (Windows)", "windows-1256 x-cp1256 cswindows1256", ""),
    (
        "cp1257", "", WHATWG, "Baltic (Windows)", "windows-1257 x-cp1257 cswindows1257",
        "81 83 88 8A 8C 90 98 9A 9C 9F A1 A5",
    ),
    (
        "cp1258", "", WHATWG, "Vietnamese (Windows)", "windows-1258 x-cp1258 cswindows1258",
        "81 8A 8D-8F 90 9A 9D-9E",
    ),
    (
        "cp874", "", WHATWG, "Thai (Windows)", "windows-874 dos-874 x-windows-874 cswindows874",
        "81-84 86-90 98-9F DB-DE FC-FF",
    ),
)  # fmt: skip

ISO: tuple[Row, ...] = (
    (
        "iso8859-1", "cp1252", WHATWG, "Western European (ISO)",
        "iso-8859-1 latin-1 latin1 l1 iso8859-1 iso_8859-1 iso_8859-1:1987 iso-ir-100"
        " csisolatin1 cp819 ibm819 cp28591 windows-28591",
        "",
    ),
    (
        "iso8859-2", "", WHATWG, "Central European (ISO)",
        "iso-8859-2 latin-2 latin2 l2 iso_8859-2 iso_8859-2:1987 iso-ir-101 csisolatin2"
        " cp28592 cp912 ibm912",
        "",
    ),
    (
        "iso8859-3", "", WHATWG, "South European: Maltese, Esperanto (ISO)",
        "iso-8859-3 latin-3 latin3 l3 iso_8859-3 iso_8859-3:1988 iso-ir-109 csisolatin3"
        " cp28593 cp913",
        "A5 AE BE C3 D0 E3 F0",
    ),
    (
        "iso8859-4", "", WHATWG, "North European (ISO)",
        "iso-8859-4 latin-4 latin4 l4 iso_8859-4 iso_8859-4:1988 iso-ir-110 csisolatin4"
        " cp28594 cp914",
        "",
    ),
    (
        "iso8859-5", "", WHATWG, "Cyrillic (ISO)",
        "iso-8859-5 cyrillic iso_8859-5 iso_8859-5:1988 iso-ir-144 csisolatincyrillic"
        " cp28595 cp915",
        "",
    ),
    (
        "iso8859-6", "", WHATWG, "Arabic (ISO)",
        "iso-8859-6 arabic asmo-708 ecma-114 iso_8859-6 iso_8859-6:1987 iso-ir-127"
        " csisolatinarabic iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i cp28596 cp1089",
        "A1-A3 A5-AB AE-BA BC-BE C0 DB-DF F3-FF",
    ),
    (
        "iso8859-7", "", WHATWG, "Greek (ISO)",
        "iso-8859-7 greek greek8 ecma-118 elot_928 iso_8859-7 iso_8859-7:1987 iso-ir-126"
        " csisolatingreek sun_eu_greek cp28597 cp813",
        "AE D2 FF",
    ),
    (
        "iso8859-8", "", WHATWG, "Hebrew (ISO; in logical order too)",
        "iso-8859-8 hebrew visual iso_8859-8 iso_8859-8:1988 iso-ir-138 csisolatinhebrew"
        " iso-8859-8-e csiso88598e iso-8859-8-i csiso88598i logical cp28598 cp38598 cp916",
        "A1 BF-DE FB FC FF",
    ),
    (
        "iso8859-9", "cp1254", WHATWG, "Turkish (ISO)",
        "iso-8859-9 latin-5 latin5 l5 iso_8859-9 iso_8859-9:1989 iso-ir-148 csisolatin5"
        " cp28599 cp920",
        "",
    ),
    (
        "iso8859-10", "", WHATWG, "Nordic (ISO)",
        "iso-8859-10 latin-6 latin6 l6 iso_8859-10:1992 iso-ir-157 csisolatin6", "",
    ),
    (
        "iso8859-11", "cp874", WHATWG, "Thai (ISO)", "iso-8859-11 iso_8859-11 iso8859-11 thai",
        "DB-DE FC-FF",
    ),
    ("iso8859-13", "", WHATWG, "Baltic (ISO)", "iso-8859-13 latin-7 latin7 cp28603", ""),
    ("iso8859-14", "", WHATWG, "Celtic (ISO)", "iso-8859-14 latin-8 latin8 iso-celtic", ""),
    (
        "iso8859-15", "", WHATWG, "Western European with the euro sign (ISO)",
        "iso-8859-15 latin-9 latin9 l9 iso_8859-15 csisolatin9 csiso885915 cp28605 cp923", "",
    ),
    ("iso8859-16", "", WHATWG, "Romanian (ISO)", "iso-8859-16 latin-10 latin10 csiso885916", ""),
    (
        "tis-620", "cp874", WHATWG, "Thai (TIS-620)", "tis-620 tis620 cstis620 iso-ir-166",
        "A0 DB-DE FC-FF",
    ),
)  # fmt: skip

UNIX: tuple[Row, ...] = (
    (
        "koi8-r", "", WHATWG, "Russian (KOI8-R)", "koi8-r koi8 koi koi8_r cskoi8r cp20866 cp878",
        "",
    ),
    (
        "koi8-u", "", WHATWG, "Ukrainian (KOI8-U, RFC 2319)",
        "koi8-u koi8-ru cskoi8u cp21866 cp1168", "",
    ),
    (
        "koi8-t", "", PYTHON, "Tajik (KOI8-T)", "koi8-t",
        "88 8F 98 9A 9C-9F A0 A8-AA AF B4 B8 BA BC-BE",
    ),
    (
        "kz1048", "", PYTHON, "Kazakh (KZ-1048)", "kz-1048 strk1048-2002 rk1048 cskz1048", "98",
    ),
    (
        "ptcp154", "", PYTHON, "Asian Cyrillic (PT154)",
        "ptcp154 pt154 cp154 csptcp154 cyrillic-asian", "",
    ),
    (
        "hp-roman8", "", PYTHON, "Western European (HP)",
        "hp-roman8 roman8 r8 cshproman8 cp1051", "FF",
    ),
    ("palmos", "", PYTHON, "Western European (Palm OS 3.5)", "palmos", ""),
)  # fmt: skip

MAC: tuple[Row, ...] = (
    (
        "mac-roman", "", WHATWG, "Western European (Mac)",
        "macintosh x-mac-roman mac csmacintosh cp10000", "",
    ),
    (
        "mac-latin2", "", PYTHON, "Central European (Mac)",
        "x-mac-centraleurroman x-mac-ce mac-centeuro x-mac-centraleurope cp10029", "",
    ),
    ("mac-cyrillic", "", WHATWG, "Cyrillic (Mac)", "x-mac-cyrillic x-mac-ukrainian cp10007", ""),
    ("mac-greek", "", PYTHON, "Greek (Mac)", "x-mac-greek cp10006", ""),
    ("mac-turkish", "", PYTHON, "Turkish (Mac)", "x-mac-turkish cp10081", ""),
    ("mac-iceland", "", PYTHON, "Icelandic (Mac)", "x-mac-icelandic cp10079", ""),
    ("mac-croatian", "", PYTHON, "Croatian (Mac)", "x-mac-croatian cp10082", ""),
    ("mac-romanian", "", PYTHON, "Romanian (Mac)", "x-mac-romanian cp10010", ""),
    ("mac-arabic", "", PYTHON, "Arabic (Mac)", "x-mac-arabic cp10004", ""),
    ("mac-farsi", "", PYTHON, "Persian (Mac)", "x-mac-farsi", ""),
)  # fmt: skip

DOS: tuple[Row, ...] = (
    ("cp437", "", PYTHON, "Western European (DOS, US)", "cp437 oem-us dos-437", ""),
    ("cp720", "", PYTHON, "Arabic (DOS)", "cp720 dos-720 ibm720", ""),
    ("cp737", "", PYTHON, "Greek (DOS)", "cp737 ibm737 dos-737", ""),
    ("cp775", "", PYTHON, "Baltic (DOS)", "cp775 dos-775", ""),
    ("cp850", "", PYTHON, "Western European (DOS)", "cp850 dos-850", ""),
    ("cp852", "", PYTHON, "Central European (DOS)", "cp852 dos-852", ""),
    ("cp855", "", PYTHON, "Cyrillic (DOS)", "cp855 dos-855", ""),
    (
        "cp856", "", PYTHON, "Hebrew (DOS)", "cp856 ibm856",
        "9B 9D 9F A0-A8 AD B5-B7 C6 C7 D0-D8 DE E0-E5 E7-ED",
    ),
    ("cp857", "", PYTHON, "Turkish (DOS)", "cp857 dos-857", "D5 E7 F2"),
    ("cp858", "", PYTHON, "Western European with the euro sign (DOS)", "cp858 cp00858", ""),
    ("cp860", "", PYTHON, "Portuguese (DOS)", "cp860 dos-860", ""),
    ("cp861", "", PYTHON, "Icelandic (DOS)", "cp861 cp-is dos-861", ""),
    ("cp862", "", PYTHON, "Hebrew (DOS)", "cp862 dos-862", ""),
    ("cp863", "", PYTHON, "Canadian French (DOS)", "cp863 dos-863", ""),
    ("cp864", "", PYTHON, "Arabic (DOS)", "cp864 dos-864", "9B 9C 9F A6 A7 FF"),
    ("cp865", "", PYTHON, "Nordic (DOS)", "cp865 dos-865", ""),
    ("cp866", "", WHATWG, "Cyrillic (DOS)", "ibm866 cp866 csibm866 dos-866", ""),
    ("cp869", "", PYTHON, "Greek (DOS)", "cp869 cp-gr dos-869", "80-85 87 93 94"),
    ("cp1006", "", PYTHON, "Urdu (IBM)", "cp1006 ibm1006", ""),
    ("cp1125", "", PYTHON, "Ukrainian (DOS)", "cp1125 ruscii cp866u", ""),
)  # fmt: skip
