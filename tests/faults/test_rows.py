"""Which test shows what: every way in which a model, its provider or a document goes wrong, and the tests that hold it off."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTTP, OUTAGES = "tests/contract/test_model_over_http.py", "tests/faults/test_model_outages.py"
FORMS = "tests/faults/test_injection_kinds.py"
READERS, INJECTION = "tests/faults/test_readers_over_http.py", "tests/faults/test_injection.py"
GATE, REFUSALS = "tests/unit/test_figures_verify.py", "tests/evals/test_refusals.py"
GUARDS = "tests/unit/test_model_guards.py"
MUTATIONS = "tests/evals/test_gate_mutations.py"

ROWS = {
    "orders in a body, in six languages, encoded, as forged turns": [
        (INJECTION, "test_the_body_reaches_the_model_as_a_passage_and_nothing_else"),
        (GUARDS, "test_a_passage_closes_no_fence_and_forges_no_mark"),
    ],
    "orders in a title, an author, an outlet, a feed, a file's name": [
        (INJECTION, "test_an_order_in_an_article_breaks_no_rule"),
        (GUARDS, "test_a_title_stays_inside_its_attribute"),
    ],
    "orders that no reader sees": [
        (INJECTION, "test_what_no_reader_sees_no_model_sees"),
        (INJECTION, "test_characters_that_nobody_sees_are_removed"),
    ],
    "orders to look up another instrument, or fifty times": [
        (GUARDS, "test_a_model_looks_up_what_the_question_names"),
        (HTTP, "test_a_looping_model_is_stopped"),
        (INJECTION, "test_an_order_in_an_article_breaks_no_rule"),
    ],
    "unknown tools, and addresses, paths and SQL as instruments": [
        (INJECTION, "test_an_order_in_an_article_breaks_no_rule"),
        (FORMS, "test_no_form_of_attack_breaks_a_rule"),
    ],
    "look-alikes, hidden characters, forged records, fields nobody reads": [
        (FORMS, "test_no_form_of_attack_breaks_a_rule"),
        (FORMS, "test_what_no_reader_sees_reaches_no_model"),
    ],
    "links that carry the question away": [(INJECTION, "test_an_order_in_an_article_breaks_no_rule")],
    "many copies of a false report": [(REFUSALS, "test_copies_do_not_outnumber_a_report")],
    "forged marks and quotations": [
        (GATE, "test_what_they_do_not_carry_is_withheld"),
        (GUARDS, "test_marks_in_an_article_are_no_marks_of_the_answer"),
    ],
    "collected attacks": [(INJECTION, "test_collected_attacks_break_no_rule")],
    "vectors and inner ids over the API": [
        ("tests/api/test_reading.py", "test_a_document_reads_without_where_it_came_from"),
        ("tests/faults/test_inner_ids.py", "test_no_reading_route_gives_inner_things_away"),
        ("tests/faults/test_inner_ids.py", "test_an_answer_its_turn_and_its_article_give_nothing_away"),
    ],
    "no listener, no such host, no secure connection, a connection cut": [
        ("tests/faults/test_model_connections.py", "test_each_way_of_not_connecting_is_named"),
    ],
    "a chain of models": [("tests/faults/test_model_chain.py", "test_every_failure_of_a_chain_is_said")],
    "quota, refused key, unknown model; outages once and always": [
        (HTTP, "test_refusals_and_outages_are_told"),
        (HTTP, "test_an_outage_that_passes_goes_unnoticed"),
        (OUTAGES, "test_a_refusal_is_told_and_nobody_stands_in"),
    ],
    "a silent provider": [(OUTAGES, "test_a_silent_model_ends_with_the_deadline")],
    "answers cut in the middle, broken, without words": [
        (HTTP, "test_a_broken_answer_is_never_passed_off_as_whole"),
        (OUTAGES, "test_an_answer_cut_by_the_models_length_is_marked"),
    ],
    "a reader who leaves": [
        (READERS, "test_a_closed_tab_ends_the_models_request"),
        (OUTAGES, "test_a_reader_who_leaves_takes_the_request_along"),
        ("tests/api/test_streams_live.py", "test_a_json_reader_who_leaves_takes_it_along_too"),
    ],
    "an endless answer": [(OUTAGES, "test_a_huge_answer_is_cut")],
    "a tool call with cut arguments": [(HTTP, "test_a_call_with_cut_arguments_is_never_run")],
    "loops and fifty calls at once": [(HTTP, "test_a_looping_model_is_stopped")],
    "a tool that raises, hangs, returns megabytes or no number": [
        (OUTAGES, "test_a_look_up_that_raises_costs_its_result_only"),
        (OUTAGES, "test_a_look_up_that_hangs_ends_with_the_deadline"),
        (OUTAGES, "test_a_passage_of_megabytes_is_cut"),
        (OUTAGES, "test_a_price_that_is_no_number_is_never_shown"),
    ],
    "cancelled and crashed turns, five questions at once": [
        (READERS, "test_a_question_that_was_left_does_not_harm_its_session"),
        (READERS, "test_a_crashed_answer_does_not_harm_its_session"),
        (READERS, "test_five_questions_at_once_are_answered_or_told_to_wait"),
    ],
    "figures that no source carries": [
        (MUTATIONS, "test_altered_drafts_are_withheld_and_true_ones_shown"),
        (MUTATIONS, "test_each_kind_of_alteration_is_withheld"),
        (HTTP, "test_a_made_up_figure_is_withheld"),
    ],
    "nothing relevant": [(REFUSALS, "test_what_is_not_in_the_news_is_said_not_to_be")],
    "the future and advice": [(REFUSALS, "test_the_future_and_advice_have_no_number")],
    "an outage of an hour": [
        (OUTAGES, "test_an_outage_is_met_by_the_breaker_and_ends_by_itself"),
        (OUTAGES, "test_the_stand_in_answers_while_the_model_cannot_be_reached"),
    ],
}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_has_its_tests(row: str):
    """The tests that a row names exist where it says."""
    missing = [
        (path, name)
        for path, name in ROWS[row]
        if not re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.M)
    ]

    assert missing == []
