"""One page in, typed mentions out: the same as the program prints."""

import copy
import dataclasses
import json
import pickle
import re
import typing
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import FIXTURES, notice

import metryczka
from metryczka import Mention, _mention

EXPECTED = sorted((FIXTURES / "expected").glob("*.json"))


def page_of(expected: Path) -> Path | None:
    page = FIXTURES / "pages" / f"{expected.stem}.html"
    return page if page.exists() else None


@pytest.mark.parametrize("expected", [file for file in EXPECTED if page_of(file)], ids=lambda file: file.stem)
def test_a_page_s_records_are_those_of_the_program_to_the_letter(expected: Path) -> None:
    page = page_of(expected)
    assert page is not None
    mentions = metryczka.extract(page.read_bytes(), path=f"fixtures/pages/{page.name}")
    records = [mention.to_dict() for mention in mentions]
    if not records:
        silences = metryczka.extract_tables(_one(page.read_bytes()), ["pages"])["pages"]["silence"]
        records = {"silence": silences[0].as_py()}  # type: ignore[assignment]
    # As text, so that the order of the fields and the zeros of the sums count too.
    assert json.dumps(records) == json.dumps(json.loads(expected.read_text("utf-8")))


def test_records_of_an_archive_are_those_of_the_program() -> None:
    [captures] = metryczka.read_warc(FIXTURES / "archive" / "notices.warc.gz")
    read = {}
    for capture in captures.to_pylist():
        if capture["problem"] is None:
            mentions = metryczka.extract(capture["content"], capture["url"], charset=capture["charset"])
            read.update({mention.source.url: mention.to_dict() | {"source": None} for mention in mentions})
    of_archive = [json.loads(file.read_text("utf-8")) for file in EXPECTED if not page_of(file)]
    expected = {record["source"]["url"]: record | {"source": None} for records in of_archive for record in records
                if record["source"].get("path") == "fixtures/archive/notices.warc.gz"}
    assert expected and read == expected


def test_sums_keep_every_digit_and_every_zero() -> None:
    [mention] = metryczka.extract(notice("900 719 925,10"))
    assert mention.total_cost == Decimal("900719925.10") != 900719925.10
    assert mention.to_dict()["total_cost"] == "900719925.10" == mention.to_dict()["amounts"][0]["value"]


def test_a_difference_of_nothing_is_printed_as_the_program_prints_it() -> None:
    check = _mention.Check("rate_times_base", "exact", Decimal("0.0000000"), "project")
    assert _mention._plain(check)["difference"] == "0.0000000", "not 0E-7"


def test_quotes_stand_where_the_evidence_says() -> None:
    page = notice()
    [mention] = metryczka.extract(page)
    text = metryczka.extract_tables(_one(page), ["pages"])["pages"]["text"][0].as_py().encode()
    for field, evidence in mention.evidence.items():
        assert text[evidence.start : evidence.end].decode() == evidence.quote, field


def _one(page: bytes) -> typing.Any:
    import pyarrow as pa

    return pa.record_batch({"content": [page]})


def test_a_mention_survives_json_pickle_and_copy() -> None:
    [mention] = metryczka.extract(notice())
    assert Mention.from_dict(json.loads(json.dumps(mention.to_dict()))) == mention
    assert pickle.loads(pickle.dumps(mention)) == mention == copy.deepcopy(mention)
    assert len({mention, copy.copy(mention)}) == 1


def test_a_mention_cannot_be_changed() -> None:
    [mention] = metryczka.extract(notice())
    with pytest.raises(dataclasses.FrozenInstanceError):
        mention.title = "inny"  # type: ignore[misc]
    with pytest.raises(TypeError):
        mention.evidence["title"] = mention.evidence["total_cost"]  # type: ignore[index]


def test_a_record_of_another_version_is_refused_by_the_names_of_its_fields() -> None:
    [mention] = metryczka.extract(notice())
    record = mention.to_dict()
    record["nowe"] = record.pop("implementer")
    with pytest.raises(metryczka.SchemaError, match="missing: implementer; unknown: nowe"):
        Mention.from_dict(record)


@pytest.mark.parametrize(
    "wrong", [{"total_cost": "abc"}, {"total_cost": 0.1}, {"amounts": None}, {"evidence": []}, {"source": 7}, {"doubts": [{}]}]
)
def test_a_record_with_values_of_another_kind_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    [mention] = metryczka.extract(notice())
    with pytest.raises(metryczka.SchemaError) as raised:
        Mention.from_dict({**mention.to_dict(), **wrong})
    assert raised.value.code == "record_values" and raised.value.remedy in str(raised.value)


