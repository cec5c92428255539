"""What several tests read: the pages of the repository, and things made to harm."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"

NOTICE = """\
<p>Gmina Gruta realizuje projekt „Świetlica w Orlu” w ramach Regionalnego Programu Operacyjnego Województwa Kujawsko-Pomorskiego
na lata 2014-2020. Wartość projektu: {total} zł, dofinansowanie: 80 000,00 zł.</p>
"""


def notice(total: str = "100 000,00") -> bytes:
    """A page with one project of this cost."""
    return NOTICE.format(total=total).encode()


def saved_pages() -> list[tuple[str, bytes]]:
    """The pages of the repository: path as the program is given it, and bytes."""
    files = sorted([*(FIXTURES / "pages").glob("*.html"), *(FIXTURES / "traps").glob("*.html")])
    # One holds a number that no column can: what is said of that is tested by itself.
    files = [file for file in files if file.stem != "percent-with-thirteen-decimals"]
    return [(file.relative_to(FIXTURES.parent).as_posix(), file.read_bytes()) for file in files]


def batch_of(pages: list[tuple[str, bytes]]) -> pa.RecordBatch:
    """Captures of pages, each with its path and an address of its own."""
    return pa.record_batch(
        {
            "path": [path for path, _ in pages],
            "url": [f"https://gmina.example/{number}" for number in range(len(pages))],
            "content": pa.array([content for _, content in pages], pa.binary()),
        }
    )


def warc_record(url: str, payload: bytes, headers: bytes = b"Content-Type: text/html; charset=utf-8") -> bytes:
    """A response as a crawler archives it: one gzip member."""
    answer = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + payload
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


@pytest.fixture(scope="session")
def saved() -> list[tuple[str, bytes]]:
    return saved_pages()


@pytest.fixture(scope="session")
def batch(saved: list[tuple[str, bytes]]) -> pa.RecordBatch:
    return batch_of(saved)
