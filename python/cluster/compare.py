#!/usr/bin/env python3
"""Holds two extractions against each other, row for row: ``compare.py A B``.

For each table: the columns and their types, the number of rows, the rows that only one of them has (`EXCEPT ALL` both ways, so
that a row that is there twice counts twice), and a digest of all rows in sorted order. Exit code 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

TABLES = ("mentions", "amounts", "target_groups", "indicators", "evidence", "checks", "problems", "pages")


@dataclass(frozen=True)
class Side:
    """A table of one of the two."""

    columns: list[tuple[str, str]]
    rows: int
    digest: str


@dataclass(frozen=True)
class Compared:
    """A table of both."""

    table: str
    left: Side
    right: Side
    only_left: int
    only_right: int

    @property
    def equal(self) -> bool:
        """Whether nothing tells them apart."""
        return self.left == self.right and not self.only_left and not self.only_right


def compare(left: Path, right: Path) -> list[Compared]:
    """Compares all tables of two extractions."""
    with duckdb.connect() as connection:
        return [table(connection, name, left, right) for name in TABLES]


def table(connection: duckdb.DuckDBPyConnection, name: str, left: Path, right: Path) -> Compared:
    """Compares one table."""
    for folder in (left, right):
        if not any((folder / name).rglob("*.parquet")):
            raise SystemExit(f"{folder} has no table {name}: name the folder of a whole extraction")
    sources = [f"read_parquet('{folder}/{name}/**/*.parquet', hive_partitioning = false)" for folder in (left, right)]
    only = []
    for here, there in (sources, sources[::-1]):
        only.append(count(connection, f"(SELECT * FROM {here} EXCEPT ALL SELECT * FROM {there})"))
    sides = [side(connection, source) for source in sources]
    return Compared(name, sides[0], sides[1], only[0], only[1])


def side(connection: duckdb.DuckDBPyConnection, source: str) -> Side:
    """What a table is."""
    columns = [(str(row[0]), str(row[1])) for row in connection.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    rows = f"SELECT sha256(to_json(t)::VARCHAR) AS row FROM {source} AS t"
    digest = connection.sql(f"SELECT sha256(coalesce(string_agg(row, '' ORDER BY row), '')) FROM ({rows})").fetchall()[0][0]
    return Side(columns, count(connection, source), str(digest))


def count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    """Rows of a query or file."""
    return int(connection.sql(f"SELECT count(*) FROM {source}").fetchall()[0][0])


def show(tables: list[Compared], left: str, right: str) -> bool:
    """Prints the comparison. Gives whether all are equal."""
    heads = [f"rows {left}", f"rows {right}", f"only {left}", f"only {right}"]
    print(f"{'table':<14} {' '.join(f'{head:>11}' for head in heads)}  digest of the sorted rows")
    for of in tables:
        digests = of.left.digest[:16] if of.left.digest == of.right.digest else f"{of.left.digest[:16]} ≠ {of.right.digest[:16]}"
        counts = (of.left.rows, of.right.rows, of.only_left, of.only_right)
        print(f"{of.table:<14} {' '.join(f'{count:>11}' for count in counts)}  {digests}")
        for mine, other in zip(of.left.columns, of.right.columns):
            if mine != other:
                print(f"    column {' '.join(mine)} ≠ {' '.join(other)}")
        if len(of.left.columns) != len(of.right.columns):
            print(f"    {len(of.left.columns)} columns ≠ {len(of.right.columns)}")
    equal = all(of.equal for of in tables)
    print("equal, row for row" if equal else "NOT equal")
    return equal


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", type=Path, metavar="A", help="folder of an extraction")
    parser.add_argument("right", type=Path, metavar="B", help="folder of another")
    options = parser.parse_args()
    return 0 if show(compare(options.left, options.right), "A", "B") else 1


if __name__ == "__main__":
    sys.exit(main())
