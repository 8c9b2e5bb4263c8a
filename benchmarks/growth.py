"""The growth of a search's time with its store, as a picture."""

from collections.abc import Sequence

from benchmarks.searches import Measured

AIMS = ((16_000, 15.0), (100_000, 30.0), (1_000_000, 80.0))  # chunks, and the 95th percentile that is aimed at
_WAYS = (("as asked", "asked"), ("no window", "open"), ("a year's window", "year"))


def draw(rows: Sequence[Measured]) -> str:
    """An SVG of the 95th percentiles over the number of chunks, with the aims as crosses."""
    import vl_convert

    times = [
        {"chunks": row.chunks, "ms": round(getattr(row, name)[1], 1), "search": way} for row in rows for way, name in _WAYS
    ]
    aims = [{"chunks": chunks, "ms": ms, "search": "aim"} for chunks, ms in AIMS]
    x = {"field": "chunks", "type": "quantitative", "scale": {"type": "log"}, "title": "chunks", "axis": {"format": "~s"}}
    y = {"field": "ms", "type": "quantitative", "title": "95th percentile, milliseconds"}
    color = {"field": "search", "type": "nominal", "title": None}
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 520,
        "height": 260,
        "background": "white",
        "layer": [
            {
                "data": {"values": times},
                "mark": {"type": "line", "point": True},
                "encoding": {"x": x, "y": y, "color": color},
            },
            {
                "data": {"values": aims},
                "mark": {"type": "point", "shape": "cross", "filled": True, "size": 90},
                "encoding": {"x": x, "y": y, "color": color},
            },
        ],
    }
    return vl_convert.vegalite_to_svg(chart)
