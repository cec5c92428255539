"""The Daft example makes the tables that the package makes."""

from __future__ import annotations

import json
from pathlib import Path

import metryczka
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import notice
from engines import archives, archives_with_relative_names, as_parquet, differing, example, one_process

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


def test_relative_names_stay_as_they_were_given_so_that_ids_are_those_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = archives_with_relative_names(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert example("daft_extract").main(["--warc", "in/*", "--out", "out"]) == 0
    assert differing(one_process(sources, tmp_path / "one"), tmp_path / "out") == []


def test_what_daft_cannot_do_is_refused_before_anything_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [page, *_] = archives(tmp_path)
    pq.write_table(pa.table({"content": [notice()], "url": [1]}), tmp_path / "pages.parquet")
    warc, pages, out = ["--warc", str(page)], ["--pages", str(tmp_path / "pages.parquet")], ["--out", str(tmp_path / "out")]
    for argv, told in (
        ([*pages, *out], "column `url`"),
        ([*warc, *out, "--vocabulary", "/nie/ma"], "/nie/ma"),
        ([*warc, "--out", str(tmp_path / "out[1]")], "takes that for a pattern"),
        (["--warc", str(tmp_path / "nie-ma.warc"), *out], "no such file"),
    ):
        assert example("daft_extract").main(argv) == 3
        assert told in capsys.readouterr().err
        assert not (tmp_path / "out").exists() and not (tmp_path / "out[1]").exists()


@pytest.mark.parametrize("module", ["daft_extract", "spark_extract"])
def test_a_file_meant_in_several_ways_is_read_once(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="one of the examples needs pyspark: pip install -r cluster/requirements.txt")
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.warc.d/pages.warc.gz", "in/x[1].warc.gz", "in/x1.warc.gz", "in/letter.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"")
    Path("alias.warc.gz").symlink_to("in/x1.warc.gz")

    def files(*patterns: str) -> list[str]:
        found = example(module).warc_files(list(patterns))
        return [file if isinstance(file, str) else file[0] for file in found]

    every = ["in/a.warc.d/pages.warc.gz", "in/x1.warc.gz", "in/x[1].warc.gz"]
    assert files("in") == every, "a folder is no file, whatever its name"
    assert files("in", "in/../in/x1.warc.gz", "alias.warc.gz", f"{tmp_path}/in/*.gz") == every
    assert files("in/x[1].warc.gz") == ["in/x[1].warc.gz"], "a name that is there is no pattern"
    assert files("in/x?.warc.gz") == ["in/x1.warc.gz"]
    for nothing in ("in/nie-ma*", "in/letter"):
        with pytest.raises(example(module).Refused, match="no such file"):
            files("in", nothing)


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
