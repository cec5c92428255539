"""Dates as pages print them: to the day, the month or the year."""

from __future__ import annotations

import calendar
from datetime import date

__all__ = ["first_day", "last_day"]


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
    numbers = [int(part) for part in printed.split("-")]
    year, month, day = (*numbers, None, None)[:3] if len(numbers) <= 3 else (None, None, None)
    if year is None:
        raise ValueError(f"not a date reduced to day, month or year: {printed!r}")
    return year, month, day
