"""Bytes in double-byte encodings that lost their step: one byte is missing, too many or wrong.

Where a byte is lost from GBK, its neighbour pairs with the next character's first byte, and so on
until something of one byte comes: a line of a novel is gone for one byte. A decoder sees nothing
wrong, or only at the end. Here the likeliest way through such a stretch is found, in which a byte
may stand alone: there the byte was lost, and all around it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from fixenc import codecs, model
from fixenc.spans import Edit

Range = tuple[int, int]
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Bits for a byte that stands alone.
DEFECT = 21.0
MARGIN = 8.0
# Bits that a character costs whatever stands before it
RARE = 18.0
ODD = 14.0
BACK = 12
AHEAD = 12
SAMPLE = 4000
# sum of 4
STRANGE = 52.0


@dataclass(frozen=True, slots=True)
class Resynced:
    """The text of bytes, brought back into step.

    ``text`` has one U+FFFD for each of ``defects``: sorted, half-open ranges of bytes that stand
    alone. ``fills`` propose characters for some of them, as edits of ``text``; each is inferred.
    """

    text: str
    defects: tuple[Range, ...]
    fills: tuple[Edit, ...] = ()


class Costs(dict[str, float]):
    """The cost in bits of the second character of a pair, in one language."""

    def __init__(self, language: str) -> None:
        self._mind = model.load()
        self.language = language

    def __missing__(self, pair: str) -> float:
        if len(self) >= 1 << 16:
            self.clear()
        cost = self[pair] = self._mind.pair_cost(pair, self.language)
        return cost

    def alone(self, char: str) -> float:
        return self[REPLACEMENT + char]

    def of(self, text: str, before: str, after: str) -> float:
        total = 0.0
        for char in text + after:
            total += DEFECT if char == REPLACEMENT else self[before + char]
            before = char
        return total


_costs = lru_cache(4)(Costs)

@dataclass(slots=True)
class Stats:
    s1: int = 0
    s2: int = 0
    dp: int = 0
STATS = Stats()

def resync(data: bytes, encoding: str) -> Resynced:
    entry = codecs.lookup(encoding)
    text, ranges = codecs.decode_with_defects(data, entry.name)
    if entry.kind is not codecs.Kind.MULTI or data.isascii():
        return Resynced(text, ranges)
    costs = _costs(_language(text))
    windows = list(_suspicious(text, costs))
    if not windows:
        return Resynced(text, ranges)
    return _mended(data, entry.name, text, ranges, windows, costs)


def _language(text: str) -> str:
    parts=[]
    size=0
    for found in re.finditer("[^\x00-\x7f]+", text):
        parts.append(found[0]); size+=len(found[0])
        if size>SAMPLE: break
    return model.load().language(" ".join(parts))


def _suspicious(text: str, costs: Costs) -> Iterator[Range]:
    chars = [c for c in set(text) if c > "\x7f" and c!=REPLACEMENT]
    odd = "".join(c for c in chars if costs.alone(c) >= ODD)
    rare = "".join(c for c in odd if costs.alone(c) >= RARE)
    odd, rare = re.escape(odd) or "\ufffe", re.escape(rare) or "\ufffe"
    pattern = re.compile(f"[{rare}][{odd}]|[{odd}][{rare}]|[{odd}][\x21-\x7e](?=[^\x00-\x7f])|{REPLACEMENT}")
    start = end = -1
    for found in pattern.finditer(text):
        STATS.s1+=1
        a,b = found.span()
        if found[0]!=REPLACEMENT:
            l=max(0,a-1); 
            if costs.of(text[l:b+1], text[l-1:l] or "\n", "")<STRANGE: continue
        STATS.s2+=1
        if start>=0 and a-end<=AHEAD+BACK and text.find("\n",end,a)<0:
            end=b
        else:
            if start>=0: yield start,end
            start,end=a,b
    if start>=0: yield start,end


def _mended(data, encoding, text, ranges, windows, costs):
    out=[]; defects=[]
    done_t=done_b=0
    line_t=line_b=0  # start of current line
    pending=list(ranges)
    grid=None; grid_line=-1
    rp=0
    for first,last in windows:
        # advance line
        nl=text.rfind("\n",line_t,first)
        if nl>=0:
            k=text.count("\n",line_t,nl+1)
            for _ in range(k): line_b=data.index(b"\n",line_b)+1
            line_t=nl+1
        e=data.find(b"\n",line_b); e=len(data) if e<0 else e+1
        if grid_line!=line_b:
            line=data[line_b:e]
            grid=_grid(line,encoding); grid_line=line_b
        a=max(first-BACK-line_t, done_t-line_t,0); b=min(last+AHEAD-line_t, len(grid)-1)
        A,Bz=grid[a],grid[b]
        asis=text[line_t+a:line_t+b]
        before=text[line_t+a-1:line_t+a] or "\n"; after=text[line_t+b:line_t+b+1]
        STATS.dp+=Bz-A
        pieces=_way(data[line_b+A:line_b+Bz],encoding,costs,before)
        new="".join(c or REPLACEMENT for _,_,c in pieces)
        if new!=asis and costs.of(new,before,after)+MARGIN<=costs.of(asis,before,after):
            out.append(text[done_t:line_t+a]); out.append(new)
            base=line_b+A
            while rp<len(pending) and pending[rp][0]<base: defects.append(pending[rp]); rp+=1
            while rp<len(pending) and pending[rp][0]<line_b+Bz: rp+=1
            defects += [(base+s,base+t) for s,t,c in pieces if c is None]
            done_t=line_t+b
    out.append(text[done_t:]); defects+=pending[rp:]
    return Resynced("".join(out),tuple(defects))


def _grid(line,encoding):
    char_of=_reader(encoding)
    t,ranges=codecs.decode_with_defects(line,encoding)
    r=dict(ranges); at=0; out=[0]
    while at<len(line):
        if at in r: at=r[at]
        elif line[at]<0x80: at+=1
        else:
            for n in LENGTHS:
                if char_of(line[at:at+n]) is not None: at+=n; break
            else: raise AssertionError
        out.append(at)
    assert len(out)==len(t)+1
    return out


def _way(line: bytes, encoding: str, costs: Costs, before) -> list[tuple[int, int, str | None]]:
    char_of = _reader(encoding)
    size = len(line)
    never = float("inf")
    cost = [never] * (size + 1)
    last = [before] * (size + 1)
    came: list[int] = [0] * (size + 1)
    cost[0] = 0.0
    for at in range(size):
        here = cost[at]
        if here == never:
            continue
        byte = line[at]
        if byte < 0x80:
            char, end = chr(byte), at + 1
            total = here + costs[last[at] + char]
            if total < cost[end]:
                cost[end], last[end], came[end] = total, char, at
            continue
        for length in LENGTHS:
            char = char_of(line[at : at + length])
            if char is not None:
                end = at + length
                if end <= size:
                    total = here + costs[last[at] + char]
                    if total < cost[end]:
                        cost[end], last[end], came[end] = total, char, at
                break
        end = at + 1
        total = here + DEFECT
        if total < cost[end]:
            cost[end], last[end], came[end] = total, REPLACEMENT, at
    out = []
    end = size
    while end:
        at = came[end]
        out.append((at, end, None if last[end] == REPLACEMENT else last[end]))
        end = at
    out.reverse()
    return out

LENGTHS = (1, 2, 4)

@cache
def _reader(encoding):
    @cache
    def char_of(sequence: bytes) -> str | None:
        try:
            text = codecs.decode(sequence, encoding)
        except UnicodeDecodeError:
            return None
        return text if len(text) == 1 or len(sequence) == 1 else None
    return char_of
