"""Batches in, tables out: the same rows however they are handed over, cut and read."""

import datetime
import math
import os
import time
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import FIXTURES, notice

import metryczka


def one(content: object, **columns: object) -> pa.RecordBatch:
    return pa.record_batch({"content": [content], **{name: [value] for name, value in columns.items()}})


def test_sums_are_exact_through_arrow() -> None:
    mentions = metryczka.extract_arrow(one(notice("900 719 925,10")))
    assert mentions.schema.field("total_cost").type == pa.decimal128(18, 2)
    assert mentions["total_cost"][0].as_py() == Decimal("900719925.10") != 900719925.10


def test_a_number_too_long_for_its_column_is_told_not_rounded() -> None:
    page = (FIXTURES / "traps" / "percent-with-thirteen-decimals.html").read_bytes()
    with pytest.warns(metryczka.UnreadPages, match="2 values do not fit"):
        mentions = metryczka.extract_arrow(one(page))
    assert mentions["cofinancing_rate"].to_pylist() == [None]
    assert metryczka.extract(page)[0].cofinancing_rate == Decimal("69.9999998640938"), "a record has room for it"


def test_every_table_has_the_schema_that_is_promised(batch: pa.RecordBatch) -> None:
    for name, table in metryczka.extract_tables(batch).items():
        assert table.schema.equals(metryczka.schema(name), check_metadata=True), name
        table.validate(full=True)
    rows = metryczka.extract_rows(batch)
    assert rows.schema.equals(metryczka.schema("rows"), check_metadata=True)
    rows.validate(full=True)


def test_an_empty_batch_keeps_the_schema() -> None:
    empty = metryczka.schema("captures").empty_table()
    for name, table in metryczka.extract_tables(empty).items():
        assert table.num_rows == 0 and table.schema.equals(metryczka.schema(name), check_metadata=True)
    assert metryczka.extract_arrow(empty.select(["content"])).num_columns == len(metryczka.schema().names)
    assert metryczka.extract_rows(pl.DataFrame(schema={"content": pl.Binary})).num_rows == 0


def test_the_tables_say_what_the_mentions_say(saved: list[tuple[str, bytes]], batch: pa.RecordBatch) -> None:
    mentions = [
        mention
        for (path, content), url in zip(saved, batch["url"].to_pylist(), strict=True)
        for mention in metryczka.extract(content, url, path=path)
    ]
    tables = metryczka.extract_tables(batch)
    rows = tables["mentions"].to_pylist()
    assert len(rows) == len(mentions) > 250
    for row, mention in zip(rows, mentions, strict=True):
        for name in ("mention", "title", "total_cost", "cofinancing", "currency", "teryt", "participants", "proof", "duration_months"):
            assert row[name] == getattr(mention, name), name
        assert (row["path"], row["url"], row["sha256"]) == (mention.source.path, mention.source.url, mention.source.sha256)
        assert row["start_date"] == (mention.start_date and metryczka.first_day(mention.start_date))
        assert row["end_date"] == (mention.end_date and metryczka.last_day(mention.end_date))
        assert [amount["value"] for amount in row["amounts"]] == [amount.value for amount in mention.amounts]
    told = [(field, evidence.quote) for mention in mentions for field, evidence in mention.evidence.items()]
    assert [(row["field"], row["quote"]) for row in tables["evidence"].to_pylist()] == told


def test_ids_are_unique_and_every_row_leads_to_its_mention(batch: pa.RecordBatch) -> None:
    tables = metryczka.extract_tables(batch)
    ids = tables["mentions"]["mention_id"].to_pylist()
    pages = tables["pages"]["page_id"].to_pylist()
    assert len(set(ids)) == len(ids) > 0 and len(set(pages)) == len(pages) > 0
    assert set(tables["mentions"]["page_id"].to_pylist()) <= set(pages)
    for name in ("amounts", "target_groups", "indicators", "checks"):
        keys = list(zip(tables[name]["mention_id"].to_pylist(), tables[name]["number"].to_pylist(), strict=True))
        assert len(set(keys)) == len(keys) > 0 and {key for key, _ in keys} <= set(ids), name


def test_the_same_page_twice_in_a_batch_has_two_ids_by_its_addresses() -> None:
    twice = pa.record_batch({"content": [notice(), notice()], "url": ["https://a.example/", "https://b.example/"]})
    ids = metryczka.extract_arrow(twice)["mention_id"].to_pylist()
    assert len(set(ids)) == 2


