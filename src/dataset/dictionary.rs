//! `datapackage.json`: the data dictionary, as a Frictionless Data Package.

use super::column::{Kind, Spec};
use super::schema::Table;
use serde_json::{Map, Value, json};

/// The dictionary of these tables.
pub(super) fn data_package(tables: &[Table]) -> Value {
    json!({
        "profile": "data-package",
        "name": "metryczka",
        "title": "Publicly funded projects as Polish municipal pages tell them",
        "description": "Every value is printed on a page; its words stand in `evidence`, the page's text in `pages`. \
                        Absent values are null. Offsets count bytes of UTF-8.",
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    })
}

fn resource(table: &Table) -> Value {
    let links: Vec<Value> = table
        .links
        .iter()
        .map(|(field, target)| json!({"fields": field, "reference": {"resource": target, "fields": field}}))
        .collect();
    let mut schema = json!({ "fields": table.columns.iter().map(field).collect::<Vec<_>>() });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if !links.is_empty() {
        schema["foreignKeys"] = Value::Array(links);
    }
    json!({
        "name": table.name,
        "path": format!("{}.parquet", table.name),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.doc,
        "schema": schema,
    })
}

fn field(spec: &Spec) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), spec.name.into());
    field.insert("type".into(), frictionless_type(spec.kind).into());
    field.insert("description".into(), spec.doc.into());
    if !spec.unit.is_empty() {
        field.insert("unit".into(), spec.unit.into());
    }
    match spec.kind {
        Kind::Enum(names) => _ = field.insert("constraints".into(), json!({ "enum": names })),
        Kind::Decimal(scale) => _ = field.insert("decimal".into(), json!({ "precision": 18, "scale": scale })),
        Kind::Texts => _ = field.insert("items".into(), json!({ "type": "string" })),
        Kind::Structs(specs) => {
            let fields: Vec<Value> = specs.iter().map(self::field).collect();
            field.insert("items".into(), json!({ "type": "object", "fields": fields }));
        }
        Kind::Text | Kind::Count | Kind::Flag | Kind::Date => {}
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
        Kind::Texts | Kind::Structs(_) => "array",
    }
}
