"""What the tests of the engines' examples share: poisoned archives, and the tables one process makes of them."""

from __future__ import annotations

import gzip
import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

import metryczka
import pyarrow as pa
import pyarrow.parquet as pq
from conftest import FIXTURES, notice, warc_record

PYTHON = Path(__file__).parents[1]

def example(name: str) -> ModuleType:
    """A module of the examples, or of the cluster's scripts."""
    for folder in ("examples", "cluster"):
        if str(PYTHON / folder) not in sys.path:
            sys.path.append(str(PYTHON / folder))
    return importlib.import_module(name)

def archives(folder: Path) -> list[Path]:
    """The repository's pages, and archives in which something unreadable stands between good pages."""

    gzipped = b"Content-Type: text/html\r\nContent-Encoding: gzip"
    bomb = warc_record("https://gmina.example/bomb", gzip.compress(bytes(64 << 20), mtime=0), gzipped)
    good = [warc_record(f"https://gmina.example/{number}", notice(f"{number + 1}00 000,00")) for number in range(6)]
    nested = warc_record("https://gmina.example/nested", b"<div>" * 60_000 + notice())
    charset = warc_record("https://gmina.example/charset", notice(), b"Content-Type: text/html; charset=x-polski")
    packed = warc_record("https://gmina.example/packed", b"\x1f\x8bno gzip", gzipped)
    files = {
        "a.warc.gz": good[0] + bomb + good[1] + nested + good[2],
        "b.warc.gz": good[3] + charset + packed + good[4],
        "c.warc.gz": (good[5] + good[0])[:-40],
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    pages = sorted((FIXTURES / "pages").glob("*.html"))
    return [*(folder / name for name in files), FIXTURES / "archive/notices.warc.gz", *pages]

def archives_with_relative_names(folder: Path) -> list[Path]:
    """The same in a folder `in`, named as somebody does who works in the folder around it."""
    (folder / "in").mkdir()
    for source in archives(folder / "in"):
        if source.parent != folder / "in":
            shutil.copy(source, folder / "in" / source.name)
    return sorted(file.relative_to(folder) for file in (folder / "in").iterdir())

def one_process(sources: list[Path], out: Path) -> Path:
    """The tables that the package makes by itself."""
    writers = {}
    for table in metryczka.TABLES:
        (out / table).mkdir(parents=True)
        writers[table] = pq.ParquetWriter(out / table / "part-00000.parquet", metryczka.schema(table))
    for captures in metryczka.read_warc(sources):
        for table, rows in metryczka.extract_tables(captures).items():
            writers[table].write_batch(rows)
    for writer in writers.values():
        writer.close()
    return out

def as_parquet(sources: list[Path], file: Path) -> Path:
    """The captures of archives as a Parquet of pages."""
    with pq.ParquetWriter(file, metryczka.schema("captures"), use_dictionary=False) as writer:
        for captures in metryczka.read_warc(sources):
            writer.write_batch(captures)
    return file

def differing(left: Path, right: Path) -> list[str]:
    """The tables in which two extractions differ. There must be rows to compare, also of problems."""
    compared = example("compare").compare(left, right)
    assert all(table.left.rows for table in compared), "a table without rows proves nothing"
    return [table.table for table in compared if not table.equal]

def types_of(folder: Path, table: str) -> dict[str, pa.DataType]:
    """Columns of a table that an engine has written."""
    schema = pq.read_schema(next((folder / table).rglob("*.parquet")))
    return dict(zip(schema.names, schema.types))
