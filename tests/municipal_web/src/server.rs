//! A small HTTP/1.1 server on loopback: one port, an address for each machine of the web.

use crate::answer::{Asked, Response, Wire};
use crate::web::Web;
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Bytes of a request's head beyond which the connection is closed.
const LONGEST_HEAD: usize = 16 << 10;

/// A web that is being served.
#[derive(Debug)]
pub struct Running {
    /// The port, the same on all machines.
    pub port: u16,
    shared: Arc<Shared>,
    listeners: JoinSet<()>,
}

#[derive(Debug)]
struct Shared {
    web: Arc<Web>,
    cache: Mutex<Cache>,
    hosts: Mutex<HashMap<String, u32>>,
}

#[derive(Debug, Default)]
struct Cache {
    bytes: usize,
    pages: HashMap<String, Arc<Vec<u8>>>,
}

/// Serves a web on all its machines at one port; 0 chooses a free one. Must be called within a tokio runtime.
///
/// # Errors
/// If an address cannot be bound.
pub async fn serve(web: Arc<Web>, port: u16) -> io::Result<Running> {
    let machines = web.machines();
    let mut attempt = 0;
    let bound = loop {
        match bind(&machines, port).await {
            Ok(bound) => break bound,
            Err(error) if port != 0 || attempt > 20 => return Err(error),
            Err(_) => attempt += 1,
        }
    };
    let shared = Arc::new(Shared { web, cache: Mutex::default(), hosts: Mutex::default() });
    let port = bound.first().map(TcpListener::local_addr).transpose()?.map_or(port, |address| address.port());
    let mut listeners = JoinSet::new();
    for listener in bound {
        listeners.spawn(accept(listener, shared.clone()));
    }
    Ok(Running { port, shared, listeners })
}

async fn bind(machines: &[Ipv4Addr], port: u16) -> io::Result<Vec<TcpListener>> {
    let mut port = port;
    let mut bound = Vec::new();
    for machine in machines {
        let listener = TcpListener::bind(SocketAddr::from((*machine, port))).await?;
        port = listener.local_addr()?.port();
        bound.push(listener);
    }
    Ok(bound)
}

impl Running {
    /// Where a host is served.
    pub fn address(&self, host: &str) -> Option<SocketAddr> {
        let site = self.shared.web.site(host)?;
        Some(SocketAddr::from((site.host.machine, self.port)))
    }

    /// The web.
    pub fn web(&self) -> &Arc<Web> {
        &self.shared.web
    }

    /// How often each address (host and path with query) was asked for.
    pub fn requests(&self) -> HashMap<String, u32> {
        self.shared.web.counts.lock().map(|counts| counts.clone()).unwrap_or_default()
    }

    /// How many requests came altogether, without copying the counts of each address.
    pub fn total(&self) -> u64 {
        self.shared.hosts.lock().map(|hosts| hosts.values().map(|count| u64::from(*count)).sum()).unwrap_or_default()
    }

    /// Forgets the counts.
    pub fn forget_requests(&self) {
        if let Ok(mut counts) = self.shared.web.counts.lock() {
            counts.clear();
        }
        if let Ok(mut hosts) = self.shared.hosts.lock() {
            hosts.clear();
        }
    }

