"""Which sentence may answer, by what is asked for: a deed, a time of day, a length, a role, a name in full."""

import pytest

from tests.support.passages import told


@pytest.mark.parametrize(
    ("question", "sentences", "right"),
    [
        (
            "How long was the speech of Ada Wong?",
            [
                "Ada Wong gave a speech five days later in Harbour City.",
                "Ada Wong gave a speech of 93 minutes in Harbour City.",
            ],
            1,
        ),
        (
            "How old is the taxi driver who was arrested?",
            ["The taxi driver was arrested after a woman of 12 Harbour Road called.", "The taxi driver, 66, was arrested."],
            1,
        ),
        (
            "At what time did the observatory issue its storm warning?",
            ["The observatory issued its storm warning on Monday.", "The observatory issued its storm warning at 3:25 am."],
            1,
        ),
        (
            "Who chairs the Harbour Alliance?",
            [
                "Ben Lee, the head of a unit, praised the Harbour Alliance's talks.",
                "Ada Wong, who chairs the Harbour Alliance, spoke.",
            ],
            1,
        ),
        (
            "What does HAI stand for?",
            ["The HAI was founded in the spring.", "The Harbour Alliance of Innovation, or HAI, was founded."],
            1,
        ),
        (
            "What does the 42 percent refer to?",
            ["The index rose 4.2 percent on the day.", "The index has gained 42 percent this year."],
            1,
        ),
        (
            "Name three cities that Ada Wong visited.",
            ["Ada Wong visited Osaka in cities tour week.", "Ada Wong visited Osaka, Nagoya and Sapporo."],
            1,
        ),
        (
            "How much did SMIC's revenue fall?",
            ["SMIC's revenue was praised.", "SMIC's revenue fell 11 percent."],
            1,
        ),
    ],
)
def test_the_sentence_of_the_kind_asked_for_is_shown(question: str, sentences: list[str], right: int):
    """A time that only says when, a figure of another kind, or a role of something else answers nothing."""
    text = told(question, ["\n\n".join(sentences)]).text

    assert sentences[right] in text
    assert sentences[1 - right] not in text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many people were injured in the shipyard fire?", "Nine people were evacuated over a fire in a shipyard."),
        ("Who will preside over the trial of Lenovo?", "Ben Lee of the Harbour Commission spoke of the trial of Lenovo."),
        ("Which five banks arranged the offering of Lenovo?", "Lenovo named five banks for the offering, Ada Wong said."),
    ],
)
def test_what_nobody_is_said_to_have_done_is_not_answered(question: str, sentence: str):
    """A count of something else, somebody who did something else, and fewer names than asked for answer nothing."""
    assert told(question, [sentence]).reason in {"not_stated", "future"}
