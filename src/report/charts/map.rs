//! A dot map: every municipality of the country as a faint dot, those with projects as circles whose area is their grant.

use super::scale::{at, float};
use crate::vocabulary::{Place, Places};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Width of the picture in its own units.
const WIDTH: f64 = 1000.0;

/// Room around the outermost dots.
const MARGIN: f64 = 30.0;

/// Radius of the largest circle, and of one without a sum.
const LARGEST: f64 = 34.0;
const SMALLEST: f64 = 5.0;

/// So many circles, the largest, can be reached by keyboard; all of them stand in the table.
const REACHED: usize = 40;

/// A municipality with projects.
pub(in crate::report) struct Dot<'a> {
    /// Its TERYT number.
    pub(in crate::report) teryt: &'a str,
    /// What its area says; none where nobody prints it.
    pub(in crate::report) sum: Option<Decimal>,
    /// What a pointer and the keyboard are told; the same in both languages.
    pub(in crate::report) title: String,
}

/// The map, and how many dots have no place on it.
pub(in crate::report) struct Map {
    /// The picture.
    pub(in crate::report) markup: Markup,
    /// Dots whose municipality the gazetteer does not know, or not where it lies.
    pub(in crate::report) unplaced: u64,
}

/// Draws it.
pub(in crate::report) fn map(dots: &[Dot<'_>], name: &str) -> Map {
    let country = Country::new(Places::builtin());
    let largest = dots.iter().filter_map(|dot| dot.sum).max().map_or(0.0, float);
    let mut circles: Vec<(f64, (f64, f64), &Dot<'_>)> = Vec::new();
    let mut unplaced = 0;
    for dot in dots {
        match Places::builtin().by_teryt(dot.teryt).and_then(|place| country.of(place)) {
            Some(at) => circles.push((radius(dot.sum, largest), at, dot)),
            None => unplaced += 1,
        }
    }
    // Large ones below, so that none is hidden.
    circles.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.teryt.cmp(b.2.teryt)));
    let markup = html! {
        svg.map viewBox={ "0 0 " (WIDTH) " " (at(country.height.ceil())) } role="group" aria-labelledby=(name) {
            path.country aria-hidden="true" d=(PreEscaped(&country.path)) {}
            @for (number, (radius, (x, y), dot)) in circles.iter().enumerate() {
                circle.empty[dot.sum.is_none()] cx=(at(x.round())) cy=(at(y.round())) r=(format!("{radius:.1}"))
                    tabindex=[(number < REACHED).then_some("0")] role=[(number < REACHED).then_some("img")]
                    aria-label=[(number < REACHED).then_some(&dot.title)] {
                    title { (dot.title) }
                }
            }
            g.names aria-hidden="true" {
                @for (name, (x, y)) in &country.names { text x=(at(x.round())) y=(at(y.round())) { (name) } }
            }
        }
    };
    Map { markup, unplaced }
}

/// Area by sum; what has none is smallest.
fn radius(sum: Option<Decimal>, largest: f64) -> f64 {
    match sum.map(float) {
        Some(sum) if largest > 0.0 && sum > 0.0 => (LARGEST * (sum / largest).sqrt()).max(SMALLEST),
        _ => SMALLEST,
    }
}

/// The shape of the country: where every municipality lies.
struct Country {
    left: f64,
    top: f64,
    scale: f64,
    height: f64,
    path: String,
    names: Vec<(&'static str, (f64, f64))>,
}

impl Country {
    fn new(places: &Places) -> Self {
        let all: Vec<(&Place, (f64, f64))> = places.iter().filter_map(|place| Some((place, project(place.position?)))).collect();
        let least = |of: fn(&(f64, f64)) -> f64| all.iter().map(|(_, at)| of(at)).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| all.iter().map(|(_, at)| of(at)).fold(f64::NEG_INFINITY, f64::max);
        let (left, right, top, bottom) = (least(|at| at.0), most(|at| at.0), least(|at| at.1), most(|at| at.1));
        let scale = if right > left { (WIDTH - 2.0 * MARGIN) / (right - left) } else { 1.0 };
        let height = if bottom > top { (bottom - top) * scale + 2.0 * MARGIN } else { WIDTH };
        let mut country = Self { left, top, scale, height, path: String::new(), names: Vec::new() };
        let placed: Vec<(&Place, (f64, f64))> = all.iter().map(|(place, at)| (*place, country.on(*at))).collect();
        country.path = dots(placed.iter().map(|(_, at)| *at));
        country.names = centres(&placed);
        country
    }

