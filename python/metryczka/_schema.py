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

    Raises :class:`metryczka.SchemaError` naming both versions if it is another's, or says none; and naming the columns, if it says this
    one but has columns or types that no table of it has. Some columns of a table may be missing, and text and lists may be of any of
    Arrow's types for them (``string``, ``large_string``, ``string_view``).

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
        return _check_file(path)
    notes = _notes(path)
    for note in notes:
        _check_note(note)
    files = sorted(path.rglob("*.parquet"))
    if not files and not notes:
        raise schema_error(f"{path}: no tables in it", "no_tables", "give the folder that an extraction was written to")
    for file in files:
        found = pq.read_schema(file)
        # Files of a folder that names its version need not repeat it.
        if not notes or _KEY in (found.metadata or {}):
            _check_metadata(found, str(file))


def _check_file(path: Path) -> None:
    found = pq.read_schema(path)
    if _KEY not in (found.metadata or {}):
        # A file of an extraction (OUT/mentions/part-00000.parquet, OUT/mentions/part=0/….parquet) is of the version its folder names.
        for folder in path.absolute().parents[:3]:
            if notes := _notes(folder):
                for note in notes:
                    _check_note(note)
                return
    _check_metadata(found, str(path))


def _notes(folder: Path) -> list[Path]:
    return [note for note in (folder / name for name in _FOLDER_NOTES) if note.is_file()]


def _check_note(note: Path) -> None:
    try:
        said = json.loads(note.read_text("utf-8"))
        version, made_by = said.get("schema"), said.get("code_version")
    except (ValueError, AttributeError) as error:
        raise schema_error(f"{note}: cannot be understood: {error}", "schema_unknown", "write the tables again") from None
    _check_version(version, made_by, str(note))


def _check_metadata(found: pa.Schema, what: str) -> None:
    metadata = found.metadata or {}
    version = metadata.get(_KEY)
    made_by = metadata.get(_MADE_BY)
    _check_version(None if version is None else version.decode(), None if made_by is None else made_by.decode(), what)
    _check_columns(found, what)


def _check_columns(found: pa.Schema, what: str) -> None:
    """The columns must be those of one table, in its types."""
    tables = {name: schema(name) for name in (*native.table_names(), "rows", "captures")}
    named = {name: table for name, table in tables.items() if set(found.names) <= set(table.names)}
    if not named:
        closest = max(tables, key=lambda name: len(set(found.names) & set(tables[name].names)))
        unknown = [name for name in found.names if name not in tables[closest].names]
        message = f"{what}: says version {schema_version}, but no table of it has all its columns (`{closest}` lacks {', '.join(unknown)})"
        raise schema_error(message, "schema_columns", "leave columns of your own out, or their table without the metadata")
    wrong = {
        name: [field for field in found if _plain(field.type) != _plain(table.field(field.name).type)] for name, table in named.items()
    }
    table, fields = min(wrong.items(), key=lambda item: len(item[1]))
    if fields:
        told = "; ".join(f"`{field.name}` is {field.type} instead of {tables[table].field(field.name).type}" for field in fields)
        message = f"{what}: says version {schema_version}, but is no table of it: in `{table}` {told}"
        raise schema_error(message, "schema_columns", "cast the columns to the types of schema()")


def _plain(kind: pa.DataType) -> object:
    """A type, without regard to which of Arrow's ways of laying it out it is in."""
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_struct(kind):
        return tuple((kind.field(number).name, _plain(kind.field(number).type)) for number in range(kind.num_fields))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return ["list", _plain(kind.value_type)]
    name = str(kind)
    return name.removeprefix("large_").removesuffix("_view") if "string" in name or "binary" in name else name


def _check_version(found: object, made_by: str | None, what: str) -> None:
    if str(found) == str(schema_version):
        return
    ours = f"this is metryczka {native.version()} with version {schema_version}"
    if found is None:
        remedy = "keep the schema's metadata (`metryczka.schema`) when you write tables"
        raise schema_error(f"{what}: does not say which version of the tables it is, and {ours}", "schema_unknown", remedy)
    by = "" if made_by is None else f" (by metryczka {made_by})"
    remedy = "extract the pages again with this version, or read the tables with the version that wrote them"
    raise schema_error(f"{what}: version {found} of the tables{by}, and {ours}", "schema_version", remedy)
