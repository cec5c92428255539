#!/usr/bin/env python3
"""Reads pages with metryczka in Daft, on one machine: WARC files, or a Parquet of pages, in; the tables of an extraction out.

    python daft_extract.py --warc crawl/*.warc.gz --out tables

What comes out is what ``metryczka extract … --tables OUT`` writes, row for row, if the files are named the same (a page's id has
its path in it): OUT/<table>/*.parquet for mentions, amounts, target_groups, indicators, evidence, checks, problems and pages,
and OUT/extract.json, written last: it says that all is there, and with which schema, version and vocabulary. What a stopped
job left is not gone on with: name another folder, or remove it.

A page that cannot be read is a row of ``problems``; the others are unharmed. Pages go through in batches, so that memory does
not grow with their number. Needs ``pip install daft`` and the package; Daft's local runner uses all cores of the machine.
"""

from __future__ import annotations

import argparse
import glob
import json
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import daft
import metryczka
import pyarrow as pa
from daft import DataFrame, DataType, Schema, Series, col
from daft.functions import seq
from daft.io.pushdowns import Pushdowns
from daft.io.source import DataSource, DataSourceTask
from daft.recordbatch import RecordBatch

BATCH_PAGES = 256
"""Pages read at a time."""
CAPTURES = metryczka.schema("captures")
ROWS = metryczka.schema("rows")
LISTS = ("amounts", "target_groups", "indicators", "checks")
"""Lists of a mention that are tables too."""


class Refused(Exception):
    """The job cannot be done as asked; the message says what to do."""


