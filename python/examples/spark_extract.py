#!/usr/bin/env python3
"""Reads pages with metryczka on a Spark cluster: WARC files, or a Parquet of pages, in; the tables of an extraction out.

    spark-submit --master spark://HOST:7077 spark_extract.py \\
        --wheel metryczka-0.1.0-cp310-abi3-manylinux_2_34_x86_64.whl \\
        --warc /shared/crawl/*.warc.gz --out /shared/tables

What comes out is what ``metryczka extract … --tables OUT`` writes on one machine, row for row, if the files are named the same
(a page's id has its path in it: ``crawl/a.warc.gz`` here and ``/shared/crawl/a.warc.gz`` there are two)::

    OUT/extract.json                   schema, version, vocabulary, inputs, settings; totals when finished
    OUT/<table>/part=<n>/*.parquet     mentions, amounts, target_groups, indicators, evidence, checks, problems, pages
    OUT/parts/<n>.json                 written last: part n is whole, in every table

**Parts.** The unit of work is a part: a group of WARC files, or a hash bucket of the rows of a Parquet. Which page belongs to
which part follows from the input and ``--parts`` alone. Parts are done in waves: read and staged once, exploded into the
tables, marked. A job that failed or was killed is simply started again: it does the parts that have no mark and replaces what
an interrupted wave left of them, so that no row is there twice. A finished job started again does nothing. What was begun with
another schema, version, vocabulary or input is refused. An output is for one job at a time: nothing keeps a second one from
writing there while the first runs.

**The package on the executors.** Their Python needs pyarrow and pandas, nothing of ours: the wheel travels with the job
(``--wheel``) and every executor unpacks it once. (``--py-files`` will not do: Python cannot import a native module out of a
zip.) Without ``--wheel`` the package must be installed on the driver and on every executor. Either way each task compares its
version, schema and vocabulary with the driver's, and refuses to write rows of another.

**Counters** are counted in what was staged, and at the end in the written tables, not with accumulators: Spark adds up an
accumulator again for each task it repeats, so that after a lost executor it tells too much.

**Limits.** One task reads a WARC file from its first byte to its last, so that a file should be no larger than a core reads in
some minutes (Common Crawl's of 1 GB are fine). It must lie at the same path on the driver and on every worker (a shared file
system); a Parquet of pages may lie wherever Spark can read.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import glob
import json
import os
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark import SparkFiles, cloudpickle
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import IntegerType, StructField, StructType

BATCH_PAGES = 256
"""Pages that a task holds at a time; large ones make smaller batches."""
BATCH_BYTES = 16 << 20
"""Bytes of pages that Spark hands to Python at a time."""
CAPTURE_COLUMNS = ("content", "url", "path", "charset", "fetched", "problem")
LISTS = ("amounts", "target_groups", "indicators", "checks")
"""Lists of a mention that are tables too."""
NESTED = ("mentions", "evidence", "problems")
"""Lists of a page that are tables."""
TABLES = ("mentions", "amounts", "target_groups", "indicators", "evidence", "checks", "problems", "pages")

SETTINGS = {
    # What a task holds of a Parquet of pages: by default 10 000 pages on the way to Python, 4 096 decoded in the JVM.
    "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH_PAGES,
    "spark.sql.execution.arrow.maxBytesPerBatch": BATCH_BYTES,
    "spark.sql.parquet.columnarReaderBatchSize": BATCH_PAGES,
    # Writing a part again replaces that part, not the table.
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    # Readers of the tables find Parquet in them, nothing else.
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


class Refused(Exception):
    """The job cannot be done as asked; the message says what to do."""


# --- On the executors ---


@dataclass(frozen=True)
class Package:
    """The package as the driver has it: what every task must have too."""

    wheel: str | None
    """Name of the wheel among the job's files; none if the package is installed."""
    vocabulary: str | None
    """Name of the packed vocabulary folder among the job's files."""
    version: str
    schema: int
    digest: str

    def load(self) -> tuple[Any, str | None]:
        """The package and the vocabulary folder on this machine."""
        vocabulary = self.vocabulary and unpacked(SparkFiles.get(self.vocabulary))
        module = load(self.wheel and SparkFiles.get(self.wheel))
        here = (module.__version__, module.schema_version, module.vocabulary_digest(vocabulary))
        if here != (self.version, self.schema, self.digest):
            raise Refused(
                f"the driver has metryczka {self.version} (schema {self.schema}, vocabulary {self.digest:.12}), the executor on "
                f"{os.uname().nodename} has {here[0]} (schema {here[1]}, vocabulary {here[2]:.12}): install the same there, "
                "or send the wheel with --wheel"
            )
        return module, vocabulary

    def rows(self, batches: Iterable[tuple[pa.RecordBatch, pa.Array]]) -> Iterator[pa.RecordBatch]:
        """Reads captures, each with its part: one row for every captured row, with all that its page tells."""
        module, vocabulary = self.load()
        for captures, part in batches:
            # One thread: a task has one core, and the executor runs as many tasks as it has cores.
            rows = module.extract_rows(captures, vocabulary=vocabulary, threads=1)
            yield pa.RecordBatch.from_arrays([part, *rows.columns], ["part", *rows.schema.names])

    def of_warc(self, groups: list[Part]) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        """Makes numbers of groups into the rows of their files."""
        folder = started_in([file for group in groups for file, _ in group.files])

        def captures(numbers: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, pa.Array]]:
            module, _ = self.load()
            with inside(folder):
                for group in (groups[number] for batch in numbers for number in batch.column(0).to_pylist()):
                    for file, size in group.files:
                        require_same(file, size)
                        for batch in module.read_warc(file, batch_pages=BATCH_PAGES):
                            yield batch, pa.repeat(pa.scalar(group.number, pa.int32()), batch.num_rows)

        return lambda numbers: self.rows(captures(numbers))

    def of_pages(self) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        """Makes captures with a column `part` into rows."""
        return lambda batches: self.rows((batch, batch.column("part")) for batch in batches)


