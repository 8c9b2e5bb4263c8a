"""What changed between two answers: figures, sources, the reason for abstaining; other words alone are no change."""

from typing import Any

import pytest

from assistant.sessions.changes import differences, text_of


def answer(
    text: str = "Baidu closed at 131 HKD [1].",
    *,
    figures: tuple[tuple[str, str, str], ...] = (("131 HKD", "131", "HKD"),),
    sources: tuple[dict[str, Any], ...] = ({"n": 1, "kind": "news", "doc_id": "d1", "version": 1, "title": "Baidu leads"},),
    reason: str | None = None,
) -> list[dict[str, Any]]:
    checked = [
        {"text": shown, "value": value, "unit": unit, "source": 1, "status": "verified"} for shown, value, unit in figures
    ]
    return [
        {"type": "text", "text": text},
        {"type": "citations", "sources": list(sources)},
        {"type": "figures", "figures": checked},
        {"type": "done", "reason": reason, "abstained": reason is not None},
    ]


ROW = {"n": 1, "kind": "price", "title": "9888.HK, 2025-09-17", "quote": "close 131 HKD"}
LATER = {"n": 1, "kind": "news", "doc_id": "d1", "version": 2, "title": "Baidu leads"}
OTHER = {"n": 2, "kind": "news", "doc_id": "d2", "version": 1, "title": "Baidu falls", "publisher": "Harbour Ledger"}


def test_the_same_answer_in_other_words_has_not_changed():
    """The words differ, and nothing that they say does; numbers of sources and zeros at an end do not matter."""
    renumbered = ({"n": 4, "kind": "news", "doc_id": "d1", "version": 1, "title": "Baidu leads"},)
    changes = differences(
        answer(), answer("At 131.00 HKD [4].", figures=(("131.00 HKD", "131.00", "HKD"),), sources=renumbered)
    )

    assert (False, True, []) == (changes.changed, changes.words, changes.sentences())


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (answer(figures=(("129 HKD", "129", "HKD"),)), "New figures: 129 HKD."),
        (answer(figures=()), "Figures gone: 131 HKD."),
        (answer(sources=(answer()[1]["sources"][0], OTHER)), "New sources: Baidu falls, Harbour Ledger."),
        (answer(sources=()), "Sources gone: Baidu leads."),
        (answer(sources=(LATER,)), "Updated sources: Baidu leads."),
        (answer(reason="stale"), "an answer before, no answer (stale) now."),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told(after, sentence):
    """A figure, a source, another version of one, and a reason each change the answer."""
    changes = differences(answer(), after)

    assert changes.changed
    assert sentence in changes.sentences()


def test_a_corrected_row_is_an_updated_source():
    """A price row says something else under the same name."""
    corrected = ROW | {"quote": "close 130 HKD"}
    changes = differences(answer(sources=(ROW,)), answer(sources=(corrected,)))

    assert ["9888.HK, 2025-09-17"] == [one.title for one in changes.sources_updated]
    assert not differences(answer(sources=(ROW,)), answer(sources=(ROW,))).changed


def test_the_days_of_reports_are_no_figures():
    """The day a report appeared is not a figure of the answer; any other day is."""
    dated = ({"n": 1, "kind": "news", "doc_id": "d1", "version": 1, "title": "B", "published_at": "2025-09-17T10:00:00Z"},)
    day = ("17 September 2025", "20250917", "date")
    other = ("24 September 2025", "20250924", "date")

    assert not differences(answer(sources=dated), answer(sources=dated, figures=(("131 HKD", "131", "HKD"), day))).changed
    assert ("24 September 2025",) == differences(answer(), answer(figures=(("131 HKD", "131", "HKD"), other))).figures_new


def test_calculations_and_withheld_figures_do_not_count():
    """A calculation follows from its sources; what was withheld was not said."""
    calculation = {"n": 2, "kind": "calculation", "title": "Percentage change", "quote": "1 %"}
    after = answer(sources=(answer()[1]["sources"][0], calculation))
    after[2]["figures"].append({"text": "9 %", "value": "9", "unit": "%", "source": None, "status": "withheld"})

    assert not differences(answer(), after).changed


def test_the_words_are_joined():
    """An answer's text is what its pieces say together."""
    assert "One. Two." == text_of([{"type": "text", "text": "One. "}, {"type": "status"}, {"type": "text", "text": "Two."}])
