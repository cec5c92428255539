//! Makes a stranger's PDF safe to read.
//!
//! The reader unpacks whatever a document holds and follows every drawing into the drawings it calls, with no limit: a few hundred
//! bytes can unpack to gigabytes, and a drawing that calls itself overflows the stack, which no `catch_unwind` catches.

use super::{KIND, broken};
use crate::page::PageError;
use flate2::bufread::ZlibDecoder;
use memchr::memmem;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;
use std::io::Read;

/// Bytes all parts of a document may unpack to, pictures included.
pub(super) const MAX_INFLATED: u64 = 256 << 20;

/// Operations drawing one sheet may take, all drawings it calls included.
const MAX_OPERATIONS: usize = 2_000_000;

/// Refuses a document that unpacks to more than `limit` bytes, before anything is kept of it.
pub(super) fn inflates_within(limit: u64, bytes: &[u8]) -> Result<(), PageError> {
    let mut left = limit;
    for at in memmem::find_iter(bytes, b"stream") {
        let data = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        // Anything but deflated data fails at once; what it was counts little.
        let mut counted = ZlibDecoder::new(data).take(left + 1);
        let inflated = count(&mut counted);
        if inflated > left {
            return Err(PageError::TooLarge { bytes: limit as usize + 1, limit: limit as usize });
        }
        left -= inflated;
    }
    Ok(())
}

/// Bytes that can be read, up to the first fault.
fn count(input: &mut impl Read) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut total = 0;
    while let Ok(read @ 1..) = input.read(&mut buffer) {
        total += read as u64;
    }
    total
}

/// Empties pictures, and drawings that call themselves or too many others; refuses sheets too costly to draw.
pub(super) fn tame<'a>(document: &mut Document, sheets: impl Iterator<Item = &'a ObjectId>) -> Result<(), PageError> {
    let mut costs = Costs { document, known: BTreeMap::new() };
    let ids: Vec<ObjectId> = costs.document.objects.keys().copied().collect();
    for id in &ids {
        costs.of_drawing(*id, 0);
    }
    for sheet in sheets {
        costs.of_sheet(*sheet)?;
    }
    let emptied: Vec<ObjectId> =
        costs.known.iter().filter(|(_, cost)| matches!(cost, Cost::Emptied)).map(|(id, _)| *id).collect();
    for id in emptied {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        }
    }
    Ok(())
}

/// Drawings inside drawings that are followed.
const MAX_NESTING: usize = 16;

/// What drawing an object takes.
#[derive(Clone, Copy)]
enum Cost {
    /// Operations.
    Counted(usize),
    /// It is being counted: whoever calls it now is called by it.
    Open,
    /// It is a picture, or not to be followed.
    Emptied,
}

struct Costs<'d> {
    document: &'d Document,
    known: BTreeMap<ObjectId, Cost>,
}

impl Costs<'_> {
    fn of_drawing(&mut self, id: ObjectId, nesting: usize) -> Cost {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let Some(Object::Stream(stream)) = self.document.objects.get(&id) else { return Cost::Counted(0) };
        let cost = match stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default() {
            b"Form" if nesting < MAX_NESTING => {
                self.known.insert(id, Cost::Open);
                let resources = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
                let counted = plain(stream).and_then(|content| self.of_content(&content, resources, nesting));
                counted.map_or(Cost::Emptied, Cost::Counted)
            }
            b"Form" | b"Image" | b"PS" => Cost::Emptied,
            _ => return Cost::Counted(0),
        };
        self.known.insert(id, cost);
        cost
    }

    /// Operations of some content; `None` if it cannot be read, calls itself or what it does not name, or takes too many.
    fn of_content(&mut self, content: &[u8], resources: Option<&Dictionary>, nesting: usize) -> Option<usize> {
        let content = Content::decode(content).ok()?;
        let drawings =
            resources.and_then(|resources| resources.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok());
        let mut cost = content.operations.len();
        for call in content.operations.iter().filter(|operation| operation.operator == "Do") {
            let name = call.operands.first().and_then(|name| name.as_name().ok())?;
            let drawing = drawings?.get(name).and_then(Object::as_reference).ok()?;
            cost += match self.of_drawing(drawing, nesting + 1) {
                Cost::Counted(operations) => operations,
                Cost::Emptied => 1,
                Cost::Open => return None,
            };
            if cost > MAX_OPERATIONS {
                return None;
            }
        }
        Some(cost)
    }

    fn of_sheet(&mut self, id: ObjectId) -> Result<(), PageError> {
        let content = self.document.get_page_content(id).map_err(broken)?;
        let own = self.document.get_page_resources(id).map_err(broken)?;
        let inherited = own.1.first().and_then(|id| self.document.get_dictionary(*id).ok());
        match self.of_content(&content, own.0.or(inherited), 0) {
            Some(_) => Ok(()),
            None => Err(PageError::BrokenDocument { kind: KIND, reason: "a sheet is damaged or too costly to draw".to_owned() }),
        }
    }
}

fn plain(stream: &Stream) -> Option<Vec<u8>> {
    match stream.filters() {
        Ok(_) => stream.decompressed_content().ok(),
        Err(_) => Some(stream.content.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io;

    #[test]
    fn a_small_file_that_unpacks_to_gigabytes_is_refused() {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        io::copy(&mut io::repeat(b' ').take(1 << 20), &mut packed).unwrap_or_default();
        let packed = packed.finish().unwrap_or_default();
        let part = [b"stream\r\n".as_slice(), &packed, b"\nendstream\n"].concat();
        assert!(inflates_within(2 << 20, &part).is_ok());
        assert!(matches!(inflates_within(2 << 20, &[part.as_slice(), &part, &part].concat()), Err(PageError::TooLarge { .. })));
    }

    /// Documents of one sheet that draws `/A`, which draws what `inner` says.
    fn nested(inner: &str) -> (Document, ObjectId) {
        let mut document = Document::with_version("1.5");
        let mut resources = Dictionary::new();
        let mut drawings = Dictionary::new();
        let drawing = document.new_object_id();
        drawings.set("A", drawing);
        resources.set("XObject", drawings);
        let mut dict = Dictionary::new();
        dict.set("Subtype", Object::Name(b"Form".to_vec()));
        dict.set("Resources", resources.clone());
        document.objects.insert(drawing, Object::Stream(Stream::new(dict, inner.as_bytes().to_vec())));
        let content = document.add_object(Stream::new(Dictionary::new(), b"/A Do".to_vec()));
        let mut sheet = Dictionary::new();
        sheet.set("Contents", content);
        sheet.set("Resources", resources);
        let sheet = document.add_object(sheet);
        (document, sheet)
    }

    fn content(document: &Document) -> Option<usize> {
        let forms =
            document.objects.values().filter_map(|object| object.as_stream().ok()).find(|stream| stream.dict.has(b"Subtype"));
        forms.map(|form| form.content.len())
    }

    #[test]
    fn a_drawing_that_draws_itself_is_emptied() {
        let (mut document, sheet) = nested("/A Do");
        assert!(tame(&mut document, [sheet].iter()).is_ok());
        assert_eq!(content(&document), Some(0));
    }

    #[test]
    fn an_ordinary_drawing_stays() {
        let (mut document, sheet) = nested("0 0 m");
        assert!(tame(&mut document, [sheet].iter()).is_ok());
        assert_eq!(content(&document), Some(5));
    }
}