@dataclass(frozen=True)
class Part:
    """A group of WARC files, with their sizes."""

    number: int
    files: list[tuple[str, int]]


def started_in(files: list[str]) -> str | None:
    """The folder in which the job was started, if the names of files are relative to it."""
    return None if all(os.path.isabs(file) for file in files) else os.getcwd()


@contextlib.contextmanager
def inside(folder: str | None) -> Iterator[None]:
    """Works in a folder: the same name of a file means the same file on all machines, and is written as it was given."""
    before = os.getcwd()
    if folder is not None:
        try:
            os.chdir(folder)
        except OSError as error:
            raise Refused(
                f"{folder}, where the job was started, is not there on {os.uname().nodename} ({error.strerror}): "
                "name the WARC files with their whole paths, or start where all machines see the same"
            ) from error
    try:
        yield
    finally:
        os.chdir(before)


def require_same(file: str, size: int) -> None:
    """A file that only the driver sees would look like a broken one: that is the job's fault, not the file's."""
    here = os.path.getsize(file) if os.path.exists(file) else None
    if here != size:
        told = "is not there" if here is None else f"has {here} bytes there"
        raise Refused(
            f"{file} has {size} bytes on the driver and {told} on {os.uname().nodename}: put it where all machines see the same"
        )


def load(wheel: str | None) -> Any:
    """The package: out of the wheel if there is one, else the installed one."""
    if wheel and (folder := unpacked(wheel)) not in sys.path:
        sys.path.insert(0, folder)
    try:
        import metryczka
    except ImportError as error:
        raise Refused(f"no package metryczka on {os.uname().nodename} ({error}): send the wheel with --wheel FILE") from error
    return metryczka


def unpacked(archive: str) -> str:
    """The folder beside a ZIP archive into which it was unpacked, by whichever of this executor's processes came first."""
    folder = f"{archive}.unpacked"
    if not os.path.isdir(folder):
        scratch = tempfile.mkdtemp(prefix=".unpacking-", dir=os.path.dirname(archive))
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(scratch)
        try:
            os.rename(scratch, folder)
        except OSError:  # Another process was faster, with the same bytes.
            if not os.path.isdir(folder):
                raise
    return folder


# --- On the driver ---


