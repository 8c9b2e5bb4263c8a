"""What charts look like where nobody says otherwise: on paper white, with colours told apart by most eyes. Pure."""

from typing import Any

_INK, _FAINT, _RULE, _PAPER = "#1d1b17", "#625d52", "#dcd6c8", "#ffffff"
_LINES = ["#1f4e79", "#9a2f17", "#2d6443", "#7a5195", "#8a6d00"]
_FONT = "Liberation Sans, Noto Sans, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Helvetica, Arial, sans-serif"


def config() -> dict[str, Any]:
    """The look of a chart that stands alone; the page puts its own colours in its place."""
    return {
        "background": _PAPER,
        "font": _FONT,
        "padding": 12,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "color": _INK,
            "subtitleColor": _FAINT,
            "fontSize": 14,
            "subtitleFontSize": 11,
            "limit": 620,
        },
        "axis": {
            "labelColor": _FAINT,
            "titleColor": _FAINT,
            "titleFontWeight": "normal",
            "gridColor": _RULE,
            "domainColor": _RULE,
            "tickColor": _RULE,
        },
        "axisX": {"grid": False},
        "legend": {"orient": "top", "labelColor": _INK, "symbolType": "stroke"},
        "range": {"category": _LINES},
        "line": {"color": _LINES[0], "strokeWidth": 2, "strokeJoin": "round"},
        "point": {"color": _LINES[0], "size": 24, "filled": True},
        "rule": {"color": _LINES[1], "strokeDash": [3, 3], "opacity": 0.7},
        "text": {"color": _LINES[1], "baseline": "bottom", "dy": -2, "fontSize": 10},
    }