def test_rows_are_the_same_whatever_the_cut_and_the_threads(batch: pa.RecordBatch) -> None:
    whole = metryczka.extract_tables(batch, threads=1)
    for threads, size in ((2, batch.num_rows), (3, 7), (1, 1)):
        parts = [metryczka.extract_tables(batch.slice(at, size), threads=threads) for at in range(0, batch.num_rows, size)]
        for name, table in whole.items():
            assert pa.Table.from_batches([part[name] for part in parts]).equals(pa.Table.from_batches([table])), (name, threads, size)


def test_a_table_of_chunks_and_a_slice_are_read_in_order(batch: pa.RecordBatch) -> None:
    chunks = pa.Table.from_batches([batch.slice(0, 10), batch.slice(10, 0), batch.slice(10, 30)])
    assert metryczka.extract_arrow(chunks).equals(metryczka.extract_arrow(batch.slice(0, 40)))


def test_nested_rows_hold_what_the_tables_hold(batch: pa.RecordBatch) -> None:
    tables, rows = metryczka.extract_tables(batch), metryczka.extract_rows(batch).to_pylist()
    assert len(rows) == batch.num_rows
    assert [row["page"] for row in rows if row["page"]] == tables["pages"].to_pylist()
    for name in ("mentions", "evidence", "problems"):
        assert [record for row in rows for record in row[name]] == tables[name].to_pylist(), name
    nested = [(mention["mention_id"], number, *amount.values()) for row in rows for mention in row["mentions"]
              for number, amount in enumerate(mention["amounts"])]
    assert nested == [tuple(record.values()) for record in tables["amounts"].to_pylist()]


@pytest.mark.parametrize("kind", ["binary", "large_binary", "binary_view", "string", "large_string", "string_view"])
def test_content_may_be_of_every_type_of_bytes_and_text(kind: str) -> None:
    page = notice().decode()
    content = pa.array([page.encode() if "binary" in kind else page], getattr(pa, kind)())
    assert metryczka.extract_arrow(pa.record_batch({"content": content}))["title"].to_pylist() == ["Świetlica w Orlu"]


def test_text_that_is_no_utf8_is_a_problem_or_read_never_a_crash() -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(b"<p>\xff")])
    rows = metryczka.extract_rows(pa.record_batch({"content": broken}))
    assert rows.num_rows == 1
    rows.validate(full=True)


def test_missing_or_wrong_columns_are_named() -> None:
    with pytest.raises(metryczka.SchemaError, match="html"):
        metryczka.extract_arrow(pa.record_batch({"html": [b"<p>"]}))
    with pytest.raises(metryczka.SchemaError, match="content.*Int64"):
        metryczka.extract_arrow(pa.record_batch({"content": [1]}))
    with pytest.raises((metryczka.SchemaError, TypeError)):
        metryczka.extract_arrow([notice()])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "column", [pl.Series("content", [notice()]), pa.array([notice()]), pa.chunked_array([[notice()]])], ids=["polars", "array", "chunked"]
)
def test_a_column_without_its_table_is_refused_with_a_remedy(column: object) -> None:
    with pytest.raises(metryczka.SchemaError, match="no table of captures") as raised:
        metryczka.extract_arrow(column)  # type: ignore[arg-type]
    assert raised.value.code == "not_table" and "record_batch" in raised.value.remedy and raised.value.__cause__ is not None


@pytest.mark.parametrize("threads", [0, -1, 1025, 100_000, 1 << 80])
def test_more_threads_than_a_machine_has_memory_for_are_refused(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=f"threads={threads}: from 1 to 1024"):
        metryczka.extract_arrow(one(notice()), threads=threads)
    monkeypatch.setenv("METRYCZKA_THREADS", str(threads))
    with pytest.raises(ValueError, match=f"METRYCZKA_THREADS is {threads}; give a whole number from 1 to 1024"):
        metryczka.extract_arrow(one(notice()))


def test_threads_of_another_number_do_not_wait_for_ever() -> None:
    if not os.path.exists("/proc/self/task"):
        pytest.skip("no /proc to count threads in")
    metryczka.extract_arrow(one(notice()), threads=1)
    before = len(os.listdir("/proc/self/task"))
    for threads in range(2, 30):
        metryczka.extract_arrow(one(notice()), threads=threads)
    metryczka.extract_arrow(one(notice()), threads=1)
    deadline = time.monotonic() + 20
    while len(os.listdir("/proc/self/task")) > before + 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(os.listdir("/proc/self/task")) <= before + 2