class Folder:
    """The output, on any file system that Spark writes to."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        jvm: Any = spark._jvm
        context: Any = spark.sparkContext
        self._path, self._io = jvm.org.apache.hadoop.fs.Path, jvm.org.apache.commons.io.IOUtils
        self._fs = self._path(root).getFileSystem(context._jsc.hadoopConfiguration())
        self._fs.setWriteChecksum(False)
        self._context = jvm.org.apache.hadoop.fs.FileContext.getFileContext(self._fs.getUri(), context._jsc.hadoopConfiguration())
        rename = jvm.org.apache.hadoop.fs.Options.Rename
        self._overwrite = context._gateway.new_array(rename, 1)
        self._overwrite[0] = rename.OVERWRITE
        self.root = str(self._fs.makeQualified(self._path(root)).toString())

    def at(self, name: str) -> str:
        """Where something in it lies."""
        return f"{self.root}/{name}"

    def names(self, name: str = "") -> list[str]:
        """What stands in one of its folders; nothing if there is none."""
        path = self._path(self.at(name) if name else self.root)
        return sorted(str(entry.getPath().getName()) for entry in self._fs.listStatus(path)) if self._fs.exists(path) else []

    def read(self, name: str) -> dict[str, Any] | None:
        """A JSON file, if it is there."""
        path = self._path(self.at(name))
        if not self._fs.exists(path):
            return None
        stream = self._fs.open(path)
        try:
            return dict(json.loads(self._io.toString(stream, "UTF-8")))
        finally:
            stream.close()

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Writes a JSON file under a hidden name and renames it: nobody sees half of one."""
        path, hidden = self._path(self.at(name)), self._path(re.sub(r"([^/]+)$", r".\1.new", self.at(name)))
        stream = self._fs.create(hidden, True)
        try:
            stream.write(bytearray(json.dumps(content, ensure_ascii=False, indent=1).encode()))
        finally:
            stream.close()
        self._context.rename(hidden, path, self._overwrite)

    def remove(self, name: str) -> None:
        """Removes a file or folder, with all in it."""
        self._fs.delete(self._path(self.at(name)), True)

    def size(self, uri: str) -> int:
        """Bytes of a file anywhere on this file system."""
        return int(self._fs.getFileStatus(self._path(uri)).getLen())


