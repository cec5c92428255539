"""What the Spark example refuses, and how it cuts its input; `cluster/prove` shows the rest on a cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import metryczka
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import notice
from engines import archives, archives_with_relative_names, as_parquet, differing, example, one_process

pytest.importorskip("pyspark", reason="the Spark example needs pyspark: pip install -r cluster/requirements.txt")
pytest.importorskip("duckdb", reason="tables are compared with DuckDB: pip install duckdb")
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def job() -> Iterator[Any]:
    """The example, with one local session for all its jobs: a start of Spark takes seconds."""
    from pyspark import cloudpickle
    from pyspark.sql import SparkSession

    spark_extract = example("spark_extract")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in spark_extract.SETTINGS.items():
        builder = builder.config(name, str(value))
    session = builder.getOrCreate()
    cloudpickle.register_pickle_by_value(spark_extract)

    def run(*argv: str) -> Any:
        options = spark_extract.arguments([*argv])
        with spark_extract.tempfile.TemporaryDirectory() as scratch:
            return spark_extract.run(*spark_extract.prepare(session, options, scratch), wave=2)

    run.example = spark_extract  # type: ignore[attr-defined]
    yield run
    session.stop()


def test_spark_makes_the_same_tables_of_archives_and_of_a_parquet(job: Any, tmp_path: Path) -> None:
    sources = archives(tmp_path)
    tables = one_process(sources, tmp_path / "one")
    totals = job("--warc", *map(str, sources), "--out", str(tmp_path / "warc"), "--parts", "3")
    assert differing(tables, tmp_path / "warc") == []
    pages = as_parquet(sources, tmp_path / "pages.parquet")
    assert job("--pages", str(pages), "--out", str(tmp_path / "pages"), "--parts", "3") == totals
    assert differing(tables, tmp_path / "pages") == []
    metryczka.check_schema(tmp_path / "warc")
    read = [row for captures in metryczka.read_warc(sources) for row in captures.column("url").to_pylist()]
    assert totals["captures"] == len(read) and totals["rows"]["problems"] == sum(totals["problems"].values()) > 2


def test_relative_names_stay_as_they_were_given_so_that_ids_are_those_of_the_program(
    job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = archives_with_relative_names(tmp_path)
    monkeypatch.chdir(tmp_path)
    job("--warc", "in/*", "--out", str(tmp_path / "out"), "--parts", "2")
    assert differing(one_process(sources, tmp_path / "one"), tmp_path / "out") == []
    note = json.loads((tmp_path / "out/extract.json").read_text())
    assert [file["path"] for file in note["input"]["files"]] == [str(path) for path in sources]
    assert note["input"]["folder"] == str(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with job.example.inside(str(tmp_path)):
        assert Path("in").is_dir()
    assert Path.cwd() == tmp_path / "elsewhere"
    with pytest.raises(job.example.Refused, match="where the job was started, is not there"), job.example.inside("/nie/ma"):
        pass


def test_a_parquet_whose_columns_are_of_a_wrong_type_is_refused_before_anything_is_written(job: Any, tmp_path: Path) -> None:
    pq.write_table(pa.table({"content": [notice()], "url": [1]}), tmp_path / "pages.parquet")
    with pytest.raises(job.example.Refused, match="column `url` of the captures"):
        job("--pages", str(tmp_path / "pages.parquet"), "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_job_begun_with_another_schema_version_vocabulary_or_input_is_refused_naming_both(job: Any, tmp_path: Path) -> None:
    sources = archives(tmp_path)
    told = ["--warc", str(sources[1]), "--out", str(tmp_path / "out")]
    job(*told)
    note = tmp_path / "out/extract.json"
    begun = json.loads(note.read_text())
    now = {
        "schema": metryczka.schema_version,
        "code_version": metryczka.__version__,
        "vocabulary_digest": metryczka.vocabulary_digest(),
    }
    for name, other in {"schema": 2, "code_version": "0.0.9", "vocabulary_digest": "f" * 64}.items():
        note.write_text(json.dumps({**begun, name: other}))
        with pytest.raises(job.example.Refused) as refused:
            job(*told)
        assert f"begun with {name} {json.dumps(other)}, this is {name} {json.dumps(now[name])}" in str(refused.value)
    note.write_text(json.dumps(begun))
    with pytest.raises(job.example.Refused, match="begun with input"):
        job("--warc", str(sources[0]), "--out", str(tmp_path / "out"))


def test_an_executor_with_another_version_writes_no_row(job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [page, *_] = archives(tmp_path)
    monkeypatch.setattr(metryczka, "__version__", "0.0.9")  # The driver's; the executors' Python is another process.
    with pytest.raises(Exception, match=f"the driver has metryczka 0.0.9 .* has {metryczka._native.version()} "):
        job("--warc", str(page), "--out", str(tmp_path / "out"))
    assert not list((tmp_path / "out").rglob("*.parquet"))


def test_what_an_interrupted_wave_left_is_not_there_twice(job: Any, tmp_path: Path) -> None:
    sources = archives(tmp_path)
    tables = one_process(sources, tmp_path / "one")
    told = ["--warc", *map(str, sources), "--out", str(tmp_path / "out"), "--parts", "3"]
    totals = job(*told)
    # As if it had been killed with the tables of two parts written, but not their marks.
    begun = json.loads((tmp_path / "out/extract.json").read_text())
    del begun["totals"]
    (tmp_path / "out/extract.json").write_text(json.dumps(begun))
    for part in (0, 2):
        (tmp_path / f"out/parts/{part:05}.json").unlink()
    assert job(*told) == totals
    assert differing(tables, tmp_path / "out") == []


def test_a_folder_of_somebody_else_is_left_alone(job: Any, tmp_path: Path) -> None:
    [page, *_] = archives(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/letter.txt").write_text("of somebody")
    with pytest.raises(job.example.Refused, match="holds something else"):
        job("--warc", str(page), "--out", str(tmp_path / "out"))
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_files_of_any_sizes_are_cut_into_parts_none_of_which_is_empty(job: Any) -> None:
    for sizes in ([0, 0, 0], [1, 1000, 1], [1000, 1, 1, 1], [5], [1] * 40 + [10**9]):
        files = [(str(number), size) for number, size in enumerate(sizes)]
        for parts in range(1, len(files) + 1):
            groups = job.example.grouped(files, parts)
            assert [file for group in groups for file in group.files] == files
            assert [group.number for group in groups if group.files] == list(range(parts))
