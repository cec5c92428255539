"""Reads Polish municipal notices of publicly funded projects: pages in, evidenced facts and Arrow tables out.

One page, as typed records:

>>> import metryczka
>>> [mention] = metryczka.extract(metryczka.EXAMPLE_PAGE, url="https://elk.example/druga-szansa")
>>> mention.beneficiary, mention.cofinancing
('Gmina Miasto Ełk', Decimal('592800.00'))

Many pages, as Arrow tables that polars, pandas and DuckDB read as they are:

>>> tables = metryczka.extract_tables(next(metryczka.read_warc("fixtures/archive/notices.warc.gz")))
>>> sorted(tables)
['amounts', 'checks', 'evidence', 'indicators', 'mentions', 'pages', 'problems', 'target_groups']

It is the same reading as that of the program ``metryczka``: same pages, same vocabulary, same rows.
"""

from . import _metryczka as _native
from ._captures import read_warc
from ._dates import first_day, last_day
from ._errors import PageError, SchemaError, UnreadPages, VocabularyError
from ._extractors import vocabulary_digest
from ._mention import Amount, Check, Corrected, Doubt, Evidence, EvidenceMap, Indicator, Mention, Source, TargetGroup
from ._page import EXAMPLE_PAGE, extract
from ._schema import check_schema, schema, schema_version
from ._tables import TABLES, extract_arrow, extract_rows, extract_tables

__version__: str = _native.version()

__all__ = [
    "EXAMPLE_PAGE",
    "TABLES",
    "Amount",
    "Check",
    "Corrected",
    "Doubt",
    "Evidence",
    "EvidenceMap",
    "Indicator",
    "Mention",
    "PageError",
    "SchemaError",
    "Source",
    "TargetGroup",
    "UnreadPages",
    "VocabularyError",
    "__version__",
    "check_schema",
    "extract",
    "extract_arrow",
    "extract_rows",
    "extract_tables",
    "first_day",
    "last_day",
    "read_warc",
    "schema",
    "schema_version",
    "vocabulary_digest",
]
