"""Dates as pages print them: to the day, the month or the year."""

from __future__ import annotations

import calendar
import re
from datetime import date

__all__ = ["first_day", "last_day"]

_PRINTED = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def first_day(printed: str) -> date:
    """The first day of what is printed: what the column ``start_date`` holds.

    >>> from metryczka import first_day
    >>> first_day("2018-09-14"), first_day("2018-09"), first_day("2018")
    (datetime.date(2018, 9, 14), datetime.date(2018, 9, 1), datetime.date(2018, 1, 1))
    """
    year, month, day = _parts(printed)
    return date(year, month or 1, day or 1)


def last_day(printed: str) -> date:
    """The last day of what is printed: what the column ``end_date`` holds.

    >>> from metryczka import last_day
    >>> last_day("2020-02-14"), last_day("2020-02"), last_day("2020")
    (datetime.date(2020, 2, 14), datetime.date(2020, 2, 29), datetime.date(2020, 12, 31))
    """
    year, month, day = _parts(printed)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(printed: str) -> tuple[int, int | None, int | None]:
    found = _PRINTED.fullmatch(printed)
    if found is None:
        raise ValueError(f"not a date reduced to day, month or year: {printed!r}")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None
