# Five questions to an edition, with base R, from its CSV export (no package is needed):
#   metryczka export --format csv --raw --into tables
#   Rscript questions.R tables
# What every column means stands in the edition's dictionary.md. Answers are printed as CSV, a question before each.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: Rscript questions.R FOLDER_OF_THE_CSV_EXPORT")

# TERYT numbers and values of any field are text: 020101 keeps its 0.
as_text <- c("teryt", "before", "after", "title", "municipality", "project_id", "agreement_number")
read <- function(table) {
  path <- file.path(arguments, paste0(table, ".csv"))
  head <- names(read.csv(path, nrows = 1, encoding = "UTF-8", check.names = FALSE))
  classes <- ifelse(head %in% as_text, "character", NA)
  read.csv(path, encoding = "UTF-8", na.strings = "", colClasses = classes, check.names = FALSE)
}
# Whether a list of texts, parted by "; ", has an entry.
has <- function(lists, entry) vapply(strsplit(lists, "; ", fixed = TRUE), function(list) entry %in% list, logical(1))
is_not <- function(values, other) is.na(values) | values != other
say <- function(question, answer) {
  cat("# ", question, "\n", sep = "")
  write.csv(answer, row.names = FALSE, na = "", fileEncoding = "UTF-8")
  cat("\n")
}

projects <- read("projects")
locations <- read("locations")
municipalities <- read("municipalities")
changes <- read("changes")
reconciliation <- read("reconciliation")

# Finished, under way, the grant called awarded or received, or a page that is owed once there is money and does not say otherwise. The
# sums of `municipalities` count the same projects.
is_owed <- !is.na(projects$signed_date) | projects$genre %in% c("eu_description", "state_funding_notice")
granted <- projects$status %in% c("completed", "ongoing") | projects$grant_stage %in% c("awarded", "received") |
  (is.na(projects$grant_stage) & is_not(projects$status, "applied") & is_owed)

# Grants in PLN of granted projects whose share in a municipality is known (1 where it is the only one); where a page prints the sums of
# its part already, they are not divided again. A municipality is known by the first six digits of its TERYT number; without a table of
# inhabitants (`population` in the configuration) the sums themselves decide.
placed <- locations[which(locations$level == "municipality" & !is.na(locations$share)), c("project_id", "teryt", "share")]
placed$code <- substr(placed$teryt, 1, 6)
placed$teryt <- NULL
wanted <- which(granted & has(projects$target_categories, "seniors") & projects$currency == "PLN" & !is.na(projects$cofinancing))
parts <- merge(projects[wanted, c("project_id", "cofinancing", "own_contribution", "total_cost")], placed, by = "project_id")
is_part <- (parts$share < 1 & abs(parts$cofinancing + parts$own_contribution - parts$total_cost * parts$share) <= 1) %in% TRUE
parts$grant_pln <- round(parts$cofinancing * ifelse(is_part, 1, parts$share), 2)
sums <- tapply(parts$grant_pln, parts$code, sum)
of_each <- data.frame(code = as.character(names(sums)), projects = as.integer(table(parts$code)[names(sums)]), grant_pln = as.numeric(sums))
everything <- municipalities[which(municipalities$grouping == "all"), c("municipality", "teryt", "population")]
everything$code <- substr(everything$teryt, 1, 6)
answer <- merge(of_each, everything, by = "code")
answer$grant_per_inhabitant <- round(answer$grant_pln / answer$population, 2)
answer$grant_pln <- round(answer$grant_pln, 2)
answer <- answer[order(-answer$grant_per_inhabitant, -answer$grant_pln, answer$teryt, na.last = TRUE), ]
say("1. Who gets most per inhabitant for seniors?",
    head(answer[, c("municipality", "teryt", "projects", "grant_pln", "population", "grant_per_inhabitant")], 10))

# Only of projects that print both the whole cost and the own contribution. Rounded, for 15 % of a sum is rounded to the grosz, too.
projects$own_percent <- round(100 * projects$own_contribution / projects$total_cost, 1)
answer <- projects[which(projects$total_cost > 0 & projects$own_percent > 15), ]
answer <- answer[order(-answer$own_percent, answer$project_id, method = "radix"), ]
say("2. Where is the own contribution above 15 %?",
    head(answer[, c("municipality", "title", "currency", "own_contribution", "total_cost", "own_percent")], 10))

# Since the edition before.
money <- c("total_cost", "eligible_cost", "cofinancing", "own_contribution")
answer <- merge(changes[which(changes$kind == "changed" & changes$field %in% money), ], projects[, c("project_id", "title")], by = "project_id")
answer$difference <- round(as.numeric(answer$after) - as.numeric(answer$before), 2)
answer <- answer[order(-abs(answer$difference), answer$project_id, answer$field, method = "radix", na.last = TRUE), ]
say("3. Which projects changed their amount?", head(answer[, c("title", "field", "before", "after", "difference")], 10))

# Needs lists (`lists` in the configuration): without any, nobody can tell.
unlisted <- reconciliation[which(reconciliation$outcome == "not_listed"), "project_id", drop = FALSE]
answer <- merge(unlisted, projects, by = "project_id")
answer <- answer[order(-answer$total_cost, answer$project_id, method = "radix", na.last = TRUE), ]
say("4. What was announced and is not on the official list?",
    head(answer[, c("municipality", "title", "agreement_number", "total_cost", "currency")], 10))

# Granted ones, in whole months from the first day to the day after the last; dates known only to the year are left out.
first <- as.POSIXlt(as.Date(projects$start_date))
after <- as.POSIXlt(as.Date(projects$end_date) + 1)
months <- 12 * (after$year - first$year) + after$mon - first$mon - (after$mday < first$mday)
wanted <- which(granted & has(projects$target_categories, "unemployed") & as.Date(projects$end_date) >= as.Date(projects$start_date) &
                  projects$start_precision != "year" & projects$end_precision != "year")
lasting <- months[wanted]
answer <- data.frame(projects = length(lasting), median_months = median(lasting),
                     shortest = if (length(lasting) > 0) min(lasting) else NA, longest = if (length(lasting) > 0) max(lasting) else NA)
say("5. How long do projects for the unemployed last?", answer)
