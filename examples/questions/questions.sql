-- Five questions to an edition, for DuckDB. From the folder that holds `output`:
--   duckdb -cmd "SET VARIABLE edition = 'output/latest'" < questions.sql
-- What every column means stands in the edition's dictionary.md. Shares and rates are decimals: cast to DOUBLE before multiplying, or the
-- digits of both factors add up and overflow.

CREATE OR REPLACE TEMP VIEW projects AS SELECT * FROM read_parquet(getvariable('edition') || '/projects.parquet');
-- Granted: finished, under way, the grant called awarded or received, or a page that is owed once there is money and does not say
-- otherwise. The sums of `municipalities` count the same projects.
CREATE OR REPLACE TEMP VIEW granted AS
    SELECT * FROM projects
    WHERE coalesce(status::VARCHAR, '') IN ('completed', 'ongoing') OR coalesce(grant_stage::VARCHAR, '') IN ('awarded', 'received')
       OR (grant_stage IS NULL AND coalesce(status::VARCHAR, '') <> 'applied'
           AND (signed_date IS NOT NULL OR coalesce(genre::VARCHAR, '') IN ('eu_description', 'state_funding_notice')));
CREATE OR REPLACE TEMP VIEW locations AS SELECT * FROM read_parquet(getvariable('edition') || '/locations.parquet');
CREATE OR REPLACE TEMP VIEW municipalities AS SELECT * FROM read_parquet(getvariable('edition') || '/municipalities.parquet');
CREATE OR REPLACE TEMP VIEW changes AS SELECT * FROM read_parquet(getvariable('edition') || '/changes.parquet');
CREATE OR REPLACE TEMP VIEW reconciliation AS SELECT * FROM read_parquet(getvariable('edition') || '/reconciliation.parquet');

-- 1. Who gets most per inhabitant for seniors?
-- Grants in PLN of granted projects whose share in a municipality is known (1 where it is the only one); where a page prints the sums of
-- its part already, they are not divided again. A municipality is known by the first six digits of its TERYT number; without a table of
-- inhabitants (`population` in the configuration) the sums themselves decide.
WITH parts AS (
    SELECT left(locations.teryt, 6) AS code, share::DOUBLE AS share, cofinancing::DOUBLE AS whole,
           share < 1 AND abs(cofinancing::DOUBLE + own_contribution::DOUBLE - total_cost::DOUBLE * share::DOUBLE) <= 1 AS is_part
    FROM granted JOIN locations USING (project_id)
    WHERE level = 'municipality' AND share IS NOT NULL
      AND list_contains(target_categories, 'seniors') AND currency = 'PLN' AND cofinancing IS NOT NULL
), of_each AS (
    SELECT code, count(*) AS projects, sum(round(CASE WHEN is_part THEN whole ELSE whole * share END, 2)) AS for_seniors
    FROM parts
    GROUP BY code
)
SELECT municipality, teryt, of_each.projects, round(for_seniors, 2) AS grant_pln, population,
       round(for_seniors / population, 2) AS grant_per_inhabitant
FROM of_each JOIN municipalities ON left(teryt, 6) = code
WHERE grouping = 'all'
ORDER BY round(for_seniors / population, 2) DESC NULLS LAST, for_seniors DESC, teryt
LIMIT 10;

-- 2. Where is the own contribution above 15 %?
-- Only of projects that print both the whole cost and the own contribution. Rounded, for 15 % of a sum is rounded to the grosz, too.
SELECT municipality, title, currency, own_contribution, total_cost,
       round(100 * own_contribution::DOUBLE / total_cost::DOUBLE, 1) AS own_percent
FROM projects
WHERE total_cost > 0 AND round(100 * own_contribution::DOUBLE / total_cost::DOUBLE, 1) > 15
ORDER BY own_percent DESC, project_id
LIMIT 10;

-- 3. Which projects changed their amount?
-- Since the edition before.
SELECT title, field, before, after, round(after::DOUBLE - before::DOUBLE, 2) AS difference
FROM changes JOIN projects USING (project_id)
WHERE kind = 'changed' AND field IN ('total_cost', 'eligible_cost', 'cofinancing', 'own_contribution')
ORDER BY abs(difference) DESC NULLS LAST, project_id, field
LIMIT 10;

-- 4. What was announced and is not on the official list?
-- Needs lists (`lists` in the configuration): without any, nobody can tell.
SELECT municipality, title, agreement_number, total_cost, currency
FROM reconciliation JOIN projects USING (project_id)
WHERE outcome = 'not_listed'
ORDER BY total_cost DESC NULLS LAST, project_id
LIMIT 10;

-- 5. How long do projects for the unemployed last?
-- Granted ones, in whole months from the first day to the day after the last; dates known only to the year are left out.
WITH lasting AS (
    SELECT start_date AS first, end_date + INTERVAL 1 DAY AS after
    FROM granted
    WHERE list_contains(target_categories, 'unemployed') AND end_date >= start_date
      AND start_precision <> 'year' AND end_precision <> 'year'
), counted AS (
    SELECT 12 * (year(after) - year(first)) + month(after) - month(first) - (day(after) < day(first))::INTEGER AS months
    FROM lasting
)
SELECT count(*) AS projects, median(months) AS median_months, min(months) AS shortest, max(months) AS longest
FROM counted;
