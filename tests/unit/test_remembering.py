"""A long conversation as a language model is told it: the newest in full, the older ones in short, within the budget."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.remembering import remembered


def test_a_short_conversation_is_told_as_it_is():
    """Up to six questions stand word for word, in order."""
    questions = [f"What about company {n}?" for n in range(6)]

    assert remembered(questions, budget=6_000) == questions
    assert remembered([], budget=6_000) == []


def test_older_questions_are_shortened_into_one_text():
    """What lies further back is one text before the newest six, each question cut to its beginning."""
    questions = [f"Question {n} " + "and so on " * 30 for n in range(9)]
    older, *newest = remembered(questions, budget=6_000)

    assert newest == questions[3:]
    assert older.startswith("Earlier in this conversation, oldest first: Question 0 and")
    assert older.count("…") == 3
    assert "Question 2" in older


def test_what_finds_no_room_is_counted():
    """Of a conversation of three hundred questions the oldest are a number, and the newest stands whole."""
    questions = [f"Question {n} " + "and so on " * 30 for n in range(300)]
    older, *newest = remembered(questions, budget=1_000)

    assert newest == questions[-2:]
    assert "(295 more questions)" in older
    assert "Question 297" in older


def test_a_question_longer_than_the_budget_is_shortened_too():
    """The newest question before this one may be of any length."""
    [told] = remembered(["x" * 4_000], budget=500)

    assert told == f"Earlier in this conversation, oldest first: {'x' * 99}…"


@given(st.lists(st.text(max_size=700), max_size=40), st.integers(500, 3_000))
def test_the_budget_holds(questions: list[str], budget: int):
    """Whatever is asked, what is told of it fits."""
    told = remembered(questions, budget=budget)

    assert sum(map(len, told)) <= budget
    assert questions == [] or told != []
