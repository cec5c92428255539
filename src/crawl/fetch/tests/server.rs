//! A server that says what a test wants it to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::Interest;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::sleep;
use url::Url;

/// What to do with a connection after a request.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Write these bytes.
    Say(Vec<u8>),
    /// Write these bytes again and again, so many times, with a pause in between.
    Repeat(Vec<u8>, usize, Duration),
    /// Do nothing for a while.
    Pause(Duration),
    /// Close with a reset in place of an end.
    Reset,
    /// Wait for the next request on the same connection; without it the connection is closed.
    Next,
}

pub(super) struct Server {
    pub port: u16,
    connections: Arc<AtomicUsize>,
    requests: mpsc::UnboundedReceiver<Vec<u8>>,
}

impl Server {
    /// Answers every request with the same steps.
    pub async fn new(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (sender, requests) = mpsc::unbounded_channel();
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, steps.clone(), sender.clone()));
            }
        });
        Self { port, connections, requests }
    }

    /// Answers with these bytes and closes.
    pub async fn saying(answer: &str) -> Self {
        Self::new(vec![Step::Say(answer.as_bytes().to_vec())]).await
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    /// The next request's head, as it came.
    pub async fn request(&mut self) -> Vec<u8> {
        self.requests.recv().await.unwrap()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(stream: TcpStream, steps: Vec<Step>, requests: mpsc::UnboundedSender<Vec<u8>>) {
    while let Some(request) = read_request(&stream).await {
        let _ = requests.send(request);
        let mut again = false;
        for step in &steps {
            match step {
                Step::Say(bytes) => say(&stream, bytes).await,
                Step::Repeat(bytes, times, pause) => {
                    for _ in 0..*times {
                        say(&stream, bytes).await;
                        if !pause.is_zero() {
                            sleep(*pause).await;
                        }
                    }
                }
                Step::Pause(pause) => sleep(*pause).await,
                Step::Reset => stream.set_zero_linger().unwrap(),
                Step::Next => again = true,
            }
        }
        if !again {
            return;
        }
    }
}

/// Whoever hung up hears no more.
async fn say(stream: &TcpStream, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        if stream.ready(Interest::WRITABLE).await.is_err() {
            return;
        }
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

async fn read_request(stream: &TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        stream.ready(Interest::READABLE).await.ok()?;
        match stream.try_read(&mut buffer) {
            Ok(0) => return None,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return None,
        }
    }
    Some(request)
}