@dataclass
class Job:
    """What is read, with what, and where the rows go."""

    spark: SparkSession
    out: Folder
    package: Package
    schemas: dict[str, pa.Schema]
    rows: StructType
    pages: DataFrame | None
    groups: list[Part]
    parts: int

    def stage(self, wave: list[int]) -> DataFrame:
        """Reads the pages of some parts and keeps what they tell, so that eight tables do not read them eight times."""
        if self.pages is None:
            groups = [self.groups[number] for number in wave]
            rows = self.spark.range(0, len(groups), 1, len(groups)).mapInArrow(self.package.of_warc(groups), self.rows)
        else:
            keys = [f.col(name) for name in ("url", "path", "content") if name in self.pages.columns]
            # `hash` is what `repartition` distributes by: with as many partitions as parts, each task gets a part of its own.
            bucket = f.pmod(f.hash(*keys), f.lit(self.parts)).cast(IntegerType())
            wanted = self.pages.where(bucket.isin(wave)).repartition(self.parts, *keys)
            rows = wanted.withColumn("part", bucket).mapInArrow(self.package.of_pages(), self.rows)
        # Row groups of 32 MB: what a writer holds in the memory of the JVM.
        rows.write.mode("overwrite").option("parquet.block.size", 32 << 20).parquet(self.out.at("_staged/rows"))
        return self.spark.read.schema(self.rows).parquet(self.out.at("_staged/rows"))

    def explode(self, staged: DataFrame, table: str) -> DataFrame:
        """The rows of a table, with the columns and types of its schema, and the part they belong to."""
        if table == "pages":
            rows = staged.where("page is not null").select("part", "page.*")
        elif table in LISTS:
            mentions = staged.select("part", f.explode("mentions").alias("of"))
            items = mentions.select("part", f.col("of.mention_id"), f.posexplode(f"of.{table}").alias("number", "item"))
            rows = items.select("part", "mention_id", "number", "item.*")
        else:
            rows = staged.select("part", f.inline(table))
        types = from_arrow_schema(self.schemas[table])
        return rows.select("part", *(f.col(field.name).cast(field.dataType) for field in types))

    def do(self, wave: list[int]) -> tuple[int, float]:
        """Does some parts, from pages to marks. Gives the captures, and the seconds it took to read and stage them."""
        began = time.monotonic()
        staged = self.stage(wave)
        seconds = time.monotonic() - began
        # Together: each is a small job, and the cluster has better to do than to wait for one after another.
        with ThreadPoolExecutor(len(TABLES)) as pool:
            list(pool.map(lambda table: self.write(staged, table), TABLES))
        marks = self.marks(staged, wave)
        for mark in marks:
            self.out.write(f"parts/{mark['part']:05}.json", mark)
        self.out.remove("_staged")
        return sum(mark["captures"] for mark in marks), seconds

    def write(self, staged: DataFrame, table: str) -> None:
        """Writes some parts of a table, in place of what is there of them."""
        rows = self.explode(staged, table).write.mode("overwrite").option("compression", "zstd")
        rows.partitionBy("part").parquet(self.out.at(table))

    def marks(self, staged: DataFrame, wave: list[int]) -> list[dict[str, Any]]:
        """What parts hold: captures, rows of each table, problems by their code."""

        def size(of: Column | str) -> Column:
            return f.greatest(f.size(of), f.lit(0))  # Of nothing it is null or -1, as Spark is set.

        told = {"captures": f.count("*"), "pages": f.count("page")}
        told |= {table: f.sum(size(table)) for table in NESTED}
        told |= {table: f.sum(f.aggregate("mentions", f.lit(0), lambda sum, of: sum + size(of[table]))) for table in LISTS}
        rows = staged.groupBy("part").agg(*(count.alias(name) for name, count in told.items())).collect()
        codes = staged.select("part", f.inline("problems")).groupBy("part", "code").count().orderBy("code").collect()
        parts = {row["part"]: row for row in rows}
        marks = []
        for number in wave:
            counts = {name: parts[number][name] if number in parts else 0 for name in told}
            problems = {row["code"]: row["count"] for row in codes if row["part"] == number}
            of = {"files": [file for file, _ in self.groups[number].files]} if self.groups else {}
            rows_of = {table: counts[table] for table in TABLES}
            marks.append({"part": number, **of, "captures": counts["captures"], "problems": problems, "rows": rows_of})
        return marks

    def clear(self, missing: list[int]) -> None:
        """Removes what an interrupted wave has left."""
        self.out.remove("_staged")
        left = {f"part={number}" for number in missing}
        for table in TABLES:
            for name in self.out.names(table):
                if name in left or name.startswith((".spark-staging", "_temporary")):
                    self.out.remove(f"{table}/{name}")

    def close(self, rows: dict[str, int]) -> None:
        """Makes sure that the tables hold what the marks say. One without rows gets a file: readers find all eight."""
        for table in TABLES:
            types = from_arrow_schema(self.schemas[table])
            if not any(not name.startswith((".", "_")) for name in self.out.names(table)):
                self.spark.createDataFrame([], types).coalesce(1).write.mode("append").parquet(self.out.at(table))
            found = self.spark.read.schema(types).parquet(self.out.at(table)).count()
            if found != rows[table]:
                raise Refused(f"{self.out.at(table)} has {found} rows, its parts {rows[table]}: something else has written there")


def begin(out: Folder, settings: dict[str, Any]) -> dict[str, Any]:
    """Begins an output, or goes on with one that was begun with the same settings; all others are refused."""
    begun = out.read("extract.json")
    if begun is None:
        if any(name[0] not in "._" for name in out.names()):
            raise Refused(f"{out.root} holds something else: name a new or empty folder with --out")
        out.write("extract.json", settings)
        return settings
    for name, value in settings.items():
        if begun.get(name) != value:
            was, now = (json.dumps(of, ensure_ascii=False) for of in (begun.get(name), value))
            raise Refused(
                f"{out.root} was begun with {name} {was:.200}, this is {name} {now:.200}: name another folder with --out, "
                "or remove that one to start over"
            )
    return begun


