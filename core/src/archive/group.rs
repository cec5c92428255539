//! Reads the records of one fetch as [`super::encode`] wrote them.

use super::encode::truncation;
use super::exchange::{Exchange, Profile, RevisitOf};
use super::framing;
use super::record::{Header, MAX_HEADER, Stop};
use chrono::DateTime;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The records of one fetch.
pub(super) struct Group {
    pub exchange: Exchange,
    pub revisit: Option<RevisitOf>,
}

/// An input that knows how far it was read.
pub(super) struct Counted<R> {
    pub input: R,
    /// Bytes of the file before what is read next.
    pub at: u64,
    /// Bytes before the fetch that is read or was read last.
    pub fetch: u64,
}

impl<R: BufRead> Counted<R> {
    pub(super) fn new(input: R, at: u64) -> Self {
        Self { input, at, fetch: at }
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
        self.at += amount as u64;
    }
}

/// Reads the next fetch; [`Stop::End`] at the end of the file. Blocks of more than `max_block` bytes are damage.
pub(super) fn read<R: BufRead>(input: &mut Counted<R>, max_block: u64) -> Result<Group, Stop> {
    input.fetch = input.at;
    let mut exchange =
        Exchange { url: String::new(), time: 0, address: None, request: Vec::new(), answer: None, notes: Vec::new() };
    let mut revisit = None;
    let mut is_begun = false;
    loop {
        if input.fill_buf()?.is_empty() {
            return Err(if is_begun { Stop::cut() } else { Stop::End });
        }
        let (header, block) = member(input, max_block)?;
        if let Some(address) = header.address.as_deref().and_then(|address| address.parse().ok()) {
            exchange.address = Some(address);
        }
        match header.kind.as_str() {
            "warcinfo" if !is_begun => {
                input.fetch = input.at;
                continue;
            }
            "request" if !is_begun => exchange.request = block,
            "response" | "revisit" if exchange.answer.is_none() => {
                revisit = take_answer(&mut exchange, &header, block)?;
            }
            "metadata" => {
                exchange.notes = notes(&block);
                exchange.time = time(header.date.as_deref()).ok_or_else(|| broken("a record without a date"))?;
                exchange.url = header.url.ok_or_else(|| broken("a record without an address"))?;
                return Ok(Group { exchange, revisit });
            }
            kind => return Err(Stop::Broken(format!("a {kind} record where none belongs"))),
        }
        is_begun = true;
    }
}

/// Reads the gzip member at this place: one whole record.
pub(super) fn member<R: BufRead>(input: &mut Counted<R>, max_block: u64) -> Result<(Header, Vec<u8>), Stop> {
    let mut member = BufReader::new(GzDecoder::new(input));
    let header = Header::read(&mut member).map_err(|stop| match stop {
        Stop::End => broken("a gzip member without a record"),
        stop => stop,
    })?;
    if header.length > max_block {
        return Err(Stop::Broken(format!("a record of more than {max_block} bytes")));
    }
    let mut block = Vec::new();
    let read = member.by_ref().take(header.length).read_to_end(&mut block)?;
    if (read as u64) < header.length {
        return Err(broken("a record is longer than its gzip member"));
    }
    // Reading to the end is what checks the sum of the member.
    let mut rest = Vec::new();
    member.take(MAX_HEADER).read_to_end(&mut rest)?;
    if rest == b"\r\n\r\n" { Ok((header, block)) } else { Err(broken("a record does not end with its gzip member")) }
}

fn take_answer(exchange: &mut Exchange, header: &Header, mut block: Vec<u8>) -> Result<Option<RevisitOf>, Stop> {
    let body_start = framing::head_end(&block);
    let mut answer = framing::parse(&block[..body_start]).ok_or_else(|| broken("an answer without a status line"))?;
    // Nearly always a short head before a long body: moving the body costs less than a second buffer.
    block.drain(..body_start);
    answer.body = block;
    answer.truncated = header.truncated.as_deref().map(truncation);
    exchange.answer = Some(answer);
    if header.kind != "revisit" {
        return Ok(None);
    }
    let profile = header.profile.as_deref().unwrap_or_default().trim_end_matches('/');
    let profile = [Profile::NotModified, Profile::IdenticalPayload]
        .into_iter()
        .find(|known| profile.rsplit('/').next() == known.uri().rsplit('/').next())
        .ok_or_else(|| Stop::Broken(format!("a revisit of the unknown profile {profile}")))?;
    let refers_to_url = header.refers_to_url.clone().ok_or_else(|| broken("a revisit that refers to nothing"))?;
    let refers_to_time = time(header.refers_to_date.as_deref()).ok_or_else(|| broken("a revisit that refers to no time"))?;
    Ok(Some(RevisitOf { profile, refers_to_url, refers_to_time, payload_digest: header.payload_digest.clone() }))
}

fn broken(reason: &str) -> Stop {
    Stop::Broken(reason.to_owned())
}

fn time(date: Option<&str>) -> Option<i64> {
    DateTime::parse_from_rfc3339(date?).ok().map(|time| time.timestamp())
}

fn notes(block: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(block);
    let fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}
