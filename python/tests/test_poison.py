"""A poisoned record between good ones: one row of `problems`, the others untouched."""

import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import batch_of, notice, warc_record

import metryczka

GOOD = [("good/1", notice()), ("good/2", notice("200 000,00"))]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def between(poison: bytes) -> pa.RecordBatch:
    return batch_of([GOOD[0], ("poison", poison), GOOD[1]])


def untouched() -> list[dict[str, object]]:
    rows = metryczka.extract_arrow(batch_of([GOOD[0], ("nothing", b"<p>Pogoda</p>"), GOOD[1]])).to_pylist()
    assert len(rows) == 2
    return rows


@pytest.mark.parametrize(
    ("poison", "code"),
    [
        (PNG, "page_binary"),
        (b"", "page_empty"),
        (b"<div>" * 20_000 + b"projekt", "page_too_deep"),
        (b"<p>projekt<a " + b"a b=c " * 100_000, None),
        (b"<table><tr><td>" * 3_000 + notice(), "page_too_deep"),
        (b"%PDF-1.7\n" + bytes(200), None),
        (b"PK\x03\x04" + bytes(200), None),
        (b"projekt " + bytes(range(1, 32)) * 200, None),
        (b"<p>projekt" + b" " * (17 << 20), "page_too_large"),
    ],
    ids=["png", "empty", "nesting", "endless tag", "tables", "broken pdf", "broken docx", "control characters", "too large"],
)
def test_a_poisoned_capture_is_one_problem_and_the_others_are_there(poison: bytes, code: str | None) -> None:
    captures = between(poison)
    tables = metryczka.extract_tables(captures)
    assert tables["mentions"].to_pylist() == untouched()
    [problem] = tables["problems"].to_pylist()
    assert problem["path"] == "poison" and problem["message"] and problem["remedy"]
    assert code is None or problem["code"] == code
    rows = metryczka.extract_rows(captures).to_pylist()
    assert [row["page"] is None for row in rows] == [False, True, False]
    assert rows[1]["mentions"] == rows[1]["evidence"] == [] and rows[1]["problems"] == [problem]


def test_extract_arrow_warns_and_says_where_to_look() -> None:
    with pytest.warns(metryczka.UnreadPages, match=r"1 page_binary.*extract_tables\(captures, \[\"problems\"\]\)") as warned:
        mentions = metryczka.extract_arrow(between(PNG))
    assert mentions.to_pylist() == untouched()
    assert warned[0].filename == __file__, "the warning points at the caller"


def test_no_content_is_a_problem() -> None:
    captures = pa.record_batch({"content": pa.array([notice(), None], pa.binary()), "url": ["https://a.example", "https://b.example"]})
    tables = metryczka.extract_tables(captures)
    assert tables["mentions"].num_rows == 1
    assert tables["problems"]["url"].to_pylist() == ["https://b.example"]


def test_a_charset_label_that_is_none_harms_nothing() -> None:
    captures = pa.record_batch({"content": [notice()] * 3, "charset": ["utf-8", "\x00x-none; DROP", None]})
    assert metryczka.extract_arrow(captures)["title"].to_pylist() == ["Świetlica w Orlu"] * 3


def archive(tmp_path: Path, records: list[bytes]) -> Path:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(records))
    return path


def read(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Addresses of the mentions, and address and code of the problems."""
    told, problems = [], []
    for captures in metryczka.read_warc(path):
        tables = metryczka.extract_tables(captures, ["mentions", "problems"])
        told += tables["mentions"]["url"].to_pylist()
        problems += [(row["url"], row["code"]) for row in tables["problems"].to_pylist()]
    return told, problems


def good(number: int) -> bytes:
    return warc_record(f"https://gmina.example/{number}", notice())


def test_a_gzip_bomb_inside_a_warc(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(256 << 20), compresslevel=9)
    headers = b"Content-Type: text/html\r\nContent-Encoding: gzip"
    records = [good(1), warc_record("https://gmina.example/bomb", bomb, headers), good(2)]
    told, problems = read(archive(tmp_path, records))
    assert told == ["https://gmina.example/1", "https://gmina.example/2"]
    assert [url for url, _ in problems] == ["https://gmina.example/bomb"]


def test_a_record_that_is_a_bomb_itself(tmp_path: Path) -> None:
    records = [good(1), warc_record("https://gmina.example/bomb", b"<p>projekt" + b" " * (128 << 20)), good(2)]
    told, problems = read(archive(tmp_path, records))
    assert told == ["https://gmina.example/1", "https://gmina.example/2"]
    assert len(problems) == 1


def test_a_truncated_warc(tmp_path: Path) -> None:
    records = [good(1), good(2), good(3)]
    records[2] = records[2][: len(records[2]) // 2]
    told, problems = read(archive(tmp_path, records))
    assert told == ["https://gmina.example/1", "https://gmina.example/2"]
    assert len(problems) == 1


def test_poison_of_every_kind_in_one_archive(tmp_path: Path) -> None:
    records = [
        good(1),
        warc_record("https://gmina.example/png", PNG),
        good(2),
        warc_record("https://gmina.example/deep", b"<div>" * 20_000 + b"projekt"),
        good(3),
        warc_record("https://gmina.example/charset", notice(), b"Content-Type: text/html; charset=none-such"),
        good(4),
    ]
    told, problems = read(archive(tmp_path, records))
    assert told == [f"https://gmina.example/{which}" for which in (1, 2, 3, "charset", 4)]
    # Pictures are passed over by their type only where the server says so; here it says text.
    assert dict(problems) == {"https://gmina.example/png": "page_binary", "https://gmina.example/deep": "page_too_deep"}


def test_a_broken_archive(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"WARC/1.1\r\nContent-Length: wiele\r\n\r\n")
    told, problems = read(path)
    assert told == [] and [code for _, code in problems] == ["warc_broken"]


def test_the_limit_on_a_page_can_be_set() -> None:
    tables = metryczka.extract_tables(between(notice() + b" " * 100_000), ["problems"], max_bytes=50_000)
    assert tables["problems"]["code"].to_pylist() == ["page_too_large"]
