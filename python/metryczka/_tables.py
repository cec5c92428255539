"""Batches of captures in, Arrow tables out."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from . import _metryczka as native
from ._errors import UnreadPages
from ._extractors import Vocabulary, extractor

if TYPE_CHECKING:
    from ._metryczka import ArrowArray, ArrowStream

    Captures = ArrowArray | ArrowStream

__all__ = ["TABLES", "extract_arrow", "extract_rows", "extract_tables"]

TABLES: tuple[str, ...] = tuple(native.table_names())
"""Names of the tables of an extraction."""


def extract_arrow(
    captures: Captures, *, vocabulary: Vocabulary | None = None, threads: int | None = None, max_bytes: int | None = None
) -> pa.RecordBatch:
    """The mentions of a batch of captures, in the order of the batch: the table ``mentions``, see :func:`metryczka.schema`.

    ``captures`` is what :func:`metryczka.read_warc` yields, or any Arrow data (pyarrow, polars, DuckDB) with a column ``content`` (bytes
    or text) and, if there are such, ``url``, ``path``, ``charset`` and ``fetched`` (text, a timestamp or a date); other columns are left alone.
    Sums are ``decimal128(18, 2)``, lists are lists of structs.

    The pages are read on all cores, or on ``threads``, or on as many as the environment's ``METRYCZKA_THREADS`` says; other Python
    threads go on meanwhile. The result does not depend on their number, nor on how the captures are cut into batches.

    A capture that cannot be read (a picture, a bomb, half a record) harms no other: warns :class:`metryczka.UnreadPages`, and
    :func:`extract_tables` has its row in ``problems``.

    >>> import pyarrow as pa
    >>> from metryczka import EXAMPLE_PAGE, extract_arrow
    >>> pages = pa.record_batch({"url": ["https://elk.example/a"], "content": [EXAMPLE_PAGE]})
    >>> mentions = extract_arrow(pages)
    >>> mentions["title"].to_pylist(), mentions["total_cost"].to_pylist(), mentions["total_cost"].type
    (['Druga szansa dla seniorów'], [Decimal('624000.00')], Decimal128Type(decimal128(18, 2)))
    """
    tables = extractor(vocabulary, threads, max_bytes).batch(captures, ["mentions", "problems"])
    _warn(tables["problems"])
    return tables["mentions"]


def extract_tables(
    captures: Captures,
    tables: Iterable[str] | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    threads: int | None = None,
    max_bytes: int | None = None,
) -> dict[str, pa.RecordBatch]:
    """These (or all) tables of a batch of captures, by name: ``mentions`` with what belongs to them, ``problems`` and ``pages``.

    The other arguments are those of :func:`extract_arrow`; what cannot be read is a row of ``problems``. The tables are linked by
    ``mention_id`` and ``page_id``, which are made of a page's ``path``, ``url`` and content: the same on every machine and in every run
    where those are the same, and there twice if one page is handed over twice. Which project a mention tells of, only all pages together
    say: ``metryczka run`` finds that out.

    >>> import pyarrow as pa
    >>> from metryczka import EXAMPLE_PAGE, extract_tables
    >>> pages = pa.record_batch({"content": [EXAMPLE_PAGE, b"%PNG" + bytes(9)]})
    >>> tables = extract_tables(pages, ["amounts", "problems"])
    >>> tables["amounts"]["role"].to_pylist(), tables["problems"].num_rows
    (['total', 'grant', 'own'], 1)
    """
    names = list(TABLES if tables is None else dict.fromkeys(tables))
    if isinstance(tables, str) or any(name not in TABLES for name in names):
        raise ValueError(f"no such tables: {tables if isinstance(tables, str) else names!r}; a list of these is wanted: {', '.join(TABLES)}")
    made = extractor(vocabulary, threads, max_bytes).batch(captures, names)
    return {name: made[name] for name in names}


def extract_rows(
    captures: Captures, *, vocabulary: Vocabulary | None = None, threads: int | None = None, max_bytes: int | None = None
) -> pa.RecordBatch:
    """One row for every capture, in order, with all that became of it nested inside: for engines that want as many rows as they give.

    The columns: ``page`` (a struct of the columns of ``pages``; null if there is a problem instead), and ``mentions``, ``evidence`` and
    ``problems`` (lists of structs of the columns of those tables). ``amounts``, ``target_groups``, ``indicators`` and ``checks`` are
    inside the mentions; an entry's place in the list is its ``number``. Spark and Daft explode them into the tables of
    :func:`extract_tables`, see ``examples/``.

    >>> import pyarrow as pa
    >>> from metryczka import EXAMPLE_PAGE, extract_rows
    >>> rows = extract_rows(pa.record_batch({"content": [EXAMPLE_PAGE, "<p>Pogoda na jutro</p>", ""]}))
    >>> [len(mentions) for mentions in rows["mentions"].to_pylist()], [len(problems) for problems in rows["problems"].to_pylist()]
    ([1, 0, 0], [0, 0, 1])
    """
    return extractor(vocabulary, threads, max_bytes).rows(captures)


def _warn(problems: pa.RecordBatch) -> None:
    """Tells of captures that could not be read. Whoever wants to know which asks for the table."""
    if not problems.num_rows:
        return
    is_value = pc.equal(problems["stage"], "dataset")
    values, pages = problems.filter(is_value), problems.filter(pc.invert(is_value))
    counts = Counter(pages["code"].to_pylist())
    told = []
    if pages.num_rows:
        codes = ", ".join(f"{count} {code}" for code, count in sorted(counts.items()))
        told.append(f"{pages.num_rows} captures could not be read ({codes})")
    if values.num_rows:
        told.append(f"{values.num_rows} values do not fit into their columns and are null")
    where = 'extract_tables(captures, ["problems"]) says which, why, and what to do'
    warnings.warn(f"{' and '.join(told)}; {where}", UnreadPages, stacklevel=3)
