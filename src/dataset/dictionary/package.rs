//! `datapackage.json`: an edition as a Frictionless Data Package, version 2 (<https://datapackage.org>).
//!
//! What the standard has no word for (`unit`, `rows`, `temporal`, …) stands in properties of its own, which it allows. Where the
//! standard and its own tool (`frictionless`, Python) part, what the tool understands is written, so that `frictionless validate`
//! tests the data:
//! * It reads Parquet through pandas, where lists become arrays of numpy, which its type `array` refuses: they are `any`, and `items`
//!   says of what.
//! * There, too, an absent whole number is `nan`: such fields name it as a missing value.
//! * It counts no bytes of Parquet, and calls every `bytes` wrong: the size stands in `file_size`.

use super::About;
use crate::table::Table;
use crate::table::{Kind, Spec};
use serde_json::{Map, Value, json};

const SCHEMA: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

const DESCRIPTION: &str = "One row a project in `projects`; how municipalities compare in `municipalities`. A value is printed on a \
     page unless its column is derived (`derived: true`); its words stand in `evidence`, the page's text in `pages`. Absent values \
     are null, never zero. Offsets count bytes of UTF-8. `dictionary.md` describes every column.";

/// The description of an edition with these tables.
pub(in crate::dataset) fn data_package(tables: &[Table], about: &About<'_>) -> Value {
    let edition = about.edition;
    let mut package = json!({
        "$schema": SCHEMA,
        // Names of packages are in lower case.
        "name": format!("metryczka-{}", edition.edition.to_lowercase()),
        "title": "Publicly funded projects as Polish municipal pages tell them",
        "description": DESCRIPTION,
        "version": edition.edition,
        "created": edition.created,
        "metryczka": {
            "schema": edition.schema,
            "code_version": edition.code_version,
            "vocabulary_digest": edition.vocabulary_digest,
            "archive_digest": edition.archive_digest,
        },
        "sources": sources(),
        "spatial": spatial(about),
        "resources": tables.iter().map(|table| resource(table, about)).collect::<Vec<_>>(),
    });
    if let Some((first, last)) = &about.fetched {
        package["temporal"] = json!({ "start": first, "end": last });
    }
    if let Some(licence) = about.licence {
        package["licenses"] = json!([self::licence(licence)]);
    }
    package
}

/// Where the values are from. The facts are those of public pages; the numbers of places are somebody's work and ask for credit.
fn sources() -> Value {
    json!([
        { "title": "Web pages of Polish municipalities and their units; address and time of each in the table `pages`" },
        {
            "title": "Built-in gazetteer, made from GeoNames (CC BY 4.0): columns `teryt`, `voivodeship` and what follows from them",
            "path": "https://www.geonames.org/",
        },
    ])
}

fn spatial(about: &About<'_>) -> Value {
    let source = |(teryt, name): &(Option<String>, String)| {
        let mut source = json!({ "name": name });
        if let Some(teryt) = teryt {
            source["teryt"] = teryt.as_str().into();
        }
        source
    };
    json!({ "country": "PL", "municipalities": about.sources.iter().map(source).collect::<Vec<_>>() })
}

/// An address is where the licence stands, a word its identifier (SPDX), anything else its title.
fn licence(text: &str) -> Value {
    if text.starts_with("https://") || text.starts_with("http://") {
        json!({ "path": text })
    } else if text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._".contains(letter)) {
        json!({ "name": text })
    } else {
        json!({ "name": "other", "title": text })
    }
}

fn resource(table: &Table, about: &About<'_>) -> Value {
    let mut resource = json!({
        "name": table.name,
        "type": "table",
        "path": format!("{}.parquet", table.name),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "encoding": "utf-8",
        "description": table.doc,
    });
    if let Some(file) = about.edition.tables.get(table.name) {
        resource["file_size"] = file.bytes.into();
        resource["hash"] = format!("sha256:{}", file.sha256).into();
        resource["rows"] = file.rows.into();
    }
    resource["schema"] = schema(table);
    resource
}

fn schema(table: &Table) -> Value {
    let is_key = |spec: &Spec| table.key.contains(&spec.name);
    let mut schema = json!({
        "fields": table.columns.iter().map(|spec| field(spec, is_key(spec))).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    let link = |(field, target): &(&str, &str)| json!({"fields": [field], "reference": {"resource": target, "fields": [field]}});
    if !table.links.is_empty() {
        schema["foreignKeys"] = table.links.iter().map(link).collect();
    }
    schema
}

fn field(spec: &Spec, is_key: bool) -> Value {
    let mut field = Map::new();
    let mut constraints = Map::new();
    field.insert("name".into(), spec.name.into());
    field.insert("type".into(), frictionless_type(spec.kind).into());
    field.insert("description".into(), spec.doc.into());
    if !spec.unit.is_empty() {
        field.insert("unit".into(), spec.unit.into());
    }
    if spec.is_derived() {
        field.insert("derived".into(), true.into());
    }
    if is_key {
        constraints.insert("required".into(), true.into());
    }
    match spec.kind {
        Kind::Enum(names) => _ = constraints.insert("enum".into(), json!(names)),
        Kind::Decimal(scale) => _ = field.insert("decimal".into(), json!({ "precision": 18, "scale": scale })),
        Kind::Texts => _ = field.insert("items".into(), json!({ "type": "string" })),
        Kind::Structs(specs) => {
            let fields: Vec<Value> = specs.iter().map(|spec| self::field(spec, false)).collect();
            field.insert("items".into(), json!({ "type": "object", "fields": fields }));
        }
        Kind::Count => _ = field.insert("missingValues".into(), json!(["", "nan"])),
        Kind::Text | Kind::Flag | Kind::Date => {}
    }
    if !constraints.is_empty() {
        field.insert("constraints".into(), constraints.into());
    }
    Value::Object(field)
}

const fn frictionless_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Enum(_) => "string",
        Kind::Decimal(_) => "number",
        Kind::Count => "integer",
        Kind::Flag => "boolean",
        Kind::Date => "date",
        Kind::Texts | Kind::Structs(_) => "any",
    }
}
