# %% [markdown]
# # From a page to a chart
#
# What Polish municipalities tell of publicly funded projects, as tables. Run it cell by cell in an editor that knows `# %%`, or from top to
# bottom: `python guide.py FOLDER` writes into FOLDER. It reads the saved pages of the repository, so nothing is fetched.
#
# `python/check` builds the wheel and says where it lies. Then:
#
# ```
# pip install target/python/dist/metryczka-*.whl polars
# ```
#
# and, for the cells that show them, `pandas`, `duckdb` and `matplotlib`.

# %%
from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

import metryczka

IS_SCRIPT = "__file__" in globals()
FIXTURES = (Path(__file__).resolve().parents[2] if IS_SCRIPT else Path()) / "fixtures"
OUT = Path(sys.argv[1] if IS_SCRIPT and len(sys.argv) > 1 else "guide-output")
OUT.mkdir(parents=True, exist_ok=True)

print(f"metryczka {metryczka.__version__}, tables of version {metryczka.schema_version}")

# %% [markdown]
# ## One page
#
# Give the bytes as they were fetched: which of the Polish encodings they are in is found out.

# %%
page = (FIXTURES / "pages" / "women-and-men-and-three-groups.html").read_bytes()
mentions = metryczka.extract(page, url="https://gmina.example/projekty/1")
for mention in mentions:
    print(mention.title)
    print(f"  {mention.beneficiary}, {mention.start_date} – {mention.end_date}")
    print(f"  total {mention.total_cost} {mention.currency}, grant {mention.cofinancing}: {mention.proof}")

# %% [markdown]
# Sums are `decimal.Decimal`: exact. Dates are as precise as the page prints them. What a page does not say is `None`, and nothing is computed.
#
# Every value leads back to its words. What does not add up or is doubtful says so; look at both before you trust a figure.

# %%
[mention] = mentions
for field in ("total_cost", "cofinancing", "participants"):
    evidence = mention.evidence.get(field)
    print(f"{field:14}", evidence and f"“{evidence.quote}” ({evidence.rule})")
for check in mention.checks:
    print(f"{check.identity:32} {check.verdict}")
for doubt in mention.doubts:
    print(f"doubtful: {doubt.field}: {doubt.reason} {doubt.candidates}")

# %% [markdown]
# What is no page raises `PageError`, with a short name and what to do about it.

# %%
try:
    metryczka.extract(b"\x89PNG\r\n\x1a\n" + bytes(100))
except metryczka.PageError as error:
    print(error.code, "→", error.remedy)

# %% [markdown]
# ## Many pages
#
# `read_warc` reads archives, folders and saved pages in batches, so that memory stays bounded whatever there is. `extract_tables` reads a batch on
# all cores. A page that cannot be read is a row of `problems` and harms no other.

# %%
parts: dict[str, list[pl.DataFrame]] = {"mentions": [], "amounts": [], "pages": [], "problems": []}
for captures in metryczka.read_warc([FIXTURES / "pages", FIXTURES / "traps", FIXTURES / "archive" / "notices.warc.gz"]):
    for name, batch in metryczka.extract_tables(captures, parts).items():
        parts[name].append(pl.DataFrame(batch))
tables = {name: pl.concat(frames) for name, frames in parts.items()}
for name, frame in tables.items():
    print(f"{name:9} {frame.height:4} rows")
print(tables["problems"].select("path", "code", "message"))

# %% [markdown]
# What a column means, and in which unit, stands in its schema.

# %%
for column in metryczka.schema("mentions"):
    if column.name in ("cofinancing", "cofinancing_rate", "end_date"):
        print(column.name, column.type, {key.decode(): note.decode() for key, note in column.metadata.items()})

# %% [markdown]
# ## With the library you like
#
# Two lines each. In pandas, ask for Arrow types: without them sums are Python objects, and whole numbers with gaps are floats.

# %%
[captures] = metryczka.read_warc(FIXTURES / "archive" / "notices.warc.gz")
told = metryczka.extract_arrow(captures)
print(pl.DataFrame(told).select("title", "cofinancing"))

# %%
try:
    import pandas as pd
except ImportError:
    print("pandas is not installed")
