"""What a page costs when there are many: CPU per page and memory of `metryczka extract` on ten thousand pages and on a million.

    cargo build && cargo build --example pages
    python3 python/bench/growth.py --work /tmp/growth

The same program reads both; the small run is repeated before and after the large one, and its median counts. A start (the program
reading one page) is measured, too, for it weighs on ten thousand pages and not on a million. Memory is the most that was resident at
once, as the system tells it of a child that ended. Only the standard library is needed, and a system that has `wait4`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

#: What is asked for: the most memory, its growth, and the growth of CPU per page.
MEMORY_MB = 64.0
MEMORY_GROWTH = 1.3
CPU_GROWTH = 1.05


class Cost(NamedTuple):
    """What one run took."""

    wall: float
    cpu: float
    memory_mb: float


def main() -> int:
    """Makes the pages that are not there yet, runs, and prints a table; the exit code is 1 if a target is missed."""
    arguments = parse()
    small = pages(arguments, arguments.small)
    large = pages(arguments, arguments.pages)
    one = first_page(arguments)
    start = run(arguments, one)
    rounds = [run(arguments, small) for _ in range(arguments.rounds)]
    at_large = run(arguments, large)
    rounds += [run(arguments, small) for _ in range(arguments.rounds)]
    at_small = Cost(*(statistics.median(column) for column in zip(*rounds, strict=True)))
    print(f"{command(arguments, large)[1:]}, {arguments.threads} threads, {load()}")
    print(f"{'pages':>9} {'wall s':>9} {'CPU s':>9} {'pages/s':>9} {'µs CPU a page':>14} {'without start':>14} {'MB':>7}")
    for count, cost in ((1, start), (arguments.small, at_small), (arguments.pages, at_large)):
        net = max(cost.cpu - start.cpu, 0.0) / count * 1e6
        print(
            f"{count:>9} {cost.wall:>9.2f} {cost.cpu:>9.2f} {count / cost.wall:>9.0f} {cost.cpu / count * 1e6:>14.1f} "
            f"{net:>14.1f} {cost.memory_mb:>7.1f}"
        )
    spread = [cost.cpu / arguments.small * 1e6 for cost in rounds]
    print(f"{arguments.small} pages, {len(rounds)} runs: {min(spread):.1f} to {max(spread):.1f} µs CPU a page")
    return judge(arguments, start, at_small, at_large)


def judge(arguments: argparse.Namespace, start: Cost, small: Cost, large: Cost) -> int:
    """Prints each ratio beside its target."""
    net = [(cost.cpu - start.cpu) / count for cost, count in ((small, arguments.small), (large, arguments.pages))]
    checks = (
        ("memory on many pages, MB", large.memory_mb, MEMORY_MB),
        ("memory on many to memory on few", large.memory_mb / small.memory_mb, MEMORY_GROWTH),
        ("CPU per page on many to that on few", net[1] / net[0], CPU_GROWTH),
    )
    for name, value, most in checks:
        print(f"{name}: {value:.2f}, at most {most}: {'yes' if value <= most else 'NO'}")
    return int(any(value > most for _, value, most in checks))


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "debug"
    parser.add_argument("--pages", type=int, default=1_000_000, help="pages of the large run (1000000)")
    parser.add_argument("--small", type=int, default=10_000, help="pages of the small run (10000)")
    parser.add_argument("--rounds", type=int, default=3, help="small runs before and after the large one (3)")
    parser.add_argument("--threads", type=int, default=2, help="threads that read pages (2)")
    parser.add_argument("--notices", type=float, help="share of notices among the pages (as on the invented web)")
    parser.add_argument("--ndjson", action="store_true", help="mentions as lines to /dev/null instead of tables")
    parser.add_argument("--work", type=Path, default=Path("output/growth"), help="folder of pages and tables (output/growth)")
    parser.add_argument("--program", type=Path, default=target / "metryczka", help="the program (target/debug/metryczka)")
    parser.add_argument("--maker", type=Path, default=target / "examples" / "pages", help="what makes pages")
    return parser.parse_args()


def pages(arguments: argparse.Namespace, count: int) -> Path:
    """The folder of so many pages; made if it is not there."""
    mix = "web" if arguments.notices is None else f"{arguments.notices:g}"
    folder: Path = arguments.work / f"pages-{count}-{mix}"
    if not folder.exists():
        making = folder.with_suffix(".part")
        shutil.rmtree(making, ignore_errors=True)
        words: list[str | Path] = [arguments.maker, str(count), "--out", making, "--files", str(max(count // 50_000, 1))]
        if arguments.notices is not None:
            words += ["--notices", str(arguments.notices)]
        subprocess.run(words, check=True)
        making.rename(folder)
    return folder


def first_page(arguments: argparse.Namespace) -> Path:
    """A file with hardly anything in it: what starting costs."""
    page: Path = arguments.work / "one.html"
    page.write_text("<p>Witamy na stronie gminy.</p>", encoding="utf-8")
    return page


def command(arguments: argparse.Namespace, source: Path) -> list[str]:
    """The program with its arguments."""
    words = [str(arguments.program), "extract", str(source), "--quiet", "--threads", str(arguments.threads)]
    return words if arguments.ndjson else [*words, "--tables", str(tables(arguments))]


def tables(arguments: argparse.Namespace) -> Path:
    """Where the tables are written."""
    folder: Path = arguments.work / "tables"
    return folder


def run(arguments: argparse.Namespace, source: Path) -> Cost:
    """One run, to its end, into a folder that is not there."""
    shutil.rmtree(tables(arguments), ignore_errors=True)
    return measure(command(arguments, source))


def measure(words: Sequence[str]) -> Cost:
    """Runs a program; 1 is its way to say that some pages could not be read."""
    begin = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(words)}: ended with {child.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