def test_bytes_and_text_say_the_same_whatever_charset_the_page_names() -> None:
    page = '<meta charset="iso-8859-2">' + notice().decode()
    of_text = metryczka.extract(page)
    assert of_text[0].title == "Świetlica w Orlu"
    for content in (page.encode(), bytearray(page.encode()), memoryview(page.encode())):
        assert metryczka.extract(content) == of_text


def test_old_encodings_are_found_out_without_a_label() -> None:
    for charset in ("iso-8859-2", "windows-1250"):
        text = notice().decode().replace("„", '"').replace("”", '"')
        assert metryczka.extract(text.encode(charset))[0].title == "Świetlica w Orlu", charset


def test_a_charset_that_does_not_exist_does_no_harm() -> None:
    assert metryczka.extract(notice(), charset="x-klingon")[0].title == "Świetlica w Orlu"


def test_text_decoded_with_surrogateescape_is_read_as_the_bytes_it_was() -> None:
    content = notice().decode().replace("„", '"').replace("”", '"').encode("iso-8859-2")
    [mention] = metryczka.extract(content.decode("utf-8", "surrogateescape"))
    assert mention.title == "Świetlica w Orlu"


def test_half_a_character_is_a_problem_of_the_page_not_an_encoding_error() -> None:
    with pytest.raises(metryczka.PageError) as raised:
        metryczka.extract("<p>\ud83d</p>")
    assert raised.value.code == "page_surrogates" and raised.value.remedy in str(raised.value)


def test_a_file_s_name_is_not_taken_for_a_page() -> None:
    with pytest.raises(ValueError, match="read_warc"):
        metryczka.extract(str(FIXTURES / "README.md"))
    with pytest.raises(TypeError, match="extract_arrow"):
        metryczka.extract(Path("strona.html"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["notice.htm", "https://elk.example/projekty/1", " www.elk.example\n", "umowy/Umowa_7.PDF", "crawl.warc.gz"])
def test_a_name_or_an_address_is_refused_not_read_as_a_page_that_says_nothing(name: str) -> None:
    with pytest.raises(ValueError, match="name of a page"):
        metryczka.extract(name)


@pytest.mark.parametrize("page", ["Zapraszamy", "Zob. https://elk.example/1", "https://elk.example/1 (dofinansowanie)", "<a>www.elk.example</a>"])
def test_a_line_of_plain_text_is_a_page(page: str) -> None:
    assert metryczka.extract(page) == metryczka.extract(page.encode()) == []


@pytest.mark.parametrize(
    ("page", "code"),
    [(b"", "page_empty"), (b"\x89PNG\r\n\x1a\n" + bytes(64), "page_binary"), (b"<div>" * 5000 + b"projekt", "page_too_deep")],
)
def test_what_is_no_page_says_so_with_a_remedy(page: bytes, code: str) -> None:
    with pytest.raises(metryczka.PageError) as raised:
        metryczka.extract(page)
    assert raised.value.code == code
    assert raised.value.remedy and raised.value.remedy in str(raised.value)


def test_a_page_without_a_project_is_an_empty_list() -> None:
    assert metryczka.extract("<p>Zapraszamy na dożynki gminne.</p>") == []


def test_the_closed_lists_of_the_types_are_those_of_the_tables() -> None:
    """A new role in the core must not be a type error in every user's program."""
    source = (FIXTURES.parent / "core/src/table/names.rs").read_text("utf-8")
    lists = {name: re.findall(r'"([^"]+)"', body) for name, body in re.findall(r"names!\((\w+) \{(.*?)\}\);", source, re.S)}
    for name in ("Genre", "Status", "Scope", "RateBasis", "Currency", "Role", "Stage", "Proof", "Verdict", "Identity"):
        assert list(typing.get_args(getattr(_mention, name))) == lists[name], name


def test_fields_are_in_the_order_of_the_record() -> None:
    [mention] = metryczka.extract(notice())
    names = [field.name for field in dataclasses.fields(Mention) if field.name != "corrected"]
    assert list(mention.to_dict()) == names


@pytest.mark.parametrize("printed", ["2018-09-14-1", "wrzesień", "", "2018-13", "18", "2018-00", "2018-9", "2018-02-30"])
def test_what_is_no_reduced_date_is_refused(printed: str) -> None:
    with pytest.raises(ValueError):
        metryczka.first_day(printed)
