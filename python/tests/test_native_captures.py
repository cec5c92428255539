"""Columns of captures as other libraries hand them over, and problems that come with them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
from conftest import notice

import metryczka

PAGES = pa.array([notice(), notice("1,50")], pa.binary())
PROBLEM = pa.struct([(name, pa.string()) for name in ("stage", "code", "message", "remedy")])


def read(**columns: pa.Array) -> list[dict[str, object]]:
    batch = pa.record_batch({"content": PAGES, **columns})
    rows: list[dict[str, object]] = metryczka.extract_tables(batch, ["pages"])["pages"].to_pylist()
    return rows


def test_categories_as_pandas_and_polars_make_them_of_repeated_words() -> None:
    url = pa.array(["https://a.example/", None]).dictionary_encode()
    content = PAGES.dictionary_encode()
    assert [row["url"] for row in read(url=url)] == ["https://a.example/", None]
    assert [row["sha256"] for row in read(content=content)] == [row["sha256"] for row in read()]
    assert [row["sha256"] for row in read(content=content[1:].take(pa.array([0, 0])))] == [read()[1]["sha256"]] * 2


@pytest.mark.parametrize(
    "nothing",
    [pa.nulls(2), pa.nulls(2, pa.string()), pa.nulls(2, pa.dictionary(pa.int8(), pa.string()))],
    ids=["no type", "text", "categories"],
)
def test_a_column_without_values_is_as_good_as_none(nothing: pa.Array) -> None:
    assert read(url=nothing, path=nothing, charset=nothing, fetched=nothing) == read()
    problems = metryczka.extract_tables(pa.record_batch({"content": nothing}), ["problems"])["problems"]
    assert problems["code"].to_pylist() == ["content_null"] * 2


def test_an_address_that_is_empty_is_none() -> None:
    """Tables that went through CSV have no nulls."""
    assert [row["url"] for row in read(url=pa.array(["", "https://b.example/"]))] == [None, "https://b.example/"]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("url", pa.array([1, 2])),
        ("fetched", pa.array([0, 1], pa.time32("s"))),
        ("url", pa.array([0, 1], pa.timestamp("s"))),
        ("charset", pa.array([b"utf-8", b"utf-8"])),
        ("path", pa.array([1, 2]).dictionary_encode()),
        ("problem", pa.array(["timeout", None])),
        ("problem", pa.array([{"code": "timeout"}, None])),
    ],
)
def test_a_column_of_another_type_is_named_not_dropped(column: str, values: pa.Array) -> None:
    with pytest.raises(metryczka.SchemaError, match=f"column `{column}`.*needed: ") as raised:
        read(**{column: values})
    assert raised.value.code == "column_type" and "cast" in raised.value.remedy


def test_a_problem_that_comes_with_a_capture_is_told_once_and_its_content_not_read() -> None:
    problem = {"stage": "crawl", "code": "timeout", "message": "no answer", "remedy": "crawl again"}
    captures = pa.record_batch(
        {
            "content": pa.array([notice(), notice(), None], pa.binary()),
            "url": ["https://a.example/", "https://b.example/", "https://c.example/"],
            "problem": pa.array([None, problem, problem], PROBLEM),
        }
    )
    tables = metryczka.extract_tables(captures, ["mentions", "problems"])
    assert tables["mentions"]["url"].to_pylist() == ["https://a.example/"]
    told = [{"path": None, "url": f"https://{name}.example/", "source": None, **problem} for name in "bc"]
    assert tables["problems"].to_pylist() == told
    rows = metryczka.extract_rows(captures)
    assert rows["problems"].to_pylist() == [[], told[:1], told[1:]]


def test_text_is_what_it_says_whatever_charset_stands_beside_it() -> None:
    """Who hands over text has decoded the page already: the server's charset is that of bytes that are gone."""
    captures = pa.record_batch({"content": [notice().decode()], "charset": ["iso-8859-2"]})
    assert metryczka.extract_arrow(captures)["title"].to_pylist() == ["Świetlica w Orlu"]


class OnlyArray:
    """What speaks the older half of Arrow's protocol alone."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        capsules: tuple[object, object] = self.batch.__arrow_c_array__(requested_schema)
        return capsules


def test_both_halves_of_the_protocol_say_the_same() -> None:
    batch = pa.record_batch({"content": PAGES, "url": ["https://a.example/", "https://b.example/"]})
    expected = metryczka.extract_arrow(batch)
    assert metryczka.extract_arrow(OnlyArray(batch)).equals(expected)
    assert metryczka.extract_arrow(batch.to_struct_array()).equals(expected)
    stream = pa.RecordBatchReader.from_batches(batch.schema, [batch.slice(0, 1), batch.slice(1)])
    assert metryczka.extract_arrow(stream).equals(expected)


def test_a_stream_that_fails_half_way_is_an_error_not_half_a_table() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"content": PAGES})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("content", pa.binary())]), batches())
    with pytest.raises(RuntimeError, match="the disk is gone"):
        metryczka.extract_arrow(reader)
