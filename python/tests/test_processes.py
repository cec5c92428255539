"""Threads of Python, threads of ours, and processes that are forked."""

import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import batch_of, notice

import metryczka


def large(batch: pa.RecordBatch) -> pa.Table:
    return pa.concat_tables([pa.Table.from_batches([batch])] * 8)


def test_other_python_threads_go_on_meanwhile(batch: pa.RecordBatch) -> None:
    captures = large(batch)
    steps, done = [0], threading.Event()

    def count() -> None:
        while not done.is_set():
            steps[0] += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    try:
        before, begun = steps[0], time.monotonic()
        metryczka.extract_arrow(captures, threads=1)
        took, during = time.monotonic() - begun, steps[0] - before
    finally:
        done.set()
        counter.join()
    # Who held the lock would leave the other thread one step or two.
    assert took > 0.05, "the batch is too small to tell anything"
    assert during > took * 1000 / 20


def test_many_python_threads_at_once(batch: pa.RecordBatch) -> None:
    expected, read = metryczka.extract_arrow(batch), []
    threads = [threading.Thread(target=lambda: read.append(metryczka.extract_arrow(batch))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 4 and all(table.equals(expected) for table in read)


def _of_child(queue: "multiprocessing.Queue[object]", batch: pa.RecordBatch) -> None:
    mentions = metryczka.extract_arrow(batch)
    queue.put((os.getpid(), mentions.num_rows, [mention.title for mention in metryczka.extract(notice())]))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_process_made_after_pages_were_read_reads_too(method: str, batch: pa.RecordBatch) -> None:
    """Spark's and multiprocessing's workers are forked: threads started before are not in the child."""
    here = metryczka.extract_arrow(batch).num_rows
    context = multiprocessing.get_context(method)
    queue: multiprocessing.Queue[object] = context.Queue()
    with warnings.catch_warnings():
        # Python warns of forks beside any threads; that this one is safe is what is tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = context.Process(target=_of_child, args=(queue, batch))
        child.start()
    pid, rows, titles = queue.get(timeout=60)  # type: ignore[misc]
    child.join(timeout=30)
    assert child.exitcode == 0 and pid != os.getpid()
    assert rows == here and titles == ["Świetlica w Orlu"]


def test_threads_of_the_environment_and_none_at_all(tmp_path: Path) -> None:
    program = "import metryczka; print(metryczka.extract(metryczka.EXAMPLE_PAGE)[0].title)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "METRYCZKA_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "Druga szansa dla seniorów"
    with pytest.raises(ValueError, match="threads"):
        metryczka.extract_arrow(batch_of([("a", notice())]), threads=0)


def test_batches_and_mentions_travel_between_processes(batch: pa.RecordBatch) -> None:
    mentions = metryczka.extract_arrow(batch.slice(0, 20))
    again = pickle.loads(pickle.dumps(mentions))
    assert again.equals(mentions)
    metryczka.check_schema(again)


def test_a_small_stack_is_no_limit_on_nesting() -> None:
    """Threads of Python may have less than the parsers need."""
    page = b"<section>" * 450 + notice()
    read: list[int] = []
    size = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=lambda: read.append(len(metryczka.extract(page))))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
    assert read == [1]
