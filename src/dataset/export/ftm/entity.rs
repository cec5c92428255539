//! One entity, and the lines they are written into.

use crate::dataset::error::DatasetError;
use crate::resolve::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Begins every id, so that entities of several sources can lie together.
const PREFIX: &str = "metryczka";

/// The types of the model whose values have a greatest length, in characters.
const NAME: usize = 384;
const STRING: usize = 1024;
const TEXT: usize = 65_000;
const IDENTIFIER: usize = 64;
const URL: usize = 4096;
const ADDRESS: usize = 250;

/// An entity: its properties' values are all texts.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    /// One without properties yet.
    pub(super) fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// A value of type `name`. One without a letter or digit is none; one that is too long is cut, and marked so.
    pub(super) fn name(&mut self, property: &'static str, value: &str) {
        if value.contains(char::is_alphanumeric) {
            self.add(property, shortened(value, NAME));
        }
    }

    /// A value of type `string`; cut and marked if it is too long.
    pub(super) fn string(&mut self, property: &'static str, value: &str) {
        self.add(property, shortened(value, STRING));
    }

    /// A value of type `address`; cut and marked if it is too long.
    pub(super) fn address(&mut self, property: &'static str, value: &str) {
        self.add(property, shortened(value, ADDRESS));
    }

    /// A value of type `text`; cut and marked if it is too long.
    pub(super) fn text(&mut self, property: &'static str, value: &str) {
        self.add(property, shortened(value, TEXT));
    }

    /// A value of type `identifier`. Returns whether it fits: half a number is a wrong one.
    pub(super) fn identifier(&mut self, property: &'static str, value: &str) -> bool {
        let fits = value.chars().count() <= IDENTIFIER;
        if fits {
            self.add(property, value.to_owned());
        }
        fits
    }

    /// A value of type `url`: only addresses of the web, whole.
    pub(super) fn url(&mut self, property: &'static str, value: &str) {
        let web = value.starts_with("http://") || value.starts_with("https://");
        if web && value.chars().count() <= URL {
            self.add(property, value.to_owned());
        }
    }

    /// A value of the types `date`, `number`, `country` and `entity`, which is made by the caller as the type wants it.
    pub(super) fn exact(&mut self, property: &'static str, value: impl Into<String>) {
        self.add(property, value.into());
    }

    /// What identifies it.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    fn add(&mut self, property: &'static str, value: String) {
        let values = self.properties.entry(property).or_default();
        if !value.trim().is_empty() {
            values.push(value);
        }
    }
}

/// At most so many characters; an ellipsis stands for the rest.
fn shortened(value: &str, most: usize) -> String {
    match value.char_indices().nth(most) {
        None => value.to_owned(),
        Some(_) => value.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// Whether a title is cut where it stands as a name.
pub(super) fn is_cut(name: &str) -> bool {
    name.chars().nth(NAME).is_some()
}

/// The id of an entity that has one in the tables.
pub(super) fn id(kind: &str, id: &str) -> String {
    format!("{PREFIX}-{kind}-{id}")
}

/// The id of an entity that follows from several texts: 40 hexadecimal digits of their SHA-256.
pub(super) fn hashed(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    id(kind, &hex(&hash.finalize()[..20]))
}

/// A time in UTC as the model has it: `2026-11-22T05:32:10`, without the letter of the zone. Nothing if it is written otherwise.
pub(super) fn moment(written: &str) -> Option<&str> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let fits =
        |text: &str| text.bytes().zip(SHAPE).all(|(c, &shape)| if shape == b'0' { c.is_ascii_digit() } else { c == shape });
    let (time, zone) = (written.get(..SHAPE.len())?, written.get(SHAPE.len()..)?);
    let fraction = zone.strip_suffix('Z')?;
    let digits = fraction.strip_prefix('.').is_some_and(|rest| rest.bytes().all(|c| c.is_ascii_digit()));
    (fits(time) && (fraction.is_empty() || digits)).then_some(time)
}

/// Where entities go, one a line.
pub(super) struct Lines<'o> {
    edition: &'o Path,
    out: BufWriter<&'o mut dyn Write>,
    written: usize,
}

impl<'o> Lines<'o> {
    /// Of an edition, into `out`.
    pub(super) fn new(edition: &'o Path, out: &'o mut dyn Write) -> Self {
        Self { edition, out: BufWriter::new(out), written: 0 }
    }

    /// Writes an entity; properties without a value are left out, and values that stand there already.
    pub(super) fn write(&mut self, mut entity: Entity) -> Result<(), DatasetError> {
        entity.properties.retain(|_, values| {
            let mut seen = HashSet::with_capacity(values.len());
            values.retain(|value| seen.insert(value.clone()));
            !values.is_empty()
        });
        let line = serde_json::to_writer(&mut self.out, &entity).map_err(std::io::Error::from);
        line.and_then(|()| self.out.write_all(b"\n")).map_err(DatasetError::io("write the entities of", self.edition))?;
        self.written += 1;
        Ok(())
    }

    /// The number of lines since this was last asked.
    pub(super) fn taken(&mut self) -> usize {
        std::mem::take(&mut self.written)
    }

    /// Hands on what is still held back.
    pub(super) fn finish(mut self) -> Result<(), DatasetError> {
        self.out.flush().map_err(DatasetError::io("write the entities of", self.edition))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_the_model_s_way_or_not_at_all() {
        assert_eq!(moment("2026-11-22T05:32:10Z"), Some("2026-11-22T05:32:10"));
        assert_eq!(moment("2026-11-22T05:32:10.125Z"), Some("2026-11-22T05:32:10"));
        for other in [
            "",
            "2026-11-22T05:32:10+01:00",
            "2026-11-22",
            "22.11.2026 05:32:10Z!",
            "2026-11-22T05:32:10.xZ",
            "żółw żółw żółw żółw Z",
        ] {
            assert_eq!(moment(other), None, "{other}");
        }
    }

    #[test]
    fn a_title_of_a_thousand_letters_is_cut_between_letters() {
        let cut = shortened(&"ż".repeat(1000), NAME);
        assert_eq!(cut.chars().count(), NAME);
        assert!(cut.ends_with("ż…") && is_cut(&"ż".repeat(1000)) && !is_cut(&"ż".repeat(NAME)));
    }

    #[test]
    fn a_number_is_never_cut_and_an_address_is_of_the_web() {
        let mut entity = Entity::new("x".into(), "Project");
        assert!(!entity.identifier("projectId", &"1".repeat(65)));
        entity.url("sourceUrl", "javascript:alert(1)");
        entity.url("sourceUrl", "https://bip.example/a");
        entity.name("name", "„”");
        entity.url("sourceUrl", "https://bip.example/a");
        let mut line = Vec::new();
        let mut lines = Lines::new(Path::new("edition"), &mut line);
        lines.write(entity).unwrap();
        lines.finish().unwrap();
        let expected = r#"{"id":"x","schema":"Project","properties":{"sourceUrl":["https://bip.example/a"]}}"#;
        assert_eq!(String::from_utf8(line).unwrap(), format!("{expected}\n"));
    }

    #[test]
    fn parts_of_an_id_do_not_run_together() {
        assert_ne!(hashed("body", &["ab", "c"]), hashed("body", &["a", "bc"]));
    }
}
