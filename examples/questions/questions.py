"""Five questions to an edition, with polars: python questions.py output/latest

What every column means stands in the edition's dictionary.md. Answers are printed as CSV, a question before each.
"""

import sys
from pathlib import Path

import polars as pl
from polars import col

MONEY = ["total_cost", "eligible_cost", "cofinancing", "own_contribution"]


def read(edition: Path, table: str) -> pl.DataFrame:
    """A table; names out of closed lists as text, so that they compare with any text."""
    frame = pl.read_parquet(edition / f"{table}.parquet")
    return frame.with_columns(pl.selectors.by_dtype(pl.Enum).cast(pl.String))


def granted(projects: pl.DataFrame) -> pl.DataFrame:
    """Finished, under way, the grant called awarded or received, or a page that is owed once there is money and does not say otherwise.

    The sums of `municipalities` count the same projects.
    """
    is_owed = col("signed_date").is_not_null() | col("genre").is_in(["eu_description", "state_funding_notice"]).fill_null(False)
    return projects.filter(
        col("status").is_in(["completed", "ongoing"]).fill_null(False)
        | col("grant_stage").is_in(["awarded", "received"]).fill_null(False)
        | (col("grant_stage").is_null() & col("status").ne_missing("applied") & is_owed)
    )


def for_seniors_per_inhabitant(projects: pl.DataFrame, locations: pl.DataFrame, municipalities: pl.DataFrame) -> pl.DataFrame:
    """Grants in PLN of granted projects whose share in a municipality is known (1 where it is the only one).

    Where a page prints the sums of its part already, they are not divided again. A municipality is known by the first six digits of its
    TERYT number; without a table of inhabitants (`population` in the configuration) the sums themselves decide.
    """
    placed = locations.filter(col("level") == "municipality", col("share").is_not_null()).select(
        "project_id", col("share").cast(float), col("teryt").str.head(6).alias("code")
    )
    whole, own, total = (col(name).cast(float) for name in ["cofinancing", "own_contribution", "total_cost"])
    is_part = (col("share") < 1) & ((whole + own - total * col("share")).abs() <= 1).fill_null(False)
    of_each = (
        granted(projects)
        .filter(col("target_categories").list.contains("seniors"), col("currency") == "PLN", col("cofinancing").is_not_null())
        .join(placed, on="project_id")
        .with_columns(pl.when(is_part).then(whole).otherwise(whole * col("share")).round(2).alias("part"))
        .group_by("code")
        .agg(pl.len().alias("projects"), col("part").sum().alias("grant_pln"))
    )
    everything = municipalities.filter(col("grouping") == "all").select("municipality", "teryt", "population", col("teryt").str.head(6).alias("code"))
    return (
        of_each.join(everything, on="code")
        .with_columns((col("grant_pln") / col("population")).round(2).alias("grant_per_inhabitant"), col("grant_pln").round(2))
        .sort(["grant_per_inhabitant", "grant_pln", "teryt"], descending=[True, True, False], nulls_last=True)
        .select("municipality", "teryt", "projects", "grant_pln", "population", "grant_per_inhabitant")
        .head(10)
    )


def own_contribution_above_15_percent(projects: pl.DataFrame) -> pl.DataFrame:
    """Only of projects that print both the whole cost and the own contribution.

    Rounded, for 15 % of a sum is rounded to the grosz, too.
    """
    share = col("own_contribution").cast(float) / col("total_cost").cast(float)  # decimals would be divided to two places only
    return (
        projects.filter(col("total_cost") > 0)
        .with_columns((100 * share).round(1).alias("own_percent"))
        .filter(col("own_percent") > 15)
        .sort(["own_percent", "project_id"], descending=[True, False])
        .select("municipality", "title", "currency", "own_contribution", "total_cost", "own_percent")
        .head(10)
    )


def changed_amounts(projects: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Since the edition before."""
    return (
        changes.filter(col("kind") == "changed", col("field").is_in(MONEY))
        .join(projects.select("project_id", "title"), on="project_id")
        .with_columns((col("after").cast(float) - col("before").cast(float)).round(2).alias("difference"))
        .with_columns(col("difference").abs().alias("size"))
        .sort(["size", "project_id", "field"], descending=[True, False, False], nulls_last=True)
        .select("title", "field", "before", "after", "difference")
        .head(10)
    )


def announced_and_not_listed(projects: pl.DataFrame, reconciliation: pl.DataFrame) -> pl.DataFrame:
    """Needs lists (`lists` in the configuration): without any, nobody can tell."""
    return (
        reconciliation.filter(col("outcome") == "not_listed")
        .select("project_id")
        .join(projects, on="project_id")
        .sort(["total_cost", "project_id"], descending=[True, False], nulls_last=True)
        .select("municipality", "title", "agreement_number", "total_cost", "currency")
        .head(10)
    )


def months_for_the_unemployed(projects: pl.DataFrame) -> pl.DataFrame:
    """Granted ones, in whole months from the first day to the day after the last; dates known only to the year are left out."""
    first, after = col("start_date"), col("end_date") + pl.duration(days=1)
    months = 12 * (after.dt.year() - first.dt.year()) + after.dt.month() - first.dt.month() - (after.dt.day() < first.dt.day())
    return (
        granted(projects)
        .filter(
            col("target_categories").list.contains("unemployed"),
            col("end_date") >= col("start_date"),
            col("start_precision") != "year",
            col("end_precision") != "year",
        )
        .select(months.cast(pl.Int32).alias("months"))
        .select(
            pl.len().alias("projects"),
            col("months").median().alias("median_months"),
            col("months").min().alias("shortest"),
            col("months").max().alias("longest"),
        )
    )


def main(edition: Path) -> None:
    tables = ["projects", "locations", "municipalities", "changes", "reconciliation"]
    projects, locations, municipalities, changes, reconciliation = (read(edition, table) for table in tables)
    answers = {
        "1. Who gets most per inhabitant for seniors?": for_seniors_per_inhabitant(projects, locations, municipalities),
        "2. Where is the own contribution above 15 %?": own_contribution_above_15_percent(projects),
        "3. Which projects changed their amount?": changed_amounts(projects, changes),
        "4. What was announced and is not on the official list?": announced_and_not_listed(projects, reconciliation),
        "5. How long do projects for the unemployed last?": months_for_the_unemployed(projects),
    }
    for question, answer in answers.items():
        print(f"# {question}")
        print(answer.write_csv())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    main(Path(sys.argv[1]))