    fn on(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.left) * self.scale + MARGIN, (y - self.top) * self.scale + MARGIN)
    }

    fn of(&self, place: &Place) -> Option<(f64, f64)> {
        Some(self.on(project(place.position?)))
    }
}

/// All dots as one path: a step to each, and a line of no length with round ends there.
fn dots(all: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    let mut last: Option<(i32, i32)> = None;
    for (x, y) in all {
        #[expect(clippy::cast_possible_truncation, reason = "within the picture")]
        let at = (x.round() as i32, y.round() as i32);
        // Writing to a string cannot fail.
        let _ = match last {
            None => write!(path, "M{} {}h0", at.0, at.1),
            Some(last) if last == at => Ok(()),
            Some((x, y)) => write!(path, "m{} {}h0", at.0 - x, at.1 - y),
        };
        last = Some(at);
    }
    path
}

/// The middle of every voivodeship's municipalities, for its name.
fn centres(placed: &[(&Place, (f64, f64))]) -> Vec<(&'static str, (f64, f64))> {
    let mut sums: BTreeMap<&'static str, (f64, f64, f64)> = BTreeMap::new();
    for (place, (x, y)) in placed {
        let sum = sums.entry(place.voivodeship).or_default();
        *sum = (sum.0 + x, sum.1 + y, sum.2 + 1.0);
    }
    sums.into_iter().map(|(name, (x, y, count))| (name, (x / count, y / count))).collect()
}

/// Albers' conic projection, true to area, for Poland: parallels 50° and 54°, middle 19° E. North is up, y grows downwards.
fn project((latitude, longitude): (f64, f64)) -> (f64, f64) {
    let (first, second) = (50f64.to_radians(), 54f64.to_radians());
    let n = f64::midpoint(first.sin(), second.sin());
    let c = first.cos().powi(2) + 2.0 * n * first.sin();
    let rho = (c - 2.0 * n * latitude.to_radians().sin()).sqrt() / n;
    let theta = n * (longitude - 19.0).to_radians();
    (rho * theta.sin(), rho * theta.cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_east_is_right() {
        let [gdansk, krakow, szczecin, lublin] = [(54.35, 18.65), (50.06, 19.94), (53.43, 14.55), (51.25, 22.57)].map(project);
        assert!(gdansk.1 < krakow.1 && szczecin.0 < lublin.0);
    }

    #[test]
    fn the_whole_country_stays_small_and_inside() {
        let country = Country::new(Places::builtin());
        assert!(country.path.len() < 40_000 && country.path.matches('h').count() > 2_000, "{}", country.path.len());
        assert!((800.0..1200.0).contains(&country.height), "{}", country.height);
        assert_eq!(country.names.len(), 16);
    }

    #[test]
    fn a_municipality_nobody_can_place_is_counted() {
        let dots = [
            Dot { teryt: "999999", sum: None, title: "<x>".into() },
            Dot { teryt: "280501", sum: Some(Decimal::TEN), title: "<Ełk>".into() },
        ];
        let map = map(&dots, "name");
        let markup = map.markup.into_string();
        assert_eq!((map.unplaced, markup.matches("<circle").count()), (1, 1));
        assert!(markup.contains("&lt;Ełk&gt;") && !markup.contains("NaN") && !markup.contains("inf"));
    }

    #[test]
    fn area_grows_with_the_sum() {
        assert!((radius(Some(Decimal::from(25)), 100.0) - LARGEST / 2.0).abs() < 1e-9);
        assert!((radius(None, 0.0) - SMALLEST).abs() < 1e-9);
    }
}