def run(job: Job, settings: dict[str, Any], wave: int) -> dict[str, Any]:
    """Does what is still to do. Gives the totals of all parts."""
    begun = begin(job.out, settings)
    if "totals" in begun:
        say(f"{job.out.root} is finished: nothing to do")
        return dict(begun["totals"])
    marked = {int(name.removesuffix(".json")) for name in job.out.names("parts") if name[0] != "."}
    missing = [number for number in range(job.parts) if number not in marked]
    say(f"{len(missing)} of {job.parts} parts to do")
    job.clear(missing)
    captures, seconds = 0, 0.0
    for first in range(0, len(missing), wave):
        read, took = job.do(missing[first : first + wave])
        captures, seconds = captures + read, seconds + took
        say(f"{min(first + wave, len(missing))} of {len(missing)} parts: {read} pages read in {took:.1f} s")
    totals = add_up([job.out.read(f"parts/{number:05}.json") or {} for number in range(job.parts)])
    job.close(totals["rows"])
    job.out.write("extract.json", {**settings, "totals": totals})
    if seconds:
        say(f"extraction: {captures} pages in {seconds:.1f} s, {captures / seconds:.0f}/s (reading and staging, without tables)")
    problems = ", ".join(f"{count} {code}" for code, count in totals["problems"].items()) or "none"
    say(f"all parts: {totals['rows']['pages']} pages, {totals['rows']['mentions']} mentions; problems: {problems}")
    return totals


def add_up(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """The marks of all parts as one."""
    problems: collections.Counter[str] = collections.Counter()
    rows: collections.Counter[str] = collections.Counter()
    for mark in marks:
        problems.update(mark["problems"])
        rows.update(mark["rows"])
    return {
        "captures": sum(mark["captures"] for mark in marks),
        "problems": dict(sorted(problems.items())),
        "rows": {table: rows[table] for table in TABLES},
    }


def warc_files(patterns: list[str]) -> list[tuple[str, int]]:
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
    return [(file, os.path.getsize(file)) for file in sorted(files.values())]


def warcs_in(folder: str) -> list[str]:
    """The WARC files in a folder and in the folders inside it."""
    files = [os.path.join(inner, name) for inner, _, names in os.walk(folder) for name in names if ".warc" in name]
    return sorted(file for file in files if os.path.isfile(file))


def grouped(files: list[tuple[str, int]], parts: int) -> list[Part]:
    """Neighbouring files, about as many bytes in each part and at least one file."""
    groups = [Part(number, []) for number in range(parts)]
    total = max(1, sum(size for _, size in files))
    number, before = 0, 0
    for place, (file, size) in enumerate(files):
        middle = (2 * before + size) * parts // (2 * total)
        number = max(min(middle, number + 1, parts - 1), number, parts - (len(files) - place)) if place else 0
        groups[number].files.append((file, size))
        before += size
    return groups


def pages_of(spark: SparkSession, paths: list[str]) -> DataFrame:
    """The columns of a Parquet of pages that the package reads."""
    pages = spark.read.parquet(*paths)
    if "content" not in pages.columns:
        raise Refused(f"{', '.join(paths)} has no column `content` with the bytes of pages, only {', '.join(pages.columns)}")
    return pages.select([name for name in CAPTURE_COLUMNS if name in pages.columns])


def require_readable(module: Any, pages: DataFrame) -> None:
    """Columns of a wrong type are refused before anything is begun, not by the first task that meets them."""
    try:
        module.extract_rows(to_arrow_schema(pages.schema).empty_table())
    except module.SchemaError as error:
        raise Refused(str(error)) from error


def packed(folder: str, into: str) -> str:
    """Packs a vocabulary folder: Spark sends files to executors, not folders."""
    archive = os.path.join(into, "vocabulary.zip")
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(Path(folder).rglob("*")):
            target.write(path, path.relative_to(folder))
    return archive


def prepare(spark: SparkSession, options: argparse.Namespace, scratch: str) -> tuple[Job, dict[str, Any]]:
    """Settles what is to be done, and sends the executors what they need."""
    if options.wheel and not os.path.isfile(options.wheel):
        raise Refused(f"{options.wheel}: no such file: build the wheel with `maturin build --profile wheel` in the folder python")
    wheel = options.wheel and os.path.join(scratch, os.path.basename(options.wheel))
    if wheel:
        Path(wheel).write_bytes(Path(options.wheel).read_bytes())
        spark.sparkContext.addFile(options.wheel)
    module = load(wheel)
    try:
        digest = module.vocabulary_digest(options.vocabulary)
    except module.VocabularyError as error:
        raise Refused(str(error)) from error
    if options.vocabulary:
        spark.sparkContext.addFile(packed(options.vocabulary, scratch))
    package = Package(
        wheel=wheel and os.path.basename(wheel),
        vocabulary="vocabulary.zip" if options.vocabulary else None,
        version=module.__version__,
        schema=module.schema_version,
        digest=digest,
    )
    out = Folder(spark, options.out)
    pages, files = None, []
    if options.warc:
        files = warc_files(options.warc)
        parts = min(options.parts or len(files), len(files))
    else:
        pages = pages_of(spark, options.pages)
        require_readable(module, pages)
        files = [(name, Folder(spark, name).size(name)) for name in sorted(pages.inputFiles())]
        # About 128 MB of compressed pages each, some hundred MB of HTML.
        parts = options.parts or max(1, sum(size for _, size in files) >> 27, spark.sparkContext.defaultParallelism)
    # Relative names mean other files elsewhere.
    folder = started_in([path for path, _ in files]) if options.warc else None
    inputs = {
        "kind": "warc" if options.warc else "pages",
        **({"folder": folder} if folder else {}),
        "files": [{"path": path, "bytes": size} for path, size in files],
    }
    settings = {
        "written_by": "spark_extract",
        "schema": package.schema,
        "code_version": package.version,
        "vocabulary_digest": package.digest,
        "input": inputs,
        "parts": parts,
    }
    schemas = {table: module.schema(table) for table in TABLES}
    groups = grouped(files, parts) if options.warc else []
    types = StructType([StructField("part", IntegerType()), *from_arrow_schema(module.schema("rows")).fields])
    return Job(spark, out, package, schemas, types, pages, groups, parts), settings


def say(message: str) -> None:
    """People read standard error."""
    print(f"metryczka: {message}", file=sys.stderr, flush=True)


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="spark_extract.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--warc", nargs="+", metavar="PATH", help="WARC files, folders of them, or patterns")
    source.add_argument("--pages", nargs="+", metavar="PARQUET", help=f"Parquet with columns of {', '.join(CAPTURE_COLUMNS)}")
    parser.add_argument("--out", required=True, metavar="DIR", help="where the tables go: new, or begun by the same job")
    parser.add_argument("--parts", type=positive, metavar="N", help="number of parts (default: one a WARC file; by size)")
    parser.add_argument("--wave", type=positive, metavar="N", help="parts done together (default: four a core of the cluster)")
    parser.add_argument("--vocabulary", metavar="DIR", help="own knowledge laid over the package's")
    parser.add_argument("--wheel", metavar="FILE", help="the package, for driver and executors that do not have it")
    return parser.parse_args(argv)


