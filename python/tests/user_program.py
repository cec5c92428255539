"""A small program of a user, for the type checker: every line of it must be understood without a cast."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import metryczka


def grants_by_programme(pages: dict[str, bytes]) -> dict[str, Decimal]:
    """What the pages say was granted, in zloty."""
    granted: dict[str, Decimal] = {}
    for url, content in pages.items():
        try:
            mentions = metryczka.extract(content, url)
        except metryczka.PageError as error:
            print(f"{url}: {error.code}: {error.remedy}")
            continue
        for mention in mentions:
            if mention.cofinancing is not None and mention.currency == "PLN":
                programme = mention.programme or "?"
                granted[programme] = granted.get(programme, Decimal()) + mention.cofinancing
    return granted


def first_of_all(mentions: list[metryczka.Mention]) -> date | None:
    """The day the earliest project begins."""
    return min((metryczka.first_day(mention.start_date) for mention in mentions if mention.start_date), default=None)


def roles(mention: metryczka.Mention) -> Counter[str]:
    """How often each role of a sum is told."""
    return Counter(amount.role for amount in mention.amounts if not amount.approximate)


def quote(mention: metryczka.Mention, field: str) -> str | None:
    """The words a field was read from."""
    evidence = mention.evidence.get(field)
    return None if evidence is None else evidence.quote


def archive(path: str) -> int:
    """The number of mentions in an archive."""
    return sum(metryczka.extract_arrow(captures, threads=2).num_rows for captures in metryczka.read_warc(path, batch_pages=64))
