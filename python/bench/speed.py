"""How fast the package reads pages beside the program: `extract_arrow` in one Python process, and `metryczka extract`.

    cargo build && cargo run --example pages -- 50000 --out output/speed/pages
    target/python/bin/python python/bench/speed.py output/speed/pages

Both read the same archives from the first byte on and throw the mentions away (the program writes lines to /dev/null). Each run is a
process of its own, its start with it; the sides alternate, and every figure is the median of the rounds. CPU is that of the whole
process, as the system tells it; a ratio above 1 says that the package is the faster one. With `--tables` both write all tables as
Parquet: the program with `--tables`, the package through `extract_tables` and pyarrow.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

#: What is asked for: the package's speed to the program's.
LEAST_RATIO = 0.9


class Cost(NamedTuple):
    """What one run took."""

    wall: float
    cpu: float
    memory_mb: float


def main() -> int:
    """Measures and prints a table; the exit code is 1 if the package is too slow."""
    arguments = parse()
    if arguments.child:
        return child(arguments)
    code = 0
    with tempfile.TemporaryDirectory(dir=arguments.work) as work:
        count = pages(arguments)
        print(f"{count} pages, {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{'':10} {'threads':>7} {'wall s':>8} {'pages/s':>8} {'CPU s':>8} {'pages/CPU s':>12} {'MB':>6}")
        for threads in arguments.threads:
            code |= compare(arguments, count, threads, Path(work))
    return code


def compare(arguments: argparse.Namespace, count: int, threads: int, work: Path) -> int:
    """Alternates the sides with so many threads; prints a line for each, and the ratio."""
    sides = {"program": program(arguments, threads, work / "tables"), "package": package(arguments, threads, work / "tables")}
    runs: dict[str, list[Cost]] = {side: [] for side in sides}
    for turn in range(arguments.rounds):
        # Who begins, changes: what else the machine does, meets both.
        for side in sorted(sides, reverse=turn % 2 == 0):
            shutil.rmtree(work / "tables", ignore_errors=True)
            runs[side].append(measure(sides[side], threads))
    medians = {side: Cost(*(statistics.median(column) for column in zip(*costs, strict=True))) for side, costs in runs.items()}
    for side, cost in medians.items():
        print(
            f"{side:10} {threads:>7} {cost.wall:>8.2f} {count / cost.wall:>8.0f} {cost.cpu:>8.2f} {count / cost.cpu:>12.0f} "
            f"{cost.memory_mb:>6.0f}"
        )
    wall, cpu = (
        statistics.median(a[part] / b[part] for a, b in zip(runs["program"], runs["package"], strict=True)) for part in (0, 1)
    )
    is_good = cpu >= LEAST_RATIO
    print(f"package to program: wall {wall:.2f}, CPU {cpu:.2f}, at least {LEAST_RATIO}: {'yes' if is_good else 'NO'}")
    return int(not is_good)


def program(arguments: argparse.Namespace, threads: int, tables: Path) -> list[str]:
    """The program with its arguments."""
    words = [str(arguments.program), "extract", *map(str, arguments.paths), "--quiet", "--threads", str(threads)]
    return [*words, "--tables", str(tables)] if arguments.tables else words


def package(arguments: argparse.Namespace, threads: int, tables: Path) -> list[str]:
    """This script as the one that uses the package."""
    words = [sys.executable, __file__, *map(str, arguments.paths), "--child", "--threads", str(threads), "--work", str(tables)]
    return [*words, "--tables"] if arguments.tables else words


def pages(arguments: argparse.Namespace) -> int:
    """How many captures there are. A process of its own counts: the memory of this one would be told of its children, too."""
    count = "import sys, metryczka; print(sum(batch.num_rows for path in sys.argv[1:] for batch in metryczka.read_warc(path)))"
    told = subprocess.run([sys.executable, "-c", count, *map(str, arguments.paths)], check=True, capture_output=True, text=True)
    return int(told.stdout)


def child(arguments: argparse.Namespace) -> int:
    """What is measured: pages read from archives, and mentions or tables made of them."""
    from metryczka import UnreadPages, extract_arrow, extract_tables, read_warc

    warnings.simplefilter("ignore", UnreadPages)
    batches = (batch for path in arguments.paths for batch in read_warc(path))
    (threads,) = arguments.threads
    if arguments.tables:
        write((extract_tables(batch, threads=threads) for batch in batches), arguments.work)
        return 0
    mentions = sum(extract_arrow(batch, threads=threads).num_rows for batch in batches)
    return int(mentions == 0)


def write(batches: Iterable[dict[str, pa.RecordBatch]], folder: Path) -> None:
    """Writes each table to a file, a batch as it comes."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for tables in batches:
        for name, table in tables.items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
            writers[name].write_batch(table)
    for writer in writers.values():
        writer.close()


def measure(words: list[str], threads: int) -> Cost:
    """Runs a program to its end; 1 is the program's way to say that some pages could not be read."""
    begin = time.monotonic()
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": str(threads)})
    _, status, usage = os.wait4(run.pid, 0)
    wall = time.monotonic() - begin
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1):
        sys.exit(f"{' '.join(words)}: ended with {run.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "debug"
    parser.add_argument("paths", nargs="+", type=Path, help="WARC files or folders of them")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="how many threads, one table each (1 2)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side (5)")
    parser.add_argument("--tables", action="store_true", help="both write all tables as Parquet")
    parser.add_argument("--program", type=Path, default=target / "metryczka", help="the program (target/debug/metryczka)")
    parser.add_argument("--work", type=Path, help="folder for what is written meanwhile (the system's)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
