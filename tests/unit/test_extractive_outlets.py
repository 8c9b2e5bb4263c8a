"""Questions over reports of several outlets: who put it so, whose figure it is, and who is new."""

from tests.support.passages import make_document, told

HEIGHT = make_document("The Hang Seng Tech Index rose as much as 3.9% before lunch.", publisher="Quay Wire")
CLOSE = make_document("The Hang Seng Tech Index rose 4.2 percent at the close on Wednesday.", publisher="Harbour Ledger")
AIM = make_document("Tencent is aiming to raise the equivalent of US$1 billion by bonds.", publisher="Quay Wire")
PRICED = make_document("Tencent raised 9 billion yuan from its bonds.", publisher="Harbour Ledger")
STORMS = "Hurricane Oda reached the coast, still reeling from Hurricane Berta, which killed 237 people."
TOLL = "At least 10 people died after Hurricane Oda tore through the county."
LEAVES = "Freeland Prime Minister Jon Tarrow said he would stay as Union leader until the party chose a replacement."
FOLLOWS = "Former banker Mara Corley will succeed Jon Tarrow as Union leader, results showed."


def test_which_outlet_is_answered_by_the_one_that_gives_the_figure() -> None:
    """The sentence with the figure of the question is shown with its publisher, though another outlet's scores as well."""
    draft = told("Which outlet put the Hang Seng Tech Index's gain at 3.9 percent?", [CLOSE, HEIGHT])
    assert draft.text.startswith("Quay Wire")
    assert "4.2" not in draft.text


def test_a_figure_that_no_outlet_gives_is_none_of_theirs() -> None:
    """Where no report gives the figure, none is named for it."""
    draft = told("Which outlet put the Hang Seng Tech Index's gain at 5.1 percent?", [CLOSE, HEIGHT])
    assert draft.reason == "not_stated"


def test_the_weekday_an_outlet_names_is_no_time_to_look_in() -> None:
    """The Tuesday that an outlet is asked for is what it says, be it wrong."""
    wrong = make_document("Hong Kong shares rallied on Tuesday, buoyed by technology stocks.", publisher="Quay Wire")
    assert told("Which outlet said the Hong Kong rally was on Tuesday?", [CLOSE, wrong]).text.startswith("Quay Wire")


def test_alternatives_may_be_aimed_at() -> None:
    """An amount that was aimed at is one of two alternatives as well as one that was paid."""
    draft = told("Was Tencent's bond sale US$1 billion or 9 billion yuan?", [PRICED, AIM])
    assert "US$1 billion" in draft.text
    assert "9 billion yuan" in draft.text


def test_a_figure_told_of_a_namesake_is_no_answer() -> None:
    """What one hurricane did is not counted for another that the same sentence names first."""
    assert told("How many people did Hurricane Oda kill?", [STORMS]).reason == "not_stated"
    assert "At least 10" in told("How many people did Hurricane Oda kill?", [STORMS, TOLL]).text


def test_who_replaced_somebody_is_somebody_else() -> None:
    """The full name of whom the question names by the last one is nobody new."""
    assert "Mara Corley" in told("Who replaced Tarrow as Union leader?", [LEAVES, FOLLOWS]).text
    assert told("Who replaced Tarrow as Union leader?", [LEAVES]).reason is not None


def test_what_was_done_with_something_is_told_by_a_sentence_on_it() -> None:
    """A sentence on somebody that does not speak of what he did something with is no answer."""
    won = "Jon Tarrow won the Union prize on Tuesday for his pioneering work on tides."
    gave = "Jon Tarrow gave the prize money to a school."
    assert told("What did Tarrow do with his prize money?", [won]).reason == "not_stated"
    assert "school" in told("What did Tarrow do with his prize money?", [won, gave]).text


def test_what_was_done_to_a_rating_is_told_where_it_was_moved_to() -> None:
    """Of two sentences on a changed rating the one that says from where to where comes first."""
    better = "On Tuesday an analyst at Corvane Research changed the rating on Baidu for the better."
    moved = "Corvane Research lifted its rating on Baidu to buy from sell."
    assert "to buy from sell" in told("What did Corvane do to its Baidu rating?", [better, moved]).lines[0]


