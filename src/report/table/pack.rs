//! Details packed in blocks, so that a report of thousands of projects stays a file that can be sent by post.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, GzBuilder};
use serde_json::Value;
use std::io::Write;

/// Projects of a block: more make the file smaller, and the first look into a block slower.
pub(super) const BLOCK: usize = 64;

/// A block of details: JSON → gzip → base64. Nothing of time or system is in it: the same details give the same text.
pub(super) fn pack(details: &[Value]) -> String {
    let mut gzip = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    // A vector takes whatever is written into it.
    let written = serde_json::to_vec(details).ok().and_then(|json| gzip.write_all(&json).ok());
    let bytes = written.and_then(|()| gzip.finish().ok()).unwrap_or_default();
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::io::Read;

    #[test]
    fn a_block_comes_back_as_it_was_and_always_the_same() {
        let details = [json!({"f": [["title", "Żłobek </script>"]]}), json!({"f": []})];
        let packed = pack(&details);
        assert_eq!(packed, pack(&details));
        let bytes = STANDARD.decode(&packed).unwrap();
        assert_eq!(bytes[4..8], [0; 4], "a time is written into the header");
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!(details));
    }
}
