//! Pages as WARC archives: request, response and metadata of each, a gzip member a record, as large crawls publish them.

use crate::arguments::Arguments;
use crate::{Page, poison};
use metryczka::archive::{Answer, Exchange, encode};
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Archives that are filled one after the other.
pub struct Archive<'a> {
    arguments: &'a Arguments,
    open: Option<BufWriter<File>>,
    /// Archives begun.
    files: usize,
    /// Pages written, without poison.
    pages: usize,
    bytes: u64,
    last: usize,
}

impl<'a> Archive<'a> {
    pub fn new(arguments: &'a Arguments) -> Self {
        Self { arguments, open: None, files: 0, pages: 0, bytes: 0, last: 0 }
    }

    pub fn write(&mut self, pages: &[Page]) -> io::Result<()> {
        let packed: Vec<Vec<u8>> = pages.par_iter().map(pack).collect();
        for (page, bytes) in pages.iter().zip(packed) {
            if self.files < self.arguments.files && self.pages == self.arguments.first_of(self.files) {
                self.begin()?;
            }
            self.append(&bytes)?;
            if self.arguments.poison
                && let Some(bad) = poison::after(self.pages, self.arguments, page.time)
            {
                self.append(&pack(&bad))?;
            }
            self.pages += 1;
        }
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        self.flush()?;
        let name = format!("pages-{:05}.warc.gz", self.files);
        self.open = Some(BufWriter::with_capacity(1 << 20, File::create(self.arguments.out.join(name))?));
        self.files += 1;
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        (self.bytes, self.last) = (self.bytes + bytes.len() as u64, bytes.len());
        self.open.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<Option<File>> {
        self.open.take().map(|file| file.into_inner().map_err(io::IntoInnerError::into_error)).transpose()
    }

    /// Ends the last archive, cut in the middle of its last page where it is to be poisoned; returns the bytes of all.
    pub fn finish(mut self) -> io::Result<u64> {
        if let Some(file) = self.flush()?.filter(|_| self.arguments.poison) {
            file.set_len(file.metadata()?.len() - self.last as u64 / 2)?;
        }
        Ok(self.bytes)
    }
}

fn pack(page: &Page) -> Vec<u8> {
    let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
    let mut headers = vec![header("Server", "Apache"), header("Content-Type", &page.content_type)];
    headers.extend(page.content_encoding.map(|coding| header("Content-Encoding", coding)));
    let answer = Answer { status: 200, reason: "OK".to_owned(), headers, body: page.body.clone(), truncated: None };
    let (host, path) = page.url.trim_start_matches("http://").split_at(page.url[7..].find('/').unwrap_or(0));
    let exchange = Exchange {
        url: page.url.clone(),
        time: page.time,
        address: None,
        request: format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n").into_bytes(),
        answer: Some(answer),
        notes: vec![("fetchTimeMs".to_owned(), (page.time % 900).to_string())],
    };
    encode(&exchange, None).bytes().to_vec()
}
