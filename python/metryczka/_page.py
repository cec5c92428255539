"""One page in, its mentions out."""

from __future__ import annotations

import json
import os

from ._errors import page_error
from ._extractors import Vocabulary, extractor
from ._mention import Mention

__all__ = ["EXAMPLE_PAGE", "extract"]

EXAMPLE_PAGE = """\
<h1>Druga szansa dla seniorów</h1>
<p>Gmina Miasto Ełk realizuje projekt „Druga szansa dla seniorów” w ramach Regionalnego Programu Operacyjnego
Województwa Warmińsko-Mazurskiego na lata 2014-2020, umowa nr RPWM.11.02.03-28-0063/17-00.</p>
<p>Całkowita wartość projektu: 624 000,00 zł, dofinansowanie: 592 800,00 zł, wkład własny: 31 200,00 zł.
Okres realizacji: luty 2019 – styczeń 2021.</p>
"""
"""An invented notice, to try things on."""

# What a name of a page ends with, and nothing that somebody writes on one.
_ENDINGS = (".htm", ".html", ".xhtml", ".php", ".txt", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".warc", ".gz", ".zip")
_ADDRESSES = ("http://", "https://", "file://", "ftp://", "s3://", "www.")

# No file name is longer on the systems there are.
_LONGEST_PATH = 4096


def extract(
    page: str | bytes | bytearray | memoryview,
    url: str | None = None,
    *,
    path: str | None = None,
    charset: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> list[Mention]:
    """What a page says: a list of its mentions of projects, in page order; empty if it tells of none.

    Give the bytes as they were fetched: how they are encoded is found out (``charset`` is what the server declared, if it did). A
    ``str`` is taken as decoded already, whatever its ``<meta charset>`` says. PDF and Word documents are read from their bytes too.

    ``url`` and ``path`` say where the page is from: they become the mentions' ``source``, and part of their ids in tables. ``vocabulary``
    is a folder laid over the built-in knowledge.

    Raises :class:`metryczka.PageError` if it is no page (empty, a picture, nested too deeply, …), with ``code`` and ``remedy``, and
    :class:`ValueError` for a ``str`` that is but the name or the address of one: nothing is opened or fetched here.

    >>> from metryczka import EXAMPLE_PAGE, extract
    >>> [mention] = extract(EXAMPLE_PAGE, url="https://elk.example/projekty/druga-szansa")
    >>> mention.title, mention.total_cost, mention.currency
    ('Druga szansa dla seniorów', Decimal('624000.00'), 'PLN')
    >>> mention.start_date, mention.end_date, mention.proof
    ('2019-02', '2021-01', 'proved')
    >>> mention.evidence["cofinancing"].quote
    '592 800,00 zł'
    >>> extract(b"\\x89PNG\\r\\n\\x1a\\n" + bytes(64))
    Traceback (most recent call last):
    metryczka.PageError: ...
    """
    content = _content(page)
    return [Mention.from_dict(record) for record in json.loads(extractor(vocabulary).json(content, url, path, charset))]


def _content(page: str | bytes | bytearray | memoryview) -> bytes:
    if isinstance(page, bytes):
        return page
    if isinstance(page, str):
        if _is_a_path(page):
            raise ValueError(f"{page!r} is a file, not a page: give its bytes, or read_warc() what lies there")
        if _is_a_name(page):
            raise ValueError(f"{page!r} is the name of a page, not what it says: nothing is fetched here; give the page's bytes")
        try:
            # What could not be decoded with `surrogateescape` becomes again the bytes it was; the reading finds out their encoding.
            return page.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            message = f"the text holds half a character at {error.start} ({page[error.start]!a})"
            raise page_error(message, "page_surrogates", "give the page's bytes as they were fetched, not decoded") from None
    if isinstance(page, (bytearray, memoryview)):
        return bytes(page)
    raise TypeError(f"a page is str or bytes, not {type(page).__name__}; extract_arrow() takes tables of pages")


def _is_a_name(text: str) -> bool:
    """Whether it is one word that names a page: an address, or a file that is not there. A text of one line may be a page."""
    text = text.strip()
    if not text or len(text) >= _LONGEST_PATH or "<" in text or len(text.split()) > 1:
        return False
    return text.lower().startswith(_ADDRESSES) or text.lower().endswith(_ENDINGS)


def _is_a_path(text: str) -> bool:
    return len(text) < _LONGEST_PATH and "<" not in text and "\n" not in text and "\0" not in text and os.path.exists(text)
