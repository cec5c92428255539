"""Ctrl-C, threads that share a stream, processes that inherit one: nobody waits for ever, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest
from conftest import FIXTURES, notice, warc_record

import metryczka

SECONDS = 60

INTERRUPTED = """
import os, signal, sys, threading
import pyarrow as pa
import metryczka

page = sys.stdin.buffer.read()
metryczka.extract(page)
captures = pa.table({"content": pa.array([page] * 100_000, pa.binary())})
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    metryczka.extract_arrow(captures, threads=1)
except KeyboardInterrupt:
    print("interrupted")
"""

WAITING = """
import os, signal, threading
import metryczka

threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    list(metryczka.read_warc(PATH))
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_ends_a_large_batch_before_its_end(tmp_path: Path) -> None:
    page = (FIXTURES / "pages" / "subpage-with-six-projects.html").read_bytes()
    command = [sys.executable, "-c", INTERRUPTED]
    run = subprocess.run(command, input=page, cwd=tmp_path, capture_output=True, timeout=SECONDS, check=True)
    assert run.stdout == b"interrupted\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that never answers")
def test_ctrl_c_ends_the_waiting_for_a_slow_source(tmp_path: Path) -> None:
    pipe = tmp_path / "crawl.warc.gz"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", WAITING.replace("PATH", repr(str(pipe)))]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=SECONDS, check=True)
    assert run.stdout == b"interrupted\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(warc_record(f"https://gmina.example/{number}", notice()) for number in range(200)))
    return path


def test_threads_that_share_a_stream_get_every_capture_once(archive: Path) -> None:
    stream = metryczka.read_warc(archive, batch_pages=3)
    urls: list[str] = []

    def work() -> None:
        for captures in stream:
            urls.extend(captures["url"].to_pylist())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert sorted(urls) == sorted(f"https://gmina.example/{number}" for number in range(200))
    assert list(stream) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_is_refused_its_parent_s_stream_and_ends(archive: Path) -> None:
    """The thread that reads is not in the child: to wait for it would be to wait for ever, also when the stream is given up."""
    stream = metryczka.read_warc(archive, batch_pages=1)
    first = next(stream)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.alarm(SECONDS // 2)
        code = 1
        try:
            next(stream)
        except RuntimeError as error:
            code = 0 if "another process" in str(error) else 2
        del stream
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert first.num_rows + sum(captures.num_rows for captures in stream) == 200, "the parent goes on"


def test_what_is_passed_over_on_purpose_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(notice())
    (tmp_path / "style.css").write_text("p {}")
    (tmp_path / ".hidden").write_text("x")
    stream = metryczka.read_warc(tmp_path)
    assert [captures.num_rows for captures in stream] == [1]
    assert getattr(stream, "skipped") == {"hidden": 1, "no_page": 1}