else:
    frame_of_pandas = told.to_pandas(types_mapper=pd.ArrowDtype)
    print(frame_of_pandas[["title", "cofinancing"]])

# %%
try:
    import duckdb
except ImportError:
    print("duckdb is not installed")
else:
    print(duckdb.sql("SELECT status, count(*) AS mentions, sum(cofinancing) AS granted FROM told GROUP BY ALL"))

# %% [markdown]
# ## The first chart
#
# The grants by programme. Two things to know before adding up: sums are in the currency of their row, and a *mention* is not a *project*: two
# pages may tell of one. Here mentions with one title and one grant are taken for one; `metryczka run` does it with care, and with a reason for each.

# %%
granted = (
    tables["mentions"]
    .filter(pl.col("currency") == "PLN", pl.col("proof") != "contradicted", pl.col("status") != "applied")
    .unique(subset=["title", "cofinancing"], maintain_order=True)
    .group_by(pl.col("programme_code").fill_null("none named").alias("programme"), maintain_order=True)
    .agg(pl.col("cofinancing").sum().alias("granted"), pl.len().alias("projects"))
    .filter(pl.col("granted") > 0)
    .sort("granted", descending=True, maintain_order=True)
    .head(12)
)
labels, millions = granted["programme"].to_list(), [float(value) / 1e6 for value in granted["granted"]]
heading = f"Grants by programme, PLN million ({int(granted['projects'].sum())} projects of invented pages)"

# %%
try:
    import matplotlib
except ImportError:
    print(heading)
    for label, value in zip(labels, millions, strict=True):
        print(f"{label:>10} {'█' * max(1, round(40 * value / max(millions)))} {value:.1f}")
else:
    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4), layout="constrained")
    bars = axes.barh(labels[::-1], millions[::-1], color="#2a6f97")
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(heading, loc="left")
    figure.savefig(OUT / "grants.svg")
    print(f"the chart: {OUT / 'grants.svg'}")

# %% [markdown]
# ## Own knowledge
#
# A programme that nobody knows yet: lay a folder of entries over the built-in ones. The tables name the vocabulary they were read with.

# %%
own = OUT / "vocabulary"
own.mkdir(exist_ok=True)
(own / "programmes.toml").write_text(
    """\
[[entry]]
id = "zielona-laczka"
code = "ZL"
name = "Program Zielona Łączka 2030"
patterns = ["program* Zielona Łączka 2030"]
examples = ["w ramach programu Zielona Łączka 2030"]
""",
    encoding="utf-8",
)
news = "<p>Gmina Gruta realizuje projekt „Park w Orlu” w ramach programu Zielona Łączka 2030. Całkowity koszt: 1 200 000,00 zł.</p>"
for vocabulary in (None, own):
    print(metryczka.vocabulary_digest(vocabulary)[:12], [read.programme for read in metryczka.extract(news, vocabulary=vocabulary)])

# %% [markdown]
# ## Keeping the tables
#
# Parquet keeps types and versions. Whoever reads them later makes sure first that they have the form that their program knows:
# `check_schema` names both versions if not.

# %%
import pyarrow.parquet as pq  # noqa: E402 - the first cell that needs it

with pq.ParquetWriter(OUT / "mentions.parquet", metryczka.schema("mentions")) as writer:
    for captures in metryczka.read_warc(FIXTURES / "archive"):
        writer.write_batch(metryczka.extract_arrow(captures))
metryczka.check_schema(OUT / "mentions.parquet")
print(f"{pq.read_metadata(OUT / 'mentions.parquet').num_rows} mentions in {OUT / 'mentions.parquet'}")

# %% [markdown]
# ## Which engine when
#
# It is one and the same reading; what differs is who hands out the work.
#
# | you have | take |
# |---|---|
# | pages to look at, a notebook, questions | this package, as above |
# | archives on one machine, also large ones | the program: `metryczka extract crawl.warc.gz --tables FOLDER` uses all cores, its memory is bounded, and it goes on where it was stopped |
# | a data frame pipeline on one machine | Daft, `daft_extract.py`: the same function inside your pipeline |
# | more than one machine can read in the time you have, and a cluster that is there already | Spark, `spark_extract.py` |
#
# One machine gets further than one thinks: measure it with a tenth of your pages before you start a cluster.