def test_days_in_a_row_are_told_by_a_sentence_that_counts_them() -> None:
    """A gain is no run of gains, and a run is of the day on which it was told."""
    gain = "The Hang Seng Index gained 41 points to finish the day at 18,444."
    run = "The Hang Seng Index gained for the third straight day."
    assert told("How many days in a row did the Hang Seng Index gain up to 17 September 2025?", [gain]).reason is not None
    assert (
        "third straight"
        in told("How many days in a row did the Hang Seng Index gain up to 17 September 2025?", [gain, run]).text
    )
    assert told("How many days in a row did the Hang Seng Index gain up to 30 September 2025?", [gain, run]).reason is not None


def test_where_an_index_is_from_belongs_to_its_name() -> None:
    """ "Tokyo's Nikkei" is the Nikkei, of which a report need not say that it is Tokyo's."""
    draft = told("How did Tokyo's Nikkei close on 17 September 2025?", ["Japan's Nikkei index closed up 1.1 percent."])
    assert "1.1 percent" in draft.text


def test_a_tariff_is_raised_to_a_rate() -> None:
    """What a tariff was raised to is a percentage, though money is raised too."""
    draft = told(
        "How much did Freeland raise the tariff on steel to?", ["The order raises Freeland's tariff on steel to 20 percent."]
    )
    assert "20 percent" in draft.text


def test_who_did_it_is_not_who_may_yet() -> None:
    """ "Whether to appeal" tells of nobody who appealed."""
    ahead = "Secretary Jon Tarrow said the government would look at the cases before deciding whether to appeal."
    done = "Former activist Mara Corley filed her appeal in the case on Tuesday."
    assert told("Who appealed in the case?", [ahead]).reason is not None
    assert "Mara Corley" in told("Who appealed in the case?", [ahead, done]).text


def test_a_semi_final_is_no_final() -> None:
    """The two are told apart, though one word holds the other."""
    semi = "Mara Corley beat Jon Tarrow in the semi-final of the singles on Sunday."
    final = "Lena Vask beat Mara Corley in the final of the singles on Monday."
    assert "Lena Vask" in told("Who beat somebody in the final of the singles?", [semi, final]).lines[0]


def test_a_sentence_that_answers_both_parts_leaves_none_open() -> None:
    """The other part is not said to be missing where the sentence shown has it."""
    both = "Officials said 31 people had died in Cyclone Oda and 1,500 people were injured, 200 critically."
    draft = told("How many people were injured by Cyclone Oda, and how many critically?", [both])
    assert "200 critically" in draft.text
    assert "other part" not in draft.text


def test_who_reports_from_a_place_need_not_name_it() -> None:
    """A question on Hong Kong is answered by a Hong Kong report that says no place."""
    jailed = "Six police officers were given jail terms of 19 to 37 months, as the court found that they had hidden evidence."
    assert "19 to 37 months" in told("How long were the jail terms of the six Hong Kong police officers?", [jailed]).text


def test_what_is_due_to_happen_is_no_cause() -> None:
    """ "Flights had been due to land" gives no reason; "a fire that shut it" does."""
    due = "Some 1,350 flights had been due to land at Harbourgate airport on Friday, according to a flight tracking website."
    fire = "Police are looking into a substation fire that shut Harbourgate airport on Friday."
    assert told("Why was Harbourgate airport shut?", [due]).reason is not None
    assert "substation fire" in told("Why was Harbourgate airport shut?", [due, fire]).lines[0]


def test_a_new_rating_is_told_where_it_was_raised() -> None:
    """An upgrade says what the rating is now."""
    kept = "Corvane estimates that Baidu's unit makes 5 billion yuan, and the rating rests on it."
    raised = "Corvane upgraded Baidu to Outperform from Neutral."
    assert "Outperform" in told("What is Corvane's new rating on Baidu?", [kept, raised]).lines[0]


def test_by_how_much_a_rate_was_cut_is_no_price() -> None:
    """A bank's lending rate is told by reports, not by the price of its share."""
    cut = "HSBC trimmed its best lending rate in Hong Kong by 17.5 basis points, which leaves 5.25%."
    assert "17.5 basis points" in told("By how much did HSBC cut its best lending rate?", [cut]).text
