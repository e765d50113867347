"""The Big5 characters that browsers read and Python's ``big5hkscs`` (2004) does not.

Data: index-big5 of the WHATWG Encoding Standard, compared with CPython 3.11's codec pair by
pair: 192 pairs only in the former, 11 pairs with another character.
"""

# Hong Kong Supplementary Character Set 2008: the 68 pairs 87 7A-7E, 87 A1-DF in order.
HKSCS_2008 = (
    "\u3875\U00021d53\U0002369e\U00026021\u3eec\U000258de\u3af5\u7afc\u9f97\U00024161"
    "\U0002890d\U000231ea\U00020a8a\U0002325e\u430a\u8484\u9f96\u942f\u4930\u8613\u5896\u974a"
    "\u9218\u79d0\u7a32\u6660\u6a29\u889d\u744c\u7bc5\u6782\u7a2c\u524f\u9046\u34e6\u73c4"
    "\U00025db9\u74c6\u9fc7\u57b3\u492f\u544c\u4131\U0002368e\u5818\u7a72\U00027b65\u8b8f\u46ae"
    "\U00026e88\u4181\U00025d99\u7bae\U000224bc\u9fc8\U000224c1\U000224c9\U000224cc\u9fc9\u8504"
    "\U000235bb\u40b4\u9fca\u44e1\U0002adff\u62c1\u706e\u9fcb"
)

# ETEN: pictures of the control characters at A3 C0-E0, the euro sign at A3 E1.
ETEN = (*(chr(c) for c in range(0x2400, 0x2420)), "\u2421", "\u20ac")

# Pairs that older sets gave to a character which has another pair too; read, never written.
# Each item is the pair, a colon, the code point.
DUPLICATES = """
9244:8503 9447:6D67 9644:975D 8E69:7BB8 8E6F:7C06 8E7E:7CCE 8EAB:7DD2 8EB4:7E1D 8ECD:8005
8ED0:8028 8F57:83C1 8F69:84A8 8F6E:840F 8FCB:89A6 8FCC:89A9 8FFE:8D77 906D:90FD 907A:92B9
90DC:975C 90F1:97FF 91BF:9F16 92AF:5159 92B0:515B 92B1:515D 92B2:515E 92C8:936E 92D1:7479
94CA:799B 95D9:9097 96ED:701E 96FC:5B28 9B76:7201 9B78:77D7 9B7B:7E87 9BC6:99D6 9BDE:91D4
9BEC:60DE 9BF6:6FB6 9C42:8F36 9C53:4FBB 9C62:71DF 9C68:9104 9C6B:9DF0 9C77:83CF 9CBC:5C10
9CBD:79E3 9CD0:5A67 9D57:8F0B 9D5A:7B51 9DC4:62D0 9EA9:6062 9EEF:75F9 9EFD:6C4A 9F60:9B2E
9F66:9F17 9FCB:50ED 9FD8:5F0C A063:880F A077:62CE A0D5:7468 A0DF:7162 A0E4:7250 C6CF:5EF4
C6D3:65E0 C6D5:7676 C6D7:96B6 C6DE:3003 C6DF:4EDD FA5F:5029 FA66:507D FABD:5305 FAC5:5344
FAD5:537F FB48:5605 FBB8:5A77 FBF3:5E75 FBF9:5ED0 FC4F:5F58 FC6C:60A4 FCB9:6490 FCE2:6674
FCF1:675E FDB7:6C9C FDB8:6E1D FDBB:6E2F FDF1:716E FE52:732A FE6F:745C FEAA:74E9 FEDD:7809
"""

# The pair, Python's code point, the code point of browsers and of Windows (cp950).
OTHER_CHARACTER = """
A145:2022:2027 A14E:FF64:FE51 A1C2:203E:00AF A1E3:223C:FF5E A1F2:2641:2295 A1F3:2609:2299
A244:00A5:FFE5 A246:00A2:FFE0 A247:00A3:FFE1
"""

# Python reads two pairs alike, as the full-width solidus (A1FE, A241) and reverse solidus
# (A240, A242), so those are read as Python has it; they are written as browsers read them.
TWO_SLASHES = {
    "\uff0f": b"\xa1\xfe",
    "\u2215": b"\xa2\x41",
    "\uff3c": b"\xa2\x40",
    "\ufe68": b"\xa2\x42",
}
