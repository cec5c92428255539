"""The Daft example makes the tables that the package makes."""

from __future__ import annotations

import json
from pathlib import Path

import metryczka
import pytest
from engines import archives, as_parquet, differing, example, one_process

pytest.importorskip("daft", reason="the Daft example needs daft: pip install daft")
pytest.importorskip("duckdb", reason="tables are compared with DuckDB: pip install duckdb")
# Daft warns of what it does itself; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


def test_daft_makes_the_same_tables_of_archives_with_poisoned_records_among_them(tmp_path: Path) -> None:
    sources = archives(tmp_path)
    tables = one_process(sources, tmp_path / "one")
    assert example("daft_extract").main(["--warc", *map(str, sources), "--out", str(tmp_path / "daft")]) == 0
    assert differing(tables, tmp_path / "daft") == []
    metryczka.check_schema(tmp_path / "daft")


def test_daft_makes_the_same_tables_of_a_parquet_of_pages(tmp_path: Path) -> None:
    sources = archives(tmp_path)
    pages = as_parquet(sources, tmp_path / "pages.parquet")
    assert example("daft_extract").main(["--pages", str(pages), "--out", str(tmp_path / "daft")]) == 0
    assert differing(one_process(sources, tmp_path / "one"), tmp_path / "daft") == []


def test_daft_goes_on_with_nothing_that_others_began(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [page, *_] = archives(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/letter.txt").write_text("of somebody")
    assert example("daft_extract").main(["--warc", str(page), "--out", str(tmp_path / "out")]) == 3
    assert "is not empty: name a new folder" in capsys.readouterr().err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_daft_names_schema_version_and_vocabulary(tmp_path: Path) -> None:
    [page, *_] = archives(tmp_path)
    example("daft_extract").main(["--warc", str(page), "--out", str(tmp_path / "out")])
    note = json.loads((tmp_path / "out/extract.json").read_text())
    told = {
        "schema": metryczka.schema_version,
        "code_version": metryczka.__version__,
        "vocabulary_digest": metryczka.vocabulary_digest(),
    }
    assert told.items() <= note.items()
