"""Whatever an answer, an article or a name carries stays words: nothing runs, nothing is fetched, nothing opens."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.support.page_answers import FIGURES, make_document, make_news, make_row, reading_status, text
from tests.support.page_answers import done as done_event
from tests.support.page_server import Raw, Script
from tests.support.vectors import REMOTE_IMAGES, VECTORS


def _elements(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(
        "() => Object.fromEntries(['script', 'img', 'svg', 'iframe', 'object', 'style', 'meta', 'base', 'video',"
        " 'link:not([href*=\"/styles/\"])']"
        ".map((tag) => [tag, document.querySelectorAll(tag).length]))"
    )
    return found


def _poisoned(vector: str, n: int) -> dict[str, Any]:
    words = dict.fromkeys(("title", "publisher", "url", "quote", "published_at", "known_at"), vector)
    return make_news(n, doc_id=f"d{n}", start=0, end=len(vector), **words)


def test_markup_in_every_place_stays_words(page: Page, script: Script, watch: Watch) -> None:
    """Sixty vectors, eight of them remote images, wherever words of others come to stand: nothing runs, nothing is fetched."""
    assert (60, 8) == (len(set(VECTORS)), len(REMOTE_IMAGES))
    before = _elements(page)
    for n, vector in enumerate(VECTORS, start=1):
        everywhere = dict.fromkeys(("title", "byline", "publisher", "url", "text", "published_at", "language"), vector)
        script.documents[f"d{n}"] = make_document(doc_id=f"d{n}", **everywhere)
    script.sessions[:] = [{"session_id": f"s{n}", "title": vector, "tags": [vector]} for n, vector in enumerate(VECTORS)]
    script.pins = [
        {"turn_id": f"t{n}", "session_id": "s", "title": vector, "question": vector, "note": vector}
        for n, vector in enumerate(VECTORS)
    ]
    script.found = [{"session_id": f"s{n}", "turn_id": "t", "excerpt": vector} for n, vector in enumerate(VECTORS)]
    script.tellings = [
        {"doc_id": vector, "title": vector, "publisher": vector, "published_at": vector, "copy": True} for vector in VECTORS
    ]
    row = "9988.HK on 17 September 2025 (2025-09-17): close "
    script.answer(
        "poison",
        reading_status(label=VECTORS[0], tickers=VECTORS[1:60], note=VECTORS[4]),
        {"type": "tool", "name": VECTORS[0], "args": {}, "summary": VECTORS[1]},
        *[text(f"{vector} [{n}]\n\n| {vector} | {n} |\n\n") for n, vector in enumerate(VECTORS, start=1)],
        *[{"type": "withheld", "reason": vector, "detail": vector} for vector in VECTORS],
        {"type": "chart", "title": VECTORS[2], "spec_url": VECTORS[2], "png_url": VECTORS[2]},
        {
            "type": "citations",
            "sources": [
                *[_poisoned(vector, n) for n, vector in enumerate(VECTORS, start=1)],
                make_row(90, "price", VECTORS[5], row + VECTORS[5]),
                make_row(91, "calculation", VECTORS[6], VECTORS[7]),
            ],
        },
        {"type": "figures", "figures": [FIGURES[0] | {"text": "1", "value": VECTORS[1], "unit": VECTORS[2]}]},
        done_event(model=VECTORS[1]),
    )
    page.reload()
    page.fill("#question", f"poison {VECTORS[8]}")
    page.keyboard.press("Enter")
    expect(page.locator(".sources li")).to_have_count(62)
    expect(page.locator("#session-list li")).to_have_count(60)
    expect(page.locator("#pin-list li")).to_have_count(60)
    page.locator(".figure").first.hover()
    for n in (1, 2, 9, 40, 60):
        page.locator(f".source[data-n='{n}']").click()
        expect(page.locator("#panel mark").first).to_be_visible()
        expect(page.locator("#panel .story li")).to_have_count(60)
    page.locator(".source[data-n='91']").click()
    expect(page.locator("#panel table")).to_be_visible()
    shown = page.locator(".prose").inner_text().split()
    for vector in VECTORS:
        assert all(word in shown or "**" in word for word in vector.split()), vector
    page.fill("#session-filter", "x")
    expect(page.locator("#session-list .excerpt")).to_have_count(60)
    page.locator("#session-list [data-action=renaming]").first.dispatch_event("click")
    expect(page.locator("#session-list input[name=title]")).to_have_value(VECTORS[0].replace("\n", ""))

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
