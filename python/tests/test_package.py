"""The package as it is installed."""

import runpy
import subprocess
import sys
from decimal import Decimal
from importlib import metadata, resources
from pathlib import Path

import pytest
import user_program
from conftest import notice

import metryczka

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_the_installed_wheel_is_tested_not_the_sources() -> None:
    assert "site-packages" in metryczka.__path__[0]


def test_one_version_everywhere() -> None:
    assert metadata.version("metryczka") == metryczka.__version__


def test_types_travel_with_it() -> None:
    files = {file.name for file in resources.files("metryczka").iterdir()}
    assert {"py.typed", "_metryczka.pyi"} <= files


def test_every_public_name_is_there_and_documented() -> None:
    for name in metryczka.__all__:
        thing = getattr(metryczka, name)
        assert not callable(thing) or thing.__doc__, name


def test_importing_it_starts_no_thread_and_loads_no_frame_library(tmp_path: Path) -> None:
    program = (
        "import os, sys, pyarrow; threads = lambda: len(os.listdir('/proc/self/task')); before = threads(); import metryczka; "
        "print(threads() - before, [name for name in ('pandas', 'polars', 'duckdb') if name in sys.modules])"
    )
    if not Path("/proc/self/task").exists():
        pytest.skip("no /proc to count threads in")
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "[]"]


def test_errors_say_where_they_come_from() -> None:
    for error in (metryczka.PageError, metryczka.VocabularyError, metryczka.SchemaError):
        assert error.__module__ == "metryczka" and issubclass(error, ValueError)


def test_a_user_s_program(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"https://a.example": notice(), "https://b.example": b"", "https://c.example": notice("1,00")}
    assert list(user_program.grants_by_programme(pages).values()) == [Decimal("160000.00")]
    assert "page_empty" in capsys.readouterr().out
    [mention] = metryczka.extract(metryczka.EXAMPLE_PAGE)
    assert str(user_program.first_of_all([mention])) == "2019-02-01"
    assert user_program.roles(mention) == {"total": 1, "grant": 1, "own": 1}
    assert user_program.quote(mention, "total_cost") == "624 000,00 zł" and user_program.quote(mention, "women") is None


def test_the_guide_needs_no_chart_library(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr(sys, "argv", ["guide.py", str(tmp_path)])
    runpy.run_path(str(EXAMPLES / "guide.py"), run_name="__main__")
    assert "█" in capsys.readouterr().out
