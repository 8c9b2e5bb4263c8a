"""Files in every layout we read, each damaged in some way by a seed.

As a command: `python -m tests.support.mangled FOLDER FIRST LAST` takes those files into a store, one by one, and prints what
became of each, and at the end what became of all of them together, as lines of JSON.
"""

import gzip
import io
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import ingest
from tests.support.ingesting import Bench

SAMPLE = Path(ingest.__file__).parent / "sample"
ENCODINGS = "utf-16 utf-16-le utf-16-be utf-32 utf-8-sig gb18030 big5hkscs cp932 cp1252 utf-7 cp500".split()
NASTY = [
    "\0",
    "\x07",
    "\x1b[31m",
    "\x85",
    "\x9d",
    "\ufeff",
    "\u202e",
    "\u2028",
    "\U000e0041",
    "\ufffe",
    "\r",
    "\x0c",
    "\u0301" * 500,
]
HALVES = [b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xff\xfe", b"\xc3", b"\xf4\x90\x80\x80", b"\xe2\x82"]
NUMBERS = "NaN inf -inf 1e999 -0 1e-400 99999999999999999999999999999 0x10 1,2,3 ٣٤ ½ 9999-99-99 0000-00-00 12:99".split()
BOMB = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">%s]>
<rss version="2.0"><channel><item><title>&%s;</title></item></channel></rss>"""


def originals() -> dict[str, bytes]:
    """A sound file of each layout, by name."""
    found = {path.name: path.read_bytes() for path in sorted(SAMPLE.rglob("*.*")) if path.suffix != ".md" or "-" in path.name}
    lines = [json.loads(line) for line in found["lantern-markets.jsonl"].splitlines()]
    rows = [line.split(",") for line in found["bars.csv"].decode().splitlines()[1:40]]
    vendor = ["Price,Close,High,Low,Open,Volume", "Ticker" + ",9988.HK" * 5, "Date,,,,,"]
    vendor += [",".join((row[1], row[5], row[3], row[4], row[2], row[6])) for row in rows if row[0] == "9988.HK"]
    entry = "<entry><title>Chips rise</title><id>urn:1</id><updated>2025-09-17T10:03:00Z</updated><content>{}</content></entry>"
    atom = entry.format("Shares of chip makers rose on Wednesday, led by Baidu, dealers said.")
    return found | {
        "list.json": json.dumps({"articles": lines}).encode(),
        "vendor.csv": "\n".join(vendor).encode(),
        "atom.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{atom}</feed>'.encode(),
        "story.pdf": _pdf(found["after-the-fed.txt"].decode()),
    }


def mangled(seed: int) -> tuple[str, bytes]:
    """The file of that seed: its layout and what was done to it, and its bytes."""
    rng = Random(seed)
    sound = originals()
    name = list(sound)[seed % len(sound)]
    data, done = sound[name], []
    for _ in range(rng.choice((1, 1, 2, 3))):
        damage = rng.choice(DAMAGES)
        data = damage(data, rng)
        done.append(damage.__name__.strip("_"))
    return f"{seed:03}-{'-'.join(done)}-{name}", data


def _pdf(text: str) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out, style = io.BytesIO(), getSampleStyleSheet()["Normal"]
    pieces = [Paragraph(piece.replace("&", "&amp;"), style) for piece in text.split("\n\n")]
    SimpleDocTemplate(out, invariant=1).build(pieces)
    return out.getvalue()


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _behead(data: bytes, rng: Random) -> bytes:
    return data[rng.randrange(len(data) + 1) :]


def _flip(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(max(1, len(data) // rng.choice((20, 200, 2_000)))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _repeat(data: bytes, rng: Random) -> bytes:
    first, last = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return data[:last] + data[first:last] * rng.choice((1, 3, 200)) + data[last:]


def _nest(data: bytes, rng: Random) -> bytes:
    opening, closing = rng.choice(
        ((b"<div>", b"</div>"), (b"[", b"]"), (b'{"body":', b"}"), (b"> ", b""), (b"<b>", b""), (b"(", b")"))
    )
    depth = rng.choice((3, 500, 30_000))
    at = rng.choice((0, len(data) // 2))
    return data[:at] + opening * depth + data[at:] + closing * depth


def _recode(data: bytes, rng: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def _sprinkle(data: bytes, rng: Random) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(rng.choice((1, 30))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(NASTY) * rng.choice((1, 40)) + text[at:]
    return text.encode("utf-8", "surrogateescape")


def _halve(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(HALVES) * rng.choice((1, 50)) + data[at:]


def _lengthen(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    filler = rng.choice((b"x", b"word ", b"a,b;", b"\xe6\x81\x92", b"<p>x", b"\\u0000", b"![](", b"http://a.example/", b"- "))
    return data[:at] + filler * (1_000_000 // len(filler)) + data[at:]


def _break_up(data: bytes, rng: Random) -> bytes:
    return data + rng.choice((b"\n\nShort words.", b"\n\n\n", b"\n,,,,", b"\n<p>Few.</p>", b"\n{}", b"\n# T")) * 50_000


def _renumber(data: bytes, rng: Random) -> bytes:
    share = rng.choice((0.02, 0.5))
    return re.sub(rb"\d[\d.]*", lambda m: rng.choice(NUMBERS).encode() if rng.random() < share else m.group(), data)


def _shuffle(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _mix(data: bytes, rng: Random) -> bytes:
    other = rng.choice(list(originals().values()))
    return rng.choice((data + other, other[:300] + data, data[: len(data) // 2] + other))


def _squeeze(data: bytes, rng: Random) -> bytes:
    packed = gzip.compress(data * rng.choice((1, 50)), mtime=0)
    return rng.choice((packed, packed[: len(packed) * 2 // 3], packed + b"junk", gzip.compress(packed, mtime=0)))


def _blank(data: bytes, rng: Random) -> bytes:
    return rng.choice((b"", b" \n\t", "　\u200b\ufeff".encode() * 300, b"\0" * 4_000, b"READ MORE: x\n\nShare\n\n(c) 2025"))


def _retell(data: bytes, rng: Random) -> bytes:
    """Field names and marks of the layout are exchanged for others."""
    return data.replace(
        rng.choice((b"title", b"date", b":", b",", b'"', b"<", b"---", b"close")), rng.choice((b"", b"body", b"\n", b'"'))
    )


def _bomb(data: bytes, rng: Random) -> bytes:
    names = "bcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("a" + names, names, strict=False))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    made = BOMB % (rng.choice(((entities, "j"), (outside, "x"))))
    return made.encode() + (data if rng.random() < 0.3 else b"")


DAMAGES: list[Callable[[bytes, Random], bytes]] = [
    _cut, _behead, _flip, _repeat, _nest, _recode, _sprinkle, _halve, _lengthen,
    _break_up, _renumber, _shuffle, _mix, _squeeze, _blank, _retell, _bomb,
]  # fmt: skip


def take(bench: Bench, folder: Path, seed: int) -> dict[str, Any]:
    """What became of the file of that seed."""
    name, data = mangled(seed)
    path = folder / name
    path.write_bytes(data)
    before = bench.knowledge.documents.counts()["versions"]
    began = time.process_time()
    report = bench.pipeline.run([path])
    return {
        "name": name,
        "cpu_s": round(time.process_time() - began, 2),
        "versions": bench.knowledge.documents.counts()["versions"] - before,
        **report.as_dict(),
    }


def _peak_mb() -> int:
    """The most memory this process held; `ru_maxrss` would tell that of the one that started it, where it was more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def main(folder: str, first: str, last: str) -> None:
    bench = Bench(Path(folder) / "store")
    files = Path(folder) / "files"
    files.mkdir()
    for seed in range(int(first), int(last)):
        sys.stdout.write(json.dumps(take(bench, files, seed)) + "\n")
    again = bench.pipeline.run([files])
    counts = bench.knowledge.documents.counts()
    total = {
        "peak_mb": _peak_mb(),
        "again": again.as_dict(),
        "chunks": counts["chunks"],
        "indexed": bench.knowledge._keeper.lexical.index.count(),
        "ready": bench.knowledge.ready(),
    }
    sys.stdout.write(json.dumps(total) + "\n")
    bench.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