    /// Stops listening and closes all connections.
    pub async fn stop(mut self) {
        self.listeners.shutdown().await;
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(connection(stream, shared.clone()));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn connection(mut stream: TcpStream, shared: Arc<Shared>) {
    let mut buffer = Vec::with_capacity(2_048);
    loop {
        let end = loop {
            if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if buffer.len() > LONGEST_HEAD || matches!(stream.read_buf(&mut buffer).await, Ok(0) | Err(_)) {
                return;
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        match reply(&mut stream, &shared, &head).await {
            Ok(true) => {}
            _ => return,
        }
    }
}

/// The parts of a request's head that are looked at.
struct Head<'a> {
    method: &'a str,
    path: &'a str,
    host: &'a str,
    if_none_match: Option<&'a str>,
    if_modified_since: Option<&'a str>,
    gzip: bool,
    close: bool,
}

fn read_head(head: &str) -> Option<Head<'_>> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?, first.next()?);
    // An address in absolute form, as to a proxy, names the host itself.
    let rest = path.strip_prefix("http://");
    let (named, path) = match rest {
        Some(rest) => rest.find('/').map_or((Some(rest), "/"), |at| (Some(&rest[..at]), &rest[at..])),
        None => (None, path),
    };
    let mut out =
        Head { method, path, host: named.unwrap_or(""), if_none_match: None, if_modified_since: None, gzip: false, close: false };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" if named.is_none() => out.host = value,
            "if-none-match" => out.if_none_match = Some(value),
            "if-modified-since" => out.if_modified_since = Some(value),
            "accept-encoding" => out.gzip = value.contains("gzip"),
            "connection" => out.close = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    out.host = out.host.split(':').next().unwrap_or_default();
    Some(out)
}

/// Answers one request; false closes the connection.
async fn reply(stream: &mut TcpStream, shared: &Shared, head: &str) -> io::Result<bool> {
    let Some(head) = read_head(head) else { return Ok(false) };
    let address = format!("{}{}", head.host, head.path);
    let before = count(&shared.web.counts, &address);
    let host_before = count(&shared.hosts, head.host);
    let asked = Asked {
        if_none_match: head.if_none_match,
        if_modified_since: head.if_modified_since,
        gzip: head.gzip,
        before,
        host_before,
    };
    let plain = asked.if_none_match.is_none() && asked.if_modified_since.is_none() && head.method == "GET";
    let key = format!("{}{}{address}", u8::from(head.gzip), shared.web.day());
    let limit = shared.web.settings().cache_bytes;
    let cachable = plain && limit > 0 && !shared.web.faults().iter().any(|fault| fault.host == head.host);
    if cachable && let Some(bytes) = shared.cache.lock().ok().and_then(|cache| cache.pages.get(&key).cloned()) {
        stream.write_all(&bytes).await?;
        return Ok(!head.close);
    }
    let response = shared.web.answer(head.host, head.path, &asked);
    if response.wire != Wire::Whole {
        return misbehave(stream, &response).await;
    }
    let mut bytes = start_of(&response, response.body.len());
    if head.method != "HEAD" {
        bytes.extend_from_slice(&response.body);
    }
    if cachable {
        keep(shared, key, Arc::new(bytes.clone()), limit);
    }
    stream.write_all(&bytes).await?;
    Ok(!head.close)
}

fn count(counts: &Mutex<HashMap<String, u32>>, of: &str) -> u32 {
    let Ok(mut counts) = counts.lock() else { return 0 };
    if let Some(count) = counts.get_mut(of) {
        *count += 1;
        return *count - 1;
    }
    counts.insert(of.to_owned(), 1);
    0
}

/// Keeps a page; when there are too many, all are forgotten, which is simple and bounded.
fn keep(shared: &Shared, key: String, bytes: Arc<Vec<u8>>, limit: usize) {
    let Ok(mut cache) = shared.cache.lock() else { return };
    if cache.bytes + bytes.len() > limit {
        cache.pages.clear();
        cache.bytes = 0;
    }
    cache.bytes += bytes.len();
    cache.pages.insert(key, bytes);
}

fn start_of(response: &Response, length: usize) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {} {}\r\nServer: municipal-web\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    if response.status != 304 {
        out.push_str(&format!("Content-Length: {length}\r\n"));
    }
    out.push_str("\r\n");
    out.into_bytes()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Answer",
    }
}

async fn misbehave(stream: &mut TcpStream, response: &Response) -> io::Result<bool> {
    let body = &response.body;
    match response.wire {
        Wire::Whole => {}
        Wire::Reset => {
            stream.write_all(&start_of(response, body.len())).await?;
            stream.write_all(&body[..body.len() / 2]).await?;
            // Closing with unsent or unread data and no lingering sends a reset.
            stream.set_zero_linger()?;
        }
        Wire::Slow(rate) => {
            stream.write_all(&start_of(response, body.len())).await?;
            for piece in body.chunks((rate as usize / 10).max(1)) {
                stream.write_all(piece).await?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Wire::WrongLength(by) => {
            let length = (body.len() as i64 + i64::from(by)).max(0) as usize;
            stream.write_all(&start_of(response, length)).await?;
            stream.write_all(body).await?;
        }
        Wire::EndlessHeaders => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            for number in 0..1_000_000 {
                stream.write_all(format!("X-Naglowek-{number}: {}\r\n", "a".repeat(200)).as_bytes()).await?;
            }
        }
        Wire::Silent => tokio::time::sleep(Duration::from_secs(3_600)).await,
    }
    Ok(false)
}

/// A web served by threads of its own, for callers without a runtime. Dropping it stops the server.
#[derive(Debug)]
pub struct Background {
    /// The server.
    pub running: Running,
    _runtime: tokio::runtime::Runtime,
}

/// Serves a web from a thread of its own.
///
/// # Errors
/// If an address cannot be bound or no thread be started.
pub fn serve_in_background(web: Arc<Web>, port: u16) -> io::Result<Background> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let running = runtime.block_on(serve(web, port))?;
    Ok(Background { running, _runtime: runtime })
}
