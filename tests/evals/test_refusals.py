"""What has no answer here gets none: off-topic questions, the future, advice, and copies that outnumber a report."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.story import NOW, SAMPLE, Ask, asking, make_store

OFF_TOPIC = (
    "How do I bake sourdough bread?|Who won the football world cup in 1966?|What is the boiling point of mercury?|"
    "How tall is Mount Kilimanjaro?|Who painted the Night Watch?|Which planet has the most moons?|"
    "When did the Titanic sink?|How many bones are in a human hand?|What is the capital of Paraguay?|"
    "Who wrote Don Quixote?|How do bees make honey?|What does a plumber in Oslo charge?|"
    "When was the printing press invented?|How long is the Danube?|What is the recipe for goulash?|"
    "Who was the first person on the moon?|How do I train a puppy to sit?|What causes migraines?|"
    "Which language is spoken in Suriname?|How many strings does a harp have?"
).split("|")
AHEAD = (
    "Should I buy Baidu now?|Is Alibaba a good investment?|Should I sell my SMIC shares?|Would you recommend Tencent?|"
    "What will Baidu close at tomorrow?|Where will the Hang Seng Tech Index be next year?|"
    "What will Alibaba's price be on 17 September 2035?|How much will SMIC gain next month?|"
    "Which stock should I put my savings in?|Will JD.com rise next week?"
).split("|")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("story"))) as ask:
        yield ask


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_is_not_in_the_news_is_said_not_to_be(ask: Ask, question: str):
    """The answer abstains for want of evidence and cites nothing as an answer."""
    told = ask(question, as_of=NOW)

    assert told["abstained"], told["answer"]
    assert told["reason"] in ("no_evidence", "not_stated", "out_of_window", "unknown_instrument"), told["reason"]


@pytest.mark.parametrize("question", AHEAD)
def test_the_future_and_advice_have_no_number(ask: Ask, question: str):
    """The answer says what cannot be known or is not given; no price is told for a day to come."""
    told = ask(question, as_of=NOW)
    rows = " ".join(source.quote for source in told["citations"])

    assert told["abstained"], told["answer"]
    assert told["reason"] in ("future", "advice", "no_evidence", "not_stated"), told["reason"]
    assert all(number in rows for number in re.findall(r"\d+\.\d+", told["answer"]))


def test_copies_do_not_outnumber_a_report(tmp_path: Path):
    """Of five copies of a false report at most one takes a place among the hits, and a report of its own keeps one."""
    report = next(SAMPLE.rglob("baidu-analysts.md")).read_text(encoding="utf-8")
    copies = []
    for n in range(5):
        copy = tmp_path / f"copy-{n}.txt"
        copy.write_text(
            f"Baidu closes at 999.90 in record session\nPublished 2025-09-17 18:0{n}\n\n"
            "Baidu closed at HK$999.90 in Hong Kong on Wednesday, brokers said, after analysts changed their minds about it. "
            "The close was the highest that Baidu ever had, and several brokers called the session a turning point.\n",
            encoding="utf-8",
        )
        copies.append(copy)
    (tmp_path / "own.md").write_text(report, encoding="utf-8")
    store = make_store(tmp_path / "data", *copies, tmp_path / "own.md")

    with build_assistant(Settings(data_dir=store, model="extractive"), now=lambda: NOW) as assistant:
        hits = assistant.search("Why did analysts change their minds about Baidu?", k=6, as_of=NOW)

    copied = Counter("999.90" in hit.chunk.text for hit in hits)
    assert copied[True] <= 1
    assert copied[False] >= 1
