"""Whatever an answer, an article or a name carries stays words: nothing runs, nothing is fetched, nothing opens."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.support.page_answers import FIGURES, make_document, make_news, reading_status, text
from tests.support.page_answers import done as done_event
from tests.support.page_server import Raw, Script

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><script src=https://evil.example/x.js></script>',
    "'><body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "[click](javascript:alert(1))",
    "![pixel](https://evil.example/p.png)",
    "<img srcset='https://evil.example/p.png 1x'>",
    "<style>*{background:url(https://evil.example/c)}</style>",
    "<link rel=stylesheet href=https://evil.example/s.css>",
    "<svg><image href=https://evil.example/i.png /></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<object data=data:text/html,<script>alert(1)</script>></object>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "</textarea></title><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
]


def _elements(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(
        "() => Object.fromEntries(['script', 'img', 'svg', 'iframe', 'object', 'style', 'link', 'meta', 'base', 'video']"
        ".map((tag) => [tag, document.querySelectorAll(tag).length]))"
    )
    return found


def _poisoned(vector: str, n: int) -> dict[str, Any]:
    return make_news(n, doc_id=f"d{n}", title=vector, publisher=vector, url=vector, quote=vector, start=0, end=len(vector))


def test_markup_in_every_place_stays_words(page: Page, script: Script, watch: Watch) -> None:
    """Twenty and more vectors in the question, answer, reading, titles, publishers, addresses, articles and session names."""
    before = _elements(page)
    sources = [_poisoned(vector, n) for n, vector in enumerate(VECTORS, start=1)]
    for n, vector in enumerate(VECTORS, start=1):
        everywhere = dict.fromkeys(("title", "byline", "publisher", "url", "text"), vector)
        script.documents[f"d{n}"] = make_document(doc_id=f"d{n}", **everywhere)
    script.sessions[:] = [{"session_id": f"s{n}", "title": vector} for n, vector in enumerate(VECTORS)]
    script.answer(
        "poison",
        reading_status(label=VECTORS[0], tickers=VECTORS[1:4], note=VECTORS[4]),
        {"type": "tool", "name": VECTORS[0], "args": {}, "summary": VECTORS[1]},
        *[text(f"{vector} [{n}]\n\n") for n, vector in enumerate(VECTORS, start=1)],
        *[{"type": "withheld", "reason": vector, "detail": vector} for vector in VECTORS],
        {"type": "citations", "sources": sources},
        {"type": "figures", "figures": [FIGURES[0] | {"text": "1", "value": VECTORS[1], "unit": VECTORS[2]}]},
        done_event(model=VECTORS[1]),
    )
    page.fill("#question", f"poison {VECTORS[0]}")
    page.keyboard.press("Enter")
    expect(page.locator(".sources li")).to_have_count(len(VECTORS))
    expect(page.locator("#session-list li")).to_have_count(len(VECTORS))
    page.locator(".figure").first.hover()
    for n in (1, 2, 9, len(VECTORS)):
        page.locator(f".source[data-n='{n}']").click()
        expect(page.locator("#panel mark")).to_have_text(VECTORS[n - 1])
    for vector in VECTORS:
        expect(page.locator(".prose")).to_contain_text(vector)
    page.locator("#session-list [data-action=renaming]").first.dispatch_event("click")
    expect(page.locator("#session-list input[name=title]")).to_have_value(VECTORS[0])

    assert _elements(page) == before
    protocols = page.locator("#turns a, #panel a").evaluate_all("(links) => links.map((link) => link.protocol)")
    assert set(protocols) <= {"http:", "https:"}
    assert watch.quiet, watch


def test_markup_cut_over_chunks_stays_words(page: Page, script: Script, watch: Watch) -> None:
    """A tag whose halves arrive in two events is no tag either."""
    halves = ("<img src=x one", "rror=alert(1)> and <scr", "ipt>alert(1)</script>")
    script.answer("poison", *[text(half) for half in halves], done_event())
    page.fill("#question", "poison")
    page.keyboard.press("Enter")
    expect(page.locator(".prose")).to_have_text("<img src=x onerror=alert(1)> and <script>alert(1)</script>")
    assert watch.quiet, watch


def test_links_show_their_host_and_are_not_fetched(page: Page, script: Script, watch: Watch) -> None:
    """A link to an unknown host stays visible as such, tells nothing to the other side, and is not opened in advance."""
    script.answer("poison", text("See https://evil.example/path and https://аррӏе.com/x now."), done_event())
    page.fill("#question", "poison")
    page.keyboard.press("Enter")
    links = page.locator(".prose a")
    expect(links).to_have_count(2)
    expect(links.nth(0)).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(links.nth(1)).to_contain_text("xn--80ak6aa92e.com")
    assert watch.quiet, watch


def test_reordering_characters_cannot_turn_figures_round(page: Page, script: Script) -> None:
    """Overrides, embeddings and other controls are shown as marks, in answers and in articles."""
    script.documents["alibaba-rally"] = make_document(title="\u202etitle", text="rose \u202e61 %\u202c today\u0000")
    source = make_news(1, title="\u202etitle", quote="rose \u202e61 %", start=0, end=10)
    script.answer("poison", text("It rose \u202e61 %\u202c [1]. "), {"type": "citations", "sources": [source]}, done_event())
    page.fill("#question", "poison \u202equestion")
    page.keyboard.press("Enter")
    page.locator(".cite").click()
    expect(page.locator("#panel mark")).to_have_text("rose \ufffd61 %")
    assert page.evaluate("/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)") is False


def test_a_broken_stream_breaks_nothing(page: Page, script: Script, watch: Watch) -> None:
    """Unknown events, unreadable data and wrong shapes are passed over; the rest is shown."""
    script.answer(
        "poison",
        Raw(b"event: text\ndata: {half\n\nevent: sparkle\ndata: {}\n\n: comment\n\n"),
        {"type": "citations", "sources": "many"},
        {"type": "figures", "figures": [None, {}]},
        {"type": "status", "stage": 7, "reading": "yes"},
        {"type": "withheld"},
        text("Still here."),
        done_event(as_of="never", newest_evidence_at=4, elapsed_ms="fast", model=None),
    )
    page.fill("#question", "poison")
    page.keyboard.press("Enter")
    expect(page.locator("article.done .prose")).to_have_text("Still here.")
    assert watch.quiet, watch
