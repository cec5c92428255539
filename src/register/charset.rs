//! A CSV file's bytes → text, piece by piece.
//!
//! Which character set the bytes are of is told as for a page (`page::Decoded`): by a byte order mark, by being UTF-8, by the letters
//! in which windows-1250 and ISO-8859-2 differ. The lines with such letters are gathered from the whole file until there is enough to
//! tell, for the first thousand titles may do without.

use crate::page::{Decoded, PageError};
use encoding_rs::{Decoder, Encoding, UTF_8};
use std::io::{self, BufRead, Read};

/// Bytes of lines with letters outside ASCII that settle the question.
const SAMPLE: usize = 256 << 10;

/// Bytes of one line that are looked at.
const LINE: usize = 16 << 10;

/// Finds out the character set of a file.
///
/// # Errors
/// When the file cannot be read; the inner error when it is no text.
pub(super) fn detect(mut file: impl BufRead) -> io::Result<Result<&'static Encoding, PageError>> {
    let head = file.fill_buf()?.to_vec();
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(Ok(encoding));
    }
    // What begins like a file of another kind is one, whatever its lines hold.
    let mut sample =
        head.split_inclusive(|&byte| byte == b'\n').next().map(|line| line[..line.len().min(LINE)].to_vec()).unwrap_or_default();
    let mut line = Vec::new();
    while sample.len() < SAMPLE {
        line.clear();
        if (&mut file).take(LINE as u64).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !line.is_ascii() || line.contains(&0) {
            sample.extend(&line);
        }
    }
    if sample.trim_ascii().is_empty() {
        return Ok(Ok(UTF_8));
    }
    let found = Decoded::new(&sample, None, &crate::page::Limits::default());
    Ok(found.map(|decoded| Encoding::for_label(decoded.charset().as_bytes()).unwrap_or(UTF_8)))
}

/// Reads bytes of one character set as UTF-8. What cannot be read becomes U+FFFD.
pub(super) struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    /// Bytes of `input` that are read and not decoded.
    waiting: std::ops::Range<usize>,
    output: Vec<u8>,
    /// Bytes of `output` not handed on.
    ready: std::ops::Range<usize>,
    is_over: bool,
    /// Whether the last byte handed on stands for a carriage return, whose line feed is still to come.
    after_return: bool,
}

/// Bytes decoded at a time.
const PIECE: usize = 64 << 10;

impl<R: Read> Utf8<R> {
    /// Begins at the start of a file; a byte order mark is dropped.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder();
        Self {
            inner,
            decoder,
            input: vec![0; PIECE],
            waiting: 0..0,
            output: vec![0; 3 * PIECE],
            ready: 0..0,
            is_over: false,
            after_return: false,
        }
    }

    fn decode(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            let read = self.inner.read(&mut self.input)?;
            self.waiting = 0..read;
            self.is_over = read == 0;
        }
        let (_, read, written, _) =
            self.decoder.decode_to_utf8(&self.input[self.waiting.clone()], &mut self.output, self.is_over);
        self.waiting.start += read;
        self.ready = 0..self.with_plain_line_ends(written);
        Ok(())
    }

    /// Makes every line of the output end with one line feed, whatever system wrote the file, so that lines can be counted. Returns
    /// the number of bytes left.
    fn with_plain_line_ends(&mut self, written: usize) -> usize {
        if !self.after_return && memchr::memchr(b'\r', &self.output[..written]).is_none() {
            return written;
        }
        let mut kept = 0;
        for at in 0..written {
            let byte = self.output[at];
            let is_second = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_second {
                self.output[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() {
            if self.is_over && self.waiting.is_empty() {
                return Ok(0);
            }
            self.decode()?;
        }
        let length = into.len().min(self.ready.len());
        into[..length].copy_from_slice(&self.output[self.ready.start..self.ready.start + length]);
        self.ready.start += length;
        Ok(length)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use encoding_rs::{ISO_8859_2, WINDOWS_1250};

    fn through(bytes: &[u8]) -> (&'static str, String) {
        let encoding = detect(bytes).unwrap().unwrap();
        let mut text = String::new();
        // One byte at a time, so that letters are cut.
        struct Slow<'b>(&'b [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let length = self.0.len().min(1).min(into.len());
                into[..length].copy_from_slice(&self.0[..length]);
                self.0 = &self.0[length..];
                Ok(length)
            }
        }
        Utf8::new(Slow(bytes), encoding).read_to_string(&mut text).unwrap();
        (encoding.name(), text)
    }

    const TEXT: &str = "Tytuł projektu;Wartość\nŹródło ścieżki, książka;1\n";

    #[test]
    fn the_bytes_tell_the_four_character_sets_apart() {
        assert_eq!(through(TEXT.as_bytes()), ("UTF-8", TEXT.into()));
        assert_eq!(through(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()), ("UTF-8", TEXT.into()));
        assert_eq!(through(&WINDOWS_1250.encode(TEXT).0), ("windows-1250", TEXT.into()));
        assert_eq!(through(&ISO_8859_2.encode(TEXT).0), ("ISO-8859-2", TEXT.into()));
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(through(&wide), ("UTF-16LE", TEXT.into()));
    }

    #[test]
    fn letters_that_come_only_after_a_megabyte_still_tell() {
        let text = format!("{}{TEXT}", "abc;1\n".repeat(200_000));
        assert_eq!(through(&WINDOWS_1250.encode(&text).0).0, "windows-1250");
    }

    #[test]
    fn lines_end_alike_whatever_system_wrote_them() {
        assert_eq!(through(b"a\r\nb\rc\n\r\nd").1, "a\nb\nc\n\nd");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(detect(&b"%PDF-1.4 abc"[..]).unwrap().is_err());
        assert!(detect(&b"abc\n\0\0\0\x01"[..]).unwrap().is_err());
    }
}
