"""A corpus of dated market reports and questions on it, made up and the same for each seed: no market ever did this."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Hong_Kong")
FIRST = date(2025, 1, 6)
DAYS = 100
_OUTLETS = ("Quay Wire", "Ferry Post", "Peak Ledger", "Lantern Daily", "Tram Courier", "Banyan Times")
_TITLES = {
    "open": ("Stocks open {}", "Shares begin the day {}", "Market starts trading {}"),
    "midday": ("Stocks {} by midday", "Shares {} at the lunch break", "Market {} at noon"),
    "close": ("Stocks close {}", "Shares end the day {}", "Market finishes {}"),
}
_VERBS = {
    "open": ("open", "start the day", "begin trading"),
    "midday": ("stand at midday", "stand by the lunch break", "stand at noon"),
    "close": ("close", "finish", "end the day"),
}
_NAMES = "Tarnock Velmira Osprin Quillbay Drevane Mossgate Pelorin Hadwick Yarrowby Zelcourt Brindle Corvane".split()
_PLACES = "Tsuen Lung,Pak Shek,Wong Tei,Nam Fung,Sai Lok,Hoi Ping,Tung Wan,Kwai Sha".split(",")
_EVENTS = (  # what happened, in words that the question does not use
    ("Dockers walk out", "Crane crews at the container terminal laid down their tools, and cargo piled up on the quay",
     "Which industrial dispute disrupted shipping"),
    ("Blaze guts warehouse", "Flames tore through a depot full of furniture, and crews fought them until dawn",
     "Where did firefighters battle a fire"),
    ("Lender trims its mortgages", "The bank will charge home buyers less interest from next month, its second such step",
     "Who lowered borrowing costs for housing loans"),
    ("Plane maker wins order", "An airline will buy forty narrow-body jets, to be handed over within six years",
     "Which carrier is purchasing new aircraft"),
    ("Clinic opens its doors", "Nurses and doctors moved into the new wards, which will treat elderly patients",
     "What new hospital building was inaugurated"),
    ("Chef takes top prize", "The cook of a small noodle shop was given the highest award for his broth",
     "Which restaurant kitchen was honoured for its food"),
    ("Typhoon nears the coast", "Winds strengthened and ferries stopped as the storm came closer to land",
     "What severe weather threatened the shore"),
    ("Pupils get tablets", "Every classroom will have computers, the education bureau said, and teachers will be trained",
     "How will schools use digital technology"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article of the corpus."""

    slug: str
    title: str
    body: str
    published_at: datetime
    outlet: str = _OUTLETS[0]

    @property
    def url(self) -> str:
        return f"https://reports.example/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the groups of addresses of which its first `k` hits should hold one each."""

    kind: str
    question: str
    as_of: datetime
    wanted: tuple[frozenset[str], ...]
    k: int = 1


def corpus(seed: int) -> tuple[list[Report], list[Asked]]:
    """Some four hundred articles over a hundred days, and the questions on them, in kinds."""
    random = Random(seed)
    days = [day for n in range(DAYS) if (day := FIRST + timedelta(days=n)).weekday() < 5]
    parts = [make(random, days) for make in (_market, _guidance, _notes, _events, _copies)]
    reports = [report for made, _ in parts for report in made]
    return sorted(reports, key=lambda report: report.slug), [asked for _, questions in parts for asked in questions]