class WarcFile(DataSourceTask):
    """The captures of one WARC file, a batch at a time."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def schema(self) -> Schema:
        return Schema.from_pyarrow_schema(CAPTURES)

    async def read(self) -> AsyncIterator[RecordBatch]:
        for captures in metryczka.read_warc(self.path, batch_pages=BATCH_PAGES):
            yield RecordBatch.from_arrow_record_batches([captures], CAPTURES)


class WarcFiles(DataSource):
    """WARC files as a source: a task a file. (`daft.read_warc` gives records with the server's headers before the page.)"""

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths

    @property
    def name(self) -> str:
        return "WARC"

    @property
    def schema(self) -> Schema:
        return Schema.from_pyarrow_schema(CAPTURES)

    async def get_tasks(self, pushdowns: Pushdowns) -> AsyncIterator[DataSourceTask]:
        for path in self.paths:
            yield WarcFile(path)


def rows_of(pages: DataFrame, vocabulary: str | None) -> DataFrame:
    """One row for every capture, with all that its page tells."""
    names = [name for name in CAPTURES.names if name in pages.column_names]

    @daft.func.batch(return_dtype=DataType.from_arrow_type(pa.struct(list(ROWS))), unnest=True, batch_size=BATCH_PAGES)
    def read(*columns: Series) -> Any:
        captures = pa.RecordBatch.from_arrays([column.to_arrow() for column in columns], names)
        return metryczka.extract_rows(captures, vocabulary=vocabulary).to_struct_array()

    return pages.select(read(*(col(name) for name in names)))


def explode(rows: DataFrame, table: str) -> DataFrame:
    """The rows of a table, with the columns and types of its schema."""
    if table == "pages":
        found = rows.where(col("page").not_null()).select(col("page").unnest())
    elif table in LISTS:
        mentions = rows.select("mentions").explode("mentions", ignore_empty_and_null=True)
        items = mentions.select(col("mentions").get("mention_id").alias("mention_id"), col("mentions").get(table).alias("item"))
        # Not `explode(index_column="number")`: Daft 0.7.26 loses that column, or fails at an empty list.
        items = items.with_column("number", seq(col("item").list_count("all")))
        items = items.explode("item", "number", ignore_empty_and_null=True)
        found = items.select("mention_id", "number", col("item").unnest())
    else:
        found = rows.select(table).explode(table, ignore_empty_and_null=True).select(col(table).unnest())
    fields = metryczka.schema(table)
    return found.select(*(col(field.name).cast(DataType.from_arrow_type(field.type)) for field in fields))


def extract(pages: DataFrame, out: Path, vocabulary: str | None = None) -> dict[str, int]:
    """Writes the tables of pages. Gives the rows of each."""
    if any(sign in str(out) for sign in "*?[]{}"):
        raise Refused(f"{out}: Daft takes that for a pattern: name a folder without * ? [ ] {{ }} with --out")
    # Columns of a wrong type, or an unreadable vocabulary, are refused before anything is written.
    columns = [field for field in pages.schema().to_pyarrow_schema() if field.name in CAPTURES.names]
    metryczka.extract_rows(pa.schema(columns).empty_table(), vocabulary=vocabulary)
    if out.exists() and any(out.iterdir()):
        raise Refused(f"{out} is not empty: name a new folder with --out, or remove that one to start over")
    # Read once, not once for each table.
    staged = out / "_staged"
    rows_of(pages, vocabulary).write_parquet(str(staged))
    rows = daft.read_parquet(f"{staged}/*.parquet")
    for table in metryczka.TABLES:
        explode(rows, table).write_parquet(str(out / table), compression="zstd")
    counts = {table: daft.read_parquet(f"{out}/{table}/*.parquet").count_rows() for table in metryczka.TABLES}
    shutil.rmtree(staged)
    made = {"written_by": "daft_extract", "schema": metryczka.schema_version, "code_version": metryczka.__version__}
    done = {**made, "vocabulary_digest": metryczka.vocabulary_digest(vocabulary), "totals": {"rows": counts}}
    note = out / ".extract.json.new"
    note.write_text(json.dumps(done, indent=1), "utf-8")
    note.rename(out / "extract.json")
    return counts


def warc_files(patterns: list[str]) -> list[str]:
    """The files that some names, folders or patterns mean, spelled as given, in the order of their names. Each is there once,
    however many spellings mean it: a page read twice would be two rows with one id."""
    files: dict[str, str] = {}
    for pattern in patterns:
        # A name that is there is that file, also if it could be read as a pattern.
        found = [pattern] if os.path.exists(pattern) else sorted(glob.glob(pattern))
        warcs = [file for name in found for file in ([name] if not os.path.isdir(name) else warcs_in(name))]
        if not warcs:
            raise Refused(f"{pattern}: no such file: name WARC files, or folders of them")
        for file in warcs:
            files.setdefault(os.path.realpath(file), file)
    return sorted(files.values())


def warcs_in(folder: str) -> list[str]:
    """The WARC files in a folder and in the folders inside it."""
    files = [os.path.join(inner, name) for inner, _, names in os.walk(folder) for name in names if ".warc" in name]
    return sorted(file for file in files if os.path.isfile(file))


def source(options: argparse.Namespace) -> DataFrame:
    """The captures that are asked for."""
    if options.warc:
        return WarcFiles(warc_files(options.warc)).read()
    pages = daft.read_parquet(options.pages)
    if "content" not in pages.column_names:
        raise Refused(f"no column `content` with the bytes of pages, only {', '.join(pages.column_names)}: name such a Parquet")
    return pages


def main(argv: list[str] | None = None) -> int:
    """Does the job. Gives 0, or 3 if it could not be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--warc", nargs="+", metavar="PATH", help="WARC files, folders of them, or patterns")
    given.add_argument("--pages", nargs="+", metavar="PARQUET", help=f"Parquet with columns of {', '.join(CAPTURES.names)}")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the tables go: a new folder")
    parser.add_argument("--vocabulary", metavar="DIR", help="own knowledge laid over the package's")
    options = parser.parse_args(argv)
    began = time.monotonic()
    try:
        rows = extract(source(options), options.out, options.vocabulary)
    except (Refused, metryczka.SchemaError, metryczka.VocabularyError) as error:
        print(f"metryczka: {error}", file=sys.stderr)
        return 3
    seconds = time.monotonic() - began
    print(f"metryczka: {rows['pages']} pages in {seconds:.1f} s, {rows['problems']} problems", file=sys.stderr)
    print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
