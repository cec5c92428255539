"""A mention, one project as one page tells it, and its parts.

All of them are immutable, hashable and can be pickled, so that they travel between processes. What a page does not say is ``None``
or empty; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Literal

from ._errors import SchemaError, schema_error

__all__ = [
    "Amount",
    "Check",
    "Corrected",
    "Currency",
    "Doubt",
    "Evidence",
    "EvidenceMap",
    "Genre",
    "Identity",
    "Indicator",
    "Mention",
    "Proof",
    "RateBasis",
    "Role",
    "Scope",
    "Source",
    "Stage",
    "Status",
    "TargetGroup",
    "Verdict",
]

Genre = Literal["partner_notice", "eu_description", "state_funding_notice", "news", "report"]
"""Kind of page."""

Currency = Literal["PLN", "EUR", "USD", "CHF", "CZK"]
"""ISO 4217 code."""

Role = Literal[
    "total",
    "eligible",
    "ineligible",
    "grant",
    "eu",
    "state",
    "own",
    "partner_share",
    "investment",
    "non_investment",
    "other",
]
"""What a sum is for."""

RateBasis = Literal["total", "eligible"]
"""What a printed rate is a share of."""

Scope = Literal["project", "partner", "year", "part"]
"""The part of the project a sum belongs to."""

Stage = Literal["requested", "awarded", "received"]
"""How far money has come."""

Status = Literal["applied", "planned", "ongoing", "completed"]
"""How far a project has come."""

Identity = Literal[
    "total_is_grant_plus_own",
    "grant_is_eu_plus_state",
    "total_is_eligible_plus_ineligible",
    "parts_sum_to_parent",
    "rate_times_base",
    "women_plus_men",
    "groups_sum_to_participants",
    "duration_matches_dates",
    "start_before_end",
    "code_matches_text",
    "words_match_digits",
    "part_within_total",
    "eligible_within_total",
    "part_within_participants",
]
"""A relation that must hold between figures of one notice."""

Verdict = Literal["exact", "rounding", "near", "broken"]
"""How well a relation holds: to the grosz; within 1.00 or half a percentage point; within 0.1 %; not at all."""

Proof = Literal["proved", "consistent", "unproved", "contradicted"]
"""How far a notice's figures prove themselves."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page comes from.

    ``sha256`` is that of the page's bytes (of its UTF-8, if it was given as ``str``), in hexadecimal.
    """

    path: str | None
    url: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money with its role. ``rate`` is the rate printed with it, in percent; ``approximate``, whether the page says so."""

    role: Role
    value: Decimal
    currency: Currency | None
    rate: Decimal | None
    rate_basis: RateBasis | None
    scope: Scope
    stage: Stage | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A group of recipients: the page's words, a category of the closed list, and how many they are."""

    text: str
    category: str
    count: int | None
    women: int | None
    men: int | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A promised or reached result, with its unit (``%``, ``osoby``) if one is printed."""

    name: str
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between figures, tested. ``difference`` is what is missing or too much, in the unit of the figures."""

    identity: Identity
    verdict: Verdict
    difference: Decimal | None
    scope: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a field is empty or doubtful, with the readings between which the page does not decide."""

    field: str
    reason: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field that a person has put right, with what was read. Only in records that come from an edition."""

    field: str
    original: str | None
    quote: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value was read from.

    ``start`` and ``end`` count bytes of UTF-8 in the page's text (column ``text`` of the table ``pages``), ``quote`` is what stands
    there, ``rule`` names the rule that read the value.
    """

    start: int
    end: int
    quote: str
    rule: str


class EvidenceMap(Mapping[str, Evidence]):
    """The evidence of every fact by the name of its field, in the order of the fields: ``title``, and for lists ``amounts[0]``."""

    __slots__ = ("_by_field",)

    def __init__(self, by_field: Mapping[str, Evidence]) -> None:
        self._by_field: Final = dict(by_field)

    def __getitem__(self, field: str) -> Evidence:
        return self._by_field[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_field)

    def __len__(self) -> int:
        return len(self._by_field)

    def __hash__(self) -> int:
        return hash(frozenset(self._by_field.items()))

    def __repr__(self) -> str:
        return f"EvidenceMap({self._by_field!r})"


@dataclass(frozen=True, slots=True)
class Mention:
    """One project as one page tells it.

    Sums are exact (:class:`decimal.Decimal`), in the ``currency`` of the mention; rates are in percent, as printed. Dates are ISO
    text, reduced to what the page prints: ``2018-09-01``, ``2018-09``, ``2018``; :func:`metryczka.first_day` and
    :func:`metryczka.last_day` make calendar dates of them.
    """

    source: Source
    """The page."""
    mention: int
    """Number of the mention on its page, from 0."""
    genre: Genre | None
    """Kind of page."""
    title: str | None
    """Title as printed, without outer quotation marks."""
    programme_code: str | None
    """Code of the programme (``RPWM``)."""
    programme: str | None
    """Canonical name of the programme."""
    period: str | None
    """Programming period (``2014-2020``)."""
    funds: tuple[str, ...]
    """EU funds named (``EFS``, ``EFRR``)."""
    priority_axis: str | None
    """Priority axis."""
    measure_code: str | None
    """Deepest measure code (``RPWM.11.02.05``)."""
    call_number: str | None
    """Number of the call for proposals."""
    agreement_number: str | None
    """Number of the agreement or application."""
    total_cost: Decimal | None
    """Whole cost."""
    eligible_cost: Decimal | None
    """Eligible cost."""
    cofinancing: Decimal | None
    """The grant; if only the EU part is printed, that."""
    own_contribution: Decimal | None
    """Own contribution."""
    currency: Currency | None
    """Currency of the sums; ``None`` if the page prints none."""
    cofinancing_rate: Decimal | None
    """Rate of the grant in percent, as printed, never computed."""
    amounts: tuple[Amount, ...]
    """Every sum with its role."""
    start_date: str | None
    """First day, month or year."""
    end_date: str | None
    """Last day, month or year."""
    signed_date: str | None
    """Day (month, year) the grant agreement was signed."""
    duration_months: int | None
    """Duration in months, as printed."""
    status: Status | None
    """How far the project has come."""
    beneficiary: str | None
    """Legal person that receives the grant, or the leader."""
    implementer: str | None
    """Unit that carries the project out."""
    partners: tuple[str, ...]
    """Partners."""
    municipality: str | None
    """Municipality as named."""
    teryt: str | None
    """TERYT number of the municipality: seven digits where its kind is known, else six. Text: it may begin with 0."""
    voivodeship: str | None
    """Voivodeship."""
    participants: int | None
    """Number of participants."""
    women: int | None
    """Women among them."""
    men: int | None
    """Men among them."""
    target_groups: tuple[TargetGroup, ...]
    """Groups of recipients."""
    target_categories: tuple[str, ...]
    """Their categories, without repetition."""
    indicators: tuple[Indicator, ...]
    """Indicators."""
    tasks: tuple[str, ...]
    """Tasks."""
    doubts: tuple[Doubt, ...]
    """What is doubtful, and why."""
    checks: tuple[Check, ...]
    """Relations between the figures, tested."""
    proof: Proof
    """What the checks amount to."""
    corrected: tuple[Corrected, ...]
    """What a person has put right; empty in what is only read."""
    evidence: EvidenceMap
    """The words every fact was read from."""

    def to_dict(self) -> dict[str, Any]:
        """The record that ``metryczka extract --format ndjson`` prints for this mention, ready for :func:`json.dumps`.

        Sums are text, so that no digit is lost.

        >>> import metryczka
        >>> [mention] = metryczka.extract(metryczka.EXAMPLE_PAGE)
        >>> mention.to_dict()["total_cost"]
        '624000.00'
        """
        record: dict[str, Any] = _plain(self)
        source = record["source"]
        record["source"] = {name: source[name] for name in source if source[name] is not None}
        if not record["corrected"]:
            del record["corrected"]
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Mention:
        """The mention of a record, for example of a line of ``metryczka extract --format ndjson``.

        Raises :class:`metryczka.SchemaError` for a record of another version: one with a field too many or too few, or a sum that is none.

        >>> import json, metryczka
        >>> [mention] = metryczka.extract(metryczka.EXAMPLE_PAGE)
        >>> Mention.from_dict(json.loads(json.dumps(mention.to_dict()))) == mention
        True
        """
        try:
            source = {"path": None, "url": None, **record.get("source", {})}
            mention: Mention = _made(cls, {"corrected": [], **record, "source": source})
        except SchemaError:
            raise
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"a value of the record is of another kind than expected ({type(error).__name__}: {error})"
            raise schema_error(message, "record_values", "give the record as `metryczka extract --format ndjson` prints it") from error
        return mention


def _plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Decimal):
        # Not str(): it writes a sum of 0.0000000 as 0E-7.
        return format(value, "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, float):
        raise TypeError(f"{value} as a number with a point, which is not exact: sums are text")
    return None if value is None else Decimal(value)


def _list_of(part: type) -> Callable[[Any], tuple[Any, ...]]:
    return lambda records: tuple(_made(part, record) for record in records)


def _doubts(records: Any) -> tuple[Doubt, ...]:
    return tuple(_made(Doubt, {**record, "candidates": tuple(record["candidates"])}) for record in records)


def _evidence(by_field: Any) -> EvidenceMap:
    return EvidenceMap({field: _made(Evidence, record) for field, record in by_field.items()})


# How the fields that JSON knows otherwise are made: by the type that the class declares for them.
_MAKERS: Final[dict[str, Callable[[Any], Any]]] = {
    "Decimal": _decimal,
    "Decimal | None": _decimal,
    "Source": lambda record: _made(Source, record),
    "EvidenceMap": _evidence,
    "tuple[str, ...]": tuple,
    "tuple[Amount, ...]": _list_of(Amount),
    "tuple[TargetGroup, ...]": _list_of(TargetGroup),
    "tuple[Indicator, ...]": _list_of(Indicator),
    "tuple[Check, ...]": _list_of(Check),
    "tuple[Corrected, ...]": _list_of(Corrected),
    "tuple[Doubt, ...]": _doubts,
}


def _made(part: type[Any], record: Mapping[str, Any]) -> Any:
    """One of the classes above from its record, which must have its fields, all of them and no others."""
    plan = _PLANS[part]
    if record.keys() != plan.keys():
        missing, unknown = sorted(plan.keys() - record.keys()), sorted(record.keys() - plan.keys())
        found = "; ".join(f"{what}: {', '.join(names)}" for what, names in (("missing", missing), ("unknown", unknown)) if names)
        message = f"a {part.__name__} of another version ({found})"
        raise schema_error(message, "record_fields", "read it with the version of metryczka that wrote it, or extract the page again")
    return part(**{name: record[name] if make is None else make(record[name]) for name, make in plan.items()})


_PLANS: Final[dict[type, dict[str, Callable[[Any], Any] | None]]] = {
    part: {field.name: _MAKERS.get(str(field.type)) for field in fields(part)}
    for part in (Source, Amount, TargetGroup, Indicator, Check, Doubt, Corrected, Evidence, Mention)
}
