//! Certificates. The one here is for `gmina.test`, signed by itself and long expired; its key protects nothing.

use super::*;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Answers on its own thread, for rustls alone has no asynchronous streams; ends with the test's process.
fn secure_server() -> SocketAddr {
    let certificate = CertificateDer::from(include_bytes!("self_signed.der").to_vec());
    let key = PrivateKeyDer::try_from(include_bytes!("self_signed.key.der").to_vec()).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = answer(stream.unwrap(), Arc::clone(&config));
        }
    });
    address
}

fn answer(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\ngmina")?;
    stream.conn.send_close_notify();
    stream.flush()
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_taken_from_excepted_hosts_only_and_that_is_told() {
    let address = secure_server();
    let mut plan = plan();
    plan.fetch.total = Duration::from_millis(900);
    for host in ["gmina.test", "bip.gmina.test", "inna.test"] {
        plan.resolve.insert(host.to_owned(), address);
    }
    plan.unverified_hosts = ["GMINA.test".to_owned(), format!("inna.test:{}", address.port())].into();
    let fetcher = Fetcher::new(&plan).unwrap();
    for text in ["https://gmina.test/".to_owned(), format!("https://inna.test:{}/", address.port())] {
        let fetched = fetch(&fetcher, &url(&text)).await.unwrap();
        assert_eq!((fetched.unverified, fetched.exchange.answer.unwrap().body), (true, b"gmina".to_vec()), "{text}");
    }
    for text in ["https://bip.gmina.test/", "https://inna.test/"] {
        let error = fetch(&fetcher, &url(text)).await.unwrap_err();
        // A machine without root certificates says so before it asks.
        assert!(["tls", "no_root_certificates"].contains(&error.code()), "{text}: {error:?}");
        assert_eq!(error.counts_against_host(), error.code() == "tls");
    }
}

#[tokio::test]
async fn a_page_that_was_not_encrypted_is_not_marked_as_unverified() {
    let server = super::server::Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let mut plan = plan();
    plan.unverified_hosts.insert("127.0.0.1".to_owned());
    let fetched = fetch(&Fetcher::new(&plan).unwrap(), &server.url("/")).await.unwrap();
    assert!(!fetched.unverified, "there was no certificate to take unseen");
}
