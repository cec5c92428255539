//! What kind of fact a field holds: one colour each.

/// A family of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Title, tasks, indicators.
    Title,
    /// Programme, funds, codes, numbers.
    Programme,
    /// Sums and rates.
    Money,
    /// Dates, duration, status.
    Time,
    /// Who receives, leads, carries out.
    Body,
    /// Municipality and voivodeship.
    Place,
    /// Participants and target groups.
    People,
}

impl Family {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 7] = [Self::Title, Self::Programme, Self::Money, Self::Time, Self::Body, Self::Place, Self::People];

    /// Of a field: `title`, `amounts[0]`.
    pub fn of(field: &str) -> Self {
        match field.split('[').next().unwrap_or(field) {
            "total_cost" | "eligible_cost" | "cofinancing" | "own_contribution" | "currency" | "cofinancing_rate" | "amounts"
            | "eu_contribution" | "state_contribution" | "grant_stage" => Self::Money,
            "start_date" | "end_date" | "signed_date" | "duration_months" | "status" => Self::Time,
            "beneficiary" | "implementer" | "partners" => Self::Body,
            "municipality" | "teryt" | "voivodeship" => Self::Place,
            "participants" | "women" | "men" | "target_groups" | "target_categories" => Self::People,
            "title" | "tasks" | "indicators" => Self::Title,
            _ => Self::Programme,
        }
    }

    /// Whether its facts are sums or dates: their words are taken when what nothing was read from is looked for.
    pub const fn is_figure(self) -> bool {
        matches!(self, Self::Money | Self::Time)
    }

    /// Its name: class in style sheets, key of its text (`common.family_money`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Programme => "programme",
            Self::Money => "money",
            Self::Time => "time",
            Self::Body => "body",
            Self::Place => "place",
            Self::People => "people",
        }
    }
}
