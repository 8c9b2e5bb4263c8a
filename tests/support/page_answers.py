"""Answers, documents and sessions for the page's tests, in the shapes of the API."""

from typing import Any

ARTICLE = (
    "Alibaba’s shares rose for a third day in Hong Kong on Wednesday. 阿里巴巴 led the index. 📈\n\n"
    "The stock closed 5.3 % higher at HK$161.60, its best finish since 2021, after the company said that its own chips "
    "would train some of its models. Turnover was twice the average of the month.\n\n"
    "Baidu gained 15.7 % on the same day. Brokers said that the market was paying for earnings that have yet to come.\n\n"
) + "\n\n".join(f"Further down, paragraph {n} tells how the day went for the smaller companies." for n in range(1, 16))
QUOTE = "The stock closed 5.3 % higher at HK$161.60, its best finish since 2021"


def make_about(**changes: Any) -> dict[str, Any]:
    about = {
        "model": "extractive",
        "language_model": False,
        "documents": 2234,
        "bars": 51204,
        "newest_evidence_at": "2025-09-17T10:03:00Z",
        "zone": "Asia/Hong_Kong",
    }
    return about | changes


def make_news(n: int = 1, **changes: Any) -> dict[str, Any]:
    start = ARTICLE.index(QUOTE)
    source = {
        "n": n,
        "kind": "news",
        "doc_id": "alibaba-rally",
        "version": 1,
        "title": "Alibaba extends rally as chips and cloud draw buyers",
        "publisher": "Harbour Daily",
        "url": "https://news.example.com/alibaba-rally",
        "published_at": "2025-09-17T10:03:00Z",
        "known_at": "2025-09-17T10:03:00Z",
        "quote": QUOTE,
        "start": start,
        "end": start + len(QUOTE),
    }
    return source | changes


def make_row(n: int, kind: str, title: str, quote: str, **changes: Any) -> dict[str, Any]:
    row = make_news(n, kind=kind, title=title, quote=quote, publisher="exchange close", url="", doc_id=None, version=None)
    return row | {"published_at": None, "start": None, "end": None} | changes


def make_document(**changes: Any) -> dict[str, Any]:
    document = {
        "doc_id": "alibaba-rally",
        "version": 1,
        "kind": "article",
        "url": "https://news.example.com/alibaba-rally",
        "title": "Alibaba extends rally as chips and cloud draw buyers",
        "publisher": "Harbour Daily",
        "byline": "By A. Reporter",
        "language": "en",
        "text": ARTICLE,
        "published_at": "2025-09-17T10:03:00Z",
        "published_date": "2025-09-17",
        "precision": "minute",
        "zone": "Asia/Hong_Kong",
        "updated_at": None,
        "known_at": "2025-09-17T10:03:00Z",
        "superseded_at": None,
        "withdrawn_at": None,
    }
    return document | changes


def make_trace(**changes: Any) -> dict[str, Any]:
    trace = {
        "query": "How did Alibaba close?",
        "as_of": "2025-09-17T12:00:00Z",
        "window": make_reading(part="close"),
        "note": "",
        "looks": [make_look(tickers=["9988.HK"]), make_look()],
        "found": {
            "place": 2,
            "hits": 8,
            "score": 1.0471,
            "lexical_rank": 3,
            "dense_rank": None,
            "look": 0,
            "also": [{"doc_id": "copy", "title": "Alibaba extends rally", "publisher": "Wire"}],
        },
    }
    return trace | changes


def make_look(**changes: Any) -> dict[str, Any]:
    look = {
        "tickers": [],
        "chunks": 4067,
        "removed": {"later_or_replaced": 12, "outside_window": 4031, "other_instruments": 19},
        "ranked": {"lexical": 5, "dense": 60},
        "reranked": "off",
    }
    return look | changes


def make_reading(**changes: Any) -> dict[str, Any]:
    reading = {
        "label": "17 Sep 2025, Hong Kong time",
        "first": "2025-09-17",
        "last": "2025-09-17",
        "part": None,
        "tickers": ["9988.HK"],
        "note": "",
    }
    return reading | changes


def reading_status(**changes: Any) -> dict[str, Any]:
    return {"type": "status", "stage": "reading", "reading": make_reading(**changes)}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def done(**changes: Any) -> dict[str, Any]:
    event = {
        "type": "done",
        "turn_id": "turn-1",
        "session_id": "session-1",
        "abstained": False,
        "reason": None,
        "as_of": "2025-09-17T12:00:00Z",
        "newest_evidence_at": "2025-09-17T10:03:00Z",
        "model": "extractive",
        "elapsed_ms": 812.0,
    }
    return event | changes


FIRST = (
    "Alibaba’s Hong Kong shares closed 5.3 % higher at HK$161.60 on 17 September 2025, their best finish since 2021 [1][2]. "
)
SECOND = "That is 8.10 HKD above the close of the day before [3]."
ROW = "9988.HK on 17 September 2025 (2025-09-17): open 155.00, high 162.40, low 154.80, close 161.60 HKD; as traded"
SOURCES = [
    make_news(1),
    make_row(2, "price", "9988.HK on 17 Sep 2025", ROW),
    make_row(3, "calculation", "Change of the close", "161.60 HKD - 153.50 HKD = 8.10 HKD", publisher=""),
]
FIGURES = [
    {"text": "5.3 %", "value": "5.3", "unit": "%", "source": 1, "status": "verified"},
    {"text": "HK$161.60", "value": "161.60", "unit": "HKD", "source": 2, "status": "verified"},
    {"text": "8.10 HKD", "value": "8.10", "unit": "HKD", "source": 3, "status": "verified"},
]


def whole_answer() -> list[dict[str, Any]]:
    """A usual answer, from its reading to its end."""
    return [
        reading_status(),
        {"type": "status", "stage": "searching", "reading": None},
        {"type": "tool", "name": "search_news", "args": {"query": "Alibaba"}, "summary": "8 passages of 5 reports"},
        text(FIRST),
        text(SECOND),
        {"type": "citations", "sources": SOURCES},
        {"type": "figures", "figures": FIGURES},
        done(),
    ]