def write(reports: Sequence[Report], path: Path) -> Path:
    """The corpus as a file that ingest reads."""
    rows = (
        {
            "title": one.title,
            "body": one.body,
            "url": one.url,
            "source": one.outlet,
            "published_at": one.published_at.isoformat(),
        }
        for one in reports
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def _slug(letter: str, random: Random) -> str:
    """An address that tells nothing of what it leads to."""
    return f"{letter}{random.randrange(10**8):08d}"


END = _at(FIRST + timedelta(days=DAYS), 12)


def _market(random: Random, days: Sequence[date]) -> tuple[list[Report], list[Asked]]:
    """Three reports a day whose titles come back again and again, and questions for one of them in words of their own."""
    reports, asked, level = [], [], 20_000.0
    for day in days:
        urls = {}
        for moment, hour in (("open", 9), ("midday", 12), ("close", 16)):
            change = random.gauss(0, 0.9)
            level *= 1 + change / 100
            way = "higher" if change > 0 else "lower"
            body = (
                f"The Harbour Index was {abs(change):.2f} percent {way} at {level:,.0f} on {day:%A}.\n\n"
                f"Turnover came to {random.uniform(40, 160):.1f} billion dollars, and {random.choice(_NAMES)} led the trade."
            )
            title = random.choice(_TITLES[moment]).format(way)
            report = Report(slug=_slug("m", random), title=title, body=body, published_at=_at(day, hour, 25))
            urls[moment] = report.url
            reports.append(report)
        asked.append(_market_question(random, day, urls))
    return reports, asked


def _market_question(random: Random, day: date, urls: dict[str, str]) -> Asked:
    moment = random.choice(("open", "midday", "close"))
    verb = random.choice(_VERBS[moment])
    wanted = (frozenset({urls[moment]}),)
    if random.random() < 0.5:
        question, as_of = f"Where did the Harbour Index {verb} on {day.day} {day:%B %Y}?", END
    else:
        question, as_of = f"Where did the Harbour Index {verb} yesterday?", _at(day + timedelta(days=1), 8)
    return Asked(kind="dated", question=question, as_of=as_of, wanted=wanted)


def _guidance(random: Random, days: Sequence[date]) -> tuple[list[Report], list[Asked]]:
    """Companies that say the same each month with other figures: the name tells which, its age tells which is meant."""
    reports, asked = [], []
    for name in _NAMES:
        urls = []
        for month in (days[4], days[24], days[44], days[64]):
            day = month + timedelta(days=random.randrange(3))
            body = (
                f"{name} told investors what it plans. The company expects to earn {random.uniform(1, 9):.1f} billion dollars "
                f"this year, and will pay a dividend of {random.randrange(10, 90)} cents."
            )
            report = Report(slug=_slug("g", random), title=f"{name} gives its guidance", body=body, published_at=_at(day, 17))
            urls.append(report.url)
            reports.append(report)
        asked.append(
            Asked(kind="latest", question=f"What is {name}'s guidance now?", as_of=END, wanted=(frozenset({urls[-1]}),))
        )
    return reports, asked


def _notes(random: Random, days: Sequence[date]) -> tuple[list[Report], list[Asked]]:
    """Notices that differ in the code of the paper they are about: the same digits in another order."""
    reports, asked = [], []
    for digits in random.sample(list(permutations("13579")), 40):
        code = "".join(digits)
        report = Report(
            slug=_slug("n", random),
            title=f"Notice on the notes {code}",
            body=f"The issuer of the notes {code} will pay a coupon of {random.uniform(1, 6):.2f} percent. Holders know.",
            published_at=_at(random.choice(days), 18),
        )
        reports.append(report)
        asked.append(
            Asked(
                kind="coded", question=f"What coupon will the notes {code} pay?", as_of=END, wanted=(frozenset({report.url}),)
            )
        )
    return reports, asked


def _events(random: Random, days: Sequence[date]) -> tuple[list[Report], list[Asked]]:
    """Events that are asked for in other words than they were told in."""
    reports, asked = [], []
    for month in range(1, 5):
        within = [day for day in days if day.month == month]
        for number, (title, body, question) in enumerate(_EVENTS):
            report = Report(
                slug=_slug("e", random),
                title=title,
                body=f"{body}. It happened at {random.choice(_PLACES)}, {random.randrange(2, 60)} kilometres from the centre.",
                published_at=_at(random.choice(within), 11, number),
            )
            reports.append(report)
            words = f"{question} in {within[0]:%B %Y}?"
            asked.append(Asked(kind="reworded", question=words, as_of=END, wanted=(frozenset({report.url}),)))
    return reports, asked


def _copies(random: Random, days: Sequence[date]) -> tuple[list[Report], list[Asked]]:
    """Accidents, one of which six outlets told almost alike: the first hits should tell of the others too."""
    reports, asked = [], []
    for month in range(1, 5):
        groups = []
        for place, copies in zip(random.sample(_PLACES, 3), (6, 1, 1), strict=True):
            day = random.choice([day for day in days if day.month == month])
            count, hours = random.randrange(20, 900), random.randrange(2, 9)
            vessel = random.choice(("lighter", "barge", "tug", "trawler"))
            body = (
                f"A ferry struck a {vessel} off {place} on {day:%A} and {count} passengers were taken ashore. The marine "
                f"department closed the channel for {hours} hours while divers looked at the hull. {random.choice(_NAMES)}, "
                f"which runs the ferry, said that the crew had followed orders and that it would help the people aboard."
            )
            if copies == 1:  # told once, at length
                body += f" The {vessel} was towed to a yard. Its owner did not answer calls, and a report is due by summer."
            told = [
                Report(
                    slug=_slug("c", random),
                    title=f"Ferry collision off {place}",
                    body=f"{body} ({outlet})",
                    published_at=_at(day, 10 + n),
                    outlet=outlet,
                )
                for n, outlet in enumerate(_OUTLETS[:copies])
            ]
            reports += told
            groups.append(frozenset(report.url for report in told))
        words = f"Which ferry collisions happened in {date(2025, month, 1):%B %Y}?"
        asked.append(Asked(kind="all of them", question=words, as_of=END, wanted=tuple(groups), k=4))
    return reports, asked
