"""What a weekday without a session is called. Pure: which days those are is the calendars' business."""

from datetime import date, timedelta

_NEW_YEAR = ((1, 1), (1, 3), "New Year's Day")
_MAY_DAY = ((5, 1), (5, 5), "Labour Day")
# By exchange: from, to (month and day, inclusive) and name; the first that holds the day is meant.
_SEASONS = {
    "XHKG": (
        _NEW_YEAR,
        ((1, 20), (2, 22), "Lunar New Year"),
        ((4, 3), (4, 7), "Ching Ming Festival"),
        ((5, 1), (5, 2), "Labour Day"),
        ((4, 27), (5, 27), "the Birthday of the Buddha"),
        ((5, 28), (6, 26), "Tuen Ng Festival"),
        ((6, 30), (7, 3), "Hong Kong SAR Establishment Day"),
        ((10, 1), (10, 2), "National Day"),
        ((9, 8), (11, 2), "Chung Yeung Festival"),
        ((12, 24), (12, 28), "Christmas"),
    ),
    "XSHG": (
        _NEW_YEAR,
        ((1, 19), (2, 28), "Spring Festival"),
        ((4, 2), (4, 8), "Qingming Festival"),
        ((4, 27), (5, 7), "Labour Day"),
        ((5, 28), (6, 26), "Dragon Boat Festival"),
        ((9, 28), (10, 9), "National Day"),
        ((9, 7), (9, 27), "Mid-Autumn Festival"),
    ),
    "XNYS": (
        ((1, 1), (1, 2), "New Year's Day"),
        ((1, 15), (1, 21), "Martin Luther King Jr. Day"),
        ((2, 15), (2, 21), "Presidents' Day"),
        ((5, 25), (5, 31), "Memorial Day"),
        ((6, 18), (6, 20), "Juneteenth"),
        ((7, 3), (7, 5), "Independence Day"),
        ((9, 1), (9, 7), "Labor Day"),
        ((11, 22), (11, 28), "Thanksgiving Day"),
        ((12, 24), (12, 26), "Christmas"),
    ),
    "XTKS": (_NEW_YEAR, ((12, 31), (12, 31), "the year-end closing")),
    "XLON": (_NEW_YEAR, _MAY_DAY, ((12, 24), (12, 28), "Christmas")),
}
_EASTER = {"XHKG", "XNYS", "XLON"}
# Days on which trading did not take place for a reason of that day alone.
_ONCE = {
    "XHKG": {
        date(2008, 8, 22): "typhoon Nuri", date(2011, 9, 29): "typhoon Nesat",
        date(2013, 8, 14): "typhoon Utor", date(2015, 9, 3): "the seventieth anniversary of the end of the war",
        date(2016, 8, 2): "typhoon Nida", date(2016, 10, 21): "typhoon Haima", date(2017, 8, 23): "typhoon Hato",
        date(2020, 10, 13): "typhoon Nangka", date(2021, 10, 13): "typhoon Kompasu", date(2023, 7, 17): "typhoon Talim",
        date(2023, 9, 1): "typhoon Saola", date(2023, 9, 8): "a black rainstorm",
    },
    "XNYS": {
        date(2001, 9, 11): "the attacks of that day", date(2004, 6, 11): "a day of mourning for Ronald Reagan",
        date(2007, 1, 2): "a day of mourning for Gerald Ford", date(2012, 10, 29): "hurricane Sandy",
        date(2012, 10, 30): "hurricane Sandy", date(2018, 12, 5): "a day of mourning for George H. W. Bush",
        date(2025, 1, 9): "a day of mourning for Jimmy Carter",
    },
}  # fmt: skip


def holiday_name(exchange: str, day: date) -> str:
    """What kept the exchange shut on a weekday, as it reads after "was": "a public holiday (Christmas)"."""
    if once := _ONCE.get(exchange, {}).get(day):
        return f"a day without trading ({once})"
    if exchange in _EASTER and day in (easter(day.year) - timedelta(days=2), easter(day.year) + timedelta(days=1)):
        return "a public holiday (Good Friday)" if day.weekday() == 4 else "a public holiday (Easter Monday)"
    for first, last, name in _SEASONS.get(exchange, ()):
        if first <= (day.month, day.day) <= last:
            # In some years one falls where the other does in others; only one of them comes with a full moon.
            after_full_moon = name == "Chung Yeung Festival" and 12 < _moon_age(day) < 21
            return f"a public holiday ({'the day after Mid-Autumn Festival' if after_full_moon else name})"
    return "an exchange holiday"


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def _moon_age(day: date) -> float:
    """Days since the new moon, give or take one."""
    return ((day - date(2000, 1, 6)).days - 0.26) % 29.530589
