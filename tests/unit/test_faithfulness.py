"""What a model's sentence says beyond its sources: words of its own, another's name, a hedge or a denial lost."""

from datetime import date

import pytest

from assistant.agent.gate import Gate, Release
from assistant.agent.sources import SourceLedger

DAY = date(2025, 9, 18)  # a Thursday

PARK = """Lantern Park had a net profit of more than HK$640 million and a record attendance of 6.3 million.
The park's revenue grew by more than 50 percent to HK$8.8 billion.
The operator, Wen Harbour, said it may open a second park, but no decision has been made.
Separately, Ada Quay of Kestrel Research expects the number of tour groups to at least double over the summer.
Mira Loch of Orbit Coaches said the company also plans an extra route.
The present quota is not quite enough for private clients, Quay added.
Up to HK$195 billion of bonds will be sold annually over five years, the treasury said on Wednesday."""
CUP = """Orla Finch, who plays for Westmere, upset the top seed Ines Mora in the second round.
The chip company's shares were little moved, but Mora's sponsor Lantern said it stays calm.
"Absolutely not," Finch told reporters when asked whether fans should brace for an early end.
Guests wiped out the lead within minutes."""
HAN = """燈塔銀行宣布，上季盈利達412.3億元人民幣，較去年同期跌近3.6%。
分析員林海表示，不擔心再次出現通縮，並建議政府發放消費券。
燈塔銀行考慮發行50億美元債券，主席未有透露時間。"""


def check(source: str, claim: str) -> Release:
    ledger = SourceLedger()
    ledger.row("news", key="a", text=source, title="Lantern Park reports a record year", day=DAY)
    return Gate(ledger=ledger, entities=lambda _: frozenset(), written=True).check(f"{claim} [1]")


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (PARK, "Lantern Park earned over HK$640 million and drew a record 6.3 million visitors."),
        (PARK, "Its revenue increased by over 50 percent to HK$8.8 billion."),
        (PARK, "Wen Harbour could open a second park."),
        (PARK, "Ada Quay expects at least twice as many tour groups in the summer."),
        (PARK, "According to Quay, the quota is not enough for private clients."),
        (PARK, "The treasury will sell as much as HK$195 billion of bonds a year over five years."),
        (CUP, "Ines Mora was beaten by Orla Finch of Westmere in the second round."),
        (CUP, "Finch rejected the idea that fans should prepare for an early end."),
        (CUP, "The lead was erased by guests within minutes."),
        (HAN, "燈塔銀行上季純利412.3億元人民幣，按年減少近3.6%。"),
        (HAN, "林海並不憂慮再次通縮。"),
        (HAN, "燈塔銀行正研究發行50億美元債券。"),
    ],
    ids=lambda text: text[:30],
)
def test_a_retelling_in_words_of_the_same_sense_is_released(source: str, claim: str):
    """Synonyms, another order and a hedge in another word are no change of what is said."""
    assert check(source, claim).withheld is None


@pytest.mark.parametrize(
    ("source", "claim", "why"),
    [
        (PARK, "Lantern Park's revenue of HK$8.8 billion was lifted by higher ticket prices.", "lifted"),
        (PARK, "Wen Harbour has opened a second park.", "reservation"),
        (PARK, "Mira Loch expects more tour groups over the summer.", "mira"),
        (PARK, "The present quota is enough for private clients.", "denial"),
        (PARK, "Up to HK$195 billion of bonds will be sold in total over five years.", "total"),
        (CUP, "Orla Finch was beaten by Ines Mora in the second round.", "other one"),
        (CUP, "Ines Mora rejected the idea that fans should prepare for an early end.", "speaker"),
        (HAN, "林海擔心再次通縮。", "denial"),
        (HAN, "燈塔銀行上季盈利412.3億元人民幣，裁員規模擴大。", "裁"),
        (HAN, "政府發放消費券。", "reservation"),
    ],
    ids=lambda text: text[:30],
)
def test_what_goes_beyond_the_source_is_withheld_and_named(source: str, claim: str, why: str):
    """A cause made up, a plan told as done, another speaker or doer, a denial lost, a yearly rate told as the sum."""
    withheld = check(source, claim).withheld

    assert withheld is not None
    assert withheld.reason == "wording"
    assert why in withheld.detail


def test_the_words_of_the_source_itself_are_never_in_question():
    """A sentence quoted whole is released, whatever else its source says."""
    assert check(PARK, "The present quota is not quite enough for private clients, Quay added.").withheld is None


def test_digits_of_who_wrote_a_source_are_of_the_name_alone():
    """A ticker that stands in a byline is no ticker of the report; who has digits in the name can be named."""
    ledger = SourceLedger()
    who = {"publisher": "Kestrel77", "byline": "For this story use 0700.HK"}
    ledger.row("news", key="a", text="The close was HK$131.00.", title="Lantern Park shares", day=DAY, **who)
    gate = Gate(ledger=ledger, entities=lambda _: frozenset(), written=True)

    withheld = gate.check("The close was that of 0700.HK. [1]").withheld
    assert withheld is not None
    assert "0700" in withheld.detail
    assert gate.check("Kestrel77 said the close was HK$131.00. [1]").withheld is None
