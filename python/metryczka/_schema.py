"""The form of the tables, and whether something has it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from . import _metryczka as native
from ._errors import schema_error

__all__ = ["check_schema", "schema", "schema_version"]

schema_version: Final[int] = native.schema_version()
"""The form of the tables that this package makes. Counted up with every release whose tables or columns are others."""

_KEY: Final = b"metryczka.schema"
_MADE_BY: Final = b"metryczka.version"
# What names the schema of a whole folder: an extraction, or an edition.
_FOLDER_NOTES: Final = ("extract.json", "edition.json")


def schema(table: str = "mentions") -> pa.Schema:
    """The Arrow schema of a table, of the ``rows`` of :func:`metryczka.extract_rows`, or of the ``captures`` that go in.

    Its metadata name the versions (``metryczka.schema``, ``metryczka.version``); those of a field say what it means (``doc``) and in
    which unit.

    >>> import metryczka
    >>> schema = metryczka.schema("amounts")
    >>> schema.names
    ['mention_id', 'number', 'role', 'value', 'currency', 'rate', 'rate_basis', 'scope', 'stage', 'approximate']
    >>> schema.field("value").type
    Decimal128Type(decimal128(18, 2))
    """
    if table == "rows":
        return native.rows_schema()
    if table == "captures":
        return native.captures_schema()
    names = native.table_names()
    if table not in names:
        raise ValueError(f"no table {table!r}; there are: {', '.join(names)}, rows, captures")
    return native.table_schema(table)


def check_schema(thing: pa.Schema | pa.RecordBatch | pa.Table | str | os.PathLike[str]) -> None:
    """Makes sure that tables have the form that this package makes, before they are read or added to.

    ``thing`` is a schema, a batch, a table, the path of a Parquet file, or the folder of an extraction (every file in it is looked at).

    Raises :class:`metryczka.SchemaError` naming both versions if it is another's, or says none.

    >>> import metryczka
    >>> metryczka.check_schema(metryczka.schema("mentions"))
    >>> metryczka.check_schema(metryczka.schema().with_metadata({"metryczka.schema": "2"}))
    Traceback (most recent call last):
    metryczka.SchemaError: the schema: version 2 of the tables, and this is metryczka ... with version 3; ...
    """
    if isinstance(thing, pa.Schema):
        _check_metadata(thing, "the schema")
    elif isinstance(thing, (pa.RecordBatch, pa.Table)):
        _check_metadata(thing.schema, "the table")
    else:
        _check_path(Path(thing))


def _check_path(path: Path) -> None:
    if not path.is_dir():
        return _check_metadata(pq.read_schema(path), str(path))
    notes = [note for note in (path / name for name in _FOLDER_NOTES) if note.is_file()]
    for note in notes:
        _check_version(json.loads(note.read_text("utf-8")).get("schema"), None, str(note))
    files = sorted(path.rglob("*.parquet"))
    if not files and not notes:
        raise schema_error(f"{path}: no tables in it", "no_tables", "give the folder that an extraction was written to")
    for file in files:
        found = pq.read_schema(file)
        # Files of a folder that names its version need not repeat it.
        if not notes or _KEY in (found.metadata or {}):
            _check_metadata(found, str(file))


def _check_metadata(found: pa.Schema, what: str) -> None:
    metadata = found.metadata or {}
    version = metadata.get(_KEY)
    _check_version(None if version is None else version.decode(), metadata.get(_MADE_BY), what)


def _check_version(found: object, made_by: bytes | None, what: str) -> None:
    if str(found) == str(schema_version):
        return
    ours = f"this is metryczka {native.version()} with version {schema_version}"
    if found is None:
        remedy = "keep the schema's metadata (`metryczka.schema`) when you write tables"
        raise schema_error(f"{what}: does not say which version of the tables it is, and {ours}", "schema_unknown", remedy)
    by = "" if made_by is None else f" (by metryczka {made_by.decode()})"
    remedy = "extract the pages again with this version, or read the tables with the version that wrote them"
    raise schema_error(f"{what}: version {found} of the tables{by}, and {ours}", "schema_version", remedy)
