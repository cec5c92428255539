"""A real standalone Spark cluster on this machine's loopback: one master, workers of one core each.

What PyPI's pyspark brings has no `start-master.sh`; the classes behind it are started by `spark-class`. Every process is
started in a session of its own, so that a worker can be killed together with its executor and that executor's Python, and
nothing is left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

import pyspark

HOME = Path(pyspark.__file__).parent
HOST = "127.0.0.1"


class Cluster:
    """The cluster while it runs; all of it is gone when the `with` block ends, however it ends."""

    def __init__(self, folder: Path, python: str, workers: int = 2, memory: str = "1500m", pin: bool = False) -> None:
        """`python` is the Python of the executors; with `pin` each worker has a processor of its own."""
        self.folder, self.python, self.memory, self.pin = folder, python, memory, pin
        self.port, self.web = free_port(), free_port()
        self.url = f"spark://{HOST}:{self.port}"
        self._size = workers
        self._master: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self._jobs: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Ctrl-C raises by itself; being told to end must too, or the cluster would outlive us.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        master = ["--host", HOST, "--port", str(self.port), "--webui-port", str(self.web)]
        self._master = self._start("master", "org.apache.spark.deploy.master.Master", *master)
        self.fill()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in [*self._jobs, *self.workers, *([self._master] if self._master else [])]:
            kill_session(process)

    def fill(self) -> None:
        """Starts workers until there are as many as there should be, and waits for the master to know them."""
        while len(self.workers) < self._size:
            number = len(self.workers)
            told = ["--host", HOST, "--cores", "1", "--memory", self.memory, "--webui-port", str(free_port())]
            place = ["--work-dir", str(self.folder / "work"), self.url]
            name = f"worker-{time.monotonic_ns()}"
            self.workers.append(self._start(name, "org.apache.spark.deploy.worker.Worker", *told, *place, core=number))
        for _ in range(300):
            if self.alive() == self._size:
                return
            time.sleep(0.2)
        raise SystemExit(f"the cluster does not start: see {self.folder}")

    def alive(self) -> int:
        """The number of workers that the master knows."""
        with contextlib.suppress(OSError, ValueError):
            return int(read_json(f"http://{HOST}:{self.web}/json/")["aliveworkers"])
        return 0

    def cpu_seconds(self) -> float:
        """Processor time of all executors that have ended, with their Python: what a worker has of the children it waited for."""
        fields = [Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split() for worker in self.workers]
        return sum(int(of[13]) + int(of[14]) for of in fields) / os.sysconf("SC_CLK_TCK")

    def kill_worker(self, number: int) -> int:
        """Kills a worker, its executor and that one's Python, as a machine that loses power. Gives the number of processes."""
        return kill_session(self.workers.pop(number))

    def submit(self, name: str, script: Path, *arguments: str, cores: int = 2) -> Job:
        """Submits a job with one executor for each core."""
        port = free_port()
        settings = {
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.cores.max": str(cores),
            "spark.executor.cores": "1",
            "spark.executor.memory": "700m",
            "spark.driver.memory": "700m",
            "spark.ui.port": str(port),
            # All executors are there before the first task: else the first figures would be those of one.
            "spark.scheduler.minRegisteredResourcesRatio": "1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
        }
        conf = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            command = [str(HOME / "bin/spark-submit"), "--master", self.url, *conf, str(script), *arguments]
            process = subprocess.Popen(command, env=self._environment(), stdout=out, stderr=out, start_new_session=True)
        self._jobs.append(process)
        return Job(process, log, f"http://{HOST}:{port}/api/v1/applications")

    def _start(self, name: str, kind: str, *arguments: str, core: int | None = None) -> subprocess.Popen[bytes]:
        pinned = ["taskset", "-c", str(core % (os.cpu_count() or 1))] if self.pin and core is not None else []
        with (self.folder / f"{name}.log").open("wb") as out:
            command = [*pinned, str(HOME / "bin/spark-class"), kind, *arguments]
            return subprocess.Popen(command, env=self._environment(), stdout=out, stderr=out, start_new_session=True)

    def _environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")},
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": HOST,
            # What a killed process leaves behind is left there, not among the machine's temporary files.
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "TMPDIR": str(self.folder),
            "SPARK_DAEMON_MEMORY": "300m",
            "PYSPARK_PYTHON": self.python,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
        }


class Job:
    """A job that runs."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, api: str) -> None:
        self.process, self.log, self._api = process, log, api

    def wait(self, timeout: float) -> int:
        """Waits for its end. Gives its exit code."""
        return self.process.wait(timeout)

    def kill(self) -> int:
        """Kills the driver: the JVM and its Python."""
        return kill_session(self.process)

    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def stages(self) -> list[dict[str, Any]]:
        """What the driver tells of its stages; nothing while it does not answer."""
        with contextlib.suppress(OSError, ValueError, LookupError):
            return list(read_json(f"{self._api}/{read_json(self._api)[0]['id']}/stages"))
        return []

    def said(self) -> list[str]:
        """What the job itself has said."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line.removeprefix("metryczka: ") for line in lines if line.startswith("metryczka: ")]


def kill_session(process: subprocess.Popen[bytes]) -> int:
    """Kills a process that leads a session, with all others of that session. Gives their number."""
    killed = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name, which may hold anything and ends in `)`: state, parent, group, session.
            if int(stat.read_text().rpartition(")")[2].split()[3]) == process.pid:
                os.kill(int(stat.parent.name), signal.SIGKILL)
                killed += 1
    process.wait()
    return killed


def read_json(url: str) -> Any:
    """What an address on this machine answers."""
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
