//! Connections: few at a time, and none that only waits.
//!
//! Whoever is at this machine can open connections and send a byte now and then. So a request has to be here soon after its first byte,
//! however slowly the rest drips in, and whoever comes when all places are taken is told so at once.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Connections at a time; a browser opens six.
const MOST: usize = 64;

/// How long the head of a request may take from its first byte (of the first one: from the connection) to its last; a body as long again.
pub(super) const HURRY: Duration = Duration::from_secs(10);

/// How long a connection is kept after an answer for the next request, and how long it may take none of an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is said when all places are taken.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Listens, for no more than so many at a time.
#[derive(Debug)]
pub(super) struct Listener {
    listener: TcpListener,
    permits: Arc<Semaphore>,
}

impl Listener {
    /// On a socket that is bound already.
    pub(super) fn of(listener: std::net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self { listener: TcpListener::from_std(listener)?, permits: Arc::new(Semaphore::new(MOST)) })
    }
}

impl axum::serve::Listener for Listener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let (stream, address) = axum::serve::Listener::accept(&mut self.listener).await;
            let Ok(permit) = self.permits.clone().try_acquire_owned() else {
                // Whether it is heard is up to them.
                let _ = stream.try_write(FULL);
                continue;
            };
            // A small answer is not to wait for the next one.
            let _ = stream.set_nodelay(true);
            let deadline = Box::pin(sleep(HURRY));
            let connection = Connection { stream, deadline, is_between: false, connected: Connected::default(), _permit: permit };
            return (connection, address);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// What a connection and the requests that come on it know of one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Connected {
    /// A request is here whole, but for its body, and is being answered.
    is_asking: Arc<AtomicBool>,
}

impl Connected {
    /// The head of a request is here: from now on it is not the connection that takes its time.
    pub(super) fn asks(&self) {
        self.is_asking.store(true, Ordering::Relaxed);
    }
}

impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, Listener>> for Connected {
    fn connect_info(stream: axum::serve::IncomingStream<'_, Listener>) -> Self {
        stream.io().connected.clone()
    }
}

/// A connection that ends when a request does not come to an end, and when nothing happens on it.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    deadline: Pin<Box<Sleep>>,
    /// An answer is out, and nothing of the next request here.
    is_between: bool,
    connected: Connected,
    _permit: OwnedSemaphorePermit,
}

impl Connection {
    fn give(&mut self, time: Duration) {
        self.deadline.as_mut().reset(Instant::now() + time);
    }

    fn is_answering(&self) -> bool {
        self.connected.is_asking.load(Ordering::Relaxed)
    }

    /// What came of reading: bytes of a request, for which time runs from the first of them.
    fn read(&mut self, context: &mut Context<'_>, came: Poll<io::Result<()>>) -> Poll<io::Result<()>> {
        if self.is_answering() {
            return came;
        }
        if came.is_ready() && self.is_between {
            self.is_between = false;
            self.give(HURRY);
        }
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => came,
        }
    }

    /// What came of writing: with an answer a new wait begins, and with each piece of it that is taken.
    fn written(&mut self, context: &mut Context<'_>, came: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if came.is_ready() || self.is_answering() {
            self.connected.is_asking.store(false, Ordering::Relaxed);
            self.is_between = true;
            self.give(PATIENCE);
        }
        if came.is_pending() && self.deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        came
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let came = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.read(context, came)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let came = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, came)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