def positive(text: str) -> int:
    """A number from 1 on."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a whole number from 1 on is needed")
    return int(text)


def main(argv: list[str] | None = None) -> int:
    """Does the job. Gives 0, or 3 if it could not be done."""
    options = arguments(argv)
    builder = SparkSession.builder.appName("metryczka")
    for name, value in SETTINGS.items():
        builder = builder.config(name, str(value))
    spark = builder.getOrCreate()
    if __name__ != "__main__":  # Imported: the executors do not have this file, so its functions travel with the job.
        cloudpickle.register_pickle_by_value(sys.modules[__name__])  # type: ignore[no-untyped-call]
    try:
        with tempfile.TemporaryDirectory() as scratch:
            job, settings = prepare(spark, options, scratch)
            totals = run(job, settings, options.wave or 4 * spark.sparkContext.defaultParallelism)
        print(json.dumps(totals, ensure_ascii=False))
        return 0
    except Refused as error:
        say(str(error))
        return 3
    except Exception as error:
        # An executor's refusal comes wrapped in Spark's account of the failed task.
        refused = re.search(r"(?:Refused|(?:Schema|Vocabulary)Error): (.*)", str(error))
        if not refused and not isinstance(error, AnalysisException):
            raise
        say(refused.group(1) if refused else str(error).splitlines()[0])
        return 3
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