def test_times_as_frames_have_them_are_read_as_an_archive_writes_them() -> None:
    at = datetime.datetime(2026, 1, 2, 3, 4, 5)
    utc = at.replace(tzinfo=datetime.UTC)
    for time_, told in (
        (pa.array([at], pa.timestamp("us")), "2026-01-02T03:04:05"),
        (pa.array([utc], pa.timestamp("ns", "UTC")), "2026-01-02T03:04:05Z"),
        (pa.array([utc], pa.timestamp("ms", "Europe/Warsaw")), "2026-01-02T03:04:05Z"),
        (pa.array([at.date()]), "2026-01-02"),
        (pa.array([None], pa.timestamp("us")), None),
        (pa.array(["2026-01-02T03:04:05Z"]), "2026-01-02T03:04:05Z"),
    ):
        pages = metryczka.extract_tables(pa.record_batch({"content": [notice()], "fetched": time_}), ["pages"])["pages"]
        assert pages["fetched"].to_pylist() == [told], time_.type
    with pytest.raises(metryczka.SchemaError, match="fetched.*timestamp or date"):
        metryczka.extract_arrow(one(notice(), fetched=1))
    with pytest.raises(metryczka.SchemaError, match="url"):
        metryczka.extract_arrow(one(notice(), url=at))


def test_other_columns_are_left_alone() -> None:
    batch = one(notice(), wójt=1, tags=["a"], seen=datetime.date(2026, 1, 2))
    assert metryczka.extract_arrow(batch).num_rows == 1


def test_unknown_tables_are_named_with_the_known() -> None:
    with pytest.raises(ValueError, match="projects.*mentions"):
        metryczka.extract_tables(one(notice()), ["projects"])
    with pytest.raises(ValueError, match=r"\['projects'\]"):
        metryczka.extract_tables(one(notice()), (name for name in ["projects"]))
    with pytest.raises(ValueError, match="list"):
        metryczka.extract_tables(one(notice()), "mentions")


# Two lines for each library.


def test_polars() -> None:
    pages = pl.DataFrame({"content": [notice(), notice("1,50")], "url": ["https://a.example", "https://b.example"]})
    assert pages.schema["content"] == pl.Binary
    frame = pl.from_arrow(metryczka.extract_arrow(pages))
    assert isinstance(frame, pl.DataFrame)
    assert frame["total_cost"].dtype == pl.Decimal(18, 2)
    assert frame["total_cost"].to_list() == [Decimal("100000.00"), Decimal("1.50")]


def test_polars_text_which_arrives_as_string_view() -> None:
    pages = pl.DataFrame({"content": [notice().decode()] * 3})
    assert metryczka.extract_arrow(pages).num_rows == 3
    assert metryczka.extract_arrow(pages.lazy().collect()).num_rows == 3


def test_pandas() -> None:
    pages = pd.DataFrame({"content": [notice()], "url": ["https://a.example"]})
    frame = metryczka.extract_arrow(pa.RecordBatch.from_pandas(pages)).to_pandas(types_mapper=pd.ArrowDtype)
    assert frame["total_cost"].sum() == Decimal("100000.00")
    assert frame["amounts"][0][0]["role"] == "total"


def test_duckdb() -> None:
    pages = duckdb.sql("SELECT $page::BLOB AS content, 'https://a.example' AS url FROM range(3)", params={"page": notice()}).to_arrow_table()
    mentions = metryczka.extract_arrow(pages)
    assert mentions.num_rows == 3
    assert duckdb.sql("SELECT sum(total_cost) FROM mentions").fetchall() == [(Decimal("300000.00"),)]


def test_parquet_and_back(tmp_path: object, batch: pa.RecordBatch) -> None:
    import pyarrow.parquet as pq

    mentions = metryczka.extract_arrow(batch)
    pq.write_table(pa.Table.from_batches([mentions]), f"{tmp_path}/mentions.parquet")
    assert pl.read_parquet(f"{tmp_path}/mentions.parquet").height == mentions.num_rows
    frame = pd.read_parquet(f"{tmp_path}/mentions.parquet")
    assert len(frame) == mentions.num_rows
    metryczka.check_schema(f"{tmp_path}/mentions.parquet")


def test_numbers_are_counted_not_floated(batch: pa.RecordBatch) -> None:
    """Polars and pandas would make floats of nullable integers that were not declared."""
    mentions = pl.from_arrow(metryczka.extract_arrow(batch))
    assert isinstance(mentions, pl.DataFrame)
    assert mentions["participants"].dtype == pl.Int64
    assert not any(isinstance(value, float) and math.isnan(value) for value in mentions["participants"].to_list())
