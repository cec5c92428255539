"""Files, folders and archives as batches of captures."""

from pathlib import Path

import pyarrow as pa
import pytest
from conftest import FIXTURES, notice, warc_record

import metryczka


def test_whatever_the_program_reads(tmp_path: Path) -> None:
    for path in (FIXTURES / "archive" / "notices.warc.gz", FIXTURES / "pages", FIXTURES / "documents"):
        captures = pa.Table.from_batches(list(metryczka.read_warc(path)))
        assert metryczka.extract_arrow(captures).num_rows > 0, path
    several = list(metryczka.read_warc([FIXTURES / "documents", str(FIXTURES / "pages" / "waste-fees.html")]))
    assert sum(batch.num_rows for batch in several) == 3


def test_batches_have_the_promised_schema_and_size() -> None:
    batches = list(metryczka.read_warc(FIXTURES / "pages", batch_pages=10))
    assert [batch.num_rows for batch in batches] == [10, 10, 8]
    for batch in batches:
        assert batch.schema.equals(metryczka.schema("captures"), check_metadata=True)


def test_a_batch_ends_when_its_bytes_are_many(tmp_path: Path) -> None:
    page = notice() + b" " * 100_000
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(warc_record(f"https://a.example/{n}", page) for n in range(20)))
    sizes = [batch.num_rows for batch in metryczka.read_warc(tmp_path / "crawl.warc.gz", batch_bytes=300_000)]
    assert sum(sizes) == 20 and max(sizes) <= 4


def test_when_and_where_a_page_was_fetched_comes_along(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc_record("https://a.example/x", notice(), b"Content-Type: text/html; charset=UTF-8"))
    [captures] = metryczka.read_warc(tmp_path / "a.warc.gz")
    [capture] = captures.to_pylist()
    assert capture["url"] == "https://a.example/x" and capture["fetched"] == "2026-01-02T03:04:05Z"
    assert capture["charset"].lower() == "utf-8" and capture["content"] == notice() and capture["problem"] is None
    [page] = metryczka.extract_tables(captures, ["pages"])["pages"].to_pylist()
    assert (page["url"], page["fetched"], page["mentions"]) == ("https://a.example/x", "2026-01-02T03:04:05Z", 1)


def test_a_missing_path_is_said_at_once() -> None:
    with pytest.raises(FileNotFoundError, match=r"nie-ma\.warc"):
        metryczka.read_warc("nie-ma.warc")


def test_a_path_of_bytes_is_a_path_not_a_list_of_open_files() -> None:
    path = FIXTURES / "archive" / "notices.warc.gz"
    [captures], [of_bytes] = metryczka.read_warc(path), metryczka.read_warc(str(path).encode())
    assert captures.equals(of_bytes)
    with pytest.raises(TypeError):
        metryczka.read_warc([0])  # type: ignore[list-item]


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="batch_pages=0"):
        metryczka.read_warc(FIXTURES / "pages", batch_pages=0)


def test_a_reading_that_is_given_up_leaves_nothing_waiting() -> None:
    for _ in range(50):
        next(metryczka.read_warc(FIXTURES / "pages", batch_pages=1))
