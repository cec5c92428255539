"""Versions: what says which one it is, and what is refused."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import FIXTURES, notice

import metryczka


def of_another(version: object) -> pa.Schema:
    return metryczka.schema().with_metadata({"metryczka.schema": str(version), "metryczka.version": "9.9.9"})


def test_every_schema_says_its_versions() -> None:
    for name in (*metryczka.TABLES, "rows", "captures"):
        metadata = metryczka.schema(name).metadata
        assert metadata[b"metryczka.schema"] == str(metryczka.schema_version).encode(), name
        assert metadata[b"metryczka.version"] == metryczka.__version__.encode(), name
    assert metryczka.schema().metadata[b"metryczka.vocabulary"].decode() == metryczka.vocabulary_digest()


def test_every_column_says_what_it_means() -> None:
    for name in metryczka.TABLES:
        for field in metryczka.schema(name):
            assert (field.metadata or {}).get(b"doc"), (name, field.name)
    assert metryczka.schema("evidence").field("start").metadata[b"unit"] == b"bytes of UTF-8"


def test_columns_are_those_of_an_edition_without_the_project() -> None:
    tables: dict[str, list[str]] = {}
    for line in (FIXTURES / "schema.txt").read_text("utf-8").splitlines():
        if line.startswith("  "):
            tables[table].append(line.split(":")[0].strip())
        elif line and not line.startswith("#"):
            table = line
            tables[table] = []
    for name in metryczka.TABLES:
        assert metryczka.schema(name).names == [column for column in tables[name] if column != "project_id"], name


def test_another_version_is_refused_with_both_named(tmp_path: Path) -> None:
    other, ours = metryczka.schema_version + 1, metryczka.schema_version
    schema = of_another(other)
    table = schema.empty_table()
    pq.write_table(table, tmp_path / "mentions.parquet")
    batch = pa.RecordBatch.from_pylist([], schema=schema)
    for thing in (schema, table, batch, tmp_path / "mentions.parquet", str(tmp_path)):
        with pytest.raises(metryczka.SchemaError, match=rf"version {other} .*9\.9\.9.* version {ours}") as raised:
            metryczka.check_schema(thing)
        assert raised.value.code == "schema_version" and raised.value.remedy in str(raised.value)


def test_a_table_that_says_no_version_is_refused() -> None:
    with pytest.raises(metryczka.SchemaError, match="does not say") as raised:
        metryczka.check_schema(pa.schema({"title": pa.string()}))
    assert raised.value.code == "schema_unknown"


def test_columns_of_another_form_are_refused_though_the_version_is_ours() -> None:
    ours = metryczka.schema()
    place = ours.get_field_index("total_cost")
    for wrong, told in (
        (pa.schema({"x": pa.int64()}, ours.metadata), "`.*` lacks x"),
        (ours.append(pa.field("mine", pa.string())), "`mentions` lacks mine"),
        (ours.set(place, pa.field("total_cost", pa.float64())), "`total_cost` is double instead of decimal128"),
        (ours.set(place, pa.field("total_cost", pa.decimal128(18, 3))), "`total_cost` is decimal128"),
    ):
        with pytest.raises(metryczka.SchemaError, match=told) as raised:
            metryczka.check_schema(wrong)
        assert raised.value.code == "schema_columns" and raised.value.remedy in str(raised.value)


def test_text_laid_out_otherwise_and_chosen_columns_are_the_same_form() -> None:
    tables = metryczka.extract_tables(pa.record_batch({"content": [notice()]}))
    for name, table in tables.items():
        columns = [field.with_type(pa.large_string()) if field.type == pa.string() else field for field in table.schema]
        metryczka.check_schema(pa.schema(columns, table.schema.metadata))
        metryczka.check_schema(pa.Table.from_batches([table]).select(table.schema.names[:2]))
    for name in ("rows", "captures"):
        metryczka.check_schema(metryczka.schema(name))


@pytest.mark.parametrize("inside", ["mentions/part-00000.parquet", "mentions/part=0/part-00000.parquet"])
def test_a_file_of_an_extraction_is_of_the_version_its_folder_names(tmp_path: Path, inside: str) -> None:
    (tmp_path / inside).parent.mkdir(parents=True)
    pq.write_table(metryczka.schema().remove_metadata().empty_table(), tmp_path / inside)
    with pytest.raises(metryczka.SchemaError, match="does not say"):
        metryczka.check_schema(tmp_path / inside)
    (tmp_path / "extract.json").write_text(json.dumps({"schema": metryczka.schema_version}))
    metryczka.check_schema(tmp_path / inside)
    (tmp_path / "extract.json").write_text(json.dumps({"schema": 2}))
    with pytest.raises(metryczka.SchemaError, match="version 2 "):
        metryczka.check_schema(tmp_path / inside)


def test_one_file_of_another_version_in_a_folder_is_found(tmp_path: Path) -> None:
    for table in ("mentions", "pages"):
        (tmp_path / table).mkdir()
        pq.write_table(metryczka.schema(table).empty_table(), tmp_path / table / "part-00000.parquet")
    metryczka.check_schema(tmp_path)
    pq.write_table(of_another(1).empty_table(), tmp_path / "mentions" / "part-00001.parquet")
    with pytest.raises(metryczka.SchemaError, match=r"part-00001\.parquet.*version 1 "):
        metryczka.check_schema(tmp_path)


def test_the_note_of_a_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "extract.json").write_text(json.dumps({"schema": metryczka.schema_version}))
    metryczka.check_schema(tmp_path)
    (tmp_path / "extract.json").write_text(json.dumps({"schema": 2, "code_version": "0.0.9"}))
    with pytest.raises(metryczka.SchemaError, match=rf"version 2 .*0\.0\.9.* version {metryczka.schema_version}"):
        metryczka.check_schema(tmp_path)
    for half in ('{"schema": 3', "[3]", '{"code_version": "0.1.0"}'):
        (tmp_path / "extract.json").write_text(half)
        with pytest.raises(metryczka.SchemaError, match=r"extract\.json") as raised:
            metryczka.check_schema(tmp_path)
        assert raised.value.code == "schema_unknown"


def test_a_folder_without_tables_is_none(tmp_path: Path) -> None:
    with pytest.raises(metryczka.SchemaError, match="no tables"):
        metryczka.check_schema(tmp_path)
    with pytest.raises(FileNotFoundError):
        metryczka.check_schema(tmp_path / "nie-ma.parquet")


def test_what_was_read_passes() -> None:
    for table in metryczka.extract_tables(pa.record_batch({"content": [notice()]})).values():
        metryczka.check_schema(table)


def test_an_unknown_table_is_named_with_the_known() -> None:
    with pytest.raises(ValueError, match="projects.*mentions.*captures"):
        metryczka.schema("projects")
