"""A folder of own entries laid over the built-in knowledge."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

import metryczka

PAGE = "<p>Gmina Gruta realizuje projekt „Świetlica w Orlu” z programu Łączka Mazurska 2030. Całkowity koszt: 100 000,00 zł.</p>"

PROGRAMME = """
[[entry]]
id = "laczka"
{field} = "{code}"
name = "Program Łączka Mazurska 2030"
patterns = ["program* Łączka Mazurska"]
examples = ["z programu Łączka Mazurska 2030"]
"""


def write(folder: Path, code: str = "LACZKA", field: str = "code") -> Path:
    (folder / "programmes.toml").write_text(PROGRAMME.format(code=code, field=field), "utf-8")
    return folder


def codes(vocabulary: Path | str | None) -> list[object]:
    of_page = [mention.programme_code for mention in metryczka.extract(PAGE, vocabulary=vocabulary)]
    batch = pa.record_batch({"content": [PAGE]})
    assert metryczka.extract_arrow(batch, vocabulary=vocabulary)["programme_code"].to_pylist() == of_page
    assert [row["programme_code"] for row in metryczka.extract_rows(batch, vocabulary=vocabulary).to_pylist()[0]["mentions"]] == of_page
    return of_page


def test_own_entries_are_read_everywhere(tmp_path: Path) -> None:
    assert "LACZKA" not in codes(None)
    assert codes(write(tmp_path)) == ["LACZKA"] == codes(str(tmp_path))


def test_the_tables_name_the_vocabulary_they_were_read_with(tmp_path: Path) -> None:
    batch, own = pa.record_batch({"content": [PAGE]}), write(tmp_path)
    assert metryczka.vocabulary_digest(own) != metryczka.vocabulary_digest()
    for vocabulary in (None, own):
        metadata = metryczka.extract_arrow(batch, vocabulary=vocabulary).schema.metadata
        assert metadata[b"metryczka.vocabulary"].decode() == metryczka.vocabulary_digest(vocabulary)


def test_a_file_changed_between_two_cells_is_read_again(tmp_path: Path) -> None:
    assert codes(write(tmp_path, "LACZKA")) == ["LACZKA"]
    write(tmp_path, "LAKA")
    os.utime(tmp_path / "programmes.toml", ns=(1, 1))
    assert codes(tmp_path) == ["LAKA"]


def test_a_faulty_entry_is_refused_with_its_file_and_a_remedy(tmp_path: Path) -> None:
    write(tmp_path, field="kod")
    for call in (
        lambda: metryczka.extract(PAGE, vocabulary=tmp_path),
        lambda: metryczka.extract_arrow(pa.record_batch({"content": [PAGE]}), vocabulary=tmp_path),
        lambda: metryczka.vocabulary_digest(tmp_path),
    ):
        with pytest.raises(metryczka.VocabularyError, match=r"programmes\.toml") as raised:
            call()
        assert raised.value.remedy


def test_a_folder_that_is_not_there_or_holds_other_files(tmp_path: Path) -> None:
    with pytest.raises(metryczka.VocabularyError, match="nie-ma"):
        metryczka.extract(PAGE, vocabulary=tmp_path / "nie-ma")
    (tmp_path / "programy.toml").write_text("")
    with pytest.raises(metryczka.VocabularyError, match=r"programy\.toml"):
        metryczka.extract(PAGE, vocabulary=tmp_path)


def test_an_unset_variable_is_not_the_current_folder() -> None:
    with pytest.raises(ValueError, match="names no folder"):
        metryczka.vocabulary_digest("")
